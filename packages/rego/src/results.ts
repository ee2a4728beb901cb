/** Values as plain JSON for the caller: the same object where it is plain already. */

import { type Json, toJson } from './values/json.ts'
import type { Value } from './values/value.ts'

export function plainJson(value: Value): Json {
  return isPlain(value) ? (value as Json) : toJson(value)
}

function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (!isPlain(value[i])) return false
    return true
  }
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return false
  for (const key in value) if (!isPlain((value as Record<string, unknown>)[key])) return false
  return true
}
