/** Sums rows of the rollup into tallies that a score is computed from. */

import type { SeverityTally } from '@evenkeel/model'
import { evaluationOf, failedCode, severityOf } from '../storage/codes.ts'
import type { CountRow } from '../storage/score-points.ts'

type Counted = Pick<CountRow, 'severity' | 'evaluation' | 'n'>

export function addToTally(tally: SeverityTally, row: Counted): void {
  const severity = severityOf(row.severity)
  const counts = tally[severity] ?? { passed: 0, failed: 0, unknown: 0, manual: 0 }
  counts[evaluationOf(row.evaluation)] += row.n
  tally[severity] = counts
}

/** Without the failed findings that exceptions accept. */
export function addUnaccepted(tally: SeverityTally, row: Counted & { excepted: number }): void {
  const accepted = row.evaluation === failedCode ? row.excepted : 0
  addToTally(tally, { ...row, n: row.n - accepted })
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
