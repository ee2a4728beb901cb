/** 50 requests a second over 1,000,000 findings while agents report: cycles of 10,000 findings, then a new cluster. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { sql } from 'kysely'
import { findCluster, listClusters } from '../packages/server/src/storage/clusters.ts'
import { readEverything } from '../packages/server/src/storage/reach.ts'
import { createToken } from '../packages/server/src/storage/tokens.ts'
import type { LoadPlan, LoadResult } from './_load-client.ts'
import {
  addBenchCluster,
  fillWorld,
  makeCycle,
  makeLandscape,
  measureNaivePage,
  openBenchWorld,
} from './_server-world.ts'

const count = Number(process.env.BENCH_FINDINGS ?? 1_000_000)
const clusters = Number(process.env.BENCH_CLUSTERS ?? 100)
const perSecond = Number(process.env.BENCH_RATE ?? 50)
const seconds = Number(process.env.BENCH_SECONDS ?? 60)
const newFindings = Number(process.env.BENCH_NEW_FINDINGS ?? 50_000)
const changedPart = 0.02
/** Of 100 clusters each reports every seven minutes then, some thirty times as often as usual. */
const pauseMs = 4000
/** The engine compiles what is used much; a server that has just begun is slower. */
const warmUpRounds = 30

const world = await openBenchWorld()
await fillWorld(world, count, clusters)
const base = await world.app.listen({ host: '127.0.0.1', port: 0 })
const there = await listClusters(readEverything(world.host.db))

const kql = (text: string) => `q=${encodeURIComponent(text)}`
const first = (await world.get('/api/v1/findings')).json()
const deep = (await world.get('/api/v1/findings?limit=500')).json().next_cursor
const finding = first.items[7]
const urls: LoadPlan['urls'] = [
  { name: 'overview', url: '/api/v1/scores', weight: 10 },
  { name: 'clusters', url: '/api/v1/clusters', weight: 5 },
  { name: 'first page', url: '/api/v1/findings', weight: 12 },
  { name: 'next page', url: `/api/v1/findings?cursor=${deep}`, weight: 10 },
  { name: 'by severity', url: `/api/v1/findings?${kql('rule.severity : critical')}`, weight: 5 },
  { name: 'by cluster', url: `/api/v1/findings?${kql('cluster.name : cluster-42')}`, weight: 5 },
  {
    name: 'by namespace',
    url: `/api/v1/findings?${kql('resource.namespace : team-7 and result.evaluation : failed')}`,
    weight: 5,
  },
  { name: 'by rule', url: `/api/v1/findings?${kql('rule.id : rule-77')}`, weight: 4 },
  { name: 'by name', url: '/api/v1/findings?sort=resource.name', weight: 3 },
  {
    name: 'facets',
    url: '/api/v1/facets?fields=result.evaluation,rule.severity,cluster.name,rule.section',
    weight: 6,
  },
  { name: 'by kind facet', url: '/api/v1/facets?fields=resource.sub_type', weight: 3 },
  { name: 'grouped by rule', url: '/api/v1/findings?group=rule.id', weight: 5 },
  {
    name: 'grouped by resource',
    url: `/api/v1/findings?group=resource.id&${kql('cluster.name : cluster-42')}`,
    weight: 3,
  },
  { name: 'a finding', url: `/api/v1/findings/${finding.id}`, weight: 12 },
  {
    name: 'a resource',
    url: `/api/v1/resources/${encodeURIComponent(finding.resource.id)}?cluster=${finding.cluster.id}`,
    weight: 6,
  },
  { name: 'history', url: `/api/v1/findings/${finding.id}/history`, weight: 4 },
  {
    name: 'export of a page',
    url: `/api/v1/export?format=csv&${kql('resource.name : workload-777 and rule.severity : high')}`,
    // Below its own limit of sixty a minute.
    weight: 1,
  },
]

