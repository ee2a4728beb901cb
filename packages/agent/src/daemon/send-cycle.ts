/** Sends what a cycle found and reports what it came to. */

import { setImmediate } from 'node:timers/promises'
import type { CycleResponse, Resource, Scope } from '@evenkeel/model'
import { joinResults, type LiveEvaluation } from '../cycle/live-evaluation.ts'
import type { CycleResult } from '../cycle/run-cycle.ts'
import type { CycleHead, CycleRows } from '../publisher/cycle-request.ts'
import { PublishError } from '../publisher/http.ts'
import { nextSequence } from '../publisher/sequence.ts'
import type { DeliverOptions } from './delivery.ts'
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
  /** The request for a look at everything that was known before it began. */
  answers?: string | undefined
  /** Of a delta: everything else stays as the server has it. */
  delta?: { gone: string[] } | undefined
}

/** Throws what publishing throws, after it was reported. */
export async function sendCycle(
  host: TaskHost,
  cycle: FinishedCycle,
  signal: AbortSignal,
): Promise<void> {
  const { createCycleRows } = await import('../publisher/cycle-request.ts')
  await finishCycle(host, cycle, {
    rows: createCycleRows(cycle.result),
    summary: summarize(cycle),
    signal,
  })
}

export interface DeltaOptions {
  signal: AbortSignal
  /** The resources of a whole cycle that is under way; kept in step with what was sent. */
  present?: Set<string> | undefined
  /** For what the server is likely to have: asks for what it lacks before anything is sent. */
  isAskingFirst?: boolean
}

/** Sends a part of a scope; everything else stays as the server has it. Throws as `sendCycle`. */
export async function sendDelta(
  host: TaskHost,
  cycle: FinishedCycle & { delta: { gone: string[] } },
  { signal, present, isAskingFirst = false }: DeltaOptions,
): Promise<CycleSummary> {
  const { createCycleRows } = await import('../publisher/cycle-request.ts')
  const { gone } = cycle.delta
  const rows = createCycleRows(cycle.result)
  for (const id of gone) present?.delete(id)
  if (present) for (const { id } of rows.keys) present.add(id)
  const first = isAskingFirst && gone.length === 0 ? 'ask' : 'everything'
  const options = { signal, first, isOnlyIfLacking: true } as const
  const answer = await deliverOrReport(host, { rows, head: headOf(host, cycle), options })
  const summary = summarize(cycle)
  host.log.debug({ ...summary, ...answer }, 'A part of the scope was sent.')
  return summary
}

export interface WholeOptions {
  resources: Resource[]
  signal: AbortSignal
  /** What changes meanwhile, which need not wait for the rest. */
  changes?: {
    /** Whether something changed since it was last asked. */
    take(): boolean
    /** Answers the resources that were sent or are gone. */
    send(present: Set<string>): Promise<ReadonlySet<string>>
  }
}

/**
 * Sends a whole cycle. One of many resources goes in parts: each as a delta, then the ids of all of
 * them, which completes it. Only one part's findings are in memory; the server takes no request of
 * unbounded size.
 */
export async function sendWhole(
  host: TaskHost,
  cycle: Omit<FinishedCycle, 'result' | 'delta'>,
  evaluation: Pick<LiveEvaluation, 'parts' | 'again'>,
  { resources, signal, changes }: WholeOptions,
): Promise<void> {
  const { createCycleRows } = await import('../publisher/cycle-request.ts')
  const present = new Set<string>()
  // Every part has a later one.
  const since = nextSequence(cycle.startedAt)
  let summary: CycleSummary | undefined
  let gathered: CycleResult | undefined
  let isInParts = false
  const sendGathered = async (): Promise<void> => {
    if (!gathered) return
    const part = { ...cycle, result: gathered, delta: { gone: [] } }
    await sendDelta(host, part, { signal, present, isAskingFirst: true })
    gathered = { ...gathered, resources: [], findings: [] }
    isInParts = true
  }
  for (const result of evaluation.parts(resources)) {
    summary = addSummary(summary, summarize({ ...cycle, result }))
    gathered = gathered ? joinResults(gathered, result) : result
    // Watches are heard in between.
    await setImmediate()
    if (changes?.take()) {
      gathered = without(gathered, await changes.send(present))
      isInParts = true
    }
    if (gathered.findings.length >= sentTogether) await sendGathered()
  }
  if (!summary || !gathered) return
  if (isInParts && gathered.resources.length + gathered.findings.length > 0) await sendGathered()
  const again = (ids: ReadonlySet<string>): CycleRows => createCycleRows(evaluation.again(ids))
  const rows = isInParts
    ? { ...createCycleRows({ resources: [], findings: [] }), again }
    : createCycleRows(gathered)
  const parts = isInParts ? { first: 'nothing' as const, since, present: [...present] } : {}
  await finishCycle(host, { ...cycle, result: gathered }, { rows, summary, signal, ...parts })
}

