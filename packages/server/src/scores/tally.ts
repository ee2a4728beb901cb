/** Sums rows of the rollup into tallies that a score is computed from. */

import type { SeverityTally } from '@evenkeel/model'
import { evaluationOf, severityOf } from '../storage/codes.ts'
import type { CountRow } from '../storage/score-points.ts'

export function addToTally(
  tally: SeverityTally,
  row: Omit<CountRow, 'clusterId' | 'placeNo'>,
): void {
  const severity = severityOf(row.severity)
  const counts = tally[severity] ?? { passed: 0, failed: 0, unknown: 0, manual: 0 }
  counts[evaluationOf(row.evaluation)] += row.n
  tally[severity] = counts
}

export function mergeTallies(tallies: Iterable<SeverityTally>): SeverityTally {
  const sum: SeverityTally = {}
  for (const tally of tallies) {
    for (const [severity, counts] of Object.entries(tally) as [
      keyof SeverityTally,
      SeverityTally['high'],
    ][]) {
      if (!counts) continue
      const into = sum[severity] ?? { passed: 0, failed: 0, unknown: 0, manual: 0 }
      into.passed += counts.passed
      into.failed += counts.failed
      into.unknown += counts.unknown
      into.manual += counts.manual
      sum[severity] = into
    }
  }
  return sum
}
