/** Values as plain JSON for the caller: the same object where it is plain already. */

import { setOwn } from './runtime/values.ts'
import { type Json, toJson } from './values/json.ts'
import { RegoNumber } from './values/number.ts'
import { RegoObject } from './values/object.ts'
import { RegoSet } from './values/set.ts'
import type { PlainObject, Value } from './values/value.ts'

/** Copies only what holds a set, a number or an object that JSON has no form for. */
export function plainJson(value: Value): Json {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return plainItems(value) as Json
  if (value instanceof RegoSet) return value.sorted().map(plainJson)
  if (value instanceof RegoNumber || value instanceof RegoObject) return toJson(value)
  return plainObject(value as PlainObject) as Json
}

function plainItems(items: readonly Value[]): readonly unknown[] {
  let copy: unknown[] | undefined
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Value
    const plain = plainJson(item)
    if (copy === undefined && plain !== item) copy = items.slice(0, i)
    copy?.push(plain)
  }
  return copy ?? items
}

function plainObject(object: PlainObject): unknown {
  let copy: Record<string, unknown> | undefined
  for (const key in object) {
    const value = object[key] as Value
    const plain = plainJson(value)
    if (copy === undefined && plain !== value) copy = copyUntil(object, key)
    if (copy !== undefined) setOwn(copy as Record<string, Value>, key, plain as Value)
  }
  return copy ?? object
}

/** A copy with the properties before one. */
function copyUntil(object: PlainObject, end: string): Record<string, unknown> {
  const copy: Record<string, Value> = {}
  for (const key in object) {
    if (key === end) break
    setOwn(copy, key, object[key] as Value)
  }
  return copy
}