/** So many findings are in memory and sent at once; a server that has none of them writes them in a third of a second. */
const sentTogether = 3_000

/** What was sent meanwhile is newer. */
function without(result: CycleResult, sent: ReadonlySet<string>): CycleResult {
  const isStill = (id: string): boolean => !sent.has(id)
  return {
    ...result,
    resources: result.resources.filter(({ id }) => isStill(id)),
    findings: result.findings.filter(({ resource }) => isStill(resource.id)),
  }
}

interface Finish {
  rows: CycleRows
  summary: CycleSummary
  first?: DeliverOptions['first']
  since?: number | undefined
  present?: string[] | undefined
  signal: AbortSignal
}

async function finishCycle(host: TaskHost, cycle: FinishedCycle, finish: Finish): Promise<void> {
  const { rows, first = 'ask', since, present, signal } = finish
  const { gaps } = cycle.result
  const options = { signal, first, since }
  const head = { ...headOf(host, cycle), ...(present ? { present } : {}) }
  const answer = await deliverOrReport(host, { rows, head, options })
  const summary = { ...finish.summary, seconds: (Date.now() - cycle.startedAt.getTime()) / 1000 }
  const firstGaps = gaps.slice(0, gapsLogged).map(({ reason }) => reason)
  host.log.info({ ...summary, firstGaps, ...answer }, 'A cycle ended.')
  if (answer?.applied === false) host.log.warn({ scope: cycle.scope }, notNewer)
  host.report({ kind: 'cycle', summary })
}

interface Delivered {
  rows: CycleRows
  head: CycleHead
  options: DeliverOptions
}

async function deliverOrReport(
  host: TaskHost,
  { rows, head, options }: Delivered,
): Promise<CycleResponse | undefined> {
  try {
    const answer = await host.delivery?.deliver(rows, head, options)
    // What was set for rules meanwhile holds for all of the scope.
    if (host.ruleSettings?.isNews(answer?.settings_version)) host.onNeedsWhole?.()
    return answer
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
function headOf({ task, delivery, ruleSettings }: TaskHost, cycle: FinishedCycle): CycleHead {
  const { coverage } = cycle.result
  const others = cycle.delta
    ? []
    : [...(delivery?.lossGaps() ?? []), ...(ruleSettings?.gaps() ?? []), ...task.configGaps]
  const { benchmark, version, provider } = cycle.result.detected
  const settingsVersion = ruleSettings?.version()
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
    ...(settingsVersion ? { settings_version: settingsVersion } : {}),
    ...(cycle.answers && !cycle.delta ? { answers: cycle.answers } : {}),
    coverage: {
      ...coverage,
      gaps: [...coverage.gaps, ...others],
      ...excludedBy(task, cycle.scope),
    },
  }
}

/** Each namespace that is left out is named, so that it does not pass for a clean one. */
function excludedBy({ config }: TaskHost['task'], scope: Scope) {
  const { excludedNamespaces } = config
  if (scope !== 'kube-api' || excludedNamespaces.length === 0) return {}
  return { excluded_namespaces: excludedNamespaces }
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
