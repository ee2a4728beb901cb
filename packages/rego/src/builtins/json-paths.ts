/** `json.filter`, `json.remove` and `json.patch`: parts of values named by paths. */

import { keyOf } from '../values/key.ts'
import { isObject, ObjectBuilder, sortedEntries } from '../values/object.ts'
import { RegoSet, SetBuilder } from '../values/set.ts'
import type { Value } from '../values/value.ts'
import type { BuiltinContext, BuiltinTable } from './builtin.ts'
import { patch } from './json-patch.ts'
import { parsePath } from './json-path.ts'
import { isArray, membersOf, objectOperand, operand, operandTypeError } from './operands.ts'

export const jsonPaths: BuiltinTable = {
  'json.filter': [2, (args, context) => keep(objectOperand(args, 1), treeOperand(args), context)],
  'json.remove': [2, (args, context) => drop(objectOperand(args, 1), treeOperand(args), context)],
  'json.patch': [2, patch],
}

/** Paths by their steps; null where a path ends. */
type Tree = Map<string, Tree | null>

function treeOperand(args: readonly Value[]): Tree {
  const value = operand(args, 2)
  const paths = membersOf(value)
  if (paths === undefined) throw operandTypeError(2, value, 'set', 'array')
  const tree: Tree = new Map()
  for (const path of paths.map(parsePath)) addPath(tree, path)
  return tree
}

function addPath(tree: Tree, path: readonly Value[]): void {
  let node = tree
  for (const [i, step] of path.entries()) {
    const key = keyOf(step)
    if (i === path.length - 1) {
      node.set(key, null)
      return
    }
    const known = node.get(key)
    if (known === null) return
    const next: Tree = known ?? new Map()
    if (known === undefined) node.set(key, next)
    node = next
  }
}

/** What the paths name, with what leads there. */
function keep(value: Value, tree: Tree | null, context: BuiltinContext): Value {
  context.charge(1)
  if (tree === null || typeof value !== 'object' || value === null) return value
  if (isArray(value)) {
    return value.flatMap((item, i) => {
      const branch = tree.get(keyOf(String(i)))
      return branch === undefined ? [] : [keep(item, branch, context)]
    })
  }
  if (value instanceof RegoSet) {
    const result = new SetBuilder()
    for (const member of value) {
      const branch = tree.get(keyOf(member))
      if (branch !== undefined) result.add(keep(member, branch, context))
    }
    return result.build()
  }
  if (!isObject(value)) return value
  const result = new ObjectBuilder()
  for (const [key, item] of sortedEntries(value)) {
    const branch = tree.get(keyOf(key))
    if (branch !== undefined) result.set(key, keep(item, branch, context))
  }
  return result.build()
}

/** A value without what the paths name. Undefined when nothing is left of it. */
function drop(
  value: Value,
  tree: Tree | null | undefined,
  context: BuiltinContext,
): Value | undefined {
  context.charge(1)
  if (tree === undefined) return value
  if (tree === null) return undefined
  if (typeof value !== 'object' || value === null) return value
  if (isArray(value)) {
    return value.flatMap((item, i) => {
      const rest = drop(item, tree.get(keyOf(String(i))), context)
      return rest === undefined ? [] : [rest]
    })
  }
  if (value instanceof RegoSet) {
    const result = new SetBuilder()
    for (const member of value) {
      const rest = drop(member, tree.get(keyOf(member)), context)
      if (rest !== undefined) result.add(rest)
    }
    return result.build()
  }
  if (!isObject(value)) return value
  const result = new ObjectBuilder()
  for (const [key, item] of sortedEntries(value)) {
    const rest = drop(item, tree.get(keyOf(key)), context)
    if (rest !== undefined) result.set(key, rest)
  }
  return result.build()
}
