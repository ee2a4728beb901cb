/**
 * The rules: their four answers, filters, and the page of one.
 *
 * @vitest-environment jsdom
 */

import type { Benchmark, KnownRule } from '@evenkeel/model'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { healthy, rule, score } from '../../dev/answers.ts'
import { type Answers, renderApp } from '../../dev/render-app.tsx'
import { formatScore } from '../elements/numbers.ts'

const benchmark: Benchmark = {
  id: 'cis-kubernetes-1.12',
  name: 'CIS Kubernetes Benchmark',
  version: '1.12.0',
  sections: [
    {
      number: '5.2',
      title: 'Pod Security Standards',
      rules: [
        {
          number: '5.2.2',
          rule: rule.id,
          title: rule.name,
          profile: 'level-1',
          assessment: 'automated',
          state: 'implemented',
        },
        {
          number: '5.2.9',
          rule: 'later',
          title: 'Something for later',
          profile: null,
          assessment: 'manual',
          state: 'listed',
        },
      ],
    },
  ],
}
const groups = {
  items: [
    {
      values: [rule.id],
      label: rule.name,
      counts: { passed: 3, failed: 7, unknown: 0, manual: 0 },
      failed: { critical: 7, high: 0, medium: 0, low: 0, info: 0 },
      resources: 10,
      score: 9,
    },
  ],
  total: 1,
  next_cursor: null,
  warnings: [],
}
const summary = {
  id: benchmark.id,
  name: benchmark.name,
  version: benchmark.version,
  clusters: 1,
  score,
  controls: {
    failed: 1,
    unknown: 0,
    manual: 1,
    passed: 0,
    not_applicable: 0,
    listed: 0,
    disabled: 0,
  },
}
const own: KnownRule = { ...rule, id: 'ours', name: 'Something of ours', origin: 'custom' }
/** Set by ben for all clusters. */
const setting = {
  id: '1',
  rule_id: 'ours',
  cluster_id: null,
  cluster_labels: {},
  state: null,
  severity: 'low' as const,
  parameters: {},
  reason: 'It is but a warning.',
  created_at: '2026-11-20T10:00:00.000Z',
  created_by: 'anna',
  updated_at: '2026-11-20T10:00:00.000Z',
  updated_by: 'ben',
}
const change = { ...setting, at: setting.updated_at, by: 'ben', before: null, after: setting }
const withOwn: Answers = {
  '/rules': { body: [rule, own] },
  '/rule-settings': { body: [setting] },
  '/rule-settings/history': { body: [change] },
}
const answers: Answers = {
  ...healthy,
  '/benchmarks': { body: [benchmark] },
  '/rules': { body: [rule] },
  [`/rules/${rule.id}`]: { body: rule },
  '/findings': { body: groups },
  '/frameworks': { body: [summary] },
}

test.each<[what: string, part: Answers, expected: RegExp]>([
  [
    'failed',
    { '/rules': { status: 500, detail: 'It broke.' } },
    /The rules could not be loaded.*It broke/,
  ],
  ['empty', { '/benchmarks': { body: [] }, '/rules': { body: [] } }, /No rule matches/],
  [
    'there',
    {},
    /2 rules · 1 automated · 1 manual · 1 not evaluated yet.*5\.2Pod Security.*5\.2\.2No container/,
  ],
])('shows rules that are %s', async (_, part, expected) => {
  renderApp('/rules', { ...answers, ...part })
  await waitFor(() => expect(document.body.textContent).toMatch(expected))
})

test('shows that the rules are loading', async () => {
  renderApp('/rules', { ...answers, '/rules': 'never' })
  expect(await screen.findByRole('status', { name: 'Loading the rules' })).toBeTruthy()
})

test('counts lead to the findings of the rule', async () => {
  renderApp('/rules', answers)
  const link = await screen.findByRole('link', { name: '7 failed of No container is privileged' })
  const q = new URL(link.getAttribute('href') ?? '', 'http://localhost').searchParams.get('q')
  expect(q).toBe('rule.id : workloads.privileged and result.evaluation : failed')
})

test('never shows a listed rule without a rule as passed', async () => {
  renderApp('/rules', answers)
  const row = (await screen.findByText('Something for later')).closest('tr')
  expect(row?.textContent).toBe('5.2.9Something for later–not evaluated yet–built-in–000')
})

