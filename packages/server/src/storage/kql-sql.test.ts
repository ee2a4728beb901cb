/** The SQL of a query finds exactly what the evaluator finds in memory. */
import { createKqlMatcher, type Finding, KqlError, parseKql, toKqlRecord } from '@evenkeel/model'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAttestation } from '../attestations/attestations.ts'
import { createException } from '../exceptions/exceptions.ts'
import { readWholeWorld } from '../http/host.ts'
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
import { parseSort } from './finding-sort.ts'
import { countFindings, listFindings, toFinding } from './findings.ts'

const evaluations = ['passed', 'failed', 'unknown', 'manual'] as const
const severities = ['critical', 'high', 'medium', 'low', 'info'] as const
const names = [
  'api',
  'API-1',
  'kube_proxy',
  '100%',
  'a\\b',
  'x"y',
  'naïve-Ünïcode',
  '😀 smile',
  'a.b',
  'api api',
]
const namespaces = ['default', 'kube-system', 'prod', null]
const labels = [{ app: 'api' }, { 'app.kubernetes.io/name': 'x', team: 'core' }, {}, { empty: '' }]

/** Everything that is about findings of every make, in two clusters. */
async function fill(world: TestWorld): Promise<void> {
  for (const [clusterIndex, clusterName] of ['prod', 'test cluster'].entries()) {
    const { clusterId } = await addCluster(world, clusterName)
    const resources = names.map((name, index) => {
      const namespace = namespaces[(index + clusterIndex) % namespaces.length] ?? null
      return makeResource(name, {
        id: `k8s_object/apps/Deployment/${namespace ?? ''}/${name}`,
        namespace,
        owner: index % 3 === 0 ? `Deployment/${name}` : null,
        node: index % 4 === 0 ? 'node-1' : null,
        sub_type: index % 2 === 0 ? 'Deployment' : 'Pod',
        labels: (labels[index % labels.length] ?? {}) as Record<string, string>,
      })
    })
    const findings = resources.flatMap((resource, index) =>
      testRules.map((rule, place) =>
        makeFinding(resource, rule.id, {
          evaluation: evaluations[(index + place) % evaluations.length] ?? 'failed',
          severity: severities[(index * 3 + place) % severities.length] ?? 'low',
        }),
      ),
    )
    await ingestCycle(world.host, clusterId, makeCycle(resources, findings))
    // A day later some turn, so that lifecycles and dates differ.
    world.clock.now = new Date(world.clock.now.getTime() + 86_400_000)
    const turned = findings.map((finding, index) =>
      index % 5 === 0
        ? {
            ...finding,
            evaluation: finding.evaluation === 'failed' ? ('passed' as const) : ('failed' as const),
          }
        : finding,
    )
    await ingestCycle(world.host, clusterId, makeCycle(resources, turned, { sequence: 2 }))
  }
}

/** One answer for all clusters, and one of a cluster of its own. */
async function attestAll(world: TestWorld) {
  const kql = await readWholeWorld(world.host)
  const [first] = kql.clusters
  const answer = { statement: 'Seen.', until: null, file: null }
  for (const [rule_id, cluster_id, verdict] of [
    ['privileged', null, 'passed'],
    ['privileged', first?.clusterId ?? null, 'failed'],
    ['anonymous', null, 'failed'],
  ] as const) {
    const request = { ...answer, rule_id, cluster_id, verdict }
    await createAttestation(world.host, kql, { request, by: 'admin' })
  }
  return await readWholeWorld(world.host)
}

