/** What Go's text/template works on: JSON, and numbers that a template has itself. */

import { marshal } from '../values/json.ts'
import { printNumber, RegoNumber } from '../values/number.ts'
import { isObject, sizeOf, sortedEntries } from '../values/object.ts'
import { RegoSet } from '../values/set.ts'
import { compareStrings } from '../values/strings.ts'
import type { Value } from '../values/value.ts'
import { BuiltinError } from './builtin.ts'
import { utf8Bytes } from './bytes.ts'
import { formatFloat } from './float-text.ts'
import { isArray, isNumber } from './operands.ts'

/** A number that was written in the template. Those of the data are texts to Go. */
export class TemplateNumber {
  readonly kind: 'integer' | 'float'
  readonly value: number

  constructor(kind: 'integer' | 'float', value: number) {
    this.kind = kind
    this.value = value
  }
}

/** Undefined is what a key has that is not there. */
export type TemplateValue = Value | TemplateNumber | undefined

export function failure(reason: string): BuiltinError {
  return new BuiltinError(`template: template:1: ${reason}`)
}

/** The Go type of a value, for messages. */
export function typeOfValue(value: TemplateValue): string {
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  if (value instanceof TemplateNumber) return value.kind === 'integer' ? 'int' : 'float64'
  if (value instanceof RegoNumber || typeof value === 'number') return 'json.Number'
  return value !== undefined && isArray(value) ? '[]interface {}' : 'map[string]interface {}'
}

/** What `range` goes through: keys and values. */
export function* itemsOf(value: TemplateValue): Generator<[TemplateValue, TemplateValue]> {
  if (value === undefined || value === null) return
  if (value instanceof TemplateNumber) {
    for (let i = 0; i < value.value; i++) yield [literal(i), literal(i)]
    return
  }
  const members = value instanceof RegoSet ? value.sorted() : isArray(value) ? value : undefined
  if (members !== undefined) {
    for (const [i, item] of members.entries()) yield [literal(i), item]
  } else if (isObject(value)) {
    for (const [key, item] of sortedEntries(value)) {
      yield [typeof key === 'string' ? key : marshal(key), item]
    }
  } else throw failure(`range can't iterate over ${printTemplateValue(value)}`)
}

function literal(value: number): TemplateNumber {
  return new TemplateNumber('integer', value)
}

export function isTruthy(value: TemplateValue): boolean {
  if (value === undefined || value === null || value === false || value === '') return false
  if (value instanceof TemplateNumber) return value.value !== 0
  // Numbers of the data are texts to Go, and none of them is empty.
  if (isNumber(value)) return true
  if (isArray(value)) return value.length > 0
  if (value instanceof RegoSet) return value.size > 0
  return !isObject(value) || sizeOf(value) > 0
}

/** As Go's fmt.Print writes maps and slices. */
export function printTemplateValue(value: TemplateValue): string {
  if (value === undefined) return '<no value>'
  if (value === null) return '<nil>'
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (value instanceof TemplateNumber) {
    return value.kind === 'integer' ? String(value.value) : formatFloat(value.value, 'g', -1)
  }
  if (isNumber(value)) return printNumber(value)
  const members = value instanceof RegoSet ? value.sorted() : isArray(value) ? value : undefined
  if (members !== undefined) return `[${members.map(printTemplateValue).join(' ')}]`
  if (!isObject(value)) return ''
  const parts = sortedEntries(value)
    .map(([key, item]): [string, Value] => [typeof key === 'string' ? key : marshal(key), item])
    .sort(([a], [b]) => compareStrings(a, b))
    .map(([key, item]) => `${key}:${printTemplateValue(item)}`)
  return `map[${parts.join(' ')}]`
}

/** For `len`. */
export function lengthOfValue(value: TemplateValue): number | undefined {
  if (typeof value === 'string') return utf8Bytes(value).length
  if (value === undefined || value instanceof TemplateNumber) return undefined
  if (isNumber(value)) return printNumber(value).length
  if (isArray(value)) return value.length
  if (value instanceof RegoSet) return value.size
  return isObject(value) ? sizeOf(value) : undefined
}
