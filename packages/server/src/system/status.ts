/** How the server is: version, rules, storage, jobs, what comes in. */

import { createHash } from 'node:crypto'
import type { SystemStatus } from '@evenkeel/model'
import type { AppHost } from '../http/host.ts'
import { lookUpMetrics } from '../metrics/look-up.ts'
import {
  findOldestChange,
  listDatasets,
  sizeOfDatabase,
  versionOfDatabase,
} from '../storage/health.ts'
import { retentionDays } from '../storage/partitions.ts'
import { listEvaluationTimes } from '../storage/retention.ts'
import type { RuleSource } from '../storage/rule-book.ts'

/** Everything is counted over all clusters, so it is for those alone who see all. */
export async function readSystemStatus(host: AppHost): Promise<SystemStatus> {
  const [database, reading, oldest, times] = await Promise.all([
    readDatabase(host),
    lookUpMetrics(host.db, host.now()),
    findOldestChange(host.db),
    listEvaluationTimes(host.db),
  ])
  const { jobs, cycles } = host.metrics.recall()
  const lastEvaluatedAt = Math.max(0, ...times.values())
  return {
    version: host.version,
    mode: host.mode,
    started_at: new Date(host.now().getTime() - process.uptime() * 1000).toISOString(),
    node_version: process.version,
    rules: {
      version: host.ruleBook.source.version,
      count: host.ruleBook.source.rules.length,
      benchmarks: host.ruleBook.source.benchmarks.length,
      hash: hashOf(host.ruleBook.source),
    },
    retention: { days: retentionDays, oldest_change_at: oldest?.toISOString() ?? null },
    database,
    jobs: jobs.map((job) => ({
      name: job.name,
      runs: job.runs,
      failures: job.failures,
      last_run_at: job.lastRunAt.toISOString(),
      last_seconds: job.lastSeconds,
      last_error: job.lastError,
    })),
    ingest: {
      clusters: reading.clusters,
      scopes: reading.scopes,
      last_evaluated_at: lastEvaluatedAt > 0 ? new Date(lastEvaluatedAt).toISOString() : null,
      cycles,
      listeners: host.events.count(),
    },
  }
}

async function readDatabase({ db, store }: AppHost): Promise<SystemStatus['database']> {
  const [version, bytes, datasets, migrations] = await Promise.all([
    versionOfDatabase(db),
    sizeOfDatabase(db),
    listDatasets(db),
    store.listMigrations(),
  ])
  return { kind: store.kind, version, bytes, migration: migrations.at(-1) ?? null, datasets }
}

const hashes = new WeakMap<RuleSource, string>()

function hashOf(source: RuleSource): string {
  const known = hashes.get(source)
  if (known !== undefined) return known
  const text = JSON.stringify([source.version, source.rules, source.benchmarks])
  const hash = createHash('sha256').update(text).digest('hex')
  hashes.set(source, hash)
  return hash
}
