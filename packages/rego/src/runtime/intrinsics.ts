/**
 * The common cases of common built-ins, for generated code.
 * Each gives what the built-in gives, or undefined where the built-in has to decide.
 */

import { RegoNumber } from '../values/number.ts'
import { RegoObject, sizeOf } from '../values/object.ts'
import { difference, RegoSet } from '../values/set.ts'
import type { PlainObject, Value } from '../values/value.ts'

export function fastCount(value: Value): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) return value.length
  if (value instanceof RegoSet || value instanceof RegoObject) return value.size
  return value instanceof RegoNumber ? undefined : sizeOf(value as PlainObject)
}

export function fastMember(member: Value, collection: Value): boolean | undefined {
  if (collection instanceof RegoSet) return collection.has(member)
  if (typeof member !== 'string' || !Array.isArray(collection)) return undefined
  return collection.includes(member)
}

/** Sums and differences of integers are exact while they are safe. */
export function fastAdd(a: Value, b: Value): number | undefined {
  if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b)) return undefined
  const sum = (a as number) + (b as number)
  return Number.isSafeInteger(sum) ? sum : undefined
}

export function fastSubtract(a: Value, b: Value): Value | undefined {
  if (a instanceof RegoSet && b instanceof RegoSet) return difference(a, b)
  if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b)) return undefined
  const result = (a as number) - (b as number)
  return Number.isSafeInteger(result) ? result : undefined
}

/** `object.get` for a name, or a path of names, in plain objects. */
export function fastGet(source: Value, key: Value, fallback: Value): Value | undefined {
  if (typeof key === 'string') {
    if (!isPlain(source)) return undefined
    return Object.hasOwn(source, key) ? source[key] : fallback
  }
  if (!Array.isArray(key) || key.length === 0) return undefined
  let value: Value | undefined = source
  for (let i = 0; i < key.length; i++) {
    const name = key[i] as Value
    if (typeof name !== 'string' || value === undefined || !isPlain(value)) return undefined
    value = Object.hasOwn(value, name) ? value[name] : undefined
    if (value === undefined) return fallback
  }
  return value
}

function isPlain(value: Value): value is PlainObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return !(value instanceof RegoSet || value instanceof RegoObject || value instanceof RegoNumber)
}
