/**
 * One finding in full: its states, evidence, remediation and tabs.
 *
 * @vitest-environment jsdom
 */

import type { Evaluation, Finding } from '@evenkeel/model'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { detail, finding, healthy, relations } from '../../dev/answers.ts'
import { type Answer, renderApp } from '../../dev/render-app.tsx'

const flyout = () => screen.findByRole('complementary', { name: 'Finding' })

test.each<[what: string, answer: Answer, expected: RegExp]>([
  ['missing', { status: 404, detail: 'There is no finding f-1.' }, /There is no finding f-1/],
  [
    'there',
    { body: detail() },
    /Why it matters.*root on its node.*Evidence.*true.*false.*Remediation/,
  ],
])('shows a finding that is %s', async (_, answer, expected) => {
  renderApp('/findings?finding=f-1', { ...healthy, '/findings/f-1': answer })
  const panel = await flyout()
  await waitFor(() => expect(panel.textContent).toMatch(expected))
})

test.each<[Evaluation, string, RegExp]>([
  ['unknown', 'Listing was forbidden.', /neither passed nor failed. Listing was forbidden/],
  ['manual', 'Look at the policy.', /A person has to look at this. Look at the policy/],
])('says why a finding is %s', async (evaluation, reason, expected) => {
  const shown = detail(finding({ result: { evaluation, reason, evidence: [] } }))
  renderApp('/findings?finding=f-1', { ...healthy, '/findings/f-1': { body: shown } })
  const panel = await flyout()
  await waitFor(() => expect(panel.textContent).toMatch(expected))
})

test.each<[what: string, part: Partial<Finding>, RegExp]>([
  ['stale', { stale_since: '2026-11-20T08:00:00Z' }, /Nobody has looked at this since Nov 20/],
  [
    'answered',
    {
      attestation: {
        id: 'a-1',
        verdict: 'passed',
        statement: 'Looked at the policy.',
        created_at: '2026-11-20T08:00:00Z',
        created_by: 'ada',
        until: null,
      },
    },
    /ada answered passed on Nov 20.*: Looked at the policy\./,
  ],
  [
    'accepted',
    { exception: { reason: 'Legacy.', owner: 'payments', until: null } },
    /Accepted by payments: Legacy\./,
  ],
])('says that a finding is %s', async (_, part, expected) => {
  const shown = detail({ ...finding(), ...part })
  renderApp('/findings?finding=f-1', { ...healthy, '/findings/f-1': { body: shown } })
  const panel = await flyout()
  await waitFor(() => expect(panel.textContent).toMatch(expected))
})

test('copies the command with what the finding tells and what was typed', async () => {
  const user = userEvent.setup()
  renderApp('/findings?finding=f-1', healthy)
  const panel = await flyout()
  const input = await within(panel).findByRole('textbox', { name: 'user' })
  expect(within(panel).getByRole<HTMLInputElement>('textbox', { name: 'namespace' }).value).toBe(
    'payments',
  )
  await user.type(input, 'a b')
  await user.click(within(panel).getByRole('button', { name: 'Copy command' }))
  expect(await navigator.clipboard.readText()).toBe(
    "kubectl -n payments edit Deployment api --as='a b'",
  )
})

test.each([
  ['history', 'No changes yet.'],
  ['rule', 'Privileged containers see every device'],
  ['resource', 'app=api'],
  ['json', 'Copy JSON'],
])('opens the tab %s by its address', async (tab, expected) => {
  renderApp(`/findings?finding=f-1&tab=${tab}`, healthy)
  expect(await within(await flyout()).findByText(new RegExp(expected))).toBeTruthy()
})

test.each<[is_verified: boolean, reason: string | null, expected: RegExp]>([
  [true, null, /fix verified.*Applied to a copy/],
  [false, 'Another rule would fail.', /fix not verified: Another rule would fail\./],
])('shows a fix that is verified: %s', async (is_verified, reason, expected) => {
  const path = '/spec/template/spec/containers/0/securityContext/privileged'
  const fix = { patch: [{ op: 'replace' as const, path, value: false }], is_verified, reason }
  const { result } = finding()
  const shown = detail(finding({ result: { ...result, fix } }))
  renderApp('/findings?finding=f-1', { ...healthy, '/findings/f-1': { body: shown } })
  const panel = await flyout()
  await waitFor(() => expect(panel.textContent).toMatch(expected))
  await waitFor(() => expect(panel.textContent).toMatch(/privileged: true.*privileged: false/))
})

const versions = [
  { hash: 'h2', at: '2026-11-20T08:00:00Z', is_current: true, evaluation: 'failed' },
  { hash: 'h1', at: '2026-11-10T08:00:00Z', is_current: false, evaluation: 'passed' },
]

test('holds the resource against the version that passed', async () => {
  const user = userEvent.setup()
  const id = encodeURIComponent('k8s_object/apps/Deployment/payments/api')
  const data = {
    spec: { template: { spec: { containers: [{ securityContext: { privileged: 'no' } }] } } },
  }
  renderApp('/findings?finding=f-1&tab=resource', {
    ...healthy,
    [`/resources/${id}/versions`]: { body: versions },
    [`/resources/${id}/versions/h1`]: { body: { version: versions[1], data } },
  })
  const panel = await flyout()
  await user.click(await within(panel).findByRole('combobox', { name: 'Compare with' }))
  await user.click(await screen.findByText(/the last that passed/))
  await waitFor(() => expect(panel.textContent).toMatch(/privileged: "?no"?.*privileged: true/))
})

