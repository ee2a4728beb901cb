/** Plans expressions: the statements of a body in their safe order. */

import { dottedName } from '../compile/names.ts'
import type { Relation } from '../ir/ir.ts'
import type { CallExpr, EveryExpr, Expr, SomeInExpr } from '../syntax/ast.ts'
import { bindVar, emit, type FuncPlan, local, newLocal, planBlock } from './func-plan.ts'
import { planCallStatement } from './plan-calls.ts'
import { planScan } from './plan-refs.ts'
import { planTerm, planTerms } from './plan-terms.ts'
import { planMatch, planUnify } from './plan-unify.ts'
import { planWith } from './plan-with.ts'

export function planBody(plan: FuncPlan, body: readonly Expr[]): void {
  for (const expr of body) planExpr(plan, expr)
}

export function planExpr(plan: FuncPlan, expr: Expr): void {
  const outer = plan.context
  emit(plan, { op: 'mark', kind: 'eval', location: expr.location })
  if (expr.with.length > 0) planWith(plan, expr.with)
  if (expr.isNegated) {
    planNot(plan, () => planPositive(plan, expr))
  } else {
    planPositive(plan, expr)
  }
  plan.context = outer
}

function planPositive(plan: FuncPlan, expr: Expr): void {
  switch (expr.kind) {
    case 'term':
      if (expr.term.kind === 'call') planCallStatement(plan, expr.term, expr.location)
      else emit(plan, { op: 'truthy', source: planTerm(plan, expr.term) })
      return
    case 'call':
      planCallExpr(plan, expr)
      return
    case 'some-in':
      planSomeIn(plan, expr)
      return
    case 'every':
      planEvery(plan, expr)
      return
    case 'not':
      planNot(plan, () => planBody(plan, expr.body))
      return
    case 'and':
      for (const body of [expr.left, expr.right]) {
        planNot(plan, () => planNot(plan, () => planBody(plan, body)))
      }
      return
    case 'or':
      planNot(plan, () => {
        for (const body of [expr.left, expr.right]) planNot(plan, () => planBody(plan, body))
      })
      return
    case 'some':
      return
  }
}

/** Holds where what `run` plans has no solution. */
function planNot(plan: FuncPlan, run: () => void): void {
  const block = planBlock(
    plan,
    () => {
      run()
      emit(plan, { op: 'succeed' })
    },
    false,
  )
  emit(plan, { op: 'not', block })
}

const relations: Record<string, Relation> = {
  equal: 'equal',
  neq: 'neq',
  lt: 'lt',
  lte: 'lte',
  gt: 'gt',
  gte: 'gte',
}

function planCallExpr(plan: FuncPlan, expr: CallExpr): void {
  const name = dottedName(expr.operator) ?? ''
  const [a, b] = expr.args
  if (a && b && expr.args.length === 2) {
    if (name === 'eq' || name === 'assign') {
      planUnify(plan, a, b)
      return
    }
    const relation = Object.hasOwn(relations, name) ? relations[name] : undefined
    if (relation && !plan.policy.targets.functions.has(name)) {
      const [left, right] = planTerms(plan, [a, b])
      if (!left || !right) return
      if (relation === 'equal') emit(plan, { op: 'equal', left, right })
      else if (relation === 'neq') emit(plan, { op: 'unequal', left, right })
      else emit(plan, { op: 'compare', relation, left, right })
      return
    }
  }
  planCallStatement(plan, expr, expr.location)
}

function planSomeIn(plan: FuncPlan, expr: SomeInExpr): void {
  const value = planScan(plan, planTerm(plan, expr.domain), expr.key, true)
  planMatch(plan, expr.value, value)
}

function planEvery(plan: FuncPlan, expr: EveryExpr): void {
  const source = planTerm(plan, expr.domain)
  const key = expr.key && !expr.key.isWildcard ? newLocal(plan) : undefined
  const value = newLocal(plan)
  const block = planBlock(
    plan,
    () => {
      if (expr.key && key !== undefined) bindVar(plan, expr.key.name, local(key))
      bindVar(plan, expr.value.name, local(value))
      planBody(plan, expr.body)
      emit(plan, { op: 'succeed' })
    },
    false,
  )
  emit(plan, { op: 'every', source, value, block, ...(key !== undefined && { key }) })
}
