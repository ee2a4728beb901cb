/** Functions on objects, and graphs written as objects. */

import { equal } from '../values/compare.ts'
import {
  type AnyObject,
  getValue,
  isObject,
  keysOf,
  ObjectBuilder,
  sizeOf,
  sortedEntries,
} from '../values/object.ts'
import { RegoSet, SetBuilder, setOf } from '../values/set.ts'
import type { Value } from '../values/value.ts'
import { type BuiltinContext, BuiltinError, type BuiltinTable } from './builtin.ts'
import {
  arrayOperand,
  isArray,
  membersOf,
  objectOperand,
  operand,
  operandElementError,
  operandTypeError,
} from './operands.ts'

export const objects: BuiltinTable = {
  'object.get': [3, get],
  'object.keys': [1, (args) => setOf(keysOf(objectOperand(args, 1)))],
  'object.remove': [2, remove],
  'object.filter': [2, filter],
  'object.union': [
    2,
    (args, context) => merge(objectOperand(args, 1), objectOperand(args, 2), context),
  ],
  'object.union_n': [1, mergeAll],
  'object.subset': [2, subset],
  'graph.reachable': [2, reachable],
  'graph.reachable_paths': [2, reachablePaths],
}

function get(args: readonly Value[]): Value {
  const object = objectOperand(args, 1)
  const path = operand(args, 2)
  const missing = operand(args, 3)
  if (!isArray(path)) return orElse(getValue(object, path), missing)
  let current: Value | undefined = object
  for (let i = 0; i < path.length && current !== undefined; i++) {
    current = lookUp(current, path[i] as Value)
  }
  return orElse(current, missing)
}

function orElse(value: Value | undefined, missing: Value): Value {
  return value === undefined ? missing : value
}

/** What a reference finds one step into a value. */
export function lookUp(value: Value, key: Value): Value | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (isArray(value)) return typeof key === 'number' ? value[key] : undefined
  if (value instanceof RegoSet) return value.has(key) ? key : undefined
  return isObject(value) ? getValue(value, key) : undefined
}

function keysOperand(args: readonly Value[]): RegoSet {
  const keys = operand(args, 2)
  if (keys instanceof RegoSet) return keys
  if (isArray(keys)) return setOf(keys)
  if (isObject(keys)) return setOf(keysOf(keys))
  throw operandTypeError(2, keys, 'object', 'set', 'array')
}

function remove(args: readonly Value[], context: BuiltinContext): Value {
  const object = objectOperand(args, 1)
  const keys = keysOperand(args)
  const result = new ObjectBuilder()
  for (const [key, value] of sortedEntries(object)) {
    context.charge(1)
    if (!keys.has(key)) result.set(key, value)
  }
  return result.build()
}

function filter(args: readonly Value[], context: BuiltinContext): Value {
  const object = objectOperand(args, 1)
  const result = new ObjectBuilder()
  for (const key of keysOperand(args)) {
    context.charge(1)
    const value = getValue(object, key)
    if (value !== undefined) result.set(key, value)
  }
  return result.build()
}

/** The entries of both, those of the second winning; objects under one key are merged in turn. */
function merge(a: AnyObject, b: AnyObject, context: BuiltinContext): AnyObject {
  if (sizeOf(a) === 0) return b
  if (sizeOf(b) === 0) return a
  const result = new ObjectBuilder()
  for (const [key, value] of sortedEntries(a)) {
    context.charge(1)
    result.set(key, value)
  }
  for (const [key, value] of sortedEntries(b)) {
    context.charge(1)
    const known = result.get(key)
    const both = known !== undefined && isObject(known) && isObject(value)
    result.set(key, both ? merge(known, value, context) : value)
  }
  return result.build()
}

function mergeAll(args: readonly Value[], context: BuiltinContext): Value {
  const array = arrayOperand(args, 1)
  let result: AnyObject = new ObjectBuilder().build()
  for (const item of array) {
    if (!isObject(item)) throw operandElementError(1, array, item, 'object')
  }
  for (const item of array) if (isObject(item)) result = merge(result, item, context)
  return result
}

