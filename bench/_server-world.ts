/** A database of many findings for the server's benchmarks, filled through the API that agents use. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { CycleRequest, FindingRow, ResourceRow } from '../packages/model/src/index.ts'
import { createApp } from '../packages/server/src/app.ts'
import { createCluster } from '../packages/server/src/clusters/create.ts'
import { createEventHub } from '../packages/server/src/http/event-hub.ts'
import type { AppHost } from '../packages/server/src/http/host.ts'
import { ingestCycle } from '../packages/server/src/ingest/ingest.ts'
import { createServerMetrics } from '../packages/server/src/metrics/server-metrics.ts'
import { listClusters } from '../packages/server/src/storage/clusters.ts'
import { openStore } from '../packages/server/src/storage/database.ts'
import { readEverything } from '../packages/server/src/storage/reach.ts'
import { openRuleBook, type RuleSource } from '../packages/server/src/storage/rule-book.ts'
import { createToken } from '../packages/server/src/storage/tokens.ts'
import { makeRule } from '../packages/server/src/testing/world.ts'

const benchmarkId = 'cis-kubernetes-1.12'
const severities = ['critical', 'high', 'medium', 'low', 'info'] as const

/** 120 rules in ten sections. */
const ruleSource: RuleSource = {
  rules: Array.from({ length: 120 }, (_, index) =>
    makeRule(`rule-${index}`, {
      severity: severities[index % severities.length] ?? 'low',
      controls: [
        {
          benchmark: benchmarkId,
          number: `${index % 10}.${index}`,
          section: `Section ${index % 10}`,
        },
      ],
    }),
  ),
  benchmarks: [],
  frameworks: new Set(),
  version: '1',
  categoryOf: () => undefined,
}

/**
 * On disk, with real syncs; `DATABASE_URL` measures a PostgreSQL server instead.
 * `BENCH_DATA_DIR` names a folder that is kept, to look at the same findings again.
 */
