/** The posture score: severity-weighted, explainable, an interval where something is unknown. */

import { type Static, Type } from 'typebox'
import { nullable, type Severity, severities } from '../vocabulary.ts'

const Tally = Type.Object({
  passed: Type.Integer(),
  failed: Type.Integer(),
  unknown: Type.Integer(),
  manual: Type.Integer(),
})
export type Tally = Static<typeof Tally>

/** Counts of findings by severity. */
export type SeverityTally = Partial<Record<Severity, Tally>>

export const Score = Type.Object({
  /** 0 to 100 with all decimals; null when nothing passed or failed. Passed and failed only. */
  value: nullable(Type.Number()),
  /** As if every unknown had failed; gates use this one. */
  lower: nullable(Type.Number()),
  /** As if every unknown had passed. */
  upper: nullable(Type.Number()),
  /** passed / (passed + failed), 0 to 100, unweighted. */
  plain: nullable(Type.Number()),
  counts: Tally,
  by_severity: Type.Partial(
    Type.Object({ critical: Tally, high: Tally, medium: Tally, low: Tally, info: Tally }),
  ),
})
export type Score = Static<typeof Score>

export const severityWeights: Readonly<Record<Severity, number>> = {
  critical: 8,
  high: 6,
  medium: 3,
  low: 2,
  info: 1,
}

/**
 * Sum of weight x pass ratio over the severities present, divided by the weights present, in percent.
 * The ratio of critical findings is squared, so that a few failed ones already weigh.
 */
export function computeScore(tally: SeverityTally): Score {
  const counts: Tally = { passed: 0, failed: 0, unknown: 0, manual: 0 }
  for (const severity of severities) {
    const it = tally[severity]
    if (!it) continue
    counts.passed += it.passed
    counts.failed += it.failed
    counts.unknown += it.unknown
    counts.manual += it.manual
  }
  const decided = counts.passed + counts.failed
  return {
    value: weigh(tally, ({ passed, failed }) => [passed, failed]),
    lower: decided === 0 ? null : weigh(tally, (it) => [it.passed, it.failed + it.unknown]),
    upper: decided === 0 ? null : weigh(tally, (it) => [it.passed + it.unknown, it.failed]),
    plain: decided === 0 ? null : (100 * counts.passed) / decided,
    counts,
    by_severity: tally,
  }
}

function weigh(tally: SeverityTally, split: (it: Tally) => [passed: number, failed: number]) {
  let sum = 0
  let weights = 0
  for (const severity of severities) {
    const it = tally[severity]
    if (!it) continue
    const [passed, failed] = split(it)
    if (passed + failed === 0) continue
    const ratio = passed / (passed + failed)
    sum += severityWeights[severity] * (severity === 'critical' ? ratio * ratio : ratio)
    weights += severityWeights[severity]
  }
  return weights === 0 ? null : (100 * sum) / weights
}

/** Counts findings into a tally that computeScore takes. */
export function tallyFindings(
  findings: Iterable<{ rule: { severity: Severity }; result: { evaluation: keyof Tally } }>,
): SeverityTally {
  const tally: SeverityTally = {}
  for (const { rule, result } of findings) {
    const it = tally[rule.severity] ?? { passed: 0, failed: 0, unknown: 0, manual: 0 }
    it[result.evaluation] += 1
    tally[rule.severity] = it
  }
  return tally
}
export { Tally as TallySchema }
