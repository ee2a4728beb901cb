/**
 * The overview: its four answers, and that each number leads to its findings.
 *
 * @vitest-environment jsdom
 */

import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { cluster, healthy, scores } from '../../dev/answers.ts'
import { type Answers, renderApp } from '../../dev/render-app.tsx'
import { endsSoon } from './expiring-exceptions.tsx'
import { shadeOf, toHeat } from './heat-table.tsx'
import { compareNumbers } from './parts.tsx'
import { changeOver } from './score-card.tsx'

test.each<[what: string, answers: Answers, expected: RegExp]>([
  [
    'failed',
    { '/scores': { status: 500, detail: 'It broke.' } },
    /The overview could not be loaded.*It broke/,
  ],
  ['empty', { '/clusters': { body: [] } }, /No cluster is connected yet/],
  ['there', {}, /2 of 3 nodes reporting.*1 thing could not be looked at.*Posture score/],
])('shows an overview that is %s', async (_, answers, expected) => {
  renderApp('/', { ...healthy, ...answers })
  await waitFor(() => expect(document.body.textContent).toMatch(expected))
})

test('shows that the overview is loading', async () => {
  renderApp('/', { ...healthy, '/scores': 'never' })
  expect(await screen.findByRole('status', { name: 'Loading the overview' })).toBeTruthy()
})

test.each([
  ['2 failed critical', 'result.evaluation : failed and rule.severity : critical'],
  ['API Server', 'rule.section : "API Server" and result.evaluation : failed'],
  [
    '2 failed findings of No container is privileged',
    'result.evaluation : failed and rule.id : workloads.privileged',
  ],
  [
    '3 failed findings on api',
    'result.evaluation : failed and resource.id : k8s_object/apps/Deployment/payments/api and cluster.id : c-1',
  ],
  ['View all failed findings', 'result.evaluation : failed'],
])('“%s” leads to its findings', async (name, q) => {
  renderApp('/', healthy)
  const link = await screen.findByRole('link', { name })
  const href = new URL(link.getAttribute('href') ?? '', 'http://localhost')
  expect(href.pathname).toBe('/findings')
  expect(href.searchParams.get('q')).toBe(q)
})

test('tells what moved the score, with links to what changed', async () => {
  renderApp('/', healthy)
  const table = await screen.findByRole('table', { name: 'What moved the score' })
  expect(table.textContent).toMatch(/−3\.2.*No container is privileged.*2 began to fail, 1 new/)
  const link = within(table).getByRole('link')
  const { searchParams } = new URL(link.getAttribute('href') ?? '', 'http://localhost')
  expect(searchParams.get('since')).toBe('now-7d')
  expect(screen.getByText(/prod-eu was added/)).toBeTruthy()
})

test('tells what changed since the last visit', async () => {
  localStorage.setItem('evenkeel-visit', '{"seen":"2026-11-20T08:00:00Z","before":null}')
  renderApp('/', healthy)
  const link = await screen.findByRole('link', { name: /2 began to fail, 0 resolved, 1 new/ })
  expect(link.getAttribute('href')).toContain('since=2026-11-20')
})

test('turns everything back to a point in the past', async () => {
  const app = renderApp('/?at=2026-11-20', healthy)
  await screen.findByText('Posture score')
  const asked = app.requests.filter((it) => it.url.pathname.startsWith('/api/v1/scores'))
  expect(asked.map((it) => it.url.search).sort()).toEqual(
    [expect.stringMatching(/^\?from=2026-11-13.*&to=2026-11-20$/), '?at=2026-11-20&days=30'].sort(),
  )
  expect(screen.queryByText(/nodes reporting/)).toBeNull()
})

const now = Date.UTC(2026, 10, 25)
test.each([
  [null, false],
  ['2026-11-24T00:00:00Z', false],
  ['2026-11-26T00:00:00Z', true],
  ['2026-12-09T00:00:00Z', true],
  ['2026-12-10T00:00:00Z', false],
])('an exception until %s ends soon: %s', (until, expected) => {
  expect(endsSoon(until, now)).toBe(expected)
})

