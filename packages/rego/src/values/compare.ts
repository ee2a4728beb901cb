/** The total order of values (null, booleans, numbers, strings, arrays, objects, sets) and equality. */

import { compareNumbers, isExact, RegoNumber } from './number.ts'
import { getProperty, isPlainObject, RegoObject, sortedEntries, sortedKeys } from './object.ts'
import { RegoSet } from './set.ts'
import { compareStrings } from './strings.ts'
import type { PlainObject, Value } from './value.ts'

/** Negative, zero or positive, as `a` comes before, with or after `b`. */
export function compare(a: Value, b: Value): number {
  if (a === b) return 0
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b)
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : 1
  const rank = rankOf(a)
  const difference = rank - rankOf(b)
  if (difference !== 0) return difference
  if (rank === numberRank) return compareNumbers(a as number | RegoNumber, b as number | RegoNumber)
  if (Array.isArray(a) && Array.isArray(b)) return compareArrays(a, b)
  if (a instanceof RegoSet && b instanceof RegoSet) return compareArrays(a.sorted(), b.sorted())
  if (rank === objectRank) return compareObjects(a as AnyObject, b as AnyObject)
  return a === false ? -1 : 1
}

/** Whether two values are the same value. */
export function equal(a: Value, b: Value): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object') return equalNumbers(a, b)
  if (a === null || b === null) return false
  if (Array.isArray(a)) return Array.isArray(b) && equalArrays(a, b)
  if (a instanceof RegoSet) return b instanceof RegoSet && equalSets(a, b)
  if (a instanceof RegoNumber) {
    return b instanceof RegoNumber && a.digits === b.digits && a.exponent === b.exponent
  }
  if (a instanceof RegoObject) return b instanceof RegoObject && equalObjects(a, b)
  return isPlainObject(b) && equalPlainObjects(a as PlainObject, b)
}

type AnyObject = PlainObject | RegoObject

const numberRank = 2
const objectRank = 5

function rankOf(value: Value): number {
  switch (typeof value) {
    case 'boolean':
      return 1
    case 'number':
      return numberRank
    case 'string':
      return 3
    default:
      if (value === null) return 0
      if (Array.isArray(value)) return 4
      if (value instanceof RegoSet) return 6
      return value instanceof RegoNumber ? numberRank : objectRank
  }
}

function compareArrays(a: readonly Value[], b: readonly Value[]): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const order = compare(a[i] as Value, b[i] as Value)
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** Goes through keys and values in turn, in the order of the keys. */
function compareObjects(a: AnyObject, b: AnyObject): number {
  if (!(a instanceof RegoObject) && !(b instanceof RegoObject)) return comparePlainObjects(a, b)
  const left = sortedEntries(a)
  const right = sortedEntries(b)
  const length = Math.min(left.length, right.length)
  for (let i = 0; i < length; i++) {
    const order = compareArrays(left[i] as readonly Value[], right[i] as readonly Value[])
    if (order !== 0) return order
  }
  return left.length - right.length
}

function comparePlainObjects(a: PlainObject, b: PlainObject): number {
  const left = sortedKeys(a)
  if (hasTheKeys(b, left)) {
    for (const key of left) {
      const order = compare(a[key] as Value, b[key] as Value)
      if (order !== 0) return order
    }
    return 0
  }
  const right = sortedKeys(b)
  const length = Math.min(left.length, right.length)
  for (let i = 0; i < length; i++) {
    const x = left[i] as string
    const y = right[i] as string
    const order = compareStrings(x, y) || compare(a[x] as Value, b[y] as Value)
    if (order !== 0) return order
  }
  return left.length - right.length
}

/** Whether an object has these keys and no others; then it need not be sorted. */
function hasTheKeys(object: PlainObject, keys: readonly string[]): boolean {
  if (Object.keys(object).length !== keys.length) return false
  for (let i = 0; i < keys.length; i++) {
    if (!Object.hasOwn(object, keys[i] as string)) return false
  }
  return true
}

/** A double of outside data beyond 2^53 may equal a `RegoNumber`. */
function equalNumbers(a: Value, b: Value): boolean {
  if (typeof a === 'number')
    return !isExact(a) && b instanceof RegoNumber && compareNumbers(a, b) === 0
  if (typeof b === 'number')
    return !isExact(b) && a instanceof RegoNumber && compareNumbers(a, b) === 0
  return false
}

function equalArrays(a: readonly Value[], b: readonly Value[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) {
    if (!equal(a[i] as Value, b[i] as Value)) return false
  }
  return true
}

function equalSets(a: RegoSet, b: RegoSet): boolean {
  if (a.size !== b.size) return false
  return compareArrays(a.sorted(), b.sorted()) === 0
}

function equalPlainObjects(a: PlainObject, b: PlainObject): boolean {
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string
    const other = getProperty(b, key)
    if (other === undefined || !equal(a[key] as Value, other)) return false
  }
  return true
}

function equalObjects(a: RegoObject, b: RegoObject): boolean {
  return a.size === b.size && compareObjects(a, b) === 0
}
