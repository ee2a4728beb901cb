/** Sends what a cycle found and reports what it came to. */

import type { CycleResponse, Resource, Scope } from '@evenkeel/model'
import type { LiveEvaluation } from '../cycle/live-evaluation.ts'
import type { CycleResult } from '../cycle/run-cycle.ts'
import { type CompactKeys, createCompactKeys } from '../publisher/compact-keys.ts'
import type { CycleHead, CycleRows } from '../publisher/cycle-request.ts'
import { PublishError } from '../publisher/http.ts'
import type { Publisher } from '../publisher/publisher.ts'
import type { CycleSummary, TaskHost } from './task.ts'

export interface FinishedCycle {
  scope: Scope
  result: CycleResult
  startedAt: Date
  /** Names of the nodes of the API; only of the scope `kube-api`. */
  nodes?: string[] | undefined
  usage?: { requests: number; bytes: number } | undefined
  /** Names the rules that it was held against. */
  rulesVersion?: string | undefined
  /** Of a delta: everything else stays as the server has it. */
  delta?: { gone: string[] } | undefined
}

/** Throws what publishing throws, after it was reported. */
export async function sendCycle(
  host: TaskHost,
  cycle: FinishedCycle,
  signal: AbortSignal,
): Promise<void> {
  const summary = summarize(cycle)
  const gaps = cycle.result.gaps.slice(0, gapsLogged).map(({ reason }) => reason)
  host.log.info({ ...summary, firstGaps: gaps }, 'A cycle ended.')
  const answer = await publishOrReport(host, (publisher) =>
    publisher.publish(cycle.result, headOf(host, cycle), signal),
  )
  if (answer) host.log.info({ scope: cycle.scope, ...answer }, 'The cycle was sent.')
  if (answer?.applied === false) host.log.warn({ scope: cycle.scope }, notNewer)
  host.report({ kind: 'cycle', summary })
}

export interface DeltaOptions {
  signal: AbortSignal
  /** Of a whole cycle that is under way; they are kept in step with what was sent. */
  keys?: CompactKeys | undefined
}

/** Sends a part of a scope; everything else stays as the server has it. Throws as `sendCycle`. */
export async function sendDelta(
  host: TaskHost,
  cycle: FinishedCycle & { delta: { gone: string[] } },
  { signal, keys }: DeltaOptions,
): Promise<CycleSummary> {
  const { createCycleRows } = await import('../publisher/cycle-request.ts')
  const { gone } = cycle.delta
  const rows = createCycleRows(cycle.result)
  for (const id of gone) keys?.delete(id)
  if (keys) for (const key of rows.keys) keys.set(key)
  const options = { signal, isOnlyIfLacking: gone.length === 0 }
  const answer = await publishOrReport(host, (publisher) =>
    publisher.publishRows(rows, headOf(host, cycle), options),
  )
  const summary = summarize(cycle)
  host.log.debug({ ...summary, ...answer }, 'A part of the scope was sent.')
  return summary
}

export interface PartsOptions {
  resources: Resource[]
  signal: AbortSignal
  /** Called after each part, so that what changes meanwhile need not wait for the rest. */
  between?: (keys: CompactKeys) => Promise<void>
}

/**
 * Sends a whole cycle in parts: each as a delta, then the keys of all of them, which completes it.
 * Only one part's findings are in memory; the server takes no request of unbounded size.
 */
export async function sendInParts(
  host: TaskHost,
  cycle: Omit<FinishedCycle, 'result' | 'delta'>,
  evaluation: Pick<LiveEvaluation, 'parts' | 'again'>,
  { resources, signal, between }: PartsOptions,
): Promise<void> {
  const { createCycleRows } = await import('../publisher/cycle-request.ts')
  const keys = createCompactKeys()
  let summary: CycleSummary | undefined
  let last: CycleResult | undefined
  for (const result of evaluation.parts(resources)) {
    last = result
    const part = { ...cycle, result, delta: { gone: [] } }
    summary = addSummary(summary, await sendDelta(host, part, { signal, keys }))
    await between?.(keys)
  }
  if (!summary || !last) return
  const rows: CycleRows = {
    keys,
    rowsFor(lacking) {
      const ids = new Set([...lacking.resources, ...lacking.findings.map(([id]) => id)])
      if (ids.size === 0) return { resources: [], findings: [] }
      return createCycleRows(evaluation.again(ids)).rowsFor(lacking)
    },
  }
  const head = headOf(host, { ...cycle, result: last })
  const answer = await publishOrReport(host, (publisher) =>
    publisher.publishRows(rows, head, { signal }),
  )
  host.log.info({ ...summary, isComplete: true, ...answer }, 'A cycle ended and was sent in parts.')
  if (answer?.applied === false) host.log.warn({ scope: cycle.scope }, notNewer)
  host.report({ kind: 'cycle', summary: { ...summary, isComplete: true } })
}

async function publishOrReport(
  host: TaskHost,
  publish: (publisher: Publisher) => Promise<CycleResponse>,
): Promise<CycleResponse | undefined> {
  if (!host.publisher) return undefined
  try {
    return await publish(host.publisher)
  } catch (error) {
    reportFailure(host, error)
    throw error
  }
}

function addSummary(sum: CycleSummary | undefined, part: CycleSummary): CycleSummary {
  if (!sum) return part
  const findings = { ...sum.findings }
  for (const [evaluation, count] of Object.entries(part.findings))
    findings[evaluation] = (findings[evaluation] ?? 0) + count
  return { ...part, findings, resources: sum.resources + part.resources }
}

export function reportFailure(host: TaskHost, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  const reason = error instanceof PublishError ? error.kind : 'cycle'
  host.report({ kind: 'failure', reason, message })
}

const notNewer = 'The server has a cycle of this scope that is not older; does the clock go back?'
const gapsLogged = 5
let lastSequence = 0

/** The time in milliseconds, and never the same or less twice. */
function nextSequence(startedAt: Date): number {
  lastSequence = Math.max(startedAt.getTime(), lastSequence + 1)
  return lastSequence
}

function headOf({ task }: TaskHost, cycle: FinishedCycle): CycleHead {
  const { benchmark, version, provider } = cycle.result.detected
  return {
    scope: cycle.scope,
    sequence: nextSequence(cycle.startedAt),
    is_complete: !cycle.delta,
    gone: cycle.delta?.gone ?? [],
    started_at: cycle.startedAt.toISOString(),
    finished_at: new Date().toISOString(),
    agent: { version: task.version, node: task.node, resident_bytes: process.memoryUsage.rss() },
    detected: { benchmark, kubernetes_version: version || null, provider },
    ...(cycle.nodes ? { nodes: cycle.nodes } : {}),
    period_ms: task.config.periodMs,
    ...(cycle.rulesVersion ? { rules_version: cycle.rulesVersion } : {}),
    coverage: cycle.result.coverage,
  }
}

function summarize({ scope, result, startedAt, usage, delta }: FinishedCycle): CycleSummary {
  const findings: Record<string, number> = { passed: 0, failed: 0, unknown: 0, manual: 0 }
  for (const { result: verdict } of result.findings)
    findings[verdict.evaluation] = (findings[verdict.evaluation] ?? 0) + 1
  return {
    scope,
    isComplete: !delta,
    seconds: (Date.now() - startedAt.getTime()) / 1000,
    findings,
    resources: result.resources.length,
    gaps: result.gaps.length,
    kubeRequests: usage?.requests ?? 0,
    kubeBytes: usage?.bytes ?? 0,
  }
}