export async function openBenchWorld({ webDir }: { webDir?: string } = {}) {
  const kept = process.env.BENCH_DATA_DIR
  const dataDir = kept ?? mkdtempSync(join(tmpdir(), 'evenkeel-bench-'))
  const databaseUrl = process.env.DATABASE_URL
  const store = await openStore({ ...(databaseUrl ? { databaseUrl } : { dataDir }) })
  const host: AppHost = {
    store,
    db: store.db,
    ruleBook: await openRuleBook(store.db, ruleSource),
    events: createEventHub(),
    metrics: createServerMetrics(),
    mode: 'server',
    version: '0',
    now: () => new Date(),
    publicUrl: () => 'http://localhost',
    allowedHosts: undefined,
    requestsPerMinute: 1_000_000,
    webDir,
  }
  const app = await createApp(host, { logger: false })
  const session = await createToken(store.db, {
    kind: 'session',
    clusterId: null,
    subject: 'bench',
    role: 'admin',
    now: new Date(),
    expiresAt: null,
  })
  return {
    host,
    app,
    session,
    kind: store.kind,
    get: (url: string) => app.inject({ url, cookies: { evenkeel_session: session } }),
    /** A write, after which the embedded database answers from what it read before no more. */
    async forget() {
      await sql`delete from idempotency_key where key = ''`.execute(store.db)
    },
    /** What somebody is answered who sees this namespace of every cluster. */
    async openLimited(namespace: string) {
      const limited = await createToken(store.db, {
        kind: 'session',
        clusterId: null,
        subject: 'limited',
        role: 'viewer',
        reach: [{ cluster_labels: {}, namespaces: [namespace] }],
        now: new Date(),
        expiresAt: null,
      })
      return (url: string) => app.inject({ url, cookies: { evenkeel_session: limited } })
    },
    async close() {
      await app.close()
      await store.close()
      if (kept === undefined) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export type BenchWorld = Awaited<ReturnType<typeof openBenchWorld>>

const rulesPerResource = 10
const evaluations = ['failed', 'passed', 'passed', 'unknown'] as const
const kinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Pod']

export interface Landscape {
  resources: ResourceRow[]
  findings: FindingRow[]
}

/** Workloads of one cluster with the rules that there are, `count` findings in all. */
export function makeLandscape(world: BenchWorld, count: number): Landscape {
  const rules = world.host.ruleBook.source.rules.filter((rule) => rule.source !== null)
  const resources = Array.from({ length: count / rulesPerResource }, (_, index): ResourceRow => {
    const kind = kinds[index % kinds.length] ?? 'Pod'
    const namespace = `team-${index % 50}`
    return {
      id: `k8s_object/apps/${kind}/${namespace}/workload-${index}`,
      type: 'k8s_object',
      sub_type: kind,
      api_version: 'apps/v1',
      name: `workload-${index}`,
      namespace,
      node: null,
      owner: null,
      labels: { app: `app-${index % 1000}`, tier: index % 3 === 0 ? 'web' : 'backend' },
      data: {
        spec: {
          replicas: 2,
          template: { spec: { containers: [{ name: 'main', image: `registry/app:${index}` }] } },
        },
      },
    }
  })
  const findings = resources.flatMap((resource, at) =>
    Array.from({ length: rulesPerResource }, (_, index): FindingRow => {
      const rule = rules[(at + index * 7) % rules.length]
      return {
        resource_id: resource.id,
        rule_id: rule?.id ?? '',
        evaluation: evaluations[(at + index) % evaluations.length] ?? 'passed',
        severity: rule?.severity ?? 'medium',
        reason: null,
        evidence: [
          {
            path: 'spec.template.spec.containers[0].securityContext',
            actual: null,
            expected: { runAsNonRoot: true },
          },
        ],
      }
    }),
  )
  return { resources, findings }
}

/** A complete cycle with keys of all and rows of those that the server lacks. */
export function makeCycle(
  { resources, findings }: Landscape,
  sequence: number,
  changed?: ReadonlySet<number>,
): CycleRequest {
  const byResource = new Map<string, [string, string][]>()
  for (const { resource_id, rule_id, evaluation } of findings) {
    const own = byResource.get(resource_id) ?? []
    own.push([rule_id, `${evaluation}-0123456789abcdef0123456789abcdef0123456789abcdef0123`])
    byResource.set(resource_id, own)
  }
  const now = new Date().toISOString()
  return {
    scope: 'kube-api',
    sequence,
    keys: resources.map((resource) => ({
      id: resource.id,
      hash: '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
      findings: byResource.get(resource.id) ?? [],
    })),
    is_complete: true,
    gone: [],
    started_at: now,
    finished_at: now,
    agent: { version: '0', node: null },
    detected: {
      benchmark: 'cis-kubernetes-1.12',
      kubernetes_version: '1.35.4',
      provider: 'kubernetes',
    },
    resources: changed ? [] : resources,
    findings: changed ? findings.filter((_, index) => changed.has(index)) : findings,
    rules: [],
    coverage: { expected: findings.length, evaluated: findings.length, gaps: [] },
  }
}

/** `clusters` alike, `count` findings in all; what a kept folder holds already is left as it is. */
export async function fillWorld(world: BenchWorld, count: number, clusters: number): Promise<void> {
  const there = await listClusters(readEverything(world.host.db))
  const began = performance.now()
  const cpuBefore = process.cpuUsage()
  const serverBefore = await serverCpuSeconds(world)
  for (let index = there.length; index < clusters; index += 1) {
    const clusterId = await addBenchCluster(world, `cluster-${index}`)
    await ingestCycle(world.host, clusterId, makeCycle(makeLandscape(world, count / clusters), 1))
  }
  if (there.length < clusters) {
    const { user, system } = process.cpuUsage(cpuBefore)
    const server = (await serverCpuSeconds(world)) - serverBefore
    console.log(
      `first loads of ${count} findings: ${((user + system) / 1e6 + server).toFixed(0)} s of CPU, ${server.toFixed(0)} of them of the database server, ${((performance.now() - began) / 1000).toFixed(0)} s`,
    )
  }
  await world.host.store.checkpoint()
  if (world.kind === 'postgresql') await sql`vacuum (analyze)`.execute(world.host.db)
}

export async function addBenchCluster(world: BenchWorld, name: string): Promise<string> {
  return (await createCluster(world.host, { name, kind: 'agent' })).clusterId
}

/** CPU seconds of all threads and wall milliseconds. */
export async function measure<T>(
  run: () => Promise<T>,
): Promise<{ cpuSeconds: number; wallMs: number; result: T }> {
  const start = performance.now()
  const before = process.cpuUsage()
  const result = await run()
  const { user, system } = process.cpuUsage(before)
  return { cpuSeconds: (user + system) / 1e6, wallMs: performance.now() - start, result }
}

/** Of a PostgreSQL server on this machine with all that it runs; 0 for the embedded database. */
async function serverCpuSeconds(world: BenchWorld): Promise<number> {
  if (world.kind !== 'postgresql') return 0
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(world.host.db)
  const stat = (pid: string | number) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15).map(Number)
    return { parent: Number(fields[1]), ticks: user + system, ended: childUser + childSystem }
  }
  const postmaster = stat(rows[0]?.pid ?? 0).parent
  let ticks = stat(postmaster).ended
  for (const pid of readdirSync('/proc').filter((it) => /^\d+$/.test(it))) {
    try {
      const it = stat(pid)
      if (it.parent === postmaster) ticks += it.ticks
    } catch {
      // It ended in between, and is counted with its parent.
    }
  }
  return ticks / ticksPerSecond
}

const ticksPerSecond = 100

/** What a server without keyset pages and rollups does: read all that matches, sort and cut in memory. */
export function measureNaivePage({ host }: BenchWorld) {
  return measure(async () => {
    const { rows } = await sql<{ severity: number }>`
      select f.*, e.evidence, r.name, r.namespace from finding f
      join finding_evidence e on e.cluster_id = f.cluster_id and e.id = f.id
      join resource r on r.cluster_id = f.cluster_id and r.resource_id = f.resource_id
      where f.evaluation = 3`.execute(host.db)
    return rows.sort((a, b) => b.severity - a.severity).slice(0, 50)
  })
}
