/** The score of a framework day by day, told backwards from its counts and what cycles changed. */

import { computeScore, type SeverityTally, severities } from '@evenkeel/model'
import { severityOf } from '../storage/codes.ts'
import type { FlowDayRow } from '../storage/flow-days.ts'

export interface TrendPoint {
  /** `2026-11-25` */
  at: string
  value: number | null
}

/** From the tally at the end; days on which nothing moved are left out. Oldest first. */
export function computeTrend(
  tally: SeverityTally,
  end: string,
  flows: readonly FlowDayRow[],
): TrendPoint[] {
  const points: TrendPoint[] = [{ at: end, value: computeScore(tally).value }]
  const state = structuredClone(tally)
  const days = [...new Set(flows.map((it) => it.day))].sort().reverse()
  for (const day of days) {
    for (const flow of flows.filter((it) => it.day === day)) takeBack(state, flow)
    const value = computeScore(state).value
    // Before its first cycle nothing was evaluated: there the line begins.
    if (value === null) break
    points.push({ at: dayBefore(day), value })
  }
  const byDay = new Map(points.reverse().map((it) => [it.at, it]))
  return [...byDay.values()]
}

const evaluations = ['passed', 'failed', 'unknown', 'manual'] as const

function takeBack(tally: SeverityTally, flow: FlowDayRow): void {
  const severity = severityOf(Math.min(flow.severity, severities.length - 1))
  const counts = tally[severity] ?? { passed: 0, failed: 0, unknown: 0, manual: 0 }
  for (const evaluation of evaluations) {
    counts[evaluation] = Math.max(0, counts[evaluation] - flow[evaluation])
  }
  tally[severity] = counts
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}
