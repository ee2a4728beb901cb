/** Plans terms: the statements that make a term's value, and where it stands then. */

import { addRefOutputs, isSubset } from '../compile/outputs.ts'
import { varsOfTerm } from '../compile/vars.ts'
import type { Operand } from '../ir/ir.ts'
import type { Expr, Term } from '../syntax/ast.ts'
import { constantValue } from './constants.ts'
import { emit, type FuncPlan, local, newLocal, planBlock } from './func-plan.ts'
import { planCall } from './plan-calls.ts'
import { planBody, planExpr } from './plan-exprs.ts'
import { planRef } from './plan-refs.ts'
import { planWith } from './plan-with.ts'
import { constantOperand } from './policy-plan.ts'

/** Fails at run time where the term is undefined. Unbound variables in brackets are bound by iteration. */
export function planTerm(plan: FuncPlan, term: Term): Operand {
  const constant = constantValue(term)
  if (constant !== undefined) return constantOperand(plan.policy, constant)
  switch (term.kind) {
    case 'var':
      return knownOperand(plan, term.name)
    case 'ref':
      return planRef(plan, term)
    case 'array':
    case 'set': {
      const items = planTerms(plan, term.items)
      const target = newLocal(plan)
      emit(plan, { op: term.kind, target, items })
      return local(target)
    }
    case 'object': {
      const parts = planTerms(plan, term.entries.flat())
      const entries = term.entries.map((_, i): [Operand, Operand] => [
        operandAt(parts, 2 * i),
        operandAt(parts, 2 * i + 1),
      ])
      const target = newLocal(plan)
      emit(plan, { op: 'object', target, entries })
      return local(target)
    }
    case 'call':
      return planCall(plan, term, term.location)
    case 'template':
      return planTemplate(plan, term.parts)
    case 'array-comprehension':
    case 'set-comprehension':
    case 'object-comprehension':
      return planComprehension(plan, term)
    default:
      throw new Error(`A ${term.kind} is constant and not planned.`)
  }
}

function operandAt(operands: readonly Operand[], index: number): Operand {
  const operand = operands[index]
  if (operand === undefined) throw new Error(`There is no operand ${index}.`)
  return operand
}

/** Plans terms of which one may bind the variables that another needs. */
export function planTerms(plan: FuncPlan, terms: readonly Term[]): Operand[] {
  const operands: Operand[] = []
  let rest = terms.map((term, index) => ({ term, index }))
  while (rest.length > 0) {
    const next = rest.find(({ term }) => isPlannable(plan, term)) ?? rest[0]
    if (!next) break
    operands[next.index] = planTerm(plan, next.term)
    rest = rest.filter((item) => item !== next)
  }
  return operands
}

/** Whether all variables are bound that the term does not bind itself by iterating. */
export function isPlannable(plan: FuncPlan, term: Term): boolean {
  const bound = new Set<string>(plan.known.keys())
  addRefOutputs(term, bound, bound)
  return isSubset(varsOfTerm(term), bound, bound)
}

function knownOperand(plan: FuncPlan, name: string): Operand {
  const operand = plan.known.get(name)
  if (operand === undefined) throw new Error(`Variable ${name} is not bound where it is planned.`)
  return operand
}

/** Whether matching against the term can bind something: an unbound variable outside of references. */
export function hasUnbound(plan: FuncPlan, term: Term): boolean {
  switch (term.kind) {
    case 'var':
      return !plan.known.has(term.name)
    case 'array':
    case 'set':
      return term.items.some((item) => hasUnbound(plan, item))
    case 'object':
      return term.entries.some(([key, value]) => hasUnbound(plan, key) || hasUnbound(plan, value))
    case 'ref':
      return term.head.kind === 'var' && isUnboundHead(plan, term.head.name)
    default:
      return false
  }
}

function isUnboundHead(plan: FuncPlan, name: string): boolean {
  return name !== 'data' && name !== 'input' && !plan.known.has(name)
}

type Comprehension = Extract<Term, { kind: `${string}-comprehension` }>

function planComprehension(plan: FuncPlan, term: Comprehension): Operand {
  const target = newLocal(plan)
  const isArray = term.kind === 'array-comprehension'
  const block = planBlock(
    plan,
    () => {
      planBody(plan, term.body)
      if (term.kind === 'object-comprehension') {
        const key = planTerm(plan, term.key)
        const value = planTerm(plan, term.value)
        emit(plan, { op: 'insert', collector: target, key, value, location: term.location })
      } else {
        emit(plan, { op: 'append', collector: target, value: planTerm(plan, term.value) })
      }
    },
    isArray,
  )
  const into = isArray ? 'array' : term.kind === 'set-comprehension' ? 'set' : 'object'
  emit(plan, { op: 'collect', target, into, block })
  return local(target)
}

/** Each part is a set of one or no value, as OPA's `internal.template_string` takes it. */
function planTemplate(plan: FuncPlan, parts: readonly (string | Expr)[]): Operand {
  const items = parts.map((part) =>
    typeof part === 'string' ? constantOperand(plan.policy, part) : planOptional(plan, part),
  )
  const list = newLocal(plan)
  emit(plan, { op: 'array', target: list, items })
  const target = newLocal(plan)
  emit(plan, {
    op: 'builtin',
    target,
    context: plan.context,
    name: 'internal.template_string',
    args: [local(list)],
    location: { file: '', row: 0, col: 0, offset: 0, end: 0 },
  })
  return local(target)
}

/** The set of the values that an expression has: empty where it is undefined. */
export function planOptional(plan: FuncPlan, expr: Expr | Term): Operand {
  const target = newLocal(plan)
  const block = planBlock(plan, () => {
    emit(plan, { op: 'append', collector: target, value: planPart(plan, expr) })
  })
  emit(plan, { op: 'collect', target, into: 'set', block })
  return local(target)
}

function planPart(plan: FuncPlan, part: Expr | Term): Operand {
  if (!('with' in part)) return planTerm(plan, part)
  if (part.isNegated || (part.kind !== 'term' && part.kind !== 'call')) {
    planExpr(plan, part)
    return constantOperand(plan.policy, true)
  }
  if (part.with.length > 0) planWith(plan, part.with)
  return part.kind === 'term' ? planTerm(plan, part.term) : planCall(plan, part, part.location)
}
