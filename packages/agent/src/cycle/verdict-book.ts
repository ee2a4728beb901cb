/** What each resource of a cluster came to when it was last looked at, in little memory. */

import { hash } from 'node:crypto'
import type { Evaluator, Inventory } from '@evenkeel/benchmarks'
import type { Finding, Gap, Resource } from '@evenkeel/model'
import { type CycleResult, toCoverageGap } from './run-cycle.ts'

export interface VerdictBook {
  /** Evaluates the resources; the coverage is that of all that were looked at. */
  look(resources: Resource[], inventory: Inventory): CycleResult
  /** What the gaps hide. */
  ofGaps(): CycleResult
  /**
   * Whether what the rules say that read other objects too differs from the last look; false where
   * there was none.
   */
  isDifferent(resource: Resource, inventory: Inventory): boolean
  forget(id: string): void
  clear(): void
}

interface Verdicts {
  expected: number
  decided: number
  /** Stands for the findings of the rules that read other objects too. */
  joins: string
}

export function createVerdictBook(evaluator: Evaluator, gaps: Gap[]): VerdictBook {
  const gapFindings = gaps.flatMap((gap) => evaluator.evaluateGap(gap))
  const verdicts = new Map<string, Verdicts>()
  /** Over all of them, since each of many parts tells it. */
  let [expected, evaluated] = [gapFindings.length, 0]

  function set(id: string, next: Verdicts | undefined): void {
    const before = verdicts.get(id)
    expected += (next?.expected ?? 0) - (before?.expected ?? 0)
    evaluated += (next?.decided ?? 0) - (before?.decided ?? 0)
    if (next) verdicts.set(id, next)
    else verdicts.delete(id)
  }

  function toResult(resources: Resource[], findings: Finding[]): CycleResult {
    const coverage = { expected, evaluated, gaps: gaps.map(toCoverageGap) }
    return { findings, resources, gaps, coverage, detected: evaluator.detected }
  }

  function lookAt(resource: Resource, inventory: Inventory): Finding[] {
    const findings = evaluator.evaluate(resource, inventory)
    const decided = findings.filter(({ result }) => result.evaluation !== 'unknown').length
    const joins = joinsOf(findings.filter(({ rule }) => evaluator.isJoin(rule.id)))
    set(resource.id, { expected: findings.length, decided, joins })
    return findings
  }

  return {
    look(resources, inventory) {
      const findings = resources.flatMap((resource) => lookAt(resource, inventory))
      return toResult(resources, findings)
    },
    ofGaps: () => toResult([], gapFindings),
    isDifferent(resource, inventory) {
      const before = verdicts.get(resource.id)
      if (!before) return false
      return joinsOf(evaluator.evaluateJoins(resource, inventory)) !== before.joins
    },
    forget: (id) => set(id, undefined),
    clear() {
      verdicts.clear()
      expected = gapFindings.length
      evaluated = 0
    },
  }
}

/** Ninety bits: two different ones are never taken for the same. */
const joinsLength = 15

/** Of the verdicts with their evidence, which come in the same order each time. */
function joinsOf(findings: Finding[]): string {
  if (findings.length === 0) return ''
  const text = JSON.stringify(findings.map(({ rule, result }) => [rule.id, rule.severity, result]))
  return hash('sha256', text, 'base64').slice(0, joinsLength)
}
