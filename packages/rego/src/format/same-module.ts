/** Whether two modules mean the same, wherever their parts stand and however they were written. */

import type { Import, Module, Rule } from '../syntax/ast.ts'
import { printRef } from '../syntax/print-terms.ts'

/** What says where something stands or how it was written, not what it is. */
const IGNORED = new Set(['location', 'aliasLocation', 'isParenthesized', 'isRaw', 'isAssigned'])

export function sameModule(a: Module, b: Module): boolean {
  return (
    isSame(a.package.path, b.package.path) &&
    isSame(a.imports.map(printImport).sort(), b.imports.map(printImport).sort()) &&
    isSame(a.rules.map(normalRule), b.rules.map(normalRule))
  )
}

function printImport({ path, alias }: Import): string {
  return `${printRef(path)} ${alias ?? ''}`
}

/** A rule without what goes without saying: `true` as value or body. */
function normalRule(rule: Rule): object {
  const { head, body, isDefault } = rule
  const { value, args, ...rest } = head
  const isTrue = value === undefined || (value.kind === 'boolean' && value.value)
  const [only, second] = body
  const saysNothing =
    only?.kind === 'term' &&
    only.with.length === 0 &&
    !only.isNegated &&
    only.term.kind === 'boolean' &&
    only.term.value
  return {
    head: rest,
    args: args && args.length > 0 ? args : undefined,
    value: isTrue ? true : value,
    body: saysNothing && !second ? [] : body,
    isDefault,
    else: rule.else && normalRule(rule.else),
  }
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return a === b || (isWildcard(a) && isWildcard(b))
  }
  const left = Object.entries(a).filter(counts)
  const right = new Map(Object.entries(b).filter(counts))
  return (
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && isSame(value, right.get(key)))
  )
}

function counts([key, value]: [string, unknown]): boolean {
  return !IGNORED.has(key) && value !== undefined
}

/** Wildcards are numbered in the order of the source. */
function isWildcard(name: unknown): boolean {
  return typeof name === 'string' && name.startsWith('$')
}
