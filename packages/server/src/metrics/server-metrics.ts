/** What the server tells Prometheus. Labels hold routes and kinds, never names that somebody chose. */

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { type CountConnections, createConnectionsGauge } from './connections.ts'

export type CycleOutcome = 'applied' | 'repeated' | 'lacking' | 'failed'

export interface ServerMetrics {
  contentType: string
  /** All of them as text. What is looked up in the database is some seconds old at most. */
  print(): Promise<string>
  observeRequest(request: { method: string; route: string; status: number; seconds: number }): void
  observeCycle(cycle: { outcome: CycleOutcome; seconds: number; findingsChanged: number }): void
  observeJob(job: JobRun): void
  observeQuery(query: { seconds: number; hasFailed: boolean }): void
  /** The jobs of this process by name, and what became of the cycles that it took. */
  recall(): { jobs: JobRecord[]; cycles: Record<string, number> }
  /** Where the gauges are looked up when somebody asks. */
  lookUpBy(sources: Sources): void
}

export interface JobRun {
  name: string
  seconds: number
  hasFailed: boolean
  /** Why it failed. */
  error?: string
}

export interface JobRecord {
  name: string
  runs: number
  failures: number
  lastRunAt: Date
  lastSeconds: number
  /** Of the last run; null where that was done. */
  lastError: string | null
}

/** Of the database; the metrics of the last reading stay where one fails. */
export interface Reading {
  databaseBytes: number
  clusters: Record<'reporting' | 'stale' | 'waiting', number>
  scopes: Record<'current' | 'stale', number>
  openFindings: Record<string, number>
}

export interface Sources {
  read: () => Promise<Reading>
  countStreams: () => number
  countConnections: CountConnections
}

/** Whoever asks often is given the same reading. */
const readingMs = 15_000

export function createServerMetrics(now: () => number = Date.now): ServerMetrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'evenkeel_' })
  const registers = [registry]
  const requests = new Histogram({
    name: 'evenkeel_http_request_seconds',
    help: 'Duration of HTTP requests by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  })
  const cycles = createCycleMetrics(registers)
  const jobs = createJobMetrics(registers)
  const memory = createMemory(now)
  const queries = new Histogram({
    name: 'evenkeel_database_query_seconds',
    help: 'Duration of statements, as the caller waits for them.',
    labelNames: ['result'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  })
  const lookups = createLookupMetrics(registers)
  let read: () => Promise<Reading> = () => Promise.reject(new Error('There is no lookup.'))
  let countStreams = () => 0
  const connections = createConnectionsGauge(registers)
  new Gauge({
    name: 'evenkeel_event_streams',
    help: 'Open event streams.',
    registers,
    collect() {
      this.set(countStreams())
    },
  })
  let readAt = Number.NEGATIVE_INFINITY

  async function refresh(): Promise<void> {
    if (now() - readAt < readingMs) return
    readAt = now()
    try {
      lookups.set(await read())
    } catch {
      // Whoever keeps watch sees the count, and why in the log of what else fails.
      lookups.failures.inc()
    }
  }

  return {
    contentType: registry.contentType,
    async print() {
      await refresh()
      return await registry.metrics()
    },
    observeRequest: ({ seconds, ...labels }) => requests.observe(labels, seconds),
    observeCycle(cycle) {
      cycles.observe(cycle)
      memory.addCycle(cycle.outcome)
    },
    observeJob(run) {
      jobs.observe(run)
      memory.addJob(run)
    },
    observeQuery: ({ seconds, hasFailed }) =>
      queries.observe({ result: hasFailed ? 'failed' : 'done' }, seconds),
    recall: memory.recall,
    lookUpBy(sources) {
      read = sources.read
      countStreams = sources.countStreams
      connections.countBy(sources.countConnections)
    },
  }
}

/** What the page of the system shows of this process. */
function createMemory(now: () => number) {
  const jobs = new Map<string, JobRecord>()
  const cycles = new Map<string, number>()
  return {
    addCycle(outcome: CycleOutcome): void {
      cycles.set(outcome, (cycles.get(outcome) ?? 0) + 1)
    },
    addJob({ name, seconds, hasFailed, error }: JobRun): void {
      const known = jobs.get(name)
      jobs.set(name, {
        name,
        runs: (known?.runs ?? 0) + 1,
        failures: (known?.failures ?? 0) + (hasFailed ? 1 : 0),
        lastRunAt: new Date(now()),
        lastSeconds: seconds,
        lastError: hasFailed ? (error ?? 'It failed; the log of the server says why.') : null,
      })
    },
    recall: () => ({
      jobs: [...jobs.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
      cycles: Object.fromEntries(cycles),
    }),
  }
}

function createCycleMetrics(registers: Registry[]) {
  const seconds = new Histogram({
    name: 'evenkeel_ingest_cycle_seconds',
    help: 'Time to apply a cycle of an agent; repeated: it was there, lacking: rows were asked for.',
    labelNames: ['outcome'],
    buckets: [0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  })
  const changed = new Counter({
    name: 'evenkeel_ingest_findings_changed_total',
    help: 'Findings that cycles wrote or ended.',
    registers,
  })
  return {
    observe(cycle: { outcome: CycleOutcome; seconds: number; findingsChanged: number }) {
      seconds.observe({ outcome: cycle.outcome }, cycle.seconds)
      changed.inc(cycle.findingsChanged)
    },
  }
}

function createJobMetrics(registers: Registry[]) {
  const labelNames = ['task'] as const
  const seconds = new Counter({
    name: 'evenkeel_job_seconds_total',
    help: 'Time that the jobs of the server took.',
    labelNames,
    registers,
  })
  const runs = new Counter({
    name: 'evenkeel_job_runs_total',
    help: 'Runs of the jobs of the server.',
    labelNames: ['task', 'result'],
    registers,
  })
  const lastDone = new Gauge({
    name: 'evenkeel_job_last_done_timestamp_seconds',
    help: 'When a job was last done without an error.',
    labelNames,
    registers,
  })
  return {
    observe({ name: task, ...run }: { name: string; seconds: number; hasFailed: boolean }) {
      seconds.inc({ task }, run.seconds)
      runs.inc({ task, result: run.hasFailed ? 'failed' : 'done' })
      if (!run.hasFailed) lastDone.setToCurrentTime({ task })
    },
  }
}

function createLookupMetrics(registers: Registry[]) {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Gauge({ name, help, labelNames, registers })
  const bytes = gauge('evenkeel_database_bytes', 'Size of the database on disk.', [])
  const clusters = gauge(
    'evenkeel_clusters',
    'Clusters that report, that are silent for two periods, or that never reported.',
    ['state'],
  )
  const scopes = gauge(
    'evenkeel_scopes',
    'Nodes, cluster APIs and clouds that are looked at, and those silent for two periods.',
    ['state'],
  )
  const findings = gauge('evenkeel_failed_findings', 'Failed findings of now.', ['severity'])
  const failures = new Counter({
    name: 'evenkeel_lookup_failures_total',
    help: 'How often these numbers could not be looked up in the database.',
    registers,
  })
  return {
    failures,
    set(reading: Reading) {
      bytes.set(reading.databaseBytes)
      for (const [state, count] of Object.entries(reading.clusters)) clusters.set({ state }, count)
      for (const [state, count] of Object.entries(reading.scopes)) scopes.set({ state }, count)
      for (const [severity, count] of Object.entries(reading.openFindings))
        findings.set({ severity }, count)
    },
  }
}
