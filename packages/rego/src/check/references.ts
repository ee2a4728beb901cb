/** Finds the references within rules, and walks over terms of all kinds. */

import type { Expr, RefTerm, Term } from '../syntax/ast.ts'

/** Called for each term before its parts; returning false leaves the parts out. */
export type Visit = (term: Term) => boolean

/** What a walk over bodies calls: `expr` for each expression of each body, also of nested ones. */
export interface Visitor {
  term: Visit
  expr?: (expr: Expr) => void
}

/** Walks over a body, the bodies in it, and all terms. */
export function walkBody(body: readonly Expr[], visitor: Visitor): void {
  for (const expr of body) {
    visitor.expr?.(expr)
    walkExprParts(expr, visitor)
  }
}

/** Walks over the terms of an expression, closures and modifiers included. */
export function walkExprTerms(expr: Expr, visit: Visit): void {
  walkExprParts(expr, { term: visit })
}

function walkExprParts(expr: Expr, visitor: Visitor): void {
  for (const term of termsOfExpr(expr)) walkTerm(term, visitor)
  if (expr.kind === 'every' || expr.kind === 'not') walkBody(expr.body, visitor)
  if (expr.kind === 'and' || expr.kind === 'or') {
    walkBody(expr.left, visitor)
    walkBody(expr.right, visitor)
  }
  for (const { target, value } of expr.with) {
    walkTerm(target, visitor)
    walkTerm(value, visitor)
  }
}

function termsOfExpr(expr: Expr): Term[] {
  switch (expr.kind) {
    case 'term':
      return [expr.term]
    case 'call':
      return [expr.operator, ...expr.args]
    case 'some-in':
    case 'every':
      return [...(expr.key ? [expr.key] : []), expr.value, expr.domain]
    default:
      return []
  }
}

/** Walks over a term and its parts. */
export function walkTerms(term: Term, visit: Visit): void {
  walkTerm(term, { term: visit })
}

function walkTerm(term: Term, visitor: Visitor): void {
  if (!visitor.term(term)) return
  for (const part of partsOfTerm(term)) walkTerm(part, visitor)
  switch (term.kind) {
    case 'array-comprehension':
    case 'set-comprehension':
    case 'object-comprehension':
      walkBody(term.body, visitor)
      break
    case 'template':
      walkBody(
        term.parts.filter((part) => typeof part !== 'string'),
        visitor,
      )
  }
}

function partsOfTerm(term: Term): Term[] {
  switch (term.kind) {
    case 'ref':
      return [term.head, ...term.path]
    case 'array':
    case 'set':
      return term.items
    case 'object':
      return term.entries.flat()
    case 'call':
      return [term.operator, ...term.args]
    case 'object-comprehension':
      return [term.key, term.value]
    case 'array-comprehension':
    case 'set-comprehension':
      return [term.value]
    default:
      return []
  }
}

/** Whether a reference is one to a document that rules may make. */
export function isDataRef(term: Term): term is RefTerm {
  return term.kind === 'ref' && term.head.kind === 'var' && term.head.name === 'data'
}

/** The names of all variables of a term or expression. */
export function addVars(found: Set<string>): Visit {
  return (term) => {
    if (term.kind === 'var') found.add(term.name)
    return true
  }
}
