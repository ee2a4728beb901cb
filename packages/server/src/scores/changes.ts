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
import type { ReadDatabase } from '../storage/reach.ts'
import { type FlowRow, sumFlows } from '../storage/score-flows.ts'
import { countMoves, listCountsAt } from '../storage/score-history.ts'
import { type CountRow, listCounts } from '../storage/score-points.ts'
import { readEvents } from './events.ts'
import { addToTally, mergeTallies } from './tally.ts'

const movedMax = 100

export interface ChangesWorld extends KqlWorld {
  db: ReadDatabase
  clusters: readonly { clusterId: string; name: string }[]
  /** Null where every cluster is seen as a whole. */
  reach: readonly { namespaces: readonly string[] | null }[] | null
}

interface Span {
  from: Date
  to: Date
  clusterIds: readonly string[]
}

/** Of all clusters that are seen, or of one. */
export async function readScoreChanges(
  world: ChangesWorld,
  span: { from: Date; to: Date; clusterId: string | undefined },
): Promise<ScoreChanges> {
  const { from, to, clusterId } = span
  const clusterIds =
    clusterId === undefined ? world.clusters.map((it) => it.clusterId) : [clusterId]
  const { before, after, flows } = await readTallies(world, { from, to, clusterIds })
  // Events of removed clusters are for those who see everything.
  const isEverything = world.reach === null && clusterId === undefined
  return {
    from: { at: from.toISOString(), score: computeScore(before) },
    to: { at: to.toISOString(), score: computeScore(after) },
    moved: toMoved(world, flows, before, from),
    events: await readEvents(world.db, {
      from,
      to,
      clusterIds: isEverything ? undefined : clusterIds,
    }),
  }
}

/** Rollups are of whole clusters: who sees only some namespaces gets them counted from the findings. */
async function readTallies(world: ChangesWorld, span: Span) {
  const isPartial = world.reach?.some((part) => part.namespaces !== null) ?? false
  if (isPartial) {
    const [before, after] = await Promise.all(
      [span.from, span.to].map((at) => listCountsAt(world.db, span.clusterIds, at)),
    )
    const flows = await countMoves(world.db, span)
    return { before: sumRows(before ?? []), after: sumRows(after ?? []), flows }
  }
  const { clusterIds, from, to } = span
  const wanted = new Set(clusterIds)
  const counts = (await listCounts(world.db)).filter((row) => wanted.has(row.clusterId))
  const later = await sumFlows(world.db, { clusterIds, from: to, to: new Date(farFuture) })
  const flows = await sumFlows(world.db, { clusterIds, from, to })
  const after = without(sumRows(counts), later)
  return { before: without(after, flows), after, flows }
}

const farFuture = Date.UTC(9999, 0, 1)

function sumRows(rows: readonly CountRow[]): SeverityTally {
  const tally: SeverityTally = {}
  for (const row of rows) addToTally(tally, row)
  return tally
}

function without(tally: SeverityTally, flows: readonly FlowRow[]): SeverityTally {
  return plus(tally, flows, -1)
}

function plus(tally: SeverityTally, flows: readonly FlowRow[], sign: 1 | -1): SeverityTally {
  const sum = mergeTallies([tally])
  for (const flow of flows) {
    for (const [evaluation, name] of evaluationOrder.entries()) {
      const n = sign * flow[name]
      if (n !== 0) addToTally(sum, { severity: flow.severity, evaluation, n })
    }
  }
  return sum
}

function toMoved(
  world: ChangesWorld,
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
  world: ChangesWorld,
  group: readonly FlowRow[],
  { before, score, from }: { before: SeverityTally; score: number | null; from: Date },
): Move | undefined {
  const [first] = group
  const rule = first && world.book.places.get(first.placeNo)?.rule
  if (!first || !rule) return undefined
  const sum = (field: 'began' | 'resolved' | 'appeared' | 'gone') =>
    group.reduce((total, flow) => total + flow[field], 0)
  const alone = computeScore(plus(before, group, 1)).value
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
