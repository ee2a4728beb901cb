/** Tells where a variable in a reference gets its value, for messages about possible recursion. */

import { dottedName } from '../compile/names.ts'
import type { Expr, RefTerm, Term } from '../syntax/ast.ts'
import { printRef, printTerm } from '../syntax/print-terms.ts'
import type { GraphNode } from './graph.ts'
import { addVars, isDataRef, walkTerms } from './references.ts'
import { signatures } from './signatures.ts'
import { constantKey, isConstant } from './term-keys.ts'

/** Of a collection of more members than this the number is told. */
const MEMBERS_MAX = 5

/** ` (x comes from input.y)`, or nothing if that cannot be said. */
export function originNote(term: Term, { rule, link }: GraphNode, ruleName: string): string {
  if (isDataRef(term)) return " (rule values aren't known at compile time)"
  if (term.kind !== 'var') return ''
  const shown = printTerm(term)
  const source = sourceOf(term.name, link.body, link.body.length)
  if (source) {
    const text = describe(source)
    return text === undefined ? '' : ` (${shown} ${text})`
  }
  const parameters = new Set<string>()
  for (const arg of rule.args ?? []) walkTerms(arg, addVars(parameters))
  return parameters.has(term.name) ? ` (${shown} is an argument of ${ruleName})` : ''
}

/** The term that a variable is equal to or a member of; chains of variables are followed. */
function sourceOf(name: string, body: readonly Expr[], steps: number): Term | undefined {
  if (steps === 0) return undefined
  for (const expr of body) {
    if (expr.isNegated || expr.with.length > 0) continue
    const other = otherSide(expr, name)
    if (!other) continue
    return other.kind === 'var' ? sourceOf(other.name, body, steps - 1) : other
  }
  return undefined
}

function otherSide(expr: Expr, name: string): Term | undefined {
  const is = (term: Term | undefined) => term?.kind === 'var' && term.name === name
  if (expr.kind === 'some-in') return is(expr.value) ? expr.domain : undefined
  if (expr.kind !== 'call') return undefined
  const operator = dottedName(expr.operator)
  if (operator !== 'eq' && operator !== 'assign') return undefined
  const [left, right] = expr.args
  return is(left) ? right : is(right) ? left : undefined
}

function describe(source: Term): string | undefined {
  switch (source.kind) {
    case 'call': {
      const name = dottedName(source.operator)
      return name !== undefined && signatures.has(name) ? `is computed by ${name}` : undefined
    }
    case 'ref':
      return describeRef(source)
    default:
      return isConstant(source) ? describeMembers(source) : undefined
  }
}

function describeRef(source: RefTerm): string | undefined {
  const { head, path } = source
  if (head.kind !== 'var') {
    return path.length === 1 && isConstant(head) ? describeMembers(head) : undefined
  }
  // What matters is the document, not the index by which the body reads it.
  const end = path.findIndex((part) => constantKey(part) === undefined)
  const name = printRef({ ...source, path: end < 0 ? path : path.slice(0, end) })
  if (head.name === 'input') return `comes from ${name}`
  return head.name === 'data'
    ? `comes from rule ${name}, whose value isn't known at compile time`
    : undefined
}

function describeMembers(collection: Term): string | undefined {
  const isList = collection.kind === 'array' || collection.kind === 'set'
  if (!isList) return undefined
  const count = collection.items.length
  return count > MEMBERS_MAX ? `is one of ${count} values` : `is one of ${printTerm(collection)}`
}
