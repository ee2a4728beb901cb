/**
 * Compliance: the four answers of both pages, filters, the panel, answers of people, reports.
 *
 * @vitest-environment jsdom
 */

import type { FrameworkControl, FrameworkDetail } from '@evenkeel/model'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { healthy, page, rule, score, session } from '../../dev/answers.ts'
import { type Answers, renderApp } from '../../dev/render-app.tsx'
import { droppedParameters } from '../url/searches.ts'

const control = (part: Partial<FrameworkControl>): FrameworkControl => ({
  number: '5.2.2',
  title: 'No container is privileged',
  rule: rule.id,
  severity: 'critical',
  profile: 'level-1',
  assessment: 'automated',
  result: 'failed',
  counts: { passed: 3, failed: 7, unknown: 0, manual: 0 },
  excepted: 2,
  attestation: null,
  query: `rule.id : ${rule.id}`,
  ...part,
})
const none = { passed: 0, failed: 0, unknown: 0, manual: 0 }
const manual = control({
  number: '5.3.1',
  title: 'The network plug-in enforces policies',
  rule: 'cni',
  result: 'manual',
  assessment: 'manual',
  counts: { ...none, manual: 1 },
  query: 'rule.id : cni',
})
const listed = control({
  number: '5.3.9',
  title: 'Something for later',
  rule: 'later',
  severity: null,
  result: 'listed',
  counts: none,
})

const framework: FrameworkDetail = {
  id: 'cis',
  name: 'CIS Kubernetes Benchmark',
  version: '1.12.0',
  at: '2026-11-25T08:00:00Z',
  clusters: [{ id: 'c-1', name: 'prod-eu' }],
  gaps: ['prod-eu: 1 of 3 nodes were not looked at (worker-3).'],
  score,
  trend: [
    { at: '2026-11-20', value: 40 },
    { at: '2026-11-25', value: 60 },
  ],
  sections: [
    { number: '5.2', title: 'Pod Security', score, controls: [control({})] },
    { number: '5.3', title: 'Network', score, controls: [manual, listed] },
  ],
}
const summary = {
  id: 'cis',
  name: framework.name,
  version: '1.12.0',
  clusters: 2,
  score,
  controls: {
    failed: 39,
    unknown: 2,
    manual: 7,
    passed: 79,
    not_applicable: 4,
    listed: 0,
    disabled: 0,
  },
}
const report = {
  id: 'R-2026-11-25-abc',
  framework: { id: 'cis', name: framework.name, version: '1.12.0' },
  cluster: null,
  format: 'pdf',
  at: '2026-11-25T08:00:00Z',
  score: 60,
  bytes: 10,
  sha256: 'ab'.repeat(32),
  created_at: '2026-11-25T08:00:00Z',
  created_by: 'ann',
}
const answers: Answers = {
  ...healthy,
  '/benchmarks': { body: [] },
  '/frameworks': { body: [summary] },
  '/frameworks/cis': { body: framework },
  '/reports': { body: [report] },
  [`/rules/${rule.id}`]: { body: rule },
  '/rules/cni': { body: { ...rule, id: 'cni' } },
  '/attestations': { body: [] },
}

test.each<[what: string, address: string, part: Answers, expected: RegExp]>([
  [
    'failed',
    '/compliance',
    { '/frameworks': { status: 500, detail: 'It broke.' } },
    /frameworks could not be loaded.*It broke/,
  ],
  [
    'empty',
    '/compliance',
    { '/frameworks': { body: [] }, '/reports': { body: [] } },
    /Nothing was held against a benchmark yet/,
  ],
  [
    'there',
    '/compliance',
    {},
    /CIS Kubernetes Benchmark.*2 clusters.*39 failed2 unknown7 to answer79 passed.*R-2026-11-25-abc/,
  ],
  [
    'failed',
    '/compliance/cis',
    { '/frameworks/cis': { status: 404, detail: 'There is none.' } },
    /This framework could not be loaded.*There is none.*All frameworks/,
  ],
  [
    'empty',
    '/compliance/cis',
    { '/frameworks/cis': { body: { ...framework, clusters: [], sections: [] } } },
    /Nothing was held against this framework here yet/,
  ],
  [
    'there',
    '/compliance/cis',
    {},
    /Not looked at.*worker-3.*3 controls.*1 failed.*1 to answer.*5\.2Pod Security.*5\.2\.2No container/,
  ],
])('%s: %s', async (_, address, part, expected) => {
  renderApp(address, { ...answers, ...part })
  await waitFor(() => expect(document.body.textContent).toMatch(expected))
})