const [privileged, later, ours] = [rule.name, 'Something for later', own.name]
test.each([
  ['search=later', [later]],
  ['assessment=by-hand', [privileged, later]],
  ['benchmark=all&source=custom', [ours]],
])('/rules?%s shows %j', async (search, expected) => {
  renderApp(`/rules?${search}`, { ...answers, ...withOwn })
  await screen.findByRole('combobox', { name: 'State' })
  const names = [privileged, later, ours].filter((it) => screen.queryByText(it))
  expect(names).toEqual(expected)
})

test.each([
  ['section=9.9', /CIS Kubernetes Benchmark 1\.12\.0 has no section “9\.9”/, later],
  ['benchmark=nothing', /There is no benchmark “nothing”/, ours],
])('what no benchmark has is named and left out: %s', async (search, told, shown) => {
  renderApp(`/rules?${search}`, { ...answers, ...withOwn })
  expect(await screen.findByText(told)).toBeTruthy()
  expect(screen.getByText(shown)).toBeTruthy()
})

test('filters go into the address, and are taken away at once', async () => {
  const user = userEvent.setup()
  const app = renderApp('/rules?benchmark=all', { ...answers, ...withOwn })
  await user.click(await screen.findByRole('combobox', { name: 'State' }))
  await user.click(await screen.findByText('disabled'))
  await waitFor(() => expect(app.address()).toBe('/rules?benchmark=all&state=disabled'))
  await user.click(await screen.findByRole('button', { name: 'Take the filters away' }))
  await waitFor(() => expect(app.address()).toBe('/rules?benchmark=all'))
})

test('a row says where the rule comes from, and who set it last', async () => {
  renderApp('/rules?benchmark=all', { ...answers, ...withOwn })
  const row = (await screen.findByText(ours)).closest('tr')
  expect(row?.textContent).toMatch(/automatedoverriddencustom.* ago by ben000$/)
})

test('each number of a card leads to what it counts', async () => {
  renderApp('/rules', answers)
  const cards = await screen.findByRole('list', { name: 'Benchmarks' })
  const links = within(cards)
    .getAllByRole('link')
    .map((it) => [it.textContent, it.getAttribute('href')])
  const rules = '/rules?benchmark=cis-kubernetes-1.12'
  const rulesBy = (it: string) => `/rules?assessment=${it}&benchmark=cis-kubernetes-1.12`
  const compliance = '/compliance/cis-kubernetes-1.12'
  expect(links).toEqual([
    ['CIS Kubernetes Benchmark', rules],
    [formatScore(score.value), compliance],
    ['1 automated', rulesBy('automated')],
    ['1 manual', rulesBy('manual')],
    ['1 section', rules],
    ['1 cluster', compliance],
  ])
})

test.each<[what: string, part: Answers, expected: RegExp]>([
  ['not evaluated', { '/frameworks': { body: [] } }, /not evaluated.*0 clusters/],
  [
    'not there',
    { '/frameworks': { status: 500, detail: 'It broke.' } },
    /The scores of benchmarks could not be loaded.*It broke.*Something for later/,
  ],
])('the table shows where scores are %s', async (_, part, expected) => {
  renderApp('/rules', { ...answers, ...part })
  await screen.findByText(later)
  await waitFor(() => expect(document.body.textContent).toMatch(expected))
})

test('shows one rule', async () => {
  renderApp(`/rules/${rule.id}`, answers)
  expect(await screen.findByRole('heading', { name: rule.name })).toBeTruthy()
  expect(screen.getByText('A privileged container is root on its node.')).toBeTruthy()
})

test('the palette finds rules and resources', async () => {
  const user = userEvent.setup()
  const resource = {
    id: 'k8s_object/apps/Deployment/payments/api',
    type: 'k8s_object',
    sub_type: 'Deployment',
    name: 'privileged-api',
    namespace: 'payments',
    owner: null,
    cluster: { id: 'c-1', name: 'prod-eu' },
    counts: { passed: 1, failed: 2, unknown: 0, manual: 0 },
  }
  const app = renderApp('/clusters', {
    ...answers,
    '/resources': { body: { items: [resource], total: 1, next_cursor: null, warnings: [] } },
  })
  await user.click(await screen.findByRole('button', { name: /Jump to/ }))
  await user.type(await screen.findByRole('textbox', { name: 'Jump to' }), 'privil')
  expect(await screen.findByText('Deployment, payments, prod-eu')).toBeTruthy()
  await user.click(await screen.findByText('workloads.privileged'))
  await waitFor(() => expect(app.address()).toBe('/rules/workloads.privileged'))
})
