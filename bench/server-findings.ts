/** Reading: pages, groups, facets and the overview over a million findings of 100 clusters, beside reading all of them. */
import { fillWorld, measure, measureNaivePage, openBenchWorld } from './_server-world.ts'

const count = Number(process.env.BENCH_FINDINGS ?? 1_000_000)
const clusters = Number(process.env.BENCH_CLUSTERS ?? 100)
const rounds = 9

const world = await openBenchWorld()
await fillWorld(world, count, clusters)

const kql = (text: string) => `q=${encodeURIComponent(text)}`
const deep = await cursorAt(10_000)
const requests: [name: string, url: string][] = [
  ['first page', '/api/v1/findings'],
  ['first page, failed', `/api/v1/findings?${kql('result.evaluation : failed')}`],
  ['first page, a section', `/api/v1/findings?${kql('rule.section : "Section 3"')}`],
  [
    'first page, a namespace',
    `/api/v1/findings?${kql('resource.namespace : team-7 and result.evaluation : failed')}`,
  ],
  ['first page, free text', `/api/v1/findings?${kql('"workload 777"')}`],
  ['first page by resource name', '/api/v1/findings?sort=resource.name'],
  ['first page by resource name, last', '/api/v1/findings?sort=-resource.name'],
  ['first page by namespace', '/api/v1/findings?sort=resource.namespace'],
  ['first page by rule number', '/api/v1/findings?sort=rule.number'],
  ['first page by severity', '/api/v1/findings?sort=-rule.severity'],
  ['first page by first seen', '/api/v1/findings?sort=first_seen'],
  ['first page, newest change', '/api/v1/findings?sort=-changed_at'],
  ['first page by cluster', '/api/v1/findings?sort=cluster.name'],
  ['first page, a cluster', `/api/v1/findings?${kql('cluster.name : cluster-42')}`],
  ['first page, critical', `/api/v1/findings?${kql('rule.severity : critical')}`],
  ['first page, a rule', `/api/v1/findings?${kql('rule.id : rule-77')}`],
  ['first page, a kind', `/api/v1/findings?${kql('resource.sub_type : CronJob')}`],
  ['first page, a name', `/api/v1/findings?${kql('resource.name : workload-777')}`],
  ['first page, a label', `/api/v1/findings?${kql('resource.labels.tier : web')}`],
  ['first page, an open one', `/api/v1/findings?${kql('lifecycle : open')}`],
  [
    'first page, failed in a namespace by name',
    `/api/v1/findings?sort=resource.name&${kql('resource.namespace : team-7 and result.evaluation : failed')}`,
  ],
  ['next page at depth 10,000', `/api/v1/findings?cursor=${deep}`],
  ['grouped by resource', '/api/v1/findings?group=resource.id'],
  ['grouped by rule', '/api/v1/findings?group=rule.id'],
  ['grouped by namespace, severity', '/api/v1/findings?group=resource.namespace,rule.severity'],
  [
    'facets',
    '/api/v1/facets?fields=result.evaluation,rule.severity,cluster.name,resource.namespace,resource.sub_type,rule.section',
  ],
  ['overview', '/api/v1/scores'],
  ['clusters', '/api/v1/clusters'],
]

const limitedNames = new Set([
  'first page',
  'first page, a section',
  'grouped by rule',
  'facets',
  'overview',
  'clusters',
])

const naive = await measureNaivePage(world)

console.log(
  `${count} findings in ${clusters} clusters, ${world.kind} database; median of ${rounds}`,
)
for (const [name, url] of requests) {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    await world.forget()
    const { wallMs, result } = await measure(async () => world.get(url))
    if (result.statusCode !== 200) throw new Error(`${url} answers ${result.body}`)
    times.push(wallMs)
  }
  const median = times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0
  console.log(
    `${name.padEnd(34)} ${median.toFixed(1).padStart(8)} ms   baseline / this: ${(naive.wallMs / median).toFixed(1)}`,
  )
}
const limited = await world.openLimited('team-7')
for (const [name, url] of requests.filter(([it]) => limitedNames.has(it))) {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    await world.forget()
    const { wallMs, result } = await measure(async () => limited(url))
    if (result.statusCode !== 200) throw new Error(`${url} answers ${result.body}`)
    times.push(wallMs)
  }
  const median = times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0
  console.log(
    `${`${name}, one namespace seen`.padEnd(44)} ${median.toFixed(1).padStart(8)} ms   baseline / this: ${(naive.wallMs / median).toFixed(1)}`,
  )
}
console.log(`baseline: read all failed findings, sort in memory: ${naive.wallMs.toFixed(0)} ms`)
console.log(`resident: ${(process.memoryUsage.rss() / 1048576).toFixed(0)} MB`)
await world.close()

async function cursorAt(depth: number): Promise<string> {
  let cursor = ''
  for (let at = 0; at < depth; at += 500) {
    const page = (
      await world.get(`/api/v1/findings?limit=500${cursor && `&cursor=${cursor}`}`)
    ).json()
    cursor = page.next_cursor
  }
  return cursor
}
