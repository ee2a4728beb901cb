/** What /metrics says after something happened, with a real database and real requests. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addCluster,
  makeCycle,
  makeFinding,
  makeResource,
  openTestWorld,
  slowMs,
  type TestWorld,
} from '../testing/world.ts'
import { createServerMetrics } from './server-metrics.ts'

let world: TestWorld
let time = 0

beforeAll(async () => {
  world = await openTestWorld('embedded', { metrics: createServerMetrics(() => time) })
}, slowMs)
afterAll(() => world.close())

/** The samples by their name and labels; each print is of a later minute. */
async function read(): Promise<Map<string, number>> {
  time += 60_000
  const { body, statusCode } = await world.app.inject('/metrics')
  expect(statusCode).toBe(200)
  const lines = body.split('\n').filter((line) => line && !line.startsWith('#'))
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ')
      return [line.slice(0, at), Number(line.slice(at + 1))]
    }),
  )
}

async function send(token: string, body: object): Promise<number> {
  const headers = { authorization: `Bearer ${token}` }
  const url = '/api/v1/agent/cycles'
  return (await world.app.inject({ method: 'POST', url, headers, payload: body })).statusCode
}

test('counts clusters, cycles, findings, statements and requests', async () => {
  await addCluster(world, 'silent')
  const { token } = await addCluster(world, 'prod')
  const enrolled = await world.app.inject({
    method: 'POST',
    url: '/api/v1/agent/enrol',
    headers: { authorization: `Bearer ${token}` },
    payload: { node: null, version: '1' },
  })
  const { credential } = enrolled.json()
  const resource = makeResource('a')
  const cycle = makeCycle([resource], [makeFinding(resource, 'rule-a', { evaluation: 'failed' })])
  expect(await send(credential, { ...cycle, findings: [] })).toBe(409)
  expect(await send(credential, cycle)).toBe(200)
  expect(await send(credential, cycle)).toBe(200)

  const now = await read()
  expect(now.get('evenkeel_clusters{state="reporting"}')).toBe(1)
  expect(now.get('evenkeel_clusters{state="waiting"}')).toBe(1)
  expect(now.get('evenkeel_scopes{state="current"}')).toBe(1)
  const count = (outcome: string) =>
    now.get(`evenkeel_ingest_cycle_seconds_count{outcome="${outcome}"}`)
  expect([count('lacking'), count('applied'), count('repeated')]).toEqual([1, 1, 1])
  expect(now.get('evenkeel_ingest_findings_changed_total')).toBe(1)
  expect(now.get('evenkeel_database_bytes')).toBeGreaterThan(1_000_000)
  const failed = [...now].filter(([name]) => name.startsWith('evenkeel_failed_findings'))
  expect(failed.map(([, value]) => value)).toEqual([1])
  const route = 'method="POST",route="/api/v1/agent/cycles",status="200"'
  expect(now.get(`evenkeel_http_request_seconds_count{${route}}`)).toBe(2)
})

test('a cluster that is silent for two periods is stale', async () => {
  world.clock.now = new Date(world.clock.now.getTime() + 24 * 3_600_000)
  const now = await read()
  expect(now.get('evenkeel_clusters{state="reporting"}')).toBe(0)
  expect(now.get('evenkeel_clusters{state="stale"}')).toBe(1)
  expect(now.get('evenkeel_scopes{state="stale"}')).toBe(1)
})

test('no path that somebody chose becomes a label', async () => {
  await world.app.inject('/api/v1/findings/secret-looking-name')
  await world.app.inject('/login/secret-looking-token')
  await world.app.inject('/no-such/secret-looking-place')
  const { body } = await world.app.inject('/metrics')
  expect(body).not.toContain('secret-looking')
})

test('the numbers are looked up seldom, however often they are asked for', async () => {
  let lookups = 0
  const metrics = createServerMetrics(() => time)
  const read = async () => {
    lookups += 1
    throw new Error('The database is away.')
  }
  const countConnections = () => ({ busy: 3, idle: 7, waiting: 2 })
  metrics.lookUpBy({ read, countStreams: () => 0, countConnections })
  for (let index = 0; index < 5; index += 1) await metrics.print()
  expect(lookups).toBe(1)
  expect(await metrics.print()).toContain('evenkeel_lookup_failures_total 1')
  expect(await metrics.print()).toContain('evenkeel_database_connections{state="waiting"} 2')
})

test('jobs tell whether they were done', async () => {
  const metrics = createServerMetrics(() => time)
  metrics.observeJob({ name: 'retention', seconds: 2, hasFailed: false })
  metrics.observeJob({ name: 'retention', seconds: 1, hasFailed: true })
  const text = await metrics.print()
  expect(text).toContain('evenkeel_job_runs_total{task="retention",result="done"} 1')
  expect(text).toContain('evenkeel_job_runs_total{task="retention",result="failed"} 1')
  expect(text).toContain('evenkeel_job_seconds_total{task="retention"} 3')
  expect(text).toMatch(/evenkeel_job_last_done_timestamp_seconds\{task="retention"\} \d+/)
})
