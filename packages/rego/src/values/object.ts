/** Objects: plain ones for string keys, `RegoObject` for all other keys, and one way to read both. */

import { compare, equal } from './compare.ts'
import { keyOf } from './key.ts'
import { RegoNumber } from './number.ts'
import { RegoSet } from './set.ts'
import { compareStrings } from './strings.ts'
import type { PlainObject, Value } from './value.ts'

export type AnyObject = PlainObject | RegoObject
export type Entry = readonly [key: Value, value: Value]

/** An object that has at least one key that is not a string. Made by an `ObjectBuilder` alone. */
export class RegoObject {
  /** By the canonical text of the key. */
  readonly #byKey: ReadonlyMap<string, Entry>
  #entries: readonly Entry[] | undefined

  constructor(byKey: ReadonlyMap<string, Entry>) {
    this.#byKey = byKey
  }

  get size(): number {
    return this.#byKey.size
  }

  get(key: Value): Value | undefined {
    return this.#byKey.get(keyOf(key))?.[1]
  }

  /** In the order of the keys. The array is shared and must not be changed. */
  entries(): readonly Entry[] {
    this.#entries ??= [...this.#byKey.values()].sort((a, b) => compare(a[0], b[0]))
    return this.#entries
  }
}

export function isObject(value: Value): value is AnyObject {
  return value instanceof RegoObject || isPlainObject(value)
}

export function isPlainObject(value: Value): value is PlainObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof RegoSet) &&
    !(value instanceof RegoObject) &&
    !(value instanceof RegoNumber)
  )
}

/** The value at a key, undefined where there is none. Inherited properties are none. */
export function getValue(object: AnyObject, key: Value): Value | undefined {
  if (object instanceof RegoObject) return object.get(key)
  return typeof key === 'string' ? getProperty(object, key) : undefined
}

/**
 * Reads a property of a plain object, own ones alone.
 * What an object may inherit are functions and `__proto__`, and no value is a function, so that
 * the slow question whether a property is its own is put only then.
 */
export function getProperty(object: PlainObject, key: string): Value | undefined {
  const value = object[key]
  if (typeof value === 'function' || key === '__proto__') {
    return Object.hasOwn(object, key) ? value : undefined
  }
  return value
}

export function sizeOf(object: AnyObject): number {
  if (object instanceof RegoObject) return object.size
  let size = 0
  for (const key in object) if (Object.hasOwn(object, key)) size++
  return size
}

/** The keys in order. */
export function keysOf(object: AnyObject): readonly Value[] {
  if (object instanceof RegoObject) return object.entries().map(([key]) => key)
  return sortedKeys(object)
}

/** The values in the order of their keys. */
export function valuesOf(object: AnyObject): Value[] {
  if (object instanceof RegoObject) return object.entries().map(([, value]) => value)
  return sortedKeys(object).map((key) => object[key] as Value)
}

export function sortedEntries(object: AnyObject): readonly Entry[] {
  if (object instanceof RegoObject) return object.entries()
  return sortedKeys(object).map((key) => [key, object[key] as Value] as const)
}

/** Objects with more keys keep them in order once they were asked for it. */
const rememberedFrom = 16
const remembered = new WeakMap<PlainObject, readonly string[]>()

/** The keys of a plain object by code point. The array must not be changed. */
export function sortedKeys(object: PlainObject): readonly string[] {
  const keys = Object.keys(object)
  if (isSorted(keys)) return keys
  if (keys.length < rememberedFrom) return sortFew(keys)
  const known = remembered.get(object)
  if (known !== undefined) return known
  keys.sort(compareStrings)
  remembered.set(object, keys)
  return keys
}

function isSorted(keys: readonly string[]): boolean {
  for (let i = 1; i < keys.length; i++) {
    if (compareStrings(keys[i - 1] as string, keys[i] as string) > 0) return false
  }
  return true
}

function sortFew(keys: string[]): string[] {
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] as string
    let at = i
    while (at > 0 && compareStrings(keys[at - 1] as string, key) > 0) {
      keys[at] = keys[at - 1] as string
      at--
    }
    keys[at] = key
  }
  return keys
}

/** Sets an own property, also one that is named like an inherited one. */
export function setProperty(object: Record<string, Value>, key: string, value: Value): void {
  if (key !== '__proto__') {
    object[key] = value
    return
  }
  Object.defineProperty(object, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}

/** Makes an object entry by entry: a plain one as long as all keys are strings. */
export class ObjectBuilder {
  readonly #plain: Record<string, Value> = {}
  #byKey: Map<string, Entry> | undefined

  /** Adds an entry; returns false and changes nothing when the key has another value already. */
  insert(key: Value, value: Value): boolean {
    const known = this.get(key)
    if (known !== undefined) return equal(known, value)
    this.set(key, value)
    return true
  }

  /** Adds an entry or replaces the value of its key. */
  set(key: Value, value: Value): void {
    if (this.#byKey !== undefined) this.#byKey.set(keyOf(key), [key, value])
    else if (typeof key === 'string') setProperty(this.#plain, key, value)
    else {
      this.#byKey = new Map()
      for (const name of Object.keys(this.#plain)) {
        this.#byKey.set(keyOf(name), [name, this.#plain[name] as Value])
      }
      this.#byKey.set(keyOf(key), [key, value])
    }
  }

  get(key: Value): Value | undefined {
    if (this.#byKey !== undefined) return this.#byKey.get(keyOf(key))?.[1]
    return typeof key === 'string' ? getProperty(this.#plain, key) : undefined
  }

  /** The object so far; nothing may be added after it was used as a value. */
  build(): AnyObject {
    return this.#byKey === undefined ? this.#plain : new RegoObject(this.#byKey)
  }
}

export function objectOf(entries: Iterable<Entry>): AnyObject {
  const builder = new ObjectBuilder()
  for (const [key, value] of entries) builder.set(key, value)
  return builder.build()
}
