/** Plans unification: what is unbound on one side is bound to the other, the rest is compared. */

import { isSameKey } from '../compile/outputs.ts'
import { varsOfTerm } from '../compile/vars.ts'
import type { Operand } from '../ir/ir.ts'
import type { Term } from '../syntax/ast.ts'
import { bindVar, emit, type FuncPlan, local, newLocal } from './func-plan.ts'
import { hasUnbound, isPlannable, planTerm } from './plan-terms.ts'
import { constantOperand } from './policy-plan.ts'

export function planUnify(plan: FuncPlan, left: Term, right: Term): void {
  let pairs: [Term, Term][] = [[left, right]]
  while (pairs.length > 0) {
    const later: [Term, Term][] = []
    for (const [a, b] of pairs) if (!unifyPair(plan, a, b, later)) later.push([a, b])
    if (later.length >= pairs.length && later.every((pair) => pairs.some(([a]) => a === pair[0]))) {
      throw new Error('A unification has no side that is bound.')
    }
    pairs = later
  }
}

/** Plans one pair, or its parts into `later`. False when neither side is bound yet. */
function unifyPair(plan: FuncPlan, a: Term, b: Term, later: [Term, Term][]): boolean {
  if (!hasUnbound(plan, b)) {
    bind(plan, a, b)
    return true
  }
  if (!hasUnbound(plan, a)) {
    bind(plan, b, a)
    return true
  }
  // A side may bind its variables itself, by iterating.
  if (isPlannable(plan, b)) {
    bind(plan, a, b)
    return true
  }
  if (isPlannable(plan, a)) {
    bind(plan, b, a)
    return true
  }
  if (a.kind === 'array' && b.kind === 'array') {
    if (a.items.length !== b.items.length) return planFailure(plan, [a, b])
    a.items.forEach((item, i) => {
      const other = b.items[i]
      if (other) later.push([item, other])
    })
    return true
  }
  if (a.kind === 'object' && b.kind === 'object')
    return unifyObjects(plan, a.entries, b.entries, later)
  return false
}

function bind(plan: FuncPlan, pattern: Term, value: Term): void {
  if (pattern.kind === 'var' && !plan.known.has(pattern.name)) {
    const operand = planTerm(plan, value)
    // In `x = a[x]` the iteration has bound the variable meanwhile.
    const bound = plan.known.get(pattern.name)
    if (bound) emit(plan, { op: 'equal', left: bound, right: operand })
    else bindVar(plan, pattern.name, operand)
    return
  }
  const pairs = arrayPairs(pattern, value)
  if (pairs && hasUnbound(plan, pattern)) {
    for (const [a, b] of pairs) bind(plan, a, b)
    return
  }
  if (hasUnbound(plan, pattern)) {
    planMatch(plan, pattern, planTerm(plan, value))
    return
  }
  const left = planTerm(plan, pattern)
  emit(plan, { op: 'equal', left, right: planTerm(plan, value) })
}

/** Two arrays of one length are matched item by item, without making them. */
function arrayPairs(a: Term, b: Term): [Term, Term][] | undefined {
  if (a.kind !== 'array' || b.kind !== 'array' || a.items.length !== b.items.length)
    return undefined
  return a.items.flatMap((item, i): [Term, Term][] => {
    const other = b.items[i]
    return other ? [[item, other]] : []
  })
}

function unifyObjects(
  plan: FuncPlan,
  a: [Term, Term][],
  b: [Term, Term][],
  later: [Term, Term][],
): boolean {
  const terms = [...a, ...b].map(([, value]) => value)
  if (a.length !== b.length) return planFailure(plan, terms)
  for (const [key, value] of a) {
    const other = b.find(([otherKey]) => isSameKey(key, otherKey))?.[1]
    if (!other) return planFailure(plan, terms)
    later.push([value, other])
  }
  return true
}

/** What follows is never reached, but has to find its variables. */
function planFailure(plan: FuncPlan, terms: readonly Term[]): true {
  const source = constantOperand(plan.policy, false)
  emit(plan, { op: 'truthy', source })
  for (const term of terms) {
    for (const name of varsOfTerm(term)) if (!plan.known.has(name)) bindVar(plan, name, source)
  }
  return true
}

/** Matches a value with a pattern: binds its unbound variables, compares all else. */
export function planMatch(plan: FuncPlan, pattern: Term, value: Operand): void {
  if (pattern.kind === 'var' && !plan.known.has(pattern.name)) {
    bindVar(plan, pattern.name, value)
    return
  }
  if (pattern.kind === 'array' && hasUnbound(plan, pattern)) {
    emit(plan, { op: 'isArray', source: value, length: pattern.items.length })
    pattern.items.forEach((item, i) => {
      planMatchAt(plan, item, value, constantOperand(plan.policy, i))
    })
    return
  }
  if (pattern.kind === 'object' && hasUnbound(plan, pattern)) {
    emit(plan, { op: 'isObject', source: value, size: pattern.entries.length })
    for (const [key, item] of pattern.entries) planMatchAt(plan, item, value, planTerm(plan, key))
    return
  }
  emit(plan, { op: 'equal', left: value, right: planTerm(plan, pattern) })
}

function planMatchAt(plan: FuncPlan, pattern: Term, source: Operand, key: Operand): void {
  const target = newLocal(plan)
  emit(plan, { op: 'dot', target, source, keys: [key] })
  planMatch(plan, pattern, local(target))
}
