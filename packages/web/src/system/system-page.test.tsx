/**
 * The page of the system: its answers, and what it warns of.
 *
 * @vitest-environment jsdom
 */

import type { SystemStatus } from '@evenkeel/model'
import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { healthy } from '../../dev/answers.ts'
import { type Answer, renderApp } from '../../dev/render-app.tsx'
import { formatBytes } from './bytes.ts'

const job = {
  name: 'retention',
  runs: 3,
  failures: 1,
  last_run_at: '2026-11-25T08:00:00Z',
  last_seconds: 0.5,
  last_error: null,
}

const status: SystemStatus = {
  version: '0.1.0',
  mode: 'server',
  started_at: '2026-11-25T08:00:00Z',
  node_version: 'v22.0.0',
  rules: { version: '0.1.0', count: 312, benchmarks: 14, hash: 'abcdef0123456789' },
  retention: { days: 400, oldest_change_at: null },
  database: {
    kind: 'postgresql',
    version: '18.1',
    bytes: 5_242_880,
    migration: '0012-notes',
    datasets: [{ name: 'finding', bytes: 2048, rows: 12 }],
  },
  jobs: [job],
  ingest: {
    clusters: { reporting: 2, stale: 0, waiting: 1 },
    scopes: { current: 9, stale: 0 },
    last_evaluated_at: null,
    cycles: { applied: 7 },
    listeners: 1,
  },
}
const stale = { ...status.ingest, scopes: { current: 8, stale: 1 } }

test.each<[what: string, answer: Answer, expected: RegExp]>([
  ['failed', { status: 403, detail: 'You see a part.' }, /could not be loaded.*You see a part/],
  ['well', { body: status }, /312 rules in 14 benchmarks.*5\.0 MiB.*7 applied.*finding2\.0 KiB12/],
  [
    'with a job that failed',
    { body: { ...status, jobs: [{ ...job, last_error: 'The disk is full.' }] } },
    /retention failed when last run.*Failed: The disk is full\./,
  ],
  ['with silent nodes', { body: { ...status, ingest: stale } }, /1 reporter went silent/],
  ['just begun', { body: { ...status, jobs: [] } }, /None has run since the start/],
])('shows a server that is %s', async (_, answer, expected) => {
  renderApp('/system', { ...healthy, '/system': answer })
  await waitFor(() => expect(document.body.textContent).toMatch(expected))
})

test('offers the support bundle', async () => {
  renderApp('/system', { ...healthy, '/system': { body: status } })
  const link = await screen.findByRole('link', { name: 'Support bundle' })
  expect(link.getAttribute('href')).toBe('/api/v1/system/bundle')
})

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [10_485_760, '10 MiB'],
])('prints %i bytes as %s', (bytes, printed) => expect(formatBytes(bytes)).toBe(printed))
