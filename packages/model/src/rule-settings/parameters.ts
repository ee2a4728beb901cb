/** Holds a value that somebody gives for a parameter against what the rule declares. */

import type { Rule, RuleParameter } from '../rule.ts'

export type ParameterKind = 'text' | 'number' | 'yes or no' | 'list' | 'object' | 'null'

/** The kind of the default, which a value has to have too; null takes any. */
export function parameterKind({ default: value }: Pick<RuleParameter, 'default'>): ParameterKind {
  return kindOf(value)
}

/** The kind of a list's items; undefined where the default tells none. */
export function itemKind({ default: value }: Pick<RuleParameter, 'default'>) {
  return Array.isArray(value) && value.length > 0 ? kindOf(value[0]) : undefined
}

/** A sentence on the first value that does not fit, with the parameter's name; undefined where all do. */
export function findParameterMistake(
  rule: Pick<Rule, 'id' | 'parameters'>,
  values: Readonly<Record<string, unknown>>,
): { name: string; message: string } | undefined {
  for (const [name, value] of Object.entries(values)) {
    const parameter = rule.parameters.find((it) => it.name === name)
    const message = parameter
      ? mistakeIn(parameter, value)
      : `The rule ${rule.id} has no parameter ${name}. Known: ${namesOf(rule)}.`
    if (message) return { name, message }
  }
  return undefined
}

const textMax = 1000
const itemsMax = 1000

function mistakeIn(parameter: RuleParameter, value: unknown): string | undefined {
  const { name } = parameter
  const wanted = parameterKind(parameter)
  const given = kindOf(value)
  if (wanted !== 'null' && given !== wanted) {
    return `The parameter ${name} is a ${given} where a ${wanted} belongs.`
  }
  if (typeof value === 'string' && value.length > textMax) {
    return `The parameter ${name} is longer than ${textMax} characters.`
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return `The parameter ${name} is no number that can be stored.`
  }
  if (!Array.isArray(value)) return undefined
  if (value.length > itemsMax) return `The parameter ${name} has more than ${itemsMax} items.`
  const item = itemKind(parameter)
  const wrong = item && value.findIndex((it) => kindOf(it) !== item)
  return wrong !== undefined && wrong >= 0
    ? `Item ${wrong + 1} of the parameter ${name} is a ${kindOf(value[wrong])} where a ${item} belongs.`
    : undefined
}

function namesOf({ parameters }: Pick<Rule, 'parameters'>): string {
  return parameters.map((it) => it.name).join(', ') || 'none'
}

function kindOf(value: unknown): ParameterKind {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'string') return 'text'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'yes or no' : 'object'
}