test('asks for the cluster of the scope and keeps it in its links', async () => {
  const app = renderApp('/?scope=c-1', healthy)
  const link = await screen.findByRole('link', { name: 'View all failed findings' })
  expect(link.getAttribute('href')).toContain('scope=c-1')
  expect(app.requests.find((it) => it.url.pathname === '/api/v1/scores')?.url.search).toBe(
    '?cluster=c-1&days=30',
  )
})

test('leads from each cluster to all that failed in it', async () => {
  const part = { key: 'c-1', label: 'prod-eu', number: '', query: 'cluster.id : c-1' }
  const clusters = [
    { ...part, score: scores.score },
    { ...part, key: 'c-2', label: 'prod-us', query: 'cluster.id : c-2', score: scores.score },
  ]
  renderApp('/', { ...healthy, '/scores': { body: { ...scores, clusters } } })
  const link = await screen.findByRole('link', { name: 'View all failed findings of prod-us' })
  const { searchParams } = new URL(link.getAttribute('href') ?? '', 'http://localhost')
  expect(searchParams.get('q')).toBe('cluster.id : c-2 and result.evaluation : failed')
})

test('says that nothing is scored yet instead of showing a zero', async () => {
  const none = { ...scores.score, value: null, lower: null, upper: null, plain: null }
  renderApp('/', { ...healthy, '/scores': { body: { ...scores, score: none } } })
  expect(await screen.findByText('Nothing has passed or failed yet.')).toBeTruthy()
})

test.each<['agent' | 'sample', boolean]>([
  ['agent', false],
  ['sample', true],
])('marks a cluster of the kind %s as sample: %s', async (kind, isMarked) => {
  renderApp('/', { ...healthy, '/clusters': { body: [{ ...cluster, kind }] } })
  await screen.findByText('Posture score')
  const banner = screen.queryByText(/You are looking at the recorded sample cluster/)
  expect(banner !== null).toBe(isMarked)
})

test('compares rule numbers part by part', () => {
  expect(['1.10', '', '5', '1.9', '2.1'].sort(compareNumbers)).toEqual([
    '1.9',
    '1.10',
    '2.1',
    '5',
    '',
  ])
})

const at = (day: number, value: number | null) => ({
  at: new Date(Date.UTC(2026, 10, day)).toISOString(),
  value,
  failed: 0,
})
test.each([
  [[], undefined],
  [[at(20, 50)], undefined],
  [[at(10, 40), at(12, 45), at(20, 50)], 5],
  [[at(10, 40), at(12, null), at(20, 50)], 10],
])('tells the change over a week of %j', (trend, expected) => {
  expect(changeOver(trend, 7)).toBe(expected)
})

const cell = (section: string | null, name: string, failed: number, passed = 0) => ({
  values: [section, name],
  label: '',
  counts: { failed, passed, unknown: 0, manual: 0 },
  failed: { critical: 0, high: failed, medium: 0, low: 0, info: 0 },
  resources: 1,
  score: null,
})

test('lays sections and clusters out with the worst first', () => {
  const { sections, clusters, cellOf, calm } = toHeat([
    cell('etcd', 'a', 1),
    cell('Kubelet', 'a', 2),
    cell('Kubelet', 'b', 5),
    cell('Scheduler', 'a', 0, 4),
    cell(null, 'a', 9),
  ])
  expect(sections).toEqual(['Kubelet', 'etcd'])
  expect(calm).toBe(1)
  expect(clusters).toEqual(['b', 'a'])
  expect(cellOf('etcd', 'b')).toBeUndefined()
  expect(cellOf('Kubelet', 'b')?.counts.failed).toBe(5)
})

test.each([
  [0, 10, 0],
  [1, 99, 1],
  [5, 5, 3],
  [7, 0, 5],
])('shades %i failed of %i passed by %i', (failed, passed, expected) => {
  expect(shadeOf(cell('s', 'c', failed, passed))).toBe(expected)
})
