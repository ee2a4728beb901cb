/** Visits every expression of bodies, those of comprehensions, `every` and other closures too. */

import type { Expr, Term } from '../syntax/ast.ts'
import { type Closure, walkExpr, walkTerm } from './vars.ts'

export function forEachExpr(body: readonly Expr[], visit: (expr: Expr) => void): void {
  const options = { onVar: ignore, onClosure: (closure: Closure) => enter(closure, visit) }
  for (const expr of body) {
    visit(expr)
    walkExpr(expr, options)
  }
}

/** Visits the expressions of the closures in a term. */
export function forEachExprIn(term: Term, visit: (expr: Expr) => void): void {
  walkTerm(term, { onVar: ignore, onClosure: (closure) => enter(closure, visit) })
}

function ignore(): void {
  // Only closures matter here.
}

function enter(closure: Closure, visit: (expr: Expr) => void): void {
  switch (closure.kind) {
    case 'every':
    case 'not':
      forEachExpr(closure.body, visit)
      return
    case 'and':
    case 'or':
      forEachExpr(closure.left, visit)
      forEachExpr(closure.right, visit)
      return
    case 'template':
      for (const part of closure.parts) if (typeof part !== 'string') forEachExpr([part], visit)
      return
    case 'object-comprehension':
      forEachExpr(closure.body, visit)
      forEachExprIn(closure.key, visit)
      forEachExprIn(closure.value, visit)
      return
    default:
      forEachExpr(closure.body, visit)
      forEachExprIn(closure.value, visit)
  }
}
