/** The inventory by kind, how the server is, and that a support bundle tells nothing of anybody. */

import type { InventoryKind, SystemStatus } from '@evenkeel/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApi, type TestApi } from '../testing/api.ts'
import { addCluster, makeCycle, makeFinding, makeResource, slowMs } from '../testing/world.ts'

const canary = 'canary7f3a'

let api: TestApi
const secrets: string[] = []

beforeAll(async () => {
  api = await openTestApi()
  const { world, call } = api
  const { token } = await addCluster(world, `${canary}-cluster`)
  const body = { node: null, version: `1.2.3-${canary}` }
  const { credential } = (await call('POST /api/v1/agent/enrol', { bearer: token, body })).json()
  secrets.push(token, credential, api.credential, api.enrolmentToken)
  const pod = makeResource(`${canary}-pod`, {
    namespace: `${canary}-namespace`,
    labels: { [canary]: canary },
    owner: `Deployment/${canary}`,
    data: { spec: { nodeName: canary } },
  })
  const cycle = makeCycle(
    [pod],
    [makeFinding(pod, 'privileged', { evaluation: 'unknown', reason: canary })],
    { nodes: [`${canary}-node`] },
  )
  const taken = await call('POST /api/v1/agent/cycles', { bearer: credential, body: cycle })
  expect(taken.statusCode).toBe(200)
  const failure = `duplicate key (name)=(${canary})`
  world.host.metrics.observeJob({ name: 'links', seconds: 1, hasFailed: true, error: failure })
  world.host.metrics.observeJob({ name: 'expiry', seconds: 2, hasFailed: false })
}, slowMs)
afterAll(() => api.world.close())

test('counts what is there by kind, most failed first', async () => {
  const kinds: InventoryKind[] = (await api.call('GET /api/v1/inventory')).json()
  const [first] = kinds
  expect(first).toMatchObject({
    sub_type: 'Deployment',
    resources: 3,
    namespaces: 3,
    owned: 2,
    counts: { failed: 2, passed: 1, unknown: 2 },
  })
  const failed = Object.values(first?.failed ?? {}).reduce((sum, n) => sum + n, 0)
  expect(failed).toBe(2)
})

test('counts one cluster, and refuses one that is not there', async () => {
  const [kind] = (await api.call(`GET /api/v1/inventory?cluster=${api.clusterId}`)).json()
  expect(kind.resources).toBe(2)
  expect((await api.call('GET /api/v1/inventory?cluster=none')).statusCode).toBe(404)
})

test('tells how the server is, and why a job failed', async () => {
  const status: SystemStatus = (await api.call('GET /api/v1/system')).json()
  expect(status.rules.hash).toMatch(/^[0-9a-f]{64}$/)
  expect(status.database.kind).toBe('embedded')
  expect(status.database.datasets.map((it) => it.name)).toContain('finding_change')
  expect(status.database.datasets.every((it) => it.bytes > 0)).toBe(true)
  expect(status.ingest.cycles).toEqual({ applied: 2 })
  expect(status.jobs.map((it) => [it.name, it.failures, it.last_error])).toEqual([
    ['expiry', 0, null],
    ['links', 1, `duplicate key (name)=(${canary})`],
  ])
})

test('a support bundle holds no name, token or text of anybody, and taking it is on record', async () => {
  const answer = await api.call('GET /api/v1/system/bundle')
  expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="evenkeel-support-/)
  const bundle = answer.json()
  expect(bundle.clusters).toHaveLength(2)
  expect(bundle.jobs).toContainEqual(expect.objectContaining({ name: 'links', has_failed: true }))
  expect(bundle.metrics).toContain('evenkeel_job_runs_total')
  for (const secret of [canary, ...secrets]) expect(answer.body).not.toContain(secret)
  const { items } = (await api.call('GET /api/v1/audit')).json()
  expect(items).toContainEqual(
    expect.objectContaining({ action: 'GET /system/bundle', status: 200 }),
  )
})
