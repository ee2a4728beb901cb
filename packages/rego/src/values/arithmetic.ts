/** Arithmetic as OPA does it: exact on integers, 64-bit binary floats on everything else. */

import {
  addFloats,
  divideFloats,
  type Float,
  floatOf,
  multiplyFloats,
  negateFloat,
  shortestDecimal,
  truncateFloat,
} from './float.ts'
import { type AnyNumber, createNumber, decimalOf, fromBigInt, integerOf } from './number.ts'

/** Why an operation has no result, in OPA's words. */
export class ArithmeticError extends Error {}

const one: Float = { mantissa: 1n, exponent: 0 }
const half: Float = { mantissa: 1n, exponent: -1 }

export function add(a: AnyNumber, b: AnyNumber): AnyNumber {
  if (typeof a === 'number' && typeof b === 'number' && areIntegers(a, b)) {
    const sum = a + b
    if (Number.isSafeInteger(sum)) return sum
  }
  const x = integerOf(a)
  const y = integerOf(b)
  if (x !== undefined && y !== undefined) return fromBigInt(x + y)
  return fromFloat(addFloats(toFloat(a), toFloat(b)))
}

export function subtract(a: AnyNumber, b: AnyNumber): AnyNumber {
  if (typeof a === 'number' && typeof b === 'number' && areIntegers(a, b)) {
    const difference = a - b
    if (Number.isSafeInteger(difference)) return difference
  }
  const x = integerOf(a)
  const y = integerOf(b)
  if (x !== undefined && y !== undefined) return fromBigInt(x - y)
  return fromFloat(addFloats(toFloat(a), negateFloat(toFloat(b))))
}

export function multiply(a: AnyNumber, b: AnyNumber): AnyNumber {
  if (typeof a === 'number' && typeof b === 'number' && areIntegers(a, b)) {
    const product = a * b
    if (Number.isSafeInteger(product)) return product + 0
  }
  const x = integerOf(a)
  const y = integerOf(b)
  if (x !== undefined && y !== undefined) return fromBigInt(x * y)
  return fromFloat(multiplyFloats(toFloat(a), toFloat(b)))
}

export function divide(a: AnyNumber, b: AnyNumber): AnyNumber {
  if (b === 0) throw new ArithmeticError('divide by zero')
  if (typeof a === 'number' && typeof b === 'number' && areIntegers(a, b) && a % b === 0) {
    return a / b + 0
  }
  return fromFloat(divideFloats(toFloat(a), toFloat(b)))
}

export function remainder(a: AnyNumber, b: AnyNumber): AnyNumber {
  if (typeof a === 'number' && typeof b === 'number' && b !== 0 && areIntegers(a, b)) {
    return (a % b) + 0
  }
  const x = integerOf(a)
  const y = integerOf(b)
  if (x === undefined || y === undefined) {
    throw new ArithmeticError('modulo on floating-point number')
  }
  if (y === 0n) throw new ArithmeticError('modulo by zero')
  return fromBigInt(x % y)
}

export function absolute(a: AnyNumber): AnyNumber {
  if (typeof a === 'number') return Math.abs(a)
  return a.digits < 0n ? createNumber(-a.digits, a.exponent) : a
}

/** Half away from zero. */
export function round(a: AnyNumber): AnyNumber {
  if (typeof a === 'number' && Number.isSafeInteger(a)) return a
  const float = toFloat(a)
  const moved = addFloats(float, float.mantissa < 0n ? negateFloat(half) : half)
  return fromBigInt(truncateFloat(moved))
}

/** As OPA does it, which makes 1 of numbers between -1 and 0. */
export function ceil(a: AnyNumber): AnyNumber {
  return toInteger(a, (truncated) => truncated >= 0n, one)
}

/** As OPA does it, which makes 0 of numbers between -1 and 0. */
export function floor(a: AnyNumber): AnyNumber {
  return toInteger(a, (truncated) => truncated < 0n, negateFloat(one))
}

function toInteger(a: AnyNumber, moves: (truncated: bigint) => boolean, step: Float): AnyNumber {
  if (typeof a === 'number' && Number.isSafeInteger(a)) return a
  const float = toFloat(a)
  const truncated = truncateFloat(float)
  const whole = floatOf({ digits: truncated, exponent: 0 })
  const exact = addFloats(float, negateFloat(whole)).mantissa === 0n
  return fromFloat(exact || !moves(truncated) ? whole : addFloats(whole, step))
}

function areIntegers(a: number, b: number): boolean {
  return Number.isSafeInteger(a) && Number.isSafeInteger(b)
}

function toFloat(a: AnyNumber): Float {
  return floatOf(decimalOf(a))
}

function fromFloat(a: Float): AnyNumber {
  const { digits, exponent } = shortestDecimal(a)
  return createNumber(digits, exponent)
}
