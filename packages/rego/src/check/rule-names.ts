/** How rules are called in messages. */

import type { ResolvedRule } from '../compile/tree.ts'
import type { Location, Term } from '../syntax/ast.ts'
import { printRef } from '../syntax/print-terms.ts'

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

/** `file:row`. */
export function printPlace({ file, row }: Location): string {
  return `${file}:${row}`
}
