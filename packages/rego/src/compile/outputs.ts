/** Which variables an expression binds, given those that are bound before it. */

import type { CallExpr, Expr, Term } from '../syntax/ast.ts'
import { dottedName } from './names.ts'
import { isGlobal } from './tree.ts'
import { varsOfTerm, walkExpr, walkTerm } from './vars.ts'

/** How many operands a function takes, undefined when there is none of that name. */
export type ArityOf = (operator: Term) => number | undefined

export function outputsOf(expr: Expr, safe: ReadonlySet<string>, arityOf: ArityOf): Set<string> {
  const outputs = withOutputs(expr, safe)
  if (expr.isNegated) return outputs
  const bound: ReadonlySet<string> = safe
  switch (expr.kind) {
    case 'term':
      addRefOutputs(expr.term, bound, outputs)
      if (expr.term.kind === 'call')
        addCallOutputs({ ...expr.term, arity: arityOf }, bound, outputs)
      return outputs
    case 'call':
      if (isUnification(expr)) {
        addUnificationOutputs(expr.args, bound, outputs)
      } else {
        for (const arg of expr.args) addRefOutputs(arg, bound, outputs)
        addCallOutputs({ ...expr, arity: arityOf }, bound, outputs)
      }
      return outputs
    case 'some-in':
      addRefOutputs(expr.domain, bound, outputs)
      if (isSubset(varsOfTerm(expr.domain), bound, outputs)) {
        addPatternVars(expr.value, outputs, bound)
        if (expr.key) addPatternVars(expr.key, outputs, bound)
      }
      return outputs
    case 'every':
      addRefOutputs(expr.domain, bound, outputs)
      return outputs
    default:
      return outputs
  }
}

/** What the values of `with` bind: they are evaluated before the expression. */
export function withOutputs(expr: Expr, safe: ReadonlySet<string>): Set<string> {
  const outputs = new Set<string>()
  for (const { value } of expr.with) addRefOutputs(value, safe, outputs)
  return outputs
}

export function isUnification(expr: CallExpr): boolean {
  const name = dottedName(expr.operator)
  return (name === 'eq' || name === 'assign') && expr.args.length === 2
}

/** The variables in the brackets of references whose head is bound. */
export function addRefOutputs(term: Term, safe: ReadonlySet<string>, outputs: Set<string>): void {
  const visit = (part: Term): void => addRefOutputs(part, safe, outputs)
  switch (term.kind) {
    case 'ref': {
      const { head } = term
      visit(head)
      const isSafe =
        head.kind === 'var'
          ? isGlobal(head.name) || safe.has(head.name) || outputs.has(head.name)
          : isSubset(varsOfTerm(head), safe, outputs)
      if (!isSafe) return
      for (const part of term.path) {
        visit(part)
        addPatternVars(part, outputs, safe)
      }
      return
    }
    case 'array':
    case 'set':
      term.items.forEach(visit)
      return
    case 'object':
      for (const [key, value] of term.entries) {
        visit(key)
        visit(value)
      }
      return
    case 'call':
      term.args.forEach(visit)
      return
    default:
      return
  }
}

/** A call with one operand more than the function takes binds that one to the result. */
function addCallOutputs(
  call: { operator: Term; args: Term[]; arity: ArityOf },
  safe: ReadonlySet<string>,
  outputs: Set<string>,
): void {
  const arity = call.arity(call.operator)
  if (arity === undefined || call.args.length !== arity + 1) return
  const result = call.args.at(-1)
  const operands = call.args.slice(0, -1)
  if (result && operands.every((arg) => isSubset(varsOfTerm(arg), safe, outputs))) {
    addPatternVars(result, outputs, safe)
  }
}

function addUnificationOutputs(
  args: Term[],
  safe: ReadonlySet<string>,
  outputs: Set<string>,
): void {
  const [left, right] = args
  if (!left || !right) return
  addRefOutputs(left, safe, outputs)
  addRefOutputs(right, safe, outputs)
  // Twice, because a variable bound by one part can make another part bound.
  for (let pass = 0; pass < 2; pass++) unify(left, right, safe, outputs)
}

