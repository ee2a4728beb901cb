/** Operands as what a built-in needs them to be, or the error that OPA gives. */

import { type AnyNumber, integerOf, RegoNumber } from '../values/number.ts'
import { type AnyObject, isObject } from '../values/object.ts'
import { RegoSet } from '../values/set.ts'
import type { Value } from '../values/value.ts'
import { BuiltinError } from './builtin.ts'

export function operandError(position: number, text: string): BuiltinError {
  return new BuiltinError(`operand ${position} ${text}`, 'eval_type_error')
}

/** `operand 1 must be string but got number`. */
export function operandTypeError(
  position: number,
  got: Value,
  ...expected: readonly string[]
): BuiltinError {
  const wanted = expected.length === 1 ? expected[0] : `one of {${expected.join(', ')}}`
  return operandError(position, `must be ${wanted} but got ${typeName(got)}`)
}

/** `operand 2 must be array of strings but got array containing number`. */
export function operandElementError(
  position: number,
  composite: Value,
  got: Value,
  ...expected: readonly string[]
): BuiltinError {
  const kind = typeName(composite)
  const wanted =
    expected.length === 1
      ? `${kind} of ${expected[0]}s`
      : `${kind} of (any of) {${expected.join(', ')}}`
  return operandError(position, `must be ${wanted} but got ${kind} containing ${typeName(got)}`)
}

export type TypeName = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object' | 'set'

export function typeName(value: Value): TypeName {
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    default:
      if (value === null) return 'null'
      if (Array.isArray(value)) return 'array'
      if (value instanceof RegoSet) return 'set'
      return value instanceof RegoNumber ? 'number' : 'object'
  }
}

export function isNumber(value: Value): value is AnyNumber {
  return typeof value === 'number' || value instanceof RegoNumber
}

export function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

/** The operand at a position, counted from 1, as in the errors. */
export function operand(args: readonly Value[], position: number): Value {
  return args[position - 1] as Value
}

export function stringOperand(args: readonly Value[], position: number): string {
  const value = operand(args, position)
  if (typeof value === 'string') return value
  throw operandTypeError(position, value, 'string')
}

export function numberOperand(args: readonly Value[], position: number): AnyNumber {
  const value = operand(args, position)
  if (isNumber(value)) return value
  throw operandTypeError(position, value, 'number')
}

const minInt64 = -(2n ** 63n)
const maxInt64 = 2n ** 63n - 1n
const notInteger = 'must be integer number but got floating-point number'

/** An integer of 64 bits, as a double: exact up to 2^53, near enough for lengths and limits beyond. */
export function integerOperand(args: readonly Value[], position: number): number {
  const value = numberOperand(args, position)
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  const integer = integerOf(value)
  if (integer !== undefined && integer >= minInt64 && integer <= maxInt64) return Number(integer)
  throw operandError(position, notInteger)
}

export function bigIntOperand(args: readonly Value[], position: number): bigint {
  const value = operand(args, position)
  if (!isNumber(value)) throw operandTypeError(position, value, 'integer')
  const integer = integerOf(value)
  if (integer === undefined) throw operandError(position, notInteger)
  return integer
}

export function setOperand(args: readonly Value[], position: number): RegoSet {
  const value = operand(args, position)
  if (value instanceof RegoSet) return value
  throw operandTypeError(position, value, 'set')
}

export function objectOperand(args: readonly Value[], position: number): AnyObject {
  const value = operand(args, position)
  if (isObject(value)) return value
  throw operandTypeError(position, value, 'object')
}

export function arrayOperand(args: readonly Value[], position: number): readonly Value[] {
  const value = operand(args, position)
  if (isArray(value)) return value
  throw operandTypeError(position, value, 'array')
}

/** The members of an array or set in order; undefined for any other value. */
export function membersOf(value: Value): readonly Value[] | undefined {
  if (isArray(value)) return value
  return value instanceof RegoSet ? value.sorted() : undefined
}

/** The strings of an array or set. */
export function stringsOperand(args: readonly Value[], position: number): readonly string[] {
  const value = operand(args, position)
  const members = membersOf(value)
  if (members === undefined) throw operandTypeError(position, value, 'array', 'set')
  for (const member of members) {
    if (typeof member !== 'string') throw operandElementError(position, value, member, 'string')
  }
  return members as readonly string[]
}
