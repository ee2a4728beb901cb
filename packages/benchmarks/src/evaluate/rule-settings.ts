/** Makes of what people set for rules what an evaluator can be given. */

import { type AgentSettings, findParameterMistake, type Json } from '@evenkeel/model'
import type { RuleSet } from '../library/rule-set.ts'
import type { EvaluatorOptions } from './evaluator.ts'

export interface FittedSettings {
  options: Required<Pick<EvaluatorOptions, 'disabledRules' | 'parameters'>>
  /** A sentence for each parameter that these rules do not take; its rule runs without it. */
  mistakes: { rule: string; reason: string }[]
}

/** Whoever set them may know other versions of the rules. */
export function fitRuleSettings(
  ruleSet: RuleSet,
  { disabled, parameters }: Pick<AgentSettings, 'disabled' | 'parameters'>,
): FittedSettings {
  const fitted: FittedSettings = {
    options: { disabledRules: disabled, parameters: {} },
    mistakes: [],
  }
  for (const [ruleId, values] of Object.entries(parameters)) {
    const rule = ruleSet.rules.find((it) => it.id === ruleId)
    if (!rule) {
      const reason = `These rules have no ${ruleId}, for which parameters are set.`
      fitted.mistakes.push({ rule: ruleId, reason })
      continue
    }
    const own: Record<string, Json> = {}
    for (const [name, value] of Object.entries(values)) {
      const mistake = findParameterMistake(rule, { [name]: value })
      if (mistake) fitted.mistakes.push({ rule: ruleId, reason: mistake.message })
      // It came out of JSON.
      else own[name] = value as Json
    }
    fitted.options.parameters[ruleId] = own
  }
  return fitted
}
