/** `walk`: every value inside a value, with its path. */

import { isObject, sortedEntries } from '../values/object.ts'
import { RegoSet } from '../values/set.ts'
import type { Value } from '../values/value.ts'
import type { BuiltinContext, BuiltinTable } from './builtin.ts'
import { isArray, operand } from './operands.ts'

/** `walk` is a relation: the array has one `[path, value]` for each of its results. */
export const walks: BuiltinTable = {
  walk: [1, (args, context) => walkPaths(operand(args, 1), context)],
}

/** All `[path, value]` of a value, itself first with the empty path. */
export function walkPaths(value: Value, context: BuiltinContext): Value[] {
  const results: Value[] = []
  visit(value, [], results, context)
  return results
}

function visit(
  value: Value,
  path: readonly Value[],
  results: Value[],
  context: BuiltinContext,
): void {
  context.charge(1 + path.length)
  results.push([path, value])
  if (typeof value !== 'object' || value === null) return
  if (isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      visit(value[i] as Value, [...path, i], results, context)
    }
  } else if (value instanceof RegoSet) {
    for (const member of value) visit(member, [...path, member], results, context)
  } else if (isObject(value)) {
    for (const [key, item] of sortedEntries(value)) visit(item, [...path, key], results, context)
  }
}

/** All values inside a value, itself first: `walk` for those that do not ask for the path. */
export function walkValues(value: Value, context: BuiltinContext): Value[] {
  const results: Value[] = []
  collect(value, results, context)
  return results
}

function collect(value: Value, results: Value[], context: BuiltinContext): void {
  context.charge(1)
  results.push(value)
  if (typeof value !== 'object' || value === null) return
  if (isArray(value)) {
    for (let i = 0; i < value.length; i++) collect(value[i] as Value, results, context)
  } else if (value instanceof RegoSet) {
    for (const member of value) collect(member, results, context)
  } else if (isObject(value)) {
    for (const [, item] of sortedEntries(value)) collect(item, results, context)
  }
}
