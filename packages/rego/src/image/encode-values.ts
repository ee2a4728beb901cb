/** Rego values as JSON that keeps sets, objects with any keys and long numbers apart. */

import { parseNumber, RegoNumber } from '../values/number.ts'
import { objectOf, RegoObject, setProperty, sortedEntries } from '../values/object.ts'
import { RegoSet, setOf } from '../values/set.ts'
import type { Value } from '../values/value.ts'

/** Scalars are themselves; everything else is a list that begins with its kind. */
export type Encoded = null | boolean | number | string | Encoded[]

export function encodeValue(value: Value): Encoded {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return ['array', ...value.map(encodeValue)]
  if (value instanceof RegoNumber) return ['number', value.text]
  if (value instanceof RegoSet) return ['set', ...value.sorted().map(encodeValue)]
  if (value instanceof RegoObject) {
    return [
      'map',
      ...sortedEntries(value).flatMap(([key, it]) => [encodeValue(key), encodeValue(it)]),
    ]
  }
  return [
    'object',
    ...Object.entries(value).flatMap(([key, it]): Encoded[] => [key, encodeValue(it)]),
  ]
}

/** Throws where the text was not written by `encodeValue`. */
export function decodeValue(encoded: Encoded): Value {
  if (!Array.isArray(encoded)) return encoded
  const [kind, ...parts] = encoded
  if (kind === 'array') return parts.map(decodeValue)
  if (kind === 'set') return setOf(parts.map(decodeValue))
  if (kind === 'number' && typeof parts[0] === 'string') {
    const number = parseNumber(parts[0])
    if (number !== undefined) return number
  }
  if (kind === 'map')
    return objectOf(pairsOf(parts).map(([key, it]) => [decodeValue(key), decodeValue(it)]))
  if (kind === 'object') {
    const object: Record<string, Value> = {}
    for (const [key, it] of pairsOf(parts)) setProperty(object, String(key), decodeValue(it))
    return object
  }
  throw new Error(`A value of the kind ${String(kind)} is not known.`)
}

function pairsOf(parts: Encoded[]): [Encoded, Encoded][] {
  const pairs: [Encoded, Encoded][] = []
  for (let i = 0; i < parts.length; i += 2) pairs.push([parts[i] ?? null, parts[i + 1] ?? null])
  return pairs
}
