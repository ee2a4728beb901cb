/** Which functions there are, how many operands they take, and calls of those that are not there. */

import type { RegoError } from '../errors.ts'
import type { Expr, RefTerm, Term } from '../syntax/ast.ts'
import { dottedName } from './names.ts'
import type { ArityOf } from './outputs.ts'
import type { ResolvedRule } from './tree.ts'

/** By dotted name: `data.a.f` for a policy's function, else a built-in's name. */
export function aritiesOf(
  rules: readonly ResolvedRule[],
  builtins: ReadonlyMap<string, number>,
): Map<string, number> {
  const arities = new Map(builtins)
  for (const rule of rules) {
    if (rule.isCallable && !isConstant(rule)) arities.set(['data', ...rule.path].join('.'), 0)
    if (rule.args) arities.set(['data', ...rule.path].join('.'), rule.args.length)
  }
  return arities
}

/** OPA takes a document of a known type for no function, even where its rule is written like one. */
function isConstant(rule: ResolvedRule): boolean {
  return rule.chain.every((link) =>
    ['number', 'string', 'boolean', 'null'].includes(link.value.kind),
  )
}

export function arityLookup(arities: ReadonlyMap<string, number>): ArityOf {
  return (operator) => arities.get(dottedName(operator) ?? '')
}

/** Calls of functions that nobody defines. */
export function checkFunctions(
  bodies: readonly unknown[],
  arities: ReadonlyMap<string, number>,
  errors: RegoError[],
): void {
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const item of node) visit(item)
      return
    }
    if (typeof node !== 'object' || node === null) return
    if (isCall(node)) checkCall(node, arities, errors)
    for (const part of Object.values(node)) if (typeof part === 'object') visit(part)
  }
  visit(bodies)
}

function isCall(node: object): node is Extract<Term | Expr, { kind: 'call' }> {
  return 'kind' in node && node.kind === 'call' && 'operator' in node
}

function checkCall(
  call: { operator: RefTerm; args: Term[]; location: Term['location'] },
  arities: ReadonlyMap<string, number>,
  errors: RegoError[],
): void {
  const name = dottedName(call.operator) ?? ''
  if (name === 'print' || arities.has(name)) return
  const message = `undefined function ${name}`
  errors.push({ code: 'rego_type_error', message, location: call.location })
}
