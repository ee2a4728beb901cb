/** How rules are called in messages. */

import type { ResolvedRule } from '../compile/tree.ts'
import type { Location, Term } from '../syntax/ast.ts'
import { printRef } from '../syntax/print-terms.ts'
import { isConstant } from './term-keys.ts'

/** `data.a.b[x]`. */
export function printRuleName(rule: ResolvedRule): string {
  const { location } = rule
  const path: Term[] = rule.path.map((value) => ({ kind: 'string', value, location }))
  return printRef({
    kind: 'ref',
    location,
    head: { kind: 'var', name: 'data', location },
    path: [...path, ...rule.keys],
  })
}

/**
 * The names of rules among each other. A key that must be evaluated is shown as the variable that
 * OPA puts in its place, which it numbers through all modules.
 */
export function nameRules(rules: readonly ResolvedRule[]): Map<ResolvedRule, string> {
  let next = 0
  const names = new Map<ResolvedRule, string>()
  const byFile = [...rules].sort((a, b) => compareText(a.location.file, b.location.file))
  for (const rule of byFile) {
    const keys = rule.keys.map((key): Term => {
      if (key.kind === 'var' || isConstant(key)) return key
      return { kind: 'var', name: `__local${next++}__`, location: key.location }
    })
    names.set(rule, printRuleName({ ...rule, keys }))
  }
  return names
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** `file:row`. */
export function printPlace({ file, row }: Location): string {
  return `${file}:${row}`
}
