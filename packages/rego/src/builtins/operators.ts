/** Comparison, arithmetic, bits, and what else is written as an operator. */

import {
  ArithmeticError,
  absolute,
  add,
  ceil,
  divide,
  floor,
  multiply,
  remainder,
  round,
  subtract,
} from '../values/arithmetic.ts'
import { compare, equal } from '../values/compare.ts'
import { bitLength } from '../values/float.ts'
import { type AnyNumber, fromBigInt, RegoNumber } from '../values/number.ts'
import { getValue, isObject, valuesOf } from '../values/object.ts'
import { difference, intersection, RegoSet, union } from '../values/set.ts'
import type { Value } from '../values/value.ts'
import { type Builtin, type BuiltinContext, BuiltinError, type BuiltinTable } from './builtin.ts'
import { chargeText } from './limits.ts'
import {
  bigIntOperand,
  isArray,
  isNumber,
  numberOperand,
  operand,
  operandError,
  operandTypeError,
  setOperand,
} from './operands.ts'

export const operators: BuiltinTable = {
  eq: [2, isEqual],
  equal: [2, isEqual],
  assign: [2, isEqual],
  neq: [2, ([a, b]) => !equal(a as Value, b as Value)],
  lt: [2, ([a, b]) => compare(a as Value, b as Value) < 0],
  lte: [2, ([a, b]) => compare(a as Value, b as Value) <= 0],
  gt: [2, ([a, b]) => compare(a as Value, b as Value) > 0],
  gte: [2, ([a, b]) => compare(a as Value, b as Value) >= 0],
  plus: [2, arithmetic(add)],
  minus: [2, minus],
  mul: [2, arithmetic(multiply)],
  div: [2, arithmetic(divide)],
  rem: [2, arithmetic(remainder)],
  abs: [1, (args) => absolute(numberOperand(args, 1))],
  round: [1, (args) => round(numberOperand(args, 1))],
  ceil: [1, (args) => ceil(numberOperand(args, 1))],
  floor: [1, (args) => floor(numberOperand(args, 1))],
  and: [2, (args) => intersection(setOperand(args, 1), setOperand(args, 2))],
  or: [2, (args) => union(setOperand(args, 1), setOperand(args, 2))],
  'bits.and': [2, bits((a, b) => a & b)],
  'bits.or': [2, bits((a, b) => a | b)],
  'bits.xor': [2, bits((a, b) => a ^ b)],
  'bits.negate': [1, (args) => fromBigInt(~bigIntOperand(args, 1))],
  'bits.lsh': [2, shiftLeft],
  'bits.rsh': [2, shiftRight],
  'internal.member_2': [
    2,
    ([member, collection]) => isMember(member as Value, collection as Value),
  ],
  'internal.member_3': [3, isMemberWithKey],
}

function isEqual(args: readonly Value[]): boolean {
  return equal(operand(args, 1), operand(args, 2))
}

function arithmetic(operation: (a: AnyNumber, b: AnyNumber) => AnyNumber): Builtin {
  return (args, context) => {
    const a = numberOperand(args, 1)
    const b = numberOperand(args, 2)
    return compute(operation, a, b, context)
  }
}

function compute(
  operation: (a: AnyNumber, b: AnyNumber) => AnyNumber,
  a: AnyNumber,
  b: AnyNumber,
  context: BuiltinContext,
): AnyNumber {
  if (a instanceof RegoNumber) chargeText(context, a.text.length)
  if (b instanceof RegoNumber) chargeText(context, b.text.length)
  try {
    return operation(a, b)
  } catch (error) {
    if (error instanceof ArithmeticError) throw new BuiltinError(error.message)
    throw error
  }
}

function minus(args: readonly Value[], context: BuiltinContext): Value {
  const a = operand(args, 1)
  const b = operand(args, 2)
  if (isNumber(a) && isNumber(b)) return compute(subtract, a, b, context)
  if (a instanceof RegoSet && b instanceof RegoSet) return difference(a, b)
  if (!isNumber(a) && !(a instanceof RegoSet)) throw operandTypeError(1, a, 'number', 'set')
  throw operandTypeError(2, b, isNumber(b) ? 'set' : 'number')
}

function bits(operation: (a: bigint, b: bigint) => bigint): Builtin {
  return (args) => fromBigInt(operation(bigIntOperand(args, 1), bigIntOperand(args, 2)))
}

function shiftLeft(args: readonly Value[], context: BuiltinContext): Value {
  const value = bigIntOperand(args, 1)
  const places = shiftOperand(args)
  if (value === 0n) return 0
  chargeText(context, bitLength(value) + Number(places))
  return fromBigInt(value << places)
}

function shiftRight(args: readonly Value[]): Value {
  const value = bigIntOperand(args, 1)
  const places = shiftOperand(args)
  if (places > bitLength(value)) return value < 0n ? -1 : 0
  return fromBigInt(value >> places)
}

function shiftOperand(args: readonly Value[]): bigint {
  const places = bigIntOperand(args, 2)
  if (places >= 0n) return places
  throw operandError(2, 'must be an unsigned integer number but got a negative integer')
}

function isMember(member: Value, collection: Value): boolean {
  if (collection instanceof RegoSet) return collection.has(member)
  if (isArray(collection)) return collection.some((item) => equal(item, member))
  return isObject(collection) && valuesOf(collection).some((item) => equal(item, member))
}

function isMemberWithKey(args: readonly Value[]): boolean {
  const key = operand(args, 1)
  const value = operand(args, 2)
  const collection = operand(args, 3)
  if (collection instanceof RegoSet) return collection.has(key) && equal(key, value)
  const item = isArray(collection)
    ? typeof key === 'number' && Number.isInteger(key)
      ? collection[key]
      : undefined
    : isObject(collection)
      ? getValue(collection, key)
      : undefined
  return item !== undefined && equal(item, value)
}
