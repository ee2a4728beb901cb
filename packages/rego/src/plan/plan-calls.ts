/** Plans calls of functions and built-ins. */

import { dottedName } from '../compile/names.ts'
import type { Operand } from '../ir/ir.ts'
import type { Location, RefTerm, Term } from '../syntax/ast.ts'
import { emit, type FuncPlan, local, newLocal } from './func-plan.ts'
import { planMetadata } from './plan-metadata.ts'
import { planRef, planScan } from './plan-refs.ts'
import { planOptional, planTerms } from './plan-terms.ts'
import { planMatch, planUnify } from './plan-unify.ts'
import { constantOperand, findNode, nodeAt } from './policy-plan.ts'

export interface CallLike {
  operator: RefTerm
  args: Term[]
}

/** A call whose result is used. Fails where the result is undefined. */
export function planCall(plan: FuncPlan, call: CallLike, location: Location): Operand {
  const name = functionName(call.operator)
  if (name === 'print') return planPrint(plan, call.args, location)
  if (name === 'eq' || name === 'assign') {
    const [a, b] = call.args
    if (a && b) planUnify(plan, a, b)
    return constantOperand(plan.policy, true)
  }
  if (name === 'rego.metadata.rule' || name === 'rego.metadata.chain') {
    return planMetadata(plan, name)
  }
  if (call.args.length === 0 && isDocument(plan, call.operator)) return planRef(plan, call.operator)
  const args = planTerms(plan, call.args)
  return planInvocation(plan, call.operator, args, location)
}

/** A call as a statement: its result must not be false, or matches an operand more than it takes. */
export function planCallStatement(plan: FuncPlan, call: CallLike, location: Location): void {
  const arity = arityOf(plan, call.operator)
  const pattern = call.args.at(-1)
  if (arity !== undefined && call.args.length === arity + 1 && pattern) {
    const args = call.args.slice(0, -1)
    const result = planCall(plan, { operator: call.operator, args }, location)
    planMatch(plan, pattern, result)
    return
  }
  emit(plan, { op: 'truthy', source: planCall(plan, call, location) })
}

/** `data.a.f` for a function of the policy, the dotted name for a built-in. */
export function functionName(operator: RefTerm): string {
  return dottedName(operator) ?? ''
}

function arityOf(plan: FuncPlan, operator: RefTerm): number | undefined {
  const func = functionOf(plan, operator)
  if (func !== undefined) return plan.policy.program.funcs[func]?.params
  return plan.policy.arities.get(functionName(operator))
}

/** The number of the policy's function that an operator names. */
export function functionOf(plan: FuncPlan, operator: Term): number | undefined {
  if (operator.kind !== 'ref' || operator.head.kind !== 'var') return undefined
  if (operator.head.name !== 'data') return undefined
  const path = operator.path.flatMap((part) => (part.kind === 'string' ? [part.value] : []))
  const index = findNode(plan.policy, path)
  if (index === undefined) return undefined
  const node = nodeAt(plan.policy, index)
  return node.isFunction ? node.rule : undefined
}

/** Whether the operator is a rule without operands that is written as a function. */
function isDocument(plan: FuncPlan, operator: RefTerm): boolean {
  const { head } = operator
  return head.kind === 'var' && head.name === 'data' && functionOf(plan, operator) === undefined
}

function planInvocation(
  plan: FuncPlan,
  operator: RefTerm,
  args: Operand[],
  location: Location,
): Operand {
  const name = functionName(operator)
  const { context, policy } = plan
  const func = functionOf(plan, operator)
  const mock = policy.targets.functions.has(name) ? { mock: name } : {}
  const target = newLocal(plan)
  if (func !== undefined) {
    emit(plan, { op: 'function', target, context, func, args, location, ...mock })
    return local(target)
  }
  emit(plan, { op: 'builtin', target, context, name, args, location, ...mock })
  // The one relation: its result is an array of all its results.
  return name === 'walk' ? planScan(plan, local(target), undefined, true) : local(target)
}

/** `print` takes undefined operands: each becomes a set of its values. */
function planPrint(plan: FuncPlan, args: readonly Term[], location: Location): Operand {
  const items = args.map((arg) => planOptional(plan, arg))
  const list = newLocal(plan)
  emit(plan, { op: 'array', target: list, items })
  const target = newLocal(plan)
  const { context } = plan
  emit(plan, {
    op: 'builtin',
    target,
    context,
    name: 'internal.print',
    args: [local(list)],
    location,
  })
  return constantOperand(plan.policy, true)
}
