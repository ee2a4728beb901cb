/** What moved a score between two times, by rule, and what happened in between. */

import {
  computeScore,
  evaluationOrder,
  quoteKql,
  type ScoreChanges,
  type SeverityTally,
  severityOrder,
} from '@evenkeel/model'
import { severityOf } from '../storage/codes.ts'
import type { KqlWorld } from '../storage/kql-sql.ts'
import type { FlowRow } from '../storage/score-flows.ts'
import type { CountRow } from '../storage/score-points.ts'
import { type CountsWorld, readCounts, readFlows } from './counts.ts'
import { readEvents } from './events.ts'
import { addToTally, mergeTallies } from './tally.ts'

const movedMax = 100

/** Of all clusters that are seen, or of one. */
export async function readScoreChanges(
  world: CountsWorld & KqlWorld,
  { from, to, clusterId }: { from: Date; to: Date; clusterId: string | undefined },
): Promise<ScoreChanges> {
  const before = sumRows(await readCounts({ ...world, at: from }, clusterId))
  const after = sumRows(await readCounts({ ...world, at: to }, clusterId))
  const flows = await readFlows(world, { from, to, clusterId })
  return {
    from: { at: from.toISOString(), score: computeScore(before) },
    to: { at: to.toISOString(), score: computeScore(after) },
    moved: toMoved(world, flows, before, from),
    events: await readEvents(world, { from, to, clusterId }),
  }
}

function sumRows(rows: readonly CountRow[]): SeverityTally {
  const tally: SeverityTally = {}
  for (const row of rows) addToTally(tally, row)
  return tally
}

function plus(tally: SeverityTally, flows: readonly FlowRow[]): SeverityTally {
  const sum = mergeTallies([tally])
  for (const flow of flows) {
    for (const [evaluation, word] of evaluationOrder.entries()) {
      if (flow[word] !== 0) addToTally(sum, { severity: flow.severity, evaluation, n: flow[word] })
    }
  }
  return sum
}

function toMoved(
  world: KqlWorld,
  flows: readonly FlowRow[],
  before: SeverityTally,
  from: Date,
): ScoreChanges['moved'] {
  const groups = new Map<string, FlowRow[]>()
  for (const flow of flows) {
    const ruleId = world.book.places.get(flow.placeNo)?.rule.id
    if (ruleId === undefined) continue
    const key = `${flow.clusterId} ${ruleId}`
    groups.set(key, [...(groups.get(key) ?? []), flow])
  }
  const score = computeScore(before).value
  return [...groups.values()]
    .flatMap((group) => toMove(world, group, { before, score, from }) ?? [])
    .sort(largestFirst)
    .slice(0, movedMax)
}

type Move = ScoreChanges['moved'][number]

function largestFirst(a: Move, b: Move): number {
  const size = ({ effect }: Move) => Math.abs(effect ?? 0)
  const count = (it: Move) => it.failed + it.resolved + it.appeared + it.gone
  return size(b) - size(a) || count(b) - count(a) || (a.rule.id < b.rule.id ? -1 : 1)
}

function toMove(
  world: KqlWorld,
  group: readonly FlowRow[],
  { before, score, from }: { before: SeverityTally; score: number | null; from: Date },
): Move | undefined {
  const [first] = group
  const rule = first && world.book.places.get(first.placeNo)?.rule
  if (!first || !rule) return undefined
  const sum = (field: 'began' | 'resolved' | 'appeared' | 'gone') =>
    group.reduce((total, flow) => total + flow[field], 0)
  const alone = computeScore(plus(before, group)).value
  const severity = Math.max(...group.map((flow) => flow.severity))
  const name = world.clusters.find((it) => it.clusterId === first.clusterId)?.name ?? ''
  return {
    rule: {
      id: rule.id,
      name: rule.name,
      severity: severityOf(Math.min(severity, severityOrder.length - 1)),
    },
    cluster: { id: first.clusterId, name },
    failed: sum('began'),
    resolved: sum('resolved'),
    appeared: sum('appeared'),
    gone: sum('gone'),
    effect: score === null || alone === null ? null : alone - score,
    query: [
      `rule.id : ${quoteKql(rule.id)}`,
      `cluster.id : ${quoteKql(first.clusterId)}`,
      `changed_at > ${quoteKql(from.toISOString())}`,
    ].join(' and '),
  }
}