test('lists what the resource hangs together with, and marks what deserves a look', async () => {
  const user = userEvent.setup()
  const id = encodeURIComponent('k8s_object/apps/Deployment/payments/api')
  renderApp('/findings?finding=f-1&tab=relations', {
    ...healthy,
    [`/resources/${id}/relations`]: { body: relations },
  })
  const panel = await flyout()
  await user.click(await within(panel).findByRole('radio', { name: 'List' }))
  const list = await within(panel).findByRole('table', { name: 'Relations' })
  const rows = within(list)
    .getAllByRole('row')
    .map((it) => it.textContent)
  expect(rows[1]).toMatch(/^apiDeployment in payments3 failedruns asapi-account.*cluster-admin$/)
  expect(rows[2]).toMatch(/mountsdbSecret in payments, only named$/)
})

test('shows one finding as a page of its own', async () => {
  renderApp('/findings/f-1', healthy)
  expect(await screen.findByRole('heading', { name: 'No container is privileged' })).toBeTruthy()
})

test('tells how a finding came to be, with what was seen then', async () => {
  const evidence = [{ path: 'spec.hostPID', actual: true, expected: false }]
  const history = [
    {
      at: '2026-11-20T08:00:00Z',
      kind: 'changed',
      previous: 'failed',
      evaluation: 'failed',
      evidence,
    },
    {
      at: '2026-11-10T08:00:00Z',
      kind: 'reopened',
      previous: 'passed',
      evaluation: 'failed',
      evidence: [],
    },
  ]
  renderApp('/findings?finding=f-1&tab=history', {
    ...healthy,
    '/findings/f-1/history': { body: history },
  })
  const panel = await flyout()
  await waitFor(() =>
    expect(panel.textContent).toMatch(
      /Other evidencefailed.*spec\.hostPID: not named → true.*spec\.hostPIDtruefalse.*Came backpassed→failed/,
    ),
  )
})

const note = (part: object) => ({
  id: 'n-1',
  at: '2026-11-21T08:00:00Z',
  by: 'ada',
  kind: 'comment',
  text: null,
  assignee: null,
  ...part,
})

test('shows who had a finding and what was said of it, HTML as text', async () => {
  renderApp('/findings?finding=f-1&tab=history', {
    ...healthy,
    '/findings/f-1/notes': {
      body: [
        note({ text: '<img src=x onerror=alert(1)> **soon**' }),
        note({ id: 'n-2', kind: 'assigned', assignee: 'bo' }),
        note({ id: 'n-3', kind: 'assigned' }),
      ],
    },
  })
  const panel = await flyout()
  const list = await within(panel).findByRole('list')
  expect(
    within(list)
      .getAllByRole('listitem')
      .map((it) => it.textContent),
  ).toEqual([
    expect.stringMatching(/^Commentby ada, .*<img src=x onerror=alert\(1\)> soon$/),
    expect.stringMatching(/^Assigned tobo/),
    expect.stringMatching(/^Assigned to nobody/),
  ])
  expect(list.querySelector('img')).toBeNull()
  expect(list.querySelector('strong + bdi')).toBeTruthy()
})

test('keeps a comment that the server refuses, and clears one that it takes', async () => {
  const user = userEvent.setup()
  const refused = { status: 409, detail: 'A finding takes 200 comments; it has them.' }
  const answers: Record<string, Answer> = { ...healthy, '/findings/f-1/comments': refused }
  renderApp('/findings?finding=f-1&tab=history', answers)
  const panel = await flyout()
  const box = await within(panel).findByRole<HTMLTextAreaElement>('textbox', { name: 'Comment' })
  await user.type(box, 'Soon.')
  const add = within(panel).getByRole('button', { name: 'Add the comment' })
  await user.click(add)
  await within(panel).findByText(/takes 200 comments/)
  expect(box.value).toBe('Soon.')
  answers['/findings/f-1/comments'] = { body: note({ text: 'Soon.' }) }
  await user.click(add)
  await waitFor(() => expect(box.value).toBe(''))
})

test('assigns the finding', async () => {
  const user = userEvent.setup()
  const app = renderApp('/findings?finding=f-1', {
    ...healthy,
    '/assignments': { body: { changed: 1, unchanged: 0 } },
  })
  await user.click(await within(await flyout()).findByRole('button', { name: 'Assign' }))
  const dialog = await screen.findByRole('dialog', { name: 'Assign this finding' })
  await user.type(within(dialog).getByRole('combobox', { name: 'Who sees to it' }), 'bo')
  await user.click(within(dialog).getByRole('button', { name: 'Assign' }))
  await waitFor(() =>
    expect(app.requests.find((it) => it.url.pathname === '/api/v1/assignments')).toBeTruthy(),
  )
})

const asked = {
  asked_at: '2026-11-20T08:00:00Z',
  asked_by: 'ada',
  answered: 0,
  of: 3,
  answered_at: null,
  silent: 0,
}

test.each<[what: string, answer: Answer, expected: RegExp]>([
  ['waits', { body: asked }, /Asked .* by ada\..*0 of 3 reporters looked/],
  ['is silent', { body: { ...asked, silent: 1 } }, /One of the others is silent/],
  [
    'answered',
    { body: { ...asked, answered: 3, answered_at: '2026-11-20T08:00:09Z' } },
    /Answered .*All of 3 reporters looked at everything anew/,
  ],
  ['cannot', { status: 409, detail: 'No agent of prod has reported yet.' }, /No agent of prod/],
])('asks agents for a look, and says when one %s', async (_, answer, expected) => {
  const user = userEvent.setup()
  const cluster = encodeURIComponent(finding().cluster.id)
  renderApp('/findings?finding=f-1', { ...healthy, [`/clusters/${cluster}/evaluate`]: answer })
  await user.click(await within(await flyout()).findByRole('button', { name: 'Re-evaluate' }))
  await waitFor(() => expect(document.body.textContent).toMatch(expected))
})
