/** Runs the cycles of one scope: at once, then every period with jitter, sending what they find. */

import { setTimeout as sleep } from 'node:timers/promises'
import type { Cluster, Scope } from '@evenkeel/model'
import type { Logger } from 'pino'
import type { CycleResult } from '../cycle/run-cycle.ts'
import type { CycleHead } from '../publisher/cycle-request.ts'
import { PublishError, type PublishErrorKind } from '../publisher/http.ts'
import type { Publisher } from '../publisher/publisher.ts'
import type { Metrics } from './metrics.ts'

export interface ScopeCycle extends CycleResult {
  /** Names of the nodes of the API; only of the scope `kube-api`. */
  nodes?: string[]
}

export interface ScopeLoopOptions {
  scope: Scope
  cluster: Cluster
  /** Throws when nothing can be looked at; the reason is logged and it is tried again. */
  cycle: (signal: AbortSignal) => Promise<ScopeCycle>
  publisher: Publisher | undefined
  periodMs: number
  node: string | null
  version: string
  log: Logger
  metrics: Metrics
  /** Answers false to leave a cycle out: the agent is no longer the leader. */
  isWanted?: (() => boolean) | undefined
  onPublished?: (() => void) | undefined
}

/** Up to a tenth of the period earlier or later, so that nodes do not all report at once. */
const jitter = 0.1
const retryFirstMs = 5_000
const retryMaxMs = 300_000

/** Ends with the signal. Whatever a cycle throws is logged and tried again, never fatal. */
export async function runScopeLoop(options: ScopeLoopOptions, signal: AbortSignal): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    const isDone = (options.isWanted?.() ?? true) ? await runOnce(options, signal) : true
    failures = isDone ? 0 : failures + 1
    const pause = isDone
      ? options.periodMs * (1 - jitter + Math.random() * 2 * jitter)
      : Math.min(retryFirstMs * 2 ** (failures - 1), retryMaxMs) * (0.5 + Math.random())
    // The signal ends the pause early; the loop's condition sees it.
    await sleep(pause, undefined, { signal }).catch(() => undefined)
  }
}

async function runOnce(options: ScopeLoopOptions, signal: AbortSignal): Promise<boolean> {
  const { scope, log, metrics } = options
  const startedAt = new Date()
  try {
    const result = await options.cycle(signal)
    const finishedAt = new Date()
    recordCycle(options, result, { startedAt, finishedAt })
    if (options.publisher && (options.isWanted?.() ?? true)) {
      const head = headOf(options, result, { startedAt, finishedAt })
      const answer = await options.publisher.publish(result, head, signal)
      log.info({ scope, ...answer }, 'The cycle was sent.')
    }
    options.onPublished?.()
    metrics.count('evenkeel_cycles_total', { scope, result: 'done' })
    return true
  } catch (error) {
    if (signal.aborted) return true
    metrics.count('evenkeel_cycles_total', { scope, result: 'failed' })
    if (error instanceof PublishError) countFailure(metrics, error.kind)
    log.error({ scope, err: error }, 'The cycle failed and is tried again.')
    return false
  }
}

function countFailure(metrics: Metrics, reason: PublishErrorKind): void {
  metrics.count('evenkeel_publish_failures_total', { reason })
}

interface Times {
  startedAt: Date
  finishedAt: Date
}

function headOf(options: ScopeLoopOptions, result: ScopeCycle, times: Times): CycleHead {
  const { benchmark, version, provider } = result.detected
  return {
    scope: options.scope,
    sequence: times.startedAt.getTime(),
    is_complete: true,
    gone: [],
    started_at: times.startedAt.toISOString(),
    finished_at: times.finishedAt.toISOString(),
    agent: {
      version: options.version,
      node: options.node,
      resident_bytes: process.memoryUsage.rss(),
    },
    detected: { benchmark, kubernetes_version: version || null, provider },
    ...(result.nodes ? { nodes: result.nodes } : {}),
    coverage: result.coverage,
  }
}

function recordCycle(
  { scope, log, metrics }: ScopeLoopOptions,
  result: ScopeCycle,
  { startedAt, finishedAt }: Times,
): void {
  const seconds = (finishedAt.getTime() - startedAt.getTime()) / 1000
  const counts: Record<string, number> = { passed: 0, failed: 0, unknown: 0, manual: 0 }
  for (const { result: verdict } of result.findings)
    counts[verdict.evaluation] = (counts[verdict.evaluation] ?? 0) + 1
  for (const [evaluation, count] of Object.entries(counts))
    metrics.set('evenkeel_findings', count, { scope, evaluation })
  metrics.set('evenkeel_resources', result.resources.length, { scope })
  metrics.set('evenkeel_gaps', result.gaps.length, { scope })
  metrics.set('evenkeel_cycle_duration_seconds', seconds, { scope })
  metrics.set('evenkeel_cycle_finished_timestamp_seconds', finishedAt.getTime() / 1000, { scope })
  const gaps = result.gaps.slice(0, gapsLogged).map(({ source, reason }) => `${source}: ${reason}`)
  log.info(
    { scope, seconds, ...counts, gaps: result.gaps.length, firstGaps: gaps },
    'A cycle ended.',
  )
}

const gapsLogged = 5
