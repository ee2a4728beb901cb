/** What a policy must satisfy beyond its syntax, its names and its safety. */

import { importsOf, ruleName } from '../compile/names.ts'
import type { ResolvedRule } from '../compile/tree.ts'
import type { RegoError } from '../errors.ts'
import type { Module } from '../syntax/ast.ts'
import { type CheckedTypes, checkTypes } from './check-types.ts'
import { createGraph } from './graph.ts'
import { checkDeprecated, checkFactNames, checkImports, checkShadowing } from './module-checks.ts'
import { checkRecursion } from './recursion.ts'
import { signatures } from './signatures.ts'
import { anyType, type FunctionType } from './type.ts'
import { checkUnusedImports, checkUnusedVars } from './unused.ts'

/** Mistakes that do not stop a compilation from looking for others: shadowing, imports, unused variables. */
export function checkModules(modules: readonly Module[], isStrict: boolean): RegoError[] {
  return modules.flatMap((module) => [
    ...(isStrict ? checkUnusedImports(module) : []),
    ...(isStrict || module.regoVersion === 'v1'
      ? [...checkShadowing(module), ...checkImports(module)]
      : []),
    ...checkUnusedVars(module, { isStrict }),
    ...checkFactNames(module),
  ])
}

/** Calls of built-ins that version 1 does not have. */
export function checkBuiltins(modules: readonly Module[], isStrict: boolean): RegoError[] {
  return modules.flatMap((module) => {
    if (!isStrict && module.regoVersion !== 'v1') return []
    const names = new Set([...importsOf(module).keys(), ...module.rules.map(ruleName)])
    return checkDeprecated(module, (name) => names.has(name))
  })
}

/** Recursion among rules, and if there is none, types that cannot fit. The bodies must be in a safe order. */
export function checkRules(
  rules: readonly ResolvedRule[],
  arities: ReadonlyMap<string, number>,
): CheckedTypes {
  const graph = createGraph(rules)
  const recursive = checkRecursion(graph)
  if (recursive.length > 0) return { errors: recursive, checkQuery: () => [] }
  return checkTypes(graph, functionTypes(arities))
}

/** The built-ins' types; functions of the host can take and give anything. */
function functionTypes(arities: ReadonlyMap<string, number>): Map<string, FunctionType> {
  const types = new Map<string, FunctionType>(signatures)
  for (const [name, arity] of arities) {
    if (types.has(name) || name.startsWith('data.')) continue
    const args = Array.from({ length: arity }, () => anyType)
    types.set(name, { kind: 'function', args, result: anyType })
  }
  return types
}

/** Errors in the order of their places. */
export function sortErrors(errors: readonly RegoError[]): RegoError[] {
  return [...errors].sort((a, b) => {
    const [x, y] = [a.location, b.location]
    if (!x || !y) return 0
    if (x.file !== y.file) return x.file < y.file ? -1 : 1
    return x.row - y.row || x.col - y.col
  })
}
