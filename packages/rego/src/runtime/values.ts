/** How evaluations read and make values: lookups, iteration, equality, objects with one form a kind. */

import { EvaluationError } from '../errors.ts'
import type { Location } from '../syntax/ast.ts'
import { compare, equal } from '../values/compare.ts'
import { fromDouble, isExact, parseNumber, RegoNumber } from '../values/number.ts'
import {
  keysOf,
  ObjectBuilder,
  RegoObject,
  setProperty,
  sizeOf,
  sortedKeys,
} from '../values/object.ts'
import { RegoSet, setOf } from '../values/set.ts'
import type { PlainObject, Value } from '../values/value.ts'

/** The value at a key of any value: an item, a member of a set, an object's value, or undefined. */
export function lookup(source: Value | undefined, key: Value): Value | undefined {
  if (typeof source !== 'object' || source === null) return undefined
  if (Array.isArray(source)) return typeof key === 'number' ? source[key] : undefined
  if (source instanceof RegoSet) return source.has(key) ? key : undefined
  if (source instanceof RegoObject) return source.get(key)
  if (typeof key !== 'string' || source instanceof RegoNumber) return undefined
  return Object.hasOwn(source, key) ? (source as PlainObject)[key] : undefined
}

/** A lookup in base documents, whose paths are strings: a number finds the key that is written like it. */
export function lookupBase(source: Value | undefined, key: Value): Value | undefined {
  if (typeof key !== 'number' || Array.isArray(source)) return lookup(source, key)
  return lookup(source, String(key)) ?? lookup(source, key)
}

/**
 * A lookup along a path of names, where reading them as properties found nothing.
 * The names are such that no value inherits them, so that only sets and keyed objects differ.
 */
export function lookupPath(source: Value | undefined, names: readonly string[]): Value | undefined {
  let value = source
  for (let i = 0; i < names.length; i++) {
    if (typeof value !== 'object' || value === null) return undefined
    const name = names[i] as string
    if (value instanceof RegoSet) value = value.has(name) ? name : undefined
    else if (value instanceof RegoObject) value = value.get(name)
    else value = (value as PlainObject)[name]
  }
  return value
}

/**
 * What a loop goes over: the array itself, the members of a set, the keys of an object.
 * Undefined for what cannot be iterated. The array must not be changed.
 */
export function scanKeys(
  source: Value | undefined,
  isOrdered: boolean,
): readonly Value[] | undefined {
  if (typeof source !== 'object' || source === null) return undefined
  if (Array.isArray(source)) return source
  if (source instanceof RegoSet) return isOrdered ? source.sorted() : source.unordered()
  if (source instanceof RegoObject) return keysOf(source)
  if (source instanceof RegoNumber) return undefined
  return isOrdered ? sortedKeys(source as PlainObject) : Object.keys(source)
}

/** The values a loop goes over that needs no keys. */
export function scanValues(
  source: Value | undefined,
  isOrdered: boolean,
): readonly Value[] | undefined {
  if (typeof source !== 'object' || source === null) return undefined
  if (Array.isArray(source)) return source
  if (source instanceof RegoSet) return isOrdered ? source.sorted() : source.unordered()
  if (source instanceof RegoNumber) return undefined
  if (source instanceof RegoObject) return source.entries().map(([, value]) => value)
  if (!isOrdered) return Object.values(source as PlainObject)
  return sortedKeys(source as PlainObject).map((key) => (source as PlainObject)[key] as Value)
}

/** The values beside the keys that `scanKeys` gave, all at once. */
export function valuesBeside(
  source: Value,
  keys: readonly Value[],
  isOrdered: boolean,
): readonly Value[] {
  if (source === keys || source instanceof RegoSet) return keys
  if (source instanceof RegoObject) return source.entries().map(([, value]) => value)
  const plain = source as PlainObject
  if (!isOrdered) return Object.values(plain)
  return keys.map((key) => plain[key as string] as Value)
}

/** The value beside a key that `scanKeys` gave, for anything but an array. */
export function valueAt(source: Value, key: Value): Value | undefined {
  if (source instanceof RegoSet) return key
  if (source instanceof RegoObject) return source.get(key)
  return (source as PlainObject)[key as string]
}

export function equals(a: Value, b: Value): boolean {
  return a === b || equal(a, b)
}

export const compareValues: (a: Value, b: Value) => number = compare

export function isObjectOfSize(value: Value | undefined, size: number): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  if (value instanceof RegoSet || value instanceof RegoNumber) return false
  return sizeOf(value as PlainObject | RegoObject) === size
}

export const makeSet: (items: Iterable<Value>) => RegoSet = setOf

/** Of equal keys the last one counts, as in OPA's object terms. */
export function makeObject(entries: readonly (readonly [Value, Value])[]): Value {
  if (entries.every(([key]) => typeof key === 'string')) {
    const plain: Record<string, Value> = {}
    for (const [key, value] of entries) if (typeof key === 'string') setProperty(plain, key, value)
    return plain
  }
  const builder = new ObjectBuilder()
  for (const [key, value] of entries) builder.set(key, value)
  return builder.build()
}

export function keyConflict(location: Location): EvaluationError {
  return new EvaluationError('eval_conflict_error', 'object keys must be unique', location)
}

/** The value of a number in a source, where the zero before the point may be missing. */
export function numberFromText(text: string): Value {
  const number = parseNumber(text.replace(/^(-?)\./, '$10.'))
  if (number === undefined) throw new Error(`the number ${text} is larger than this engine handles`)
  return number
}

/** A value from parsed JSON: the same objects, unless a number in them is not exact. */
export function valueFromJson(json: unknown): Value {
  return needsConversion(json) ? convert(json) : (json as Value)
}

function needsConversion(json: unknown): boolean {
  if (typeof json === 'number') return !isExact(json)
  if (typeof json !== 'object' || json === null) return false
  return Object.values(json).some(needsConversion)
}

function convert(json: unknown): Value {
  if (typeof json === 'number') return fromDouble(json)
  if (Array.isArray(json)) return json.map(convert)
  if (typeof json !== 'object' || json === null) return json as Value
  const result: Record<string, Value> = {}
  for (const [key, value] of Object.entries(json)) setProperty(result, key, convert(value))
  return result
}
