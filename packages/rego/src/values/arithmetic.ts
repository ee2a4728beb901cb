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
import {
  type AnyNumber,
  createNumber,
  decimalOf,
  fromBigInt,
  integerOf,
  isInteger,
} from './number.ts'

/** Why an operation has no result, in OPA's words. */
export class ArithmeticError extends Error {}

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

/** Like all that follow, it rounds integers of more than 64 bits. */
export function absolute(a: AnyNumber): AnyNumber {
  if (typeof a === 'number') return Math.abs(a)
  const float = toFloat(a)
  return fromFloat(float.mantissa < 0n ? negateFloat(float) : float)
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
  return toInteger(a, (truncated) => (truncated >= 0n ? truncated + 1n : truncated))
}

/** As OPA does it, which makes 0 of numbers between -1 and 0. */
export function floor(a: AnyNumber): AnyNumber {
  return toInteger(a, (truncated) => (truncated < 0n ? truncated - 1n : truncated))
}

function toInteger(a: AnyNumber, move: (truncated: bigint) => bigint): AnyNumber {
  if (typeof a === 'number' && Number.isSafeInteger(a)) return a
  const float = toFloat(a)
  const truncated = truncateFloat(float)
  const rest = addFloats(float, { mantissa: -truncated, exponent: 0 })
  return fromBigInt(rest.mantissa === 0n ? truncated : move(truncated))
}

/** The sum of numbers, rounded once after each of them if they are not all integers. */
export function sum(numbers: readonly AnyNumber[]): AnyNumber {
  if (numbers.every(isInteger)) return numbers.reduce(add, 0)
  const zero: Float = { mantissa: 0n, exponent: 0 }
  return fromFloat(numbers.reduce((total, number) => addFloats(total, toFloat(number)), zero))
}

/** OPA starts a product of decimals with a double, so that it has a double's precision. */
const productPrecision = 53

export function product(numbers: readonly AnyNumber[]): AnyNumber {
  if (numbers.every(isInteger)) return numbers.reduce(multiply, 1)
  const one: Float = { mantissa: 1n, exponent: 0 }
  const result = numbers.reduce(
    (total, number) => multiplyFloats(total, toFloat(number), productPrecision),
    one,
  )
  return fromFloat(result, productPrecision)
}

function areIntegers(a: number, b: number): boolean {
  return Number.isSafeInteger(a) && Number.isSafeInteger(b)
}

function toFloat(a: AnyNumber): Float {
  return floatOf(decimalOf(a))
}

function fromFloat(a: Float, precision?: number): AnyNumber {
  const { digits, exponent } = shortestDecimal(a, precision)
  return createNumber(digits, exponent, printExponential(digits, exponent))
}

/** Go writes decimals of a million and more, and small ones, with an exponent. */
function printExponential(digits: bigint, exponent: number): string | undefined {
  const text = String(digits < 0n ? -digits : digits)
  const power = text.length + exponent - 1
  if (exponent >= 0 || (power >= -4 && power < 6)) return undefined
  const fraction = text.length > 1 ? `.${text.slice(1)}` : ''
  const size = String(Math.abs(power)).padStart(2, '0')
  return `${digits < 0n ? '-' : ''}${text.charAt(0)}${fraction}e${power < 0 ? '-' : '+'}${size}`
}
