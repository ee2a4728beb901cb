/** The benchmarks and rules that the user named have to be there. */

import { loadRules } from '@evenkeel/benchmarks'
import { checkNames } from './nearest.ts'

/** Throws a sentence with the nearest names for the first that is not known. */
export function checkRuleNames(given: { benchmark?: string[]; rule?: string[] }): void {
  const { benchmarks, rules } = loadRules()
  const ids = (list: readonly { id: string }[]) => list.map((it) => it.id)
  checkNames('benchmark', given.benchmark ?? [], ids(benchmarks))
  checkNames('rule', given.rule ?? [], ids(rules))
}
