/** The resolved tree: rules by their full path, variables unique, bodies in an order that is safe. */

import type { Expr, Location, Module, Term, VarTerm } from '../syntax/ast.ts'

/**
 * One definition with its else chain. Names are resolved: a global is a reference whose head is the
 * variable `data` or `input`, a declared local is called `name#n`.
 */
export interface ResolvedRule {
  module: Module
  location: Location
  /** The leading string parts after `data`. */
  path: string[]
  /** The parts from the first that is not a string: a rule with any is part of a dynamic document. */
  keys: Term[]
  args: Term[] | undefined
  /** Written with empty parentheses: a document that may also be called. */
  isCallable: boolean
  isDefault: boolean
  /** `contains` rules add their key to a set. */
  isSet: boolean
  /** As written, and then each `else`. */
  chain: Link[]
}

export interface Link {
  location: Location
  body: Expr[]
  /** The member of a set, or the value. */
  value: Term
}

/** A query's body, and the variables whose values are its answer. */
export interface ResolvedQuery {
  body: Expr[]
  names: string[]
}

/** A unique name is the written one, `#` and a number; no Rego name contains `#`. */
export function writtenName(name: string): string {
  const end = name.indexOf('#')
  return end === -1 ? name : name.slice(0, end)
}

/** The head of a reference to a built-in as a value, as in `with count as sum`. */
export const builtinHead = '#builtin'

export function isGlobal(name: string): boolean {
  return name === 'data' || name === 'input' || name === builtinHead
}

export function isVar(term: Term): term is VarTerm {
  return term.kind === 'var'
}
