/**
 * Takes calls and references that are operands out of negated expressions, as OPA does.
 * `not f(x.y)` is `v = x.y; not f(v)`: where `x.y` is undefined the whole body is, not the negation true.
 * Calls are taken out before the body is ordered, so that they may bind variables; references after.
 */

import type { CallExpr, Expr, Location, RefTerm, Term, TermExpr, VarTerm } from '../syntax/ast.ts'
import { dottedName } from './names.ts'

/** Makes a variable that no source can name. */
export type FreshVar = (location: Location) => VarTerm

/** The expressions that make the operands, and then the negated expression over their variables. */
export function hoistCalls(expr: CallExpr | TermExpr, fresh: FreshVar): Expr[] {
  return hoist(expr, (take) => (term) => hoistCall(term, take), fresh)
}

export function hoistRefs(expr: CallExpr | TermExpr, fresh: FreshVar): Expr[] {
  return hoist(expr, (take) => (term) => hoistRef(term, take), fresh)
}

type Take = (term: Term) => Term

function hoist(expr: CallExpr | TermExpr, hoister: (take: Take) => Take, fresh: FreshVar): Expr[] {
  const hoisted: Expr[] = []
  const lift = hoister((term) => {
    const variable = fresh(term.location)
    hoisted.push(equation(variable, term, expr))
    return variable
  })
  if (expr.kind === 'term') {
    const term = keepTop(expr.term, lift)
    return [...hoisted, { ...expr, term }]
  }
  const isEquality = ['eq', 'equal'].includes(dottedName(expr.operator) ?? '')
  const args = expr.args.map((arg) => (isEquality ? keepTop(arg, lift) : lift(arg)))
  return [...hoisted, { ...expr, args }]
}

/** A negated reference and a side of an equation stay references; what they hold is taken out. */
function keepTop(term: Term, lift: Take): Term {
  if (term.kind !== 'ref') return lift(term)
  return { ...term, head: liftHead(term.head, lift), path: term.path.map(lift) }
}

function liftHead(head: Term, lift: Take): Term {
  return head.kind === 'var' ? head : lift(head)
}

function hoistCall(term: Term, take: Take): Term {
  const lift = (part: Term): Term => hoistCall(part, take)
  if (term.kind === 'call') return take({ ...term, args: term.args.map(lift) })
  if (term.kind === 'ref') {
    return { ...term, head: liftHead(term.head, lift), path: term.path.map(lift) }
  }
  return inCollection(term, lift)
}

function hoistRef(term: Term, take: Take): Term {
  const lift = (part: Term): Term => hoistRef(part, take)
  if (term.kind === 'ref') return take({ ...term, path: term.path.map(lift) })
  return inCollection(term, lift)
}

function inCollection(term: Term, lift: Take): Term {
  switch (term.kind) {
    case 'array':
    case 'set':
      return { ...term, items: term.items.map(lift) }
    case 'object':
      return { ...term, entries: term.entries.map(([key, value]) => [lift(key), lift(value)]) }
    default:
      return term
  }
}

function equation(variable: VarTerm, term: Term, within: Expr): CallExpr {
  const { location } = term
  const head: Term = { kind: 'var', name: 'eq', location }
  const operator: RefTerm = { kind: 'ref', head, path: [], location }
  return {
    kind: 'call',
    operator,
    args: [variable, term],
    location: within.location,
    isNegated: false,
    with: within.with,
  }
}
