/** Pages, groups and counts, by whichever way they are answered, against all findings sorted in memory. */
import { parseKql } from '@evenkeel/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readWholeWorld, type World } from '../http/host.ts'
import { ingestCycle } from '../ingest/ingest.ts'
import { storeKinds } from '../testing/stores.ts'
import {
  addCluster,
  makeCycle,
  makeFinding,
  makeResource,
  openTestWorld,
  slowMs,
  type TestWorld,
  testRules,
} from '../testing/world.ts'
import { listFacet, listGroups } from './finding-groups.ts'
import { parseSort, sortableFields } from './finding-sort.ts'
import { countFindings, type FindingRecord, listFindings } from './findings.ts'

const queries = [
  '',
  'result.evaluation : failed',
  'not result.evaluation : (failed or manual)',
  'rule.section : "API Server"',
  'rule.id : privileged and cluster.name : "cluster 1"',
  'resource.namespace : team-1',
  'resource.namespace : team-1 and result.evaluation : (failed or passed)',
  'resource.name : w-3 and rule.severity : high',
  'resource.sub_type : Deployment and not resource.namespace : team-0',
  'resource.name : w-1*',
  'lifecycle : open',
]
const evaluations = ['failed', 'passed', 'unknown', 'manual'] as const
const namespaces = ['team-0', 'team-1', 'Äther', '']

describe.each(storeKinds)('%s', (kind) => {
  let server: TestWorld
  let world: World

  beforeAll(async () => {
    server = await openTestWorld(kind)
    for (let index = 0; index < 3; index += 1) {
      const { clusterId } = await addCluster(server, `cluster ${index}`)
      const resources = Array.from({ length: 14 }, (_, at) =>
        makeResource(`w-${at}`, {
          id: `k8s_object/${at}`,
          namespace: namespaces[at % namespaces.length] || null,
        }),
      )
      const findings = resources.flatMap((resource, at) =>
        testRules.slice(0, 1 + (at % 4)).map((rule, no) =>
          makeFinding(resource, rule.id, {
            evaluation: evaluations[(at + no + index) % 4] ?? 'failed',
          }),
        ),
      )
      server.clock.now = new Date(server.clock.now.getTime() + 60_000)
      await ingestCycle(server.host, clusterId, makeCycle(resources, findings))
    }
    world = await readWholeWorld(server.host)
  }, slowMs)
  afterAll(() => server.close())

  async function readAll(q: string, sort: string | undefined, limit: number) {
    const rows: FindingRecord[] = []
    const filter = { where: parseKql(q), sort: parseSort(sort), limit }
    for (let cursor: string | undefined | null; cursor !== null; ) {
      const page = await listFindings(world.db, world, { ...filter, cursor })
      expect(page.rows.length).toBeLessThanOrEqual(limit)
      rows.push(...page.rows)
      cursor = page.nextCursor
    }
    return rows
  }

  test.each(queries)(
    'every order of %j gives every finding once, in the same order by any size of page',
    async (q) => {
      const all = new Set((await readAll(q, undefined, 500)).map((row) => row.id))
      expect(await countFindings(world.db, world, parseKql(q))).toBe(all.size)
      expect(all.size).toBeGreaterThan(0)
      // One row a page makes a walk along the order the cheapest way.
      expect((await readAll(q, undefined, 1)).map((row) => row.id)).toEqual([...all])
      for (const field of sortableFields) {
        for (const sort of [field, `-${field}`, `${field},-resource.name`]) {
          const whole = (await readAll(q, sort, 500)).map((row) => row.id)
          expect([sort, new Set(whole)]).toEqual([sort, all])
          expect([sort, (await readAll(q, sort, 7)).map((row) => row.id)]).toEqual([sort, whole])
        }
      }
    },
    slowMs,
  )

  test.each(['-rule.severity', 'result.evaluation', 'resource.name', '-resource.namespace'])(
    'is really sorted by %s',
    async (sort) => {
      const value = (row: FindingRecord): string | number =>
        ({
          'rule.severity': -row.severity,
          'result.evaluation': row.evaluation,
          'resource.name': row.name,
          'resource.namespace': row.namespace ?? '',
        })[sort.replace('-', '')] ?? ''
      const values = (await readAll('', sort, 9)).map(value)
      const sorted = [...values].sort((a, b) =>
        typeof a === 'number' ? a - Number(b) : Buffer.compare(Buffer.from(a), Buffer.from(`${b}`)),
      )
      expect(values).toEqual(sort === '-resource.namespace' ? sorted.reverse() : sorted)
    },
  )

  test.each(queries)('groups and facets of %j count what is found', async (q) => {
    const where = parseKql(q)
    const rows = await readAll(q, undefined, 500)
    const groupings: [string, (row: FindingRecord) => string | null][] = [
      ['resource.id', (row) => row.resourceKey],
      ['resource.namespace', (row) => row.namespace],
      ['cluster.name', (row) => nameOf(row.clusterId)],
      ['rule.id', (row) => world.book.places.get(row.placeNo)?.rule.id ?? null],
    ]
    for (const [field, read] of groupings) {
      const expected = new Map<string | null, FindingRecord[]>()
      for (const row of rows) expected.set(read(row), [...(expected.get(read(row)) ?? []), row])
      const filter = { where, fields: [field], cursor: undefined, limit: 100 }
      const { groups, total } = await listGroups(world.db, world, filter)
      expect([field, total]).toEqual([field, expected.size])
      for (const { values, counts, failed, resources } of groups) {
        const own = expected.get(values[0] ?? null) ?? []
        const ofCode = (code: number) => own.filter((row) => row.evaluation === code)
        expect([field, values, Object.values(counts)]).toEqual([
          field,
          values,
          [0, 3, 2, 1].map((code) => ofCode(code).length),
        ])
        expect(failed.high).toBe(ofCode(3).filter((row) => row.severity === 3).length)
        expect(resources).toBe(new Set(own.map((row) => row.resourceId)).size)
      }
      const facet = await listFacet(world.db, world, { where, field, limit: 100 })
      expect(new Map(facet.values.map((it) => [it.value, it.count]))).toEqual(
        new Map([...expected].map(([value, own]) => [value, own.length])),
      )
    }
  })

  function nameOf(clusterId: string): string | null {
    return world.clusters.find((it) => it.clusterId === clusterId)?.name ?? null
  }
})
