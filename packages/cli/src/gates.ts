/** The gates of a scan: what makes it end with 1 or 3. */

import { type Finding, type Severity, severities } from '@evenkeel/model'
import { isNew } from './baseline.ts'
import { exitStatus } from './failure.ts'
import type { ScanResult } from './formats/result.ts'

export interface Gates {
  failOn?: Severity | undefined
  /** By the lower bound of the score, 0 to 100. */
  minScore?: number | undefined
  /** In percent of what was expected. */
  minCoverage?: number | undefined
  /** What had failed before. */
  baseline?: ReadonlySet<string> | undefined
  /** Anything new that failed breaks it, at the severity of `failOn` or worse where that is given. */
  failOnNew?: boolean | undefined
  /** The user says that there may be nothing to evaluate, as when no manifest changed. */
  allowNothing?: boolean | undefined
}

export interface GateResult {
  status: number
  /** A sentence for each gate that broke. */
  reasons: string[]
}

/** Nothing evaluated is no success unless it was allowed, and comes before every other gate. */
export function checkGates(result: ScanResult, gates: Gates): GateResult {
  const { coverage } = result
  if (coverage.evaluated === 0 && !gates.allowNothing) {
    return { status: exitStatus.nothingEvaluated, reasons: ['Nothing was evaluated.'] }
  }
  const covered = coverage.expected === 0 ? 0 : (100 * coverage.evaluated) / coverage.expected
  if (gates.minCoverage !== undefined && covered < gates.minCoverage) {
    const reason = `Coverage is ${covered.toFixed(1)} %, under the bound of ${gates.minCoverage} %.`
    return { status: exitStatus.nothingEvaluated, reasons: [reason] }
  }
  const reasons = [...checkSeverity(result, gates), ...checkScore(result, gates)]
  return { status: reasons.length > 0 ? exitStatus.gateBroken : exitStatus.done, reasons }
}

function checkSeverity({ findings }: ScanResult, gates: Gates): string[] {
  const { failOn, failOnNew, baseline } = gates
  if (!failOn && !failOnNew) return []
  const bound = failOn ? severities.indexOf(failOn) : severities.length
  const isBad = (it: Finding) =>
    it.result.evaluation === 'failed' &&
    it.exception === null &&
    severities.indexOf(it.rule.severity) <= bound &&
    (!failOnNew || isNew(it, baseline ?? new Set()))
  const count = findings.filter(isBad).length
  if (count === 0) return []
  const what = `${count} ${failOnNew ? 'new ' : ''}failed ${count === 1 ? 'finding' : 'findings'}`
  const options = [failOn ? '--fail-on' : '', failOnNew ? '--fail-on-new' : '']
  const severity = failOn ? ` of severity ${failOn} or worse` : ''
  return [`${what}${severity} (${options.filter(Boolean).join(', ')}).`]
}

/** What somebody accepted and answers for does not break the gate. */
function checkScore(result: ScanResult, { minScore }: Gates): string[] {
  const { score } = result.accepted ?? result
  if (minScore === undefined) return []
  if (score.lower === null) return ['There is no score to hold against --min-score.']
  if (score.lower >= minScore) return []
  return [`The score's lower bound is ${score.lower.toFixed(1)}, under --min-score ${minScore}.`]
}