describe.each(storeKinds)('%s', (kind) => {
  let world: TestWorld
  let all: {
    finding: Finding
    extras: { description: string; labels: Record<string, string>; node: string | null }
  }[]

  beforeAll(async () => {
    world = await openTestWorld(kind)
    await fill(world)
    const accept = {
      reason: 'Behind a proxy',
      category: 'accepted',
      owner: 'core',
      until: null,
    } as const
    const request = { ...accept, query: 'rule.id : profiling' }
    const by = { name: 'admin', mayApprove: true }
    await createException(world.host, await readWholeWorld(world.host), { request, by })
    const kql = await attestAll(world)
    const page = await listFindings(kql.db, kql, {
      where: parseKql(''),
      sort: parseSort(undefined),
      cursor: undefined,
      limit: 500,
    })
    all = page.rows.map((row) => {
      const place = kql.book.places.get(row.placeNo)
      return {
        finding: toFinding(row, kql),
        extras: { description: place?.rule.description ?? '', labels: row.labels, node: row.node },
      }
    })
    expect(all).toHaveLength(2 * names.length * testRules.length)
  }, slowMs)
  afterAll(() => world.close())

  async function bySql(query: string): Promise<string[]> {
    const kql = await readWholeWorld(world.host)
    const where = parseKql(query)
    const filter = { where, sort: parseSort(undefined), cursor: undefined, limit: 500 }
    const page = await listFindings(kql.db, kql, filter)
    expect(await countFindings(kql.db, kql, where)).toBe(page.rows.length)
    return page.rows.map((row) => row.id).sort()
  }

  async function inMemory(query: string): Promise<string[]> {
    const { now } = await readWholeWorld(world.host)
    const matches = createKqlMatcher(parseKql(query), now)
    return all
      .filter(({ finding, extras }) => matches(toKqlRecord(finding, extras)))
      .map(({ finding }) => finding.id)
      .sort()
  }

  test.each([
    ['', 80],
    ['rule.section : API Server', 40],
    ['not rule.section : *', 0],
    ['rule.section : "Own rules" and rule.benchmark.id : evenkeel', 20],
    ['resource.namespace : *', 64],
    ['cluster.name : "test cluster"', 40],
    ['orchestrator.cluster.name : test*', 40],
    ['smile', 8],
    ['resource.name : 100%', 8],
    ['resource.name : 100*', 8],
    ['resource.name : *_*', 8],
    ['resource.labels.app.kubernetes.io/name : x', 24],
    ['resource.labels.empty : *', 16],
    ['lifecycle : resolved', 4],
    ['exception.reason : proxy', 20],
    ['rule.controls:{ benchmark : nsa-cisa-1.2 and number : N1 }', 60],
    ['attestation.verdict : passed', 3],
    ['attestation.verdict : *', 10],
    ['result.evaluation : manual and not attestation.verdict : *', 6],
    ['changed_at > first_seen', 'error'],
    ['first_seen : "2026-03-10"', 40],
    ['nope : x or resource.name : api', 8],
  ])('%j finds %s', async (query, expected) => {
    if (expected === 'error') {
      await expect(bySql(query)).rejects.toBeInstanceOf(KqlError)
      return
    }
    const found = await bySql(query)
    expect(found).toEqual(await inMemory(query))
    if (query !== 'lifecycle : resolved') expect(found).toHaveLength(Number(expected))
  })

  test(
    'generated queries find the same in both',
    async () => {
      await fc.assert(
        fc.asyncProperty(queries, async (query) => {
          let expected: string[]
          try {
            expected = await inMemory(query)
          } catch (error) {
            expect(error).toBeInstanceOf(KqlError)
            await expect(bySql(query)).rejects.toBeInstanceOf(KqlError)
            return
          }
          expect(await bySql(query)).toEqual(expected)
        }),
        { numRuns: 250 },
      )
    },
    slowMs,
  )
})

const texts = fc.oneof(
  fc.constantFrom(
    ...names,
    'API Server',
    'failed',
    'high',
    'Deployment',
    'cis-kubernetes-1.12',
    'privileged',
    'prod',
    'passed',
  ),
  fc.constantFrom(
    '1.2.1',
    'core',
    'kube-system',
    'node-1',
    'open',
    'true',
    'null',
    '2026-03',
    'now-1d',
    '',
    '\\',
    '%',
    '_',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
)
const quoted = texts.map((text) => JSON.stringify(text).replace(/\\u([0-9a-f]{4})/g, '\\u$1'))
const unquoted = texts.map((text) => text.replace(/[\\():<>"*{}]|\p{Cc}/gu, '') || 'x')
const patterns = fc
  .tuple(unquoted, unquoted)
  .chain(([a, b]) =>
    fc.constantFrom(
      `${a.slice(0, 2)}*`,
      `*${b.slice(-2)}`,
      `${a.slice(0, 1)}*${b.slice(-1)}`,
      `*${a}*`,
      '*',
    ),
  )
const values = fc.oneof(quoted, unquoted, patterns)
const fields = fc.constantFrom(
  ...[
    'rule.id',
    'rule.name',
    'rule.section',
    'rule.number',
    'rule.severity',
    'rule.benchmark.id',
    'rule.controls.benchmark',
  ],
  ...[
    'resource.name',
    'resource.namespace',
    'resource.owner',
    'resource.node',
    'resource.sub_type',
    'resource.id',
  ],
  ...[
    'resource.labels.app',
    'resource.labels.*',
    'resource.*',
    'rule.*',
    '*',
    '*name*',
    'resource.labels.empty',
  ],
  ...[
    'result.evaluation',
    'cluster.name',
    'orchestrator.cluster.name',
    'cluster.id',
    'exception.owner',
    'exception.*',
    'attestation.verdict',
    'attestation.*',
    'lifecycle',
    'nope',
    'first_seen',
  ],
)
const operators = fc.constantFrom(' : ', ':', ' >= ', ' < ', ' > ', ' <= ')
const leaves = fc.oneof(
  fc.tuple(fields, operators, values).map((parts) => parts.join('')),
  values,
  fc.tuple(fields, values, values).map(([field, a, b]) => `${field} : (${a} or not ${b})`),
  fc.tuple(values, values).map(([a, b]) => `rule.controls:{ benchmark : ${a} or number : ${b} }`),
)
const { query: queries } = fc.letrec<{ query: string }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3 },
    leaves,
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => `(${a}) and (${b})`),
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => `(${a}) or (${b})`),
    tie('query').map((it) => `not (${it})`),
  ),
}))
