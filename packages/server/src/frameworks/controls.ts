/** Holds counts of findings against the controls of a benchmark or framework. */

import {
  type Attestation,
  type Benchmark,
  type BenchmarkRule,
  type ControlResult,
  computeScore,
  type FrameworkControl,
  type FrameworkDetail,
  type Rule,
  type SeverityTally,
  type Tally,
} from '@evenkeel/model'
import { addToTally, mergeTallies } from '../scores/tally.ts'
import { evaluationOf, failedCode } from '../storage/codes.ts'
import type { RuleBook } from '../storage/rule-book.ts'
import type { CountRow } from '../storage/score-points.ts'

/** The clusters, counts and answers that a framework is held against. */
export interface Held {
  benchmark: Benchmark
  book: RuleBook
  /** Only those of the framework. */
  counts: readonly CountRow[]
  clusters: readonly HeldCluster[]
  findAnswer(ruleId: string, clusterId: string): Attestation | undefined
  /** What turned the rule off, and on which of the clusters. */
  offOf(ruleId: string): readonly Off[]
  /** The KQL that lists the findings of a rule. */
  queryOf(ruleId: string): string
}

export type Off = NonNullable<FrameworkControl['off']>[number]

export interface HeldCluster {
  clusterId: string
  name: string
  /** Nodes of which nothing is known. */
  hiddenNodes: number
}

type Sections = FrameworkDetail['sections']

export function describeSections(held: Held): Sections {
  const seen = collectSeen(held)
  return held.benchmark.sections.map(({ number, title, rules }) => ({
    number,
    title,
    score: computeScore(tallyOf(rules, seen)),
    controls: rules.map((entry) => describeControl(held, entry, seen.get(entry.rule) ?? unseen)),
  }))
}

/** A rule that stands under several numbers counts once. */
export function scoreOf(held: Held) {
  return computeScore(
    tallyOf(
      held.benchmark.sections.flatMap((it) => it.rules),
      collectSeen(held),
    ),
  )
}

/** What was found of one rule. */
interface Seen {
  tally: SeverityTally
  excepted: number
  /** Where a person has to answer. */
  manualClusters: ReadonlySet<string>
}

const unseen: Seen = { tally: {}, excepted: 0, manualClusters: new Set() }

function collectSeen({ counts, book }: Held): Map<string, Seen> {
  const seen = new Map<string, Seen & { manualClusters: Set<string> }>()
  for (const row of counts) {
    const ruleId = book.places.get(row.placeNo)?.rule.id
    if (ruleId === undefined) continue
    const it = seen.get(ruleId) ?? { tally: {}, excepted: 0, manualClusters: new Set() }
    addToTally(it.tally, row)
    if (row.evaluation === failedCode) it.excepted += row.excepted
    if (evaluationOf(row.evaluation) === 'manual') it.manualClusters.add(row.clusterId)
    seen.set(ruleId, it)
  }
  return seen
}

function tallyOf(entries: readonly BenchmarkRule[], seen: Map<string, Seen>): SeverityTally {
  const ruleIds = new Set(entries.map((it) => it.rule))
  return mergeTallies([...ruleIds].flatMap((id) => seen.get(id)?.tally ?? []))
}

function describeControl(held: Held, entry: BenchmarkRule, seen: Seen): FrameworkControl {
  const rule = held.book.rules.get(entry.rule)?.rule
  const { counts } = computeScore(seen.tally)
  const answer = findVerdict(held, entry, seen)
  const off = held.offOf(entry.rule)
  return {
    number: entry.number,
    title: entry.title,
    rule: entry.rule,
    severity: entry.state === 'implemented' ? (rule?.severity ?? null) : null,
    profile: entry.profile,
    assessment: entry.assessment,
    result: resultOf(entry, {
      counts,
      verdict: answer.verdict,
      isOff: off.length > 0 && off.flatMap((it) => it.clusters).length >= held.clusters.length,
      isHidden: rule !== undefined && isHidden(rule, counts, held.clusters),
    }),
    counts,
    excepted: seen.excepted,
    ...(off.length > 0 && { off: [...off] }),
    attestation: answer.attestation,
    query: held.queryOf(entry.rule),
  }
}

interface Judged {
  counts: Tally
  verdict: Attestation['verdict'] | undefined
  isHidden: boolean
  isOff: boolean
}

/** One that is off says nothing. One that failed fails it; what could not be looked at never passes; a person's answer stands where one is asked for. */
function resultOf(
  entry: BenchmarkRule,
  { counts, verdict, isHidden, isOff }: Judged,
): ControlResult {
  if (isOff) return 'disabled'
  if (counts.failed > 0 || verdict === 'failed') return 'failed'
  if (counts.unknown > 0) return 'unknown'
  if (entry.state === 'listed') return verdict ?? 'listed'
  if (isHidden) return 'unknown'
  if (counts.manual > 0) return verdict ?? 'manual'
  return counts.passed > 0 ? 'passed' : 'not-applicable'
}

/** The verdict holds where every cluster has an answer; one that says failed is enough. */
function findVerdict(held: Held, entry: BenchmarkRule, seen: Seen) {
  const asked =
    entry.state === 'listed' ? held.clusters.map((it) => it.clusterId) : [...seen.manualClusters]
  const answers = asked.map((clusterId) => held.findAnswer(entry.rule, clusterId))
  const given = answers.filter((it) => it !== undefined)
  const failed = given.find((it) => it.verdict === 'failed')
  const newest = [...given].sort((a, b) => (a.created_at < b.created_at ? 1 : -1))[0]
  const isComplete = given.length > 0 && given.length === answers.length
  return {
    verdict: failed ? failed.verdict : isComplete ? ('passed' as const) : undefined,
    attestation: failed ?? newest ?? null,
  }
}

/** Rules of nodes say nothing of nodes that did not report, and a control plane may be among those. */
function isHidden(rule: Rule, counts: Tally, clusters: readonly HeldCluster[]): boolean {
  const types = rule.resource_types.filter((type) => type.endsWith('_node'))
  if (types.length === 0 || !clusters.some((it) => it.hiddenNodes > 0)) return false
  const isOfWorkers = types.some((type) => type.endsWith('_worker_node'))
  return isOfWorkers || counts.passed + counts.failed + counts.unknown + counts.manual === 0
}
