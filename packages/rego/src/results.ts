/** Values as plain JSON for the caller: the same object where it is plain already. */

import { EvaluationError } from './errors.ts'
import { type Json, toJson } from './values/json.ts'
import { RegoNumber } from './values/number.ts'
import { RegoObject, setProperty } from './values/object.ts'
import { RegoSet } from './values/set.ts'
import type { PlainObject, Value } from './values/value.ts'

/** How many values a result may consist of. Values may share parts, and so be larger than memory. */
export const resultSizeMax = 5_000_000

/**
 * Copies only what holds a set, a number or an object that JSON has no form for.
 * Throws when the result is too large.
 */
export function plainJson(value: Value): Json {
  return plain(value, { left: resultSizeMax })
}

interface Budget {
  left: number
}

function plain(value: Value, budget: Budget): Json {
  if (--budget.left < 0) {
    throw new EvaluationError('eval_cancel_error', 'the result is larger than it may be')
  }
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return plainItems(value, budget) as Json
  if (value instanceof RegoSet) return value.sorted().map((item) => plain(item, budget))
  if (value instanceof RegoNumber) return toJson(value)
  if (value instanceof RegoObject) {
    chargeBelow(value, budget)
    return toJson(value)
  }
  return plainObject(value as PlainObject, budget) as Json
}

/** Charges for an object that is converted as a whole. */
function chargeBelow(value: RegoObject, budget: Budget): void {
  for (const [key, item] of value.entries()) {
    plain(key, budget)
    plain(item, budget)
  }
}

function plainItems(items: readonly Value[], budget: Budget): readonly unknown[] {
  let copy: unknown[] | undefined
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Value
    const json = plain(item, budget)
    if (copy === undefined && json !== item) copy = items.slice(0, i)
    copy?.push(json)
  }
  return copy ?? items
}

function plainObject(object: PlainObject, budget: Budget): unknown {
  let copy: Record<string, unknown> | undefined
  for (const key in object) {
    const value = object[key] as Value
    if (copy === undefined && typeof value !== 'object') continue
    const json = plain(value, budget)
    if (copy === undefined && json !== value) copy = copyUntil(object, key)
    if (copy !== undefined) setProperty(copy as Record<string, Value>, key, json as Value)
  }
  return copy ?? object
}

/** A copy with the properties before one. */
function copyUntil(object: PlainObject, end: string): Record<string, unknown> {
  const copy: Record<string, Value> = {}
  for (const key in object) {
    if (key === end) break
    setProperty(copy, key, object[key] as Value)
  }
  return copy
}
