/** Which functions there are, and how many operands they take. */

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