function subset(args: readonly Value[], context: BuiltinContext): boolean {
  const whole = operand(args, 1)
  const part = operand(args, 2)
  if (isArray(whole) && part instanceof RegoSet) {
    context.charge(part.size + whole.length)
    if (part.size === 0) return whole.length > 0
    const members = setOf(whole)
    return part.sorted().every((member) => members.has(member))
  }
  const result = isSubset(whole, part, context)
  if (result !== undefined) return result
  throw new BuiltinError(
    'both arguments object.subset must be of the same type or array and set',
    'eval_type_error',
  )
}

/** Undefined for values that are not two objects, two sets or two arrays. */
function isSubset(whole: Value, part: Value, context: BuiltinContext): boolean | undefined {
  context.charge(1)
  if (whole instanceof RegoSet && part instanceof RegoSet) {
    context.charge(part.size)
    return part.sorted().every((member) => whole.has(member))
  }
  if (isArray(whole) && isArray(part)) return isSubarray(whole, part, context)
  if (!isObject(whole) || !isObject(part)) return undefined
  return sortedEntries(part).every(([key, value]) => {
    const known = getValue(whole, key)
    if (known === undefined) return false
    return equal(known, value) || isSubset(known, value, context) === true
  })
}

/**
 * Whether a part stands in an array without gaps.
 * As in OPA, the search goes on behind the place where the last try failed.
 */
function isSubarray(
  whole: readonly Value[],
  part: readonly Value[],
  context: BuiltinContext,
): boolean {
  for (let start = 0; start + part.length <= whole.length; start++) {
    context.charge(1)
    if (part.every((item, i) => equal(item, whole[start + i] as Value))) return true
  }
  return false
}

function startOperand(args: readonly Value[]): readonly Value[] {
  const start = operand(args, 2)
  const nodes = membersOf(start)
  if (nodes === undefined) throw operandTypeError(2, start, '{array, set}')
  return nodes
}

function reachable(args: readonly Value[], context: BuiltinContext): Value {
  const graph = objectOperand(args, 1)
  const queue = [...startOperand(args)]
  const reached = new SetBuilder()
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    context.charge(1)
    const edges = getValue(graph, node)
    if (edges === undefined || !reached.add(node)) continue
    for (const next of membersOf(edges) ?? []) if (!reached.has(next)) queue.push(next)
  }
  return reached.build()
}

function reachablePaths(args: readonly Value[], context: BuiltinContext): Value {
  const graph = objectOperand(args, 1)
  const paths = new SetBuilder()
  for (const node of startOperand(args)) {
    const edges = getValue(graph, node)
    if (edges === undefined) continue
    const next = membersOf(edges) ?? []
    if (next.length === 0) paths.add([node])
    for (const neighbor of next) {
      const search = { graph, paths, reached: new SetBuilder(), context }
      search.reached.add(node)
      extendPath(neighbor, [node], search)
    }
  }
  return paths.build()
}

/** Each node of a path is one more level of recursion. */
const pathLengthMax = 2_000

interface PathSearch {
  readonly graph: AnyObject
  readonly paths: SetBuilder
  /** The nodes that were left for another: a path that comes to one of them ends before it. */
  readonly reached: SetBuilder
  readonly context: BuiltinContext
}

function extendPath(node: Value, path: readonly Value[], search: PathSearch): void {
  search.context.charge(1 + path.length)
  if (path.length > pathLengthMax) {
    throw new BuiltinError(`the graph has a path of more than ${pathLengthMax} nodes`)
  }
  const edges = getValue(search.graph, node)
  if (edges === undefined) {
    search.paths.add(path)
    return
  }
  const longer = [...path, node]
  const next = membersOf(edges) ?? []
  if (next.length === 0) search.paths.add(longer)
  for (const neighbor of next) {
    if (search.reached.has(neighbor)) search.paths.add(longer)
    else {
      search.reached.add(node)
      extendPath(neighbor, longer, search)
    }
  }
}