test.each([
  ['/compliance', '/frameworks', 'Loading the frameworks'],
  ['/compliance/cis', '/frameworks/cis', 'Loading the framework'],
])('%s shows that it is loading', async (address, path, name) => {
  renderApp(address, { ...answers, [path]: 'never' })
  expect(await screen.findByRole('status', { name })).toBeTruthy()
})

test('what is listed without a rule is never shown as passed', async () => {
  renderApp('/compliance/cis', answers)
  const row = (await screen.findByText('Something for later')).closest('tr')
  expect(row?.textContent).toBe('5.3.9Something for laterno rule yetLevel 1automated00–')
})

test('results filter, and the address holds it', async () => {
  const app = renderApp('/compliance/cis', answers)
  await userEvent.click(await screen.findByRole('button', { name: '1 to answer' }))
  await waitFor(() => expect(screen.queryByText('No container is privileged')).toBeNull())
  expect(screen.getByText(manual.title)).toBeTruthy()
  expect(app.address()).toBe('/compliance/cis?show=manual')
})

test('sections fold', async () => {
  renderApp('/compliance/cis', answers)
  const fold = await screen.findByRole('button', { name: /5\.2\s*Pod Security/ })
  await userEvent.click(fold)
  expect(fold.getAttribute('aria-expanded')).toBe('false')
  expect(screen.queryByText('No container is privileged')).toBeNull()
})

test('a control opens beside the table, is walked by keys and leads to its findings', async () => {
  const app = renderApp('/compliance/cis', { ...answers, '/findings': { body: page([]) } })
  await userEvent.click(await screen.findByRole('button', { name: 'No container is privileged' }))
  const panel = await screen.findByRole('complementary', { name: 'Control 5.2.2' })
  const link = await within(panel).findByRole('link', { name: '7 failed' })
  expect(new URL(link.getAttribute('href') ?? '', 'http://x').searchParams.get('q')).toBe(
    `rule.id : ${rule.id} and result.evaluation : failed`,
  )
  expect(within(panel).getByRole('link', { name: '2 accepted' })).toBeTruthy()
  expect(await within(panel).findByText('A privileged container is root on its node.')).toBeTruthy()
  await userEvent.keyboard('j')
  expect(await screen.findByRole('complementary', { name: 'Control 5.3.1' })).toBeTruthy()
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull())
  expect(app.address()).toBe('/compliance/cis')
  expect(document.activeElement?.textContent).toBe(manual.title)
})

const answered = {
  id: 'a-1',
  rule_id: 'cni',
  cluster_id: null,
  verdict: 'passed',
  statement: 'Looked at the plug-in.',
  until: null,
  created_at: '2026-11-20T08:00:00Z',
  created_by: 'ann',
  state: 'active',
  file: null,
}

