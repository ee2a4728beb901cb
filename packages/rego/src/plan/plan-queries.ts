/** Plans queries: for a term's value, for the answers of a body, and for what `opa eval` shows. */

import { dottedName } from '../compile/names.ts'
import type { ResolvedQuery } from '../compile/tree.ts'
import { varsOfTerm } from '../compile/vars.ts'
import type { Func, Operand } from '../ir/ir.ts'
import type { Expr } from '../syntax/ast.ts'
import { createFuncPlan, emit, type FuncPlan } from './func-plan.ts'
import { planCall } from './plan-calls.ts'
import { planBody, planExpr } from './plan-exprs.ts'
import { planTerm } from './plan-terms.ts'
import { planWith } from './plan-with.ts'
import { constantOperand, type PolicyPlan } from './policy-plan.ts'

/** Whether a query has a value: one expression that is a term or a call. */
export function isValueQuery(policy: PolicyPlan, { body }: ResolvedQuery): boolean {
  const [first, ...others] = body
  return first !== undefined && others.length === 0 && hasValue(policy, first)
}

/** The function of a query that has a value: it returns that value. */
export function planValueQuery(policy: PolicyPlan, { body }: ResolvedQuery): Func {
  const plan = queryPlan(policy)
  const { block } = plan
  const [first] = body
  if (first) emit(plan, { op: 'return', source: planShown(plan, first, true) })
  return queryFunc(plan, block)
}

/** Yields the values of the query's names, once for each answer. */
export function planQuery(policy: PolicyPlan, query: ResolvedQuery): Func {
  const plan = queryPlan(policy)
  const { block } = plan
  planBody(plan, query.body)
  emit(plan, { op: 'yield', values: query.names.map((name) => namedOperand(plan, name)) })
  return queryFunc(plan, block)
}

/**
 * Yields the values of the names and then of the expressions, in the order of `shown`.
 * A lone expression without variables may be false; any other has to hold, as in `opa eval`.
 */
export function planAnswers(
  policy: PolicyPlan,
  query: ResolvedQuery,
  shown: readonly Expr[],
): Func {
  const plan = queryPlan(policy)
  const { block } = plan
  const [first] = query.body
  const mayBeFalse = query.body.length === 1 && first !== undefined && !hasVariables(first)
  const values = new Map<number, Operand>()
  for (const expr of query.body) {
    const value = planShown(plan, expr, mayBeFalse)
    // What was taken out of a negation stands at the negation's place and comes before it.
    values.set(expr.location.offset, value)
  }
  const isTrue = constantOperand(policy, true)
  const names = query.names.map((name) => namedOperand(plan, name))
  const expressions = shown.map((expr) => values.get(expr.location.offset) ?? isTrue)
  emit(plan, { op: 'yield', values: [...names, ...expressions] })
  return queryFunc(plan, block)
}

function planShown(plan: FuncPlan, expr: Expr, mayBeFalse: boolean): Operand {
  const isTrue = constantOperand(plan.policy, true)
  if (!hasValue(plan.policy, expr)) {
    planExpr(plan, expr)
    return isTrue
  }
  const outer = plan.context
  emit(plan, { op: 'mark', kind: 'eval', location: expr.location })
  if (expr.with.length > 0) planWith(plan, expr.with)
  const value =
    expr.kind === 'term' ? planTerm(plan, expr.term) : planCall(plan, expr, expr.location)
  plan.context = outer
  if (!mayBeFalse) emit(plan, { op: 'truthy', source: value })
  return value
}

type ValueExpr = Extract<Expr, { kind: 'term' | 'call' }>

function hasValue(policy: PolicyPlan, expr: Expr): expr is ValueExpr {
  if (expr.isNegated) return false
  if (expr.kind === 'term') return true
  if (expr.kind !== 'call') return false
  const name = dottedName(expr.operator) ?? ''
  const arity = policy.arities.get(name)
  return name !== 'eq' && name !== 'assign' && arity === expr.args.length
}

function hasVariables(expr: Expr): boolean {
  if (expr.kind === 'term') return varsOfTerm(expr.term).size > 0
  if (expr.kind === 'call') return expr.args.some((arg) => varsOfTerm(arg).size > 0)
  return true
}

function queryPlan(policy: PolicyPlan): FuncPlan {
  const plan = createFuncPlan(policy)
  plan.isOrdered = true
  return plan
}

function namedOperand(plan: FuncPlan, name: string): Operand {
  const operand = plan.known.get(name)
  if (operand === undefined) throw new Error(`Variable ${name} of the query is not bound.`)
  return operand
}

function queryFunc(plan: FuncPlan, body: Func['body']): Func {
  const { locals, contexts } = plan
  return {
    name: 'query',
    location: undefined,
    params: 0,
    locals,
    contexts,
    isMemoized: false,
    body,
  }
}
