/** Plans `with`: values are made outside, then a new context has the replacements. */

import { dottedName } from '../compile/names.ts'
import { builtinHead } from '../compile/tree.ts'
import type { Operand, Replacement } from '../ir/ir.ts'
import type { RefTerm, Term, With } from '../syntax/ast.ts'
import { emit, type FuncPlan } from './func-plan.ts'
import { functionOf } from './plan-calls.ts'
import { planTerm } from './plan-terms.ts'
import { findNode, nodeAt } from './policy-plan.ts'

export function planWith(plan: FuncPlan, withs: readonly With[]): void {
  const replacements = withs.map((item) => planReplacement(plan, item))
  const parent = plan.context
  const context = plan.contexts++
  const location = withs[0]?.location
  if (location) emit(plan, { op: 'with', context, parent, replacements, location })
  plan.context = context
}

function planReplacement(plan: FuncPlan, { target, value }: With): Replacement {
  const document = documentTarget(target)
  const isFunction = document?.kind !== 'input' && isFunctionTarget(plan, target)
  if (document && !isFunction) {
    return { ...document, value: planTerm(plan, value) }
  }
  const name = dottedName(target) ?? ''
  const func = functionOf(plan, value)
  if (func !== undefined) return { kind: 'mockFunction', name, func }
  const rule = ruleOf(plan, value)
  if (rule !== undefined) return { kind: 'mockRule', name, rule }
  const builtin = builtinOf(value)
  if (builtin !== undefined) return { kind: 'mockBuiltin', name, builtin }
  const operand: Operand = planTerm(plan, value)
  return { kind: 'mock', name, value: operand }
}

/** The document that a target names: `input` or `data` and a path of strings. */
export function documentTarget(
  target: Term,
): { kind: 'input' | 'data'; path: string[] } | undefined {
  if (target.kind !== 'var' && target.kind !== 'ref') return undefined
  const ref: Pick<RefTerm, 'head' | 'path'> =
    target.kind === 'var' ? { head: target, path: [] } : target
  const head = ref.head
  if (head.kind !== 'var' || (head.name !== 'input' && head.name !== 'data')) return undefined
  const path = ref.path.flatMap((part) => (part.kind === 'string' ? [part.value] : []))
  return { kind: head.name, path }
}

function isFunctionTarget(plan: FuncPlan, target: Term): boolean {
  return functionOf(plan, target) !== undefined
}

function ruleOf(plan: FuncPlan, value: Term): number | undefined {
  const document = documentTarget(value)
  if (document?.kind !== 'data') return undefined
  const index = findNode(plan.policy, document.path)
  return index === undefined ? undefined : nodeAt(plan.policy, index).rule
}

function builtinOf(value: Term): string | undefined {
  if (value.kind !== 'ref' || value.head.kind !== 'var') return undefined
  const [name] = value.path
  return value.head.name === builtinHead && name?.kind === 'string' ? name.value : undefined
}
