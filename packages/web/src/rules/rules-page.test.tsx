/**
 * The rules: their four answers, filters, and the page of one.
 *
 * @vitest-environment jsdom
 */

import type { Benchmark } from '@evenkeel/model'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { healthy, rule } from '../../dev/answers.ts'
import { type Answers, renderApp } from '../../dev/render-app.tsx'

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
const answers: Answers = {
  ...healthy,
  '/benchmarks': { body: [benchmark] },
  '/rules': { body: [rule] },
  [`/rules/${rule.id}`]: { body: rule },
  '/findings': { body: groups },
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
  expect(row?.textContent).toBe('5.2.9Something for later–not evaluated yet–000')
})

test.each([
  ['/rules?search=later', 'Something for later', 'No container is privileged'],
  ['/rules?failed=yes', 'No container is privileged', 'Something for later'],
])('%s filters', async (address, shown, hidden) => {
  renderApp(address, answers)
  expect(await screen.findByText(shown)).toBeTruthy()
  expect(screen.queryByText(hidden)).toBeNull()
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
