/**
 * The common cases of common built-ins, for generated code.
 * Each gives what the built-in gives, or undefined where the built-in has to decide.
 */

import { RegoNumber } from '../values/number.ts'
import { RegoObject, sizeOf } from '../values/object.ts'
import { difference, RegoSet } from '../values/set.ts'
import type { PlainObject, Value } from '../values/value.ts'
import type { Context } from './context.ts'

export function fastCount(_: Context, value: Value): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) return value.length
  if (value instanceof RegoSet || value instanceof RegoObject) return value.size
  return value instanceof RegoNumber ? undefined : sizeOf(value as PlainObject)
}

export function fastMember(
  context: Context,
  member: Value,
  collection: Value,
): boolean | undefined {
  if (collection instanceof RegoSet) return collection.has(member)
  if (typeof member !== 'string' || !Array.isArray(collection)) return undefined
  context.session.charge(collection.length >> 3)
  return collection.includes(member)
}

/** Sums and differences of integers are exact while they are safe. */
export function fastAdd(_: Context, a: Value, b: Value): number | undefined {
  if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b)) return undefined
  const sum = (a as number) + (b as number)
  return Number.isSafeInteger(sum) ? sum : undefined
}

export function fastSubtract(context: Context, a: Value, b: Value): Value | undefined {
  if (a instanceof RegoSet && b instanceof RegoSet) {
    context.session.charge(a.size)
    return difference(a, b)
  }
  if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b)) return undefined
  const result = (a as number) - (b as number)
  return Number.isSafeInteger(result) ? result : undefined
}

/** `object.get` for a name, or a path of names, in plain objects. */
export function fastGet(_: Context, source: Value, key: Value, fallback: Value): Value | undefined {
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

/** Larger objects are left to the built-in, which charges for copying them. */
const copiedMax = 64

/** `json.patch` by one operation that sets one key of a plain object. */
export function fastPatch(context: Context, document: Value, patches: Value): Value | undefined {
  if (!Array.isArray(patches) || patches.length !== 1 || !isPlain(document)) return undefined
  const [patch] = patches
  if (patch === undefined || !isPlain(patch)) return undefined
  const { op, path, value } = patch
  if (op !== 'add' || typeof path !== 'string' || value === undefined) return undefined
  const key = path.startsWith('/') ? path.slice(1) : path
  if (key === '' || key === '__proto__' || /[/~]/.test(key)) return undefined
  if (sizeOf(document) > copiedMax) return undefined
  context.session.charge(copiedMax)
  return { ...document, [key]: value }
}

function isPlain(value: Value): value is PlainObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return !(value instanceof RegoSet || value instanceof RegoObject || value instanceof RegoNumber)
}