test('a person answers a manual control with a document', async () => {
  const app = renderApp(`/compliance/cis?control=${encodeURIComponent('5.3.1 cni')}`, {
    ...answers,
    '/attestations': (_, body) => ({ body: body ? answered : [] }),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Answer' }))
  const dialog = await screen.findByRole('dialog')
  await userEvent.click(within(dialog).getByText('It is not'))
  await userEvent.type(
    within(dialog).getByLabelText(/What was looked at/),
    'No policy is enforced.',
  )
  const file = new File(['seen'], 'seen.txt', { type: 'text/plain' })
  const input = dialog.ownerDocument.querySelector<HTMLInputElement>('input[type="file"]')
  await userEvent.upload(input!, file)
  await userEvent.click(within(dialog).getByRole('button', { name: 'Record this answer' }))
  await waitFor(() => expect(app.requests.some((it) => it.method === 'POST')).toBe(true))
  expect(app.requests.find((it) => it.method === 'POST')?.body).toMatchObject({
    rule_id: 'cni',
    cluster_id: null,
    verdict: 'failed',
    statement: 'No policy is enforced.',
    file: { name: 'seen.txt', media_type: 'text/plain', content: btoa('seen') },
  })
})

test('who may not answer reads the answers', async () => {
  renderApp(`/compliance/cis?control=${encodeURIComponent('5.3.1 cni')}`, {
    ...answers,
    '/session': { body: { ...session, user: { name: 'v', role: 'viewer' } } },
    '/attestations': { body: [answered, { ...answered, id: 'a-0', state: 'replaced' }] },
  })
  expect(await screen.findAllByText('Looked at the plug-in.')).toHaveLength(2)
  expect(screen.getByText('counts')).toBeTruthy()
  expect(screen.queryByRole('button', { name: /Answer|Revoke/ })).toBeNull()
})

test('compares two dates', async () => {
  const [pods, network] = framework.sections
  const before = {
    ...framework,
    score_before: score,
    sections: [
      { ...pods!, controls: [control({ before: 'passed' })] },
      { ...network!, controls: [{ ...manual, before: 'manual' as const }] },
    ],
  }
  const app = renderApp('/compliance/cis?compare=now-7d', {
    ...answers,
    '/frameworks/cis': { body: before },
  })
  const row = (await screen.findByText('No container is privileged')).closest('tr')
  expect(row?.textContent).toContain('passedfailed')
  await userEvent.click(screen.getByRole('button', { name: '1 control changed' }))
  await waitFor(() => expect(screen.queryByText(manual.title)).toBeNull())
  const asked = app.requests.find((it) => it.url.pathname.endsWith('/frameworks/cis'))
  expect(asked?.url.searchParams.get('compare')).toBe('now-7d')
})

test.each([
  ['PDF report', 'pdf', { body: 'file' }, undefined],
  [
    'CSV',
    'csv',
    { status: 503, detail: 'Other reports are being made.' },
    'Other reports are being made.',
  ],
] as const)('%s is downloaded, or says why not', async (name, format, answer, problem) => {
  vi.stubGlobal(
    'URL',
    Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined }),
  )
  const app = renderApp('/compliance/cis?scope=c-1&at=now-1d', {
    ...answers,
    [`/reports/cis.${format}`]: answer,
  })
  await userEvent.click(await screen.findByRole('button', { name }))
  const address = `/api/v1/reports/cis.${format}?cluster=c-1&at=now-1d`
  await waitFor(() => {
    expect(app.requests.map((it) => it.url.pathname + it.url.search)).toContain(address)
  })
  if (problem) expect(await screen.findByText(problem)).toBeTruthy()
})

test('the navigation leads here, and so does G P', async () => {
  const app = renderApp('/clusters', answers)
  expect(await screen.findByRole('link', { name: 'Compliance' })).toBeTruthy()
  await userEvent.keyboard('gp')
  await waitFor(() => expect(app.address()).toBe('/compliance'))
})

test('what is wrong in an address is left out', async () => {
  const app = renderApp('/compliance/cis?show=nonsense&compare=someday', answers)
  expect(await screen.findByText('No container is privileged')).toBeTruthy()
  expect(app.requests.map((it) => it.url.search)).not.toContain('?compare=someday')
  const raw = { show: 'nonsense', compare: 'someday', control: '5.2.2 x' }
  expect(droppedParameters('/compliance/cis', raw)).toEqual(['compare', 'show'])
})
