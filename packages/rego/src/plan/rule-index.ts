/** Finds what many definitions of a rule compare with constants, so that one look selects among them. */

import { dottedName } from '../compile/names.ts'
import type { ResolvedRule } from '../compile/tree.ts'
import type { Expr, Term } from '../syntax/ast.ts'
import type { Value } from '../values/value.ts'
import { constantValue } from './constants.ts'

/** What is looked at: an operand of the function, or a path of names in the input. */
export type Subject = { kind: 'operand'; index: number } | { kind: 'input'; path: string[] }

export interface RuleIndex {
  subject: Subject
  /** The definitions that need the subject to have a value. */
  cases: Map<Value, ResolvedRule[]>
  /** All others, which are always tried. */
  rest: ResolvedRule[]
}

/** So many definitions make the look worth its while. */
const indexedMin = 4

interface Condition {
  subject: Subject
  value: Value
}

export function indexRules(rules: readonly ResolvedRule[]): RuleIndex | undefined {
  if (rules.length < indexedMin) return undefined
  const conditions = rules.map(conditionsOf)
  const best = mostCommon(conditions.flat())
  if (best === undefined) return undefined
  const cases = new Map<Value, ResolvedRule[]>()
  const rest: ResolvedRule[] = []
  rules.forEach((rule, i) => {
    const condition = conditions[i]?.find(({ subject }) => idOf(subject) === idOf(best))
    if (condition === undefined) rest.push(rule)
    else cases.set(condition.value, [...(cases.get(condition.value) ?? []), rule])
  })
  const isUseful = rules.length - rest.length >= indexedMin && cases.size > 1
  return isUseful ? { subject: best, cases, rest } : undefined
}

function idOf(subject: Subject): string {
  return JSON.stringify(subject)
}

function mostCommon(conditions: readonly Condition[]): Subject | undefined {
  const counts = new Map<string, number>()
  let best: Subject | undefined
  for (const { subject } of conditions) {
    const id = idOf(subject)
    counts.set(id, (counts.get(id) ?? 0) + 1)
    if (best === undefined || (counts.get(id) ?? 0) > (counts.get(idOf(best)) ?? 0)) best = subject
  }
  return best
}

/** The comparisons without which a definition has no result. An else chain has none. */
function conditionsOf(rule: ResolvedRule): Condition[] {
  const [link, ...others] = rule.chain
  if (!link || others.length > 0) return []
  const args = rule.args ?? []
  const fromArgs = args.flatMap((arg, index) => condition({ kind: 'operand', index }, arg))
  const names = args.map((arg) => (arg.kind === 'var' ? arg.name : undefined))
  return [...fromArgs, ...link.body.flatMap((expr) => conditionIn(expr, names))]
}

function conditionIn(expr: Expr, names: readonly (string | undefined)[]): Condition[] {
  if (expr.kind !== 'call' || expr.isNegated || expr.with.length > 0) return []
  const name = dottedName(expr.operator)
  const [left, right] = expr.args
  if ((name !== 'eq' && name !== 'equal') || expr.args.length !== 2 || !left || !right) return []
  const subject = subjectOf(left, names)
  if (subject) return condition(subject, right)
  const other = subjectOf(right, names)
  return other ? condition(other, left) : []
}

function subjectOf(term: Term, names: readonly (string | undefined)[]): Subject | undefined {
  if (term.kind === 'var') {
    const index = names.indexOf(term.name)
    return index === -1 ? undefined : { kind: 'operand', index }
  }
  if (term.kind !== 'ref' || term.head.kind !== 'var' || term.head.name !== 'input')
    return undefined
  const path = term.path.flatMap((part) => (part.kind === 'string' ? [part.value] : []))
  return path.length === term.path.length && path.length > 0 ? { kind: 'input', path } : undefined
}

/** Only values that are equal when they are identical. */
function condition(subject: Subject, term: Term): Condition[] {
  const value = constantValue(term)
  const isSimple =
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    value === null ||
    Number.isSafeInteger(value)
  return isSimple && value !== undefined ? [{ subject, value }] : []
}
