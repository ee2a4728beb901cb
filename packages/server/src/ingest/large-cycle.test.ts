/** A large cycle: readers and other cycles come in between, and see it as a whole or not at all. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkDatabase } from '../backup/check-database.ts'
import { removeCluster } from '../clusters/remove.ts'
import { storeKinds } from '../testing/stores.ts'
import {
  addCluster,
  makeCycle,
  makeFinding,
  makeResource,
  openTestWorld,
  slowMs,
  type TestWorld,
} from '../testing/world.ts'
import { type IngestResult, ingestCycle } from './ingest.ts'

const resources = Array.from({ length: 60 }, (_, at) =>
  makeResource(`w-${at}`, { namespace: `n-${at % 3}`, owner: `apps/Deployment/o-${at % 7}` }),
)
const findings = resources.flatMap((resource, at) => [
  makeFinding(resource, 'privileged', { evaluation: at % 2 === 0 ? 'failed' : 'passed' }),
  makeFinding(resource, 'profiling'),
])
const cycle = makeCycle(resources, findings)
const rowsPerPart = 9

describe.each(storeKinds)('%s', (kind) => {
  let world: TestWorld
  let clusterId: string
  let clusters = 0
  beforeAll(async () => {
    world = await openTestWorld(kind, { rowsPerPart })
  }, slowMs)
  afterAll(() => world.close())

  async function addOne(): Promise<string> {
    clusters += 1
    return (await addCluster(world, `cluster ${clusters}`)).clusterId
  }

  /** What an API caller is told of a cluster, in three ways that are kept apart. */
  async function look(): Promise<string> {
    const get = async (url: string) => {
      const answer = await world.app.inject({ url, cookies: world.cookies })
      return answer.json()
    }
    const q = encodeURIComponent(`cluster.id : "${clusterId}"`)
    const page = await get(`/api/v1/findings?limit=1&q=${q}`)
    const groups = await get(`/api/v1/findings?group=resource.namespace&q=${q}`)
    const listed = (await get(`/api/v1/resources?limit=1&cluster=${clusterId}`)).total
    return `${page.total} findings, ${groups.items.length} groups, ${listed} resources`
  }

  async function expectSound(): Promise<void> {
    expect((await checkDatabase(world.host.store)).problems).toEqual([])
    const { rows } = await sql`select gid from pg_prepared_xacts`.execute(world.host.db)
    expect(rows).toEqual([])
  }

  /** Everything that was seen before the cycle was there. */
  async function lookMeanwhile(ingesting: Promise<IngestResult>): Promise<string[]> {
    let isDone = false
    const done = ingesting.finally(() => {
      isDone = true
    })
    const seen: string[] = []
    while (!isDone) {
      seen.push(await look())
      // What the database kept is answered at once, and leaves no time for anything else.
      await new Promise(setImmediate)
    }
    await done
    return seen
  }

  test('readers see nothing of it, then all of it', async () => {
    clusterId = await addOne()
    const seen = await lookMeanwhile(ingestCycle(world.host, clusterId, cycle))
    const whole = '120 findings, 3 groups, 60 resources'
    expect(await look()).toBe(whole)
    expect(seen.length).toBeGreaterThan(2)
    const between = seen.filter((it) => it !== whole)
    // One look is several requests; the cycle may come between two of them.
    expect(between.slice(0, -1)).toEqual(
      between.slice(0, -1).map(() => '0 findings, 0 groups, 0 resources'),
    )
    await expectSound()
  })

  test('cycles of the same cluster wait, those of others do not', async () => {
    clusterId = await addOne()
    const other = await addOne()
    const order: string[] = []
    const note = (name: string) => (result: IngestResult) => {
      order.push(`${name} ${'response' in result && result.response.findings_changed}`)
    }
    const next = makeCycle(resources, findings.slice(2), { sequence: 2 })
    const small = makeCycle(resources.slice(0, 1), findings.slice(0, 2), { scope: 'node/a' })
    await Promise.all([
      ingestCycle(world.host, clusterId, cycle).then(note('large')),
      ingestCycle(world.host, clusterId, next).then(note('next')),
      ingestCycle(world.host, other, small).then(note('other')),
    ])
    expect(order.filter((it) => !it.startsWith('other'))).toEqual(['large 120', 'next 2'])
    if (kind === 'embedded') expect(order[0]).toBe('other 2')
    await expectSound()
  })

  test('exceptions accept what comes with it, and those that come meanwhile too', async () => {
    clusterId = await addOne()
    const make = async (query: string) => {
      const base = { reason: 'Known.', category: 'accepted', owner: 'team', until: null }
      const { cookies } = world
      const answer = await world.app.inject({
        method: 'POST',
        url: '/api/v1/exceptions',
        cookies,
        payload: { ...base, query },
      })
      expect(answer.statusCode).toBe(201)
    }
    await make('rule.id : profiling and resource.namespace : n-1')
    await Promise.all([
      ingestCycle(world.host, clusterId, cycle),
      make('rule.id : privileged and resource.namespace : n-2'),
    ])
    const { rows } = await sql<{ n: number }>`
      select count(*)::integer as n from finding
      where cluster_id = ${clusterId} and exception_id is not null`.execute(world.host.db)
    expect(rows).toEqual([{ n: 40 }])
    await expectSound()
  })

  test('a cluster that is removed meanwhile is gone with all of it', async () => {
    clusterId = await addOne()
    const ingesting = ingestCycle(world.host, clusterId, cycle)
    await look()
    await Promise.all([ingesting, removeCluster(world.host, clusterId)])
    const { rows } = await sql`
      select 1 from finding where cluster_id = ${clusterId}`.execute(world.host.db)
    expect(rows).toEqual([])
    await expectSound()
  })

  test('where the last part fails there is nothing of it, and it can come again', async () => {
    clusterId = await addOne()
    const isLast = { ...resources.at(-1)!, labels: null } as unknown as (typeof resources)[number]
    const bad = { ...cycle, resources: [...resources.slice(0, -1), isLast] }
    await expect(ingestCycle(world.host, clusterId, bad)).rejects.toThrow()
    expect(await look()).toBe('0 findings, 0 groups, 0 resources')
    await ingestCycle(world.host, clusterId, cycle)
    expect(await look()).toBe('120 findings, 3 groups, 60 resources')
    await expectSound()
  })

  test('ids that the database keeps otherwise never wait for each other', async () => {
    clusterId = await addOne()
    const odd = Array.from({ length: 20 }, (_, at) => makeResource(`half\ud800 ${at}`))
    const cycleOfOdd = makeCycle(
      odd,
      odd.map((it) => makeFinding(it, 'privileged')),
    )
    expect(await ingestCycle(world.host, clusterId, cycleOfOdd)).toMatchObject({
      response: { findings_changed: 20 },
    })
    await expectSound()
  })
})