/** The next cycles of some clusters, a fiftieth of their findings turned. */
async function makeCycles(): Promise<LoadPlan['cycles']> {
  const cycles: LoadPlan['cycles'] = []
  const landscape = makeLandscape(world, count / clusters)
  const changed = new Set(
    landscape.findings.map((_, index) => index).filter((index) => index % (1 / changedPart) === 0),
  )
  const turned = {
    ...landscape,
    findings: landscape.findings.map((it, index) =>
      changed.has(index)
        ? {
            ...it,
            evaluation: it.evaluation === 'failed' ? ('passed' as const) : ('failed' as const),
          }
        : it,
    ),
  }
  for (const { clusterId } of there.slice(0, Math.min(40, clusters))) {
    const sequence = await lastSequence(clusterId)
    for (const [at, of] of [turned, landscape].entries()) {
      const body = JSON.stringify(makeCycle(of, sequence + at + 1, changed))
      cycles.push({ credential: await credentialOf(clusterId), body })
    }
  }
  return cycles
}

async function lastSequence(clusterId: string): Promise<number> {
  const { rows } = await sql<{ sequence: number }>`
    select max(sequence) as sequence from scope where cluster_id = ${clusterId}`.execute(
    world.host.db,
  )
  return rows[0]?.sequence ?? 0
}

function credentialOf(clusterId: string): Promise<string> {
  const agent = { kind: 'agent', clusterId, subject: 'bench', expiresAt: null } as const
  return createToken(world.host.db, { ...agent, now: new Date() })
}

async function run(name: string, cycles: LoadPlan['cycles']): Promise<number> {
  const plan: LoadPlan = {
    base,
    cookie: `evenkeel_session=${world.session}`,
    perSecond,
    seconds,
    streams: 20,
    urls,
    cycles,
    pauseMs,
  }
  const began = process.cpuUsage()
  const clients = fork(join(import.meta.dirname, '_load-client.ts'), {
    execArgv: ['--import', 'tsx'],
  })
  clients.send(plan)
  const result = await new Promise<LoadResult>((resolve, reject) => {
    clients.once('message', (it: LoadResult) => resolve(it))
    clients.once('error', reject)
  })
  const { user, system } = process.cpuUsage(began)
  const all = result.times.map((it) => it.ms)
  console.log(
    `\n${name}: ${all.length} requests, p50 ${at(all, 0.5)} ms, p95 ${at(all, 0.95)} ms, p99 ${at(all, 0.99)} ms, most ${at(all, 1)} ms; ${result.errors.length} errors; ${result.cycles} cycles of ${at(result.cycleMs, 0.5)} ms, ${result.events} events; ${((user + system) / 1e6).toFixed(0)} s of CPU in ${seconds} s`,
  )
  for (const error of result.errors.slice(0, 5)) console.log(`  ${error}`)
  for (const { name: of } of urls) {
    const own = result.times.filter((it) => it.name === of).map((it) => it.ms)
    if (own.length === 0) continue
    console.log(
      `  ${of.padEnd(22)} ${String(own.length).padStart(5)}   p50 ${at(own, 0.5).padStart(7)}   p95 ${at(own, 0.95).padStart(7)}`,
    )
  }
  return Number(at(all, 0.95))
}

function at(values: number[], part: number): string {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(0)
}

console.log(
  `${count} findings in ${clusters} clusters, ${world.kind} database, ${perSecond} requests a second for ${seconds} s`,
)
for (let round = 0; round < warmUpRounds; round += 1) {
  for (const { url } of urls.filter((it) => it.name !== 'export of a page')) await world.get(url)
}
await run('nobody reports', [])
const p95 = await run('agents report', await makeCycles())
const clusterId = await addBenchCluster(world, `new-${Date.now()}`)
const load = makeCycle(makeLandscape(world, newFindings), 1)
await run(`a new cluster of ${newFindings} findings`, [
  { credential: await credentialOf(clusterId), body: JSON.stringify(load) },
])
if (!(await findCluster(world.host.db, clusterId))?.lastEvaluatedAt) {
  throw new Error('The new cluster did not report.')
}

const naive = await measureNaivePage(world)
console.log(
  `baseline, one first page read and sorted in memory: ${naive.wallMs.toFixed(0)} ms, ${(naive.wallMs / p95).toFixed(0)} times the p95 of all`,
)
await world.close()
