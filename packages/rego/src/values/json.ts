/** Outside data into values and values into plain data, and both with Go's JSON text. */

import { doubleOf, fromDouble, parseNumber, printNumber, RegoNumber } from './number.ts'
import { RegoObject, sortedEntries, sortedKeys } from './object.ts'
import { RegoSet } from './set.ts'
import { compareStrings, hasSurrogates, toWellFormed } from './strings.ts'
import type { PlainObject, Value } from './value.ts'

/** How deep arrays and objects of outside data may be nested. */
export const depthMax = 2_000

/**
 * Outside data as a value: the same object when it is one already.
 * Throws a TypeError that names the path for what JSON cannot hold (undefined, functions, NaN,
 * instances of classes) and for what is nested too deeply, which a cycle is.
 * Properties that are undefined count as absent, as JSON has it.
 */
export function fromJson(data: unknown): Value {
  return convert(data, 0)
}

function convert(data: unknown, depth: number): Value {
  switch (typeof data) {
    case 'string':
      return hasSurrogates(data) ? toWellFormed(data) : data
    case 'boolean':
      return data
    case 'number':
      if (Number.isInteger(data) || Number.isFinite(data)) return fromDouble(data)
      throw new TypeError(`Input has the number ${data}, which JSON cannot hold.`)
    case 'bigint':
      return parseNumber(String(data)) ?? 0
    case 'object':
      if (data === null) return null
      if (depth >= depthMax) throw new TypeError(`Input is nested more than ${depthMax} deep.`)
      if (Array.isArray(data)) return convertArray(data, depth + 1)
      return convertObject(data, depth + 1)
    default:
      throw new TypeError(`Input has a ${typeof data}, which JSON cannot hold.`)
  }
}

function convertArray(items: readonly unknown[], depth: number): readonly Value[] {
  let copy: Value[] | undefined
  for (let i = 0; i < items.length; i++) {
    const item = items[i]
    const value = convert(item, depth)
    if (copy === undefined && !Object.is(value, item)) copy = items.slice(0, i) as Value[]
    copy?.push(value)
  }
  return copy ?? (items as readonly Value[])
}

function convertObject(data: object, depth: number): Value {
  if (data instanceof RegoNumber || data instanceof RegoSet || data instanceof RegoObject)
    return data
  const prototype = Object.getPrototypeOf(data)
  if (prototype !== null && prototype !== Object.prototype && !isPlainPrototype(prototype)) {
    throw new TypeError(`Input has a ${data.constructor?.name ?? 'class'}, which JSON cannot hold.`)
  }
  let copy: Record<string, Value> | undefined
  const keys = Object.keys(data)
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string
    const item = (data as Record<string, unknown>)[key]
    const value = item === undefined ? undefined : convert(item, depth)
    const name = hasSurrogates(key) ? toWellFormed(key) : key
    if (copy === undefined && (value === undefined || !Object.is(value, item) || name !== key)) {
      copy = Object.create(null) as Record<string, Value>
      for (const known of keys.slice(0, i)) copy[known] = (data as PlainObject)[known] as Value
    }
    if (copy !== undefined && value !== undefined) copy[name] = value
  }
  return copy ?? (data as PlainObject)
}

/** Objects of another realm (a worker's, a test's sandbox) have that realm's Object.prototype. */
function isPlainPrototype(prototype: object): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'hasOwnProperty')
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/**
 * A value as fresh plain data: sets become sorted arrays, keys that are not strings become their
 * JSON text, and numbers beyond a double's precision lose it (`marshal` keeps it).
 */
export function toJson(value: Value): Json {
  if (typeof value === 'string') return toWellFormed(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(toJson)
  if (value instanceof RegoSet) return value.sorted().map(toJson)
  if (value instanceof RegoNumber) return doubleOf(value)
  const result: { [key: string]: Json } = {}
  if (value instanceof RegoObject) {
    for (const [key, item] of value.entries()) setProperty(result, keyText(key), toJson(item))
    return result
  }
  const object = value as PlainObject
  for (const key of Object.keys(object)) {
    setProperty(result, toWellFormed(key), toJson(object[key] as Value))
  }
  return result
}

function setProperty(object: { [key: string]: Json }, key: string, value: Json): void {
  if (key !== '__proto__') object[key] = value
  else {
    Object.defineProperty(object, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
}

function keyText(key: Value): string {
  return typeof key === 'string' ? toWellFormed(key) : marshal(key)
}

/** The JSON text that Go's encoding/json writes: sorted keys, and `<`, `>`, `&` escaped. */
export function marshal(value: Value): string {
  switch (typeof value) {
    case 'string':
      return quoteJson(value)
    case 'number':
      return printNumber(value)
    case 'boolean':
      return value ? 'true' : 'false'
    default:
      if (value === null) return 'null'
      if (Array.isArray(value)) return marshalArray(value)
      if (value instanceof RegoNumber) return value.text
      if (value instanceof RegoSet) return marshalArray(value.sorted())
      return marshalObject(value as PlainObject | RegoObject)
  }
}

function marshalArray(items: readonly Value[]): string {
  let text = '['
  for (let i = 0; i < items.length; i++) text += (i > 0 ? ',' : '') + marshal(items[i] as Value)
  return `${text}]`
}

function marshalObject(object: PlainObject | RegoObject): string {
  if (!(object instanceof RegoObject)) return marshalPlainObject(object)
  let text = '{'
  for (const [key, value] of marshalledEntries(object)) {
    text += `${text.length > 1 ? ',' : ''}${quoteJson(key)}:${marshal(value)}`
  }
  return `${text}}`
}

function marshalPlainObject(object: PlainObject): string {
  const keys = sortedKeys(object)
  let text = '{'
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string
    text += `${i > 0 ? ',' : ''}${quoteJson(key)}:${marshal(object[key] as Value)}`
  }
  return `${text}}`
}

/** The entries by the text of their key; of two keys with one text the last counts. */
export function marshalledEntries(object: PlainObject | RegoObject): readonly [string, Value][] {
  const entries = sortedEntries(object)
  if (!(object instanceof RegoObject)) return entries as readonly [string, Value][]
  const byText = new Map(entries.map(([key, value]) => [keyText(key), value]))
  return [...byText].sort((a, b) => compareStrings(a[0], b[0]))
}

const escapedCharacter = /[<>&\u2028\u2029]/
const escapedCharacters = /[<>&\u2028\u2029]/g

/** What stands in JSON as it is. */
const plainText = /^[ !#-%'-;=?-[\]-~]*$/

export function quoteJson(text: string): string {
  if (plainText.test(text)) return `"${text}"`
  const quoted = JSON.stringify(toWellFormed(text))
  if (!escapedCharacter.test(quoted)) return quoted
  return quoted.replace(
    escapedCharacters,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