/** Binds what OPA's unification binds: patterns take their variables from values that can have their form. */
function unify(left: Term, right: Term, safe: ReadonlySet<string>, outputs: Set<string>): void {
  if (left.kind === 'array' && right.kind === 'array') {
    if (left.items.length !== right.items.length) return
    left.items.forEach((item, i) => {
      const other = right.items[i]
      if (other) unify(item, other, safe, outputs)
    })
    return
  }
  if (left.kind === 'object' && right.kind === 'object') {
    if (left.entries.length !== right.entries.length) return
    for (const [key, value] of left.entries) {
      const other = right.entries.find(([otherKey]) => isSameKey(key, otherKey))
      if (other) unify(value, other[1], safe, outputs)
    }
    return
  }
  if (canTake(left, right) && isBound(right, safe, outputs)) addPatternVars(left, outputs, safe)
  if (canTake(right, left) && isBound(left, safe, outputs)) addPatternVars(right, outputs, safe)
}

/** Whether a pattern may get its variables from a term: a variable from any, others from what may match. */
function canTake(pattern: Term, from: Term): boolean {
  if (pattern.kind === 'var') return true
  if (pattern.kind !== 'array' && pattern.kind !== 'object') return false
  const kinds = ['var', 'ref', 'call', `${pattern.kind}-comprehension`]
  return kinds.includes(from.kind)
}

/** Whether two keys are surely the same: the same scalar, or the same variable. */
export function isSameKey(a: Term, b: Term): boolean {
  if (a.kind === 'var' && b.kind === 'var') return a.name === b.name
  if (a.kind === 'string' && b.kind === 'string') return a.value === b.value
  if (a.kind === 'number' && b.kind === 'number') return a.text === b.text
  if (a.kind === 'boolean' && b.kind === 'boolean') return a.value === b.value
  return a.kind === 'null' && b.kind === 'null'
}

function isBound(term: Term, safe: ReadonlySet<string>, outputs: ReadonlySet<string>): boolean {
  return isSubset(varsOfTerm(term), safe, outputs)
}

/** The variables that matching against a value binds: those in arrays, and in objects with bound keys. */
export function addPatternVars(term: Term, outputs: Set<string>, safe: ReadonlySet<string>): void {
  switch (term.kind) {
    case 'var':
      if (!isGlobal(term.name)) outputs.add(term.name)
      return
    case 'array':
      for (const item of term.items) addPatternVars(item, outputs, safe)
      return
    case 'object':
      if (!term.entries.every(([key]) => isBound(key, safe, outputs))) return
      for (const [, value] of term.entries) addPatternVars(value, outputs, safe)
      return
    default:
      return
  }
}

export function isSubset(
  names: ReadonlySet<string>,
  safe: ReadonlySet<string>,
  more: ReadonlySet<string>,
): boolean {
  for (const name of names) if (!safe.has(name) && !more.has(name)) return false
  return true
}

/**
 * What an expression needs: `own` may be bound by itself; `before` must be bound before it, which are
 * the variables of its `with` values, and those of its closures that `outer` has too.
 */
export function needsOf(
  expr: Expr,
  outer: ReadonlySet<string>,
  closureVars: (closure: object) => ReadonlySet<string>,
): { own: Set<string>; before: Set<string> } {
  const own = new Set<string>()
  const before = new Set<string>()
  const onClosure = (closure: object): void => {
    for (const name of closureVars(closure)) if (outer.has(name)) before.add(name)
  }
  walkExpr({ ...expr, with: [] }, { onVar: (name) => own.add(name), onClosure })
  for (const { value } of expr.with) {
    walkTerm(value, { onVar: (name) => before.add(name), onClosure })
  }
  return { own, before }
}
