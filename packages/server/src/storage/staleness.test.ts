/** When findings are called stale. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingestCycle } from '../ingest/ingest.ts'
import {
  addCluster,
  makeCycle,
  makeFinding,
  makeResource,
  openTestWorld,
  slowMs,
  type TestWorld,
} from '../testing/world.ts'
import { type Reported, staleSince } from './staleness.ts'

const hourMs = 3_600_000
const at = new Date('2026-03-10T10:00:00Z')

test.each<[string, Partial<Reported>, number, boolean]>([
  ['within two periods', { declaredPeriodMs: hourMs }, 2, false],
  ['after two periods', { declaredPeriodMs: hourMs }, 2.1, true],
  ['after two days for who comes daily', { declaredPeriodMs: 24 * hourMs }, 30, false],
  ['by the usual period where none is said', {}, 8, false],
  ['by the usual period where none is said, later', {}, 8.1, true],
  ['by what was measured where that is longer', { periodMs: 10 * hourMs }, 19, false],
  ['not by what was measured where that is shorter', { periodMs: 1000 }, 7, false],
])('a scope that was silent %s', (_, fields, hours, isStale) => {
  const scope = { finishedAt: at, periodMs: null, declaredPeriodMs: null, ...fields }
  expect(staleSince(scope, at.getTime() + hours * hourMs) !== undefined).toBe(isStale)
})

let world: TestWorld
beforeAll(async () => {
  world = await openTestWorld()
}, slowMs)
afterAll(() => world.close())

test('findings of a silent scope say so and stay what they are, those of others do not', async () => {
  const { clusterId } = await addCluster(world, 'silent')
  const [api, node] = [makeResource('api'), makeResource('node')]
  const finished_at = world.clock.now.toISOString()
  for (const [row, scope, period_ms] of [
    [api, 'kube-api', hourMs],
    [node, 'node/n', 100 * hourMs],
  ] as const) {
    const finding = makeFinding(row, 'privileged', { evaluation: 'passed' })
    await ingestCycle(
      world.host,
      clusterId,
      makeCycle([row], [finding], { scope, period_ms, finished_at }),
    )
  }
  const shown = async () => {
    const { cookies } = world
    const { items } = (await world.app.inject({ url: '/api/v1/findings', cookies })).json()
    const q = encodeURIComponent('result.stale : true')
    const found = (await world.app.inject({ url: `/api/v1/findings?q=${q}`, cookies })).json()
    const stale = items.filter((it: { stale_since?: string }) => it.stale_since)
    expect(found.items).toEqual(stale)
    return items.map((it: { resource: { name: string }; stale_since?: string }) => [
      it.resource.name,
      it.stale_since ?? null,
    ])
  }
  expect((await shown()).sort()).toEqual([
    ['api', null],
    ['node', null],
  ])
  const silent = async () => {
    const { cookies } = world
    const [cluster] = (await world.app.inject({ url: '/api/v1/clusters', cookies })).json()
    return cluster.silent
  }
  expect(await silent()).toEqual({ reporters: 0, of: 2, since: null })
  world.clock.now = new Date(world.clock.now.getTime() + 3 * hourMs)
  expect((await shown()).sort()).toEqual([
    ['api', finished_at],
    ['node', null],
  ])
  expect(await silent()).toEqual({ reporters: 1, of: 2, since: finished_at })
})
