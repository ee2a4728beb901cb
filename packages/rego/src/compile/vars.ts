/** Walks over terms and expressions: which variables they have, inside and outside of closures. */

import type { Expr, Term } from '../syntax/ast.ts'
import { isGlobal } from './tree.ts'

export interface WalkOptions {
  /** Called for each variable but `data` and `input`. */
  onVar(name: string, term: Term): void
  /** Called for each comprehension, template part and `every`, which are not entered. */
  onClosure?(closure: Closure): void
}

/** Something with a body of its own. */
export type Closure =
  | Extract<Term, { kind: `${string}-comprehension` | 'template' }>
  | Extract<Expr, { kind: 'every' | 'not' | 'and' | 'or' }>

export function walkTerm(term: Term, options: WalkOptions): void {
  switch (term.kind) {
    case 'var':
      if (!isGlobal(term.name)) options.onVar(term.name, term)
      return
    case 'ref':
      walkTerm(term.head, options)
      for (const part of term.path) walkTerm(part, options)
      return
    case 'array':
    case 'set':
      for (const item of term.items) walkTerm(item, options)
      return
    case 'object':
      for (const [key, value] of term.entries) {
        walkTerm(key, options)
        walkTerm(value, options)
      }
      return
    case 'call':
      for (const arg of term.args) walkTerm(arg, options)
      return
    case 'array-comprehension':
    case 'set-comprehension':
    case 'object-comprehension':
    case 'template':
      options.onClosure?.(term)
      return
    default:
      return
  }
}

export function walkExpr(expr: Expr, options: WalkOptions): void {
  for (const item of expr.with) {
    walkWithTarget(item.target, options)
    walkTerm(item.value, options)
  }
  switch (expr.kind) {
    case 'term':
      walkTerm(expr.term, options)
      return
    case 'call':
      for (const arg of expr.args) walkTerm(arg, options)
      return
    case 'some-in':
      if (expr.key) walkTerm(expr.key, options)
      walkTerm(expr.value, options)
      walkTerm(expr.domain, options)
      return
    case 'every':
      walkTerm(expr.domain, options)
      options.onClosure?.(expr)
      return
    case 'not':
    case 'and':
    case 'or':
      options.onClosure?.(expr)
      return
    case 'some':
      return
  }
}

/** The head of a target names a document or a function and is no variable. */
function walkWithTarget(target: Term, options: WalkOptions): void {
  if (target.kind === 'ref') for (const part of target.path) walkTerm(part, options)
}

/** All variables inside a closure, those of closures within it too. */
export function varsOfClosure(closure: Closure, found: Set<string> = new Set()): Set<string> {
  const options: WalkOptions = {
    onVar: (name) => found.add(name),
    onClosure: (inner) => varsOfClosure(inner, found),
  }
  switch (closure.kind) {
    case 'every':
    case 'not':
      for (const expr of closure.body) walkExpr(expr, options)
      return found
    case 'and':
    case 'or':
      for (const expr of [...closure.left, ...closure.right]) walkExpr(expr, options)
      return found
    case 'template':
      for (const part of closure.parts) if (typeof part !== 'string') walkExpr(part, options)
      return found
    default:
      for (const expr of closure.body) walkExpr(expr, options)
      if (closure.kind === 'object-comprehension') walkTerm(closure.key, options)
      walkTerm(closure.value, options)
      return found
  }
}

/** The variables of a body, without those that occur in closures alone. */
export function varsOfBody(body: readonly Expr[]): Set<string> {
  const found = new Set<string>()
  for (const expr of body) walkExpr(expr, { onVar: (name) => found.add(name) })
  return found
}

export function varsOfTerm(term: Term): Set<string> {
  const found = new Set<string>()
  walkTerm(term, { onVar: (name) => found.add(name) })
  return found
}
