/** Binary floats as OPA's arithmetic on decimals uses them. */

import type { Decimal } from './number.ts'

/** `mantissa * 2^exponent`, the mantissa of at most 64 bits where nothing else is said. */
export interface Float {
  readonly mantissa: bigint
  readonly exponent: number
}

/** The bits of a mantissa, unless said otherwise. */
const standardPrecision = 64

export function bitLength(value: bigint): number {
  const size = value < 0n ? -value : value
  if (size === 0n) return 0
  const hex = size.toString(16)
  return (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex.charAt(0), 16)))
}

/** The nearest float; ties go to the even mantissa. */
export function roundFloat(
  mantissa: bigint,
  exponent: number,
  precision = standardPrecision,
): Float {
  const excess = bitLength(mantissa) - precision
  if (excess <= 0) return { mantissa, exponent }
  const negative = mantissa < 0n
  const size = negative ? -mantissa : mantissa
  const shift = BigInt(excess)
  let kept = size >> shift
  const rest = size - (kept << shift)
  const half = 1n << (shift - 1n)
  if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n
  return { mantissa: negative ? -kept : kept, exponent: exponent + excess }
}

export function floatOf(value: Decimal): Float {
  if (value.exponent >= 0) return roundFloat(value.digits * 10n ** BigInt(value.exponent), 0)
  return divide(value.digits, 10n ** BigInt(-value.exponent), 0)
}

export function addFloats(a: Float, b: Float): Float {
  const exponent = Math.min(a.exponent, b.exponent)
  const left = a.mantissa << BigInt(a.exponent - exponent)
  const right = b.mantissa << BigInt(b.exponent - exponent)
  return roundFloat(left + right, exponent)
}

export function negateFloat(a: Float): Float {
  return { mantissa: -a.mantissa, exponent: a.exponent }
}

export function multiplyFloats(a: Float, b: Float, precision = standardPrecision): Float {
  return roundFloat(a.mantissa * b.mantissa, a.exponent + b.exponent, precision)
}

export function divideFloats(a: Float, b: Float): Float {
  return divide(a.mantissa, b.mantissa, a.exponent - b.exponent)
}

/** The integer part, towards zero. */
export function truncateFloat(a: Float): bigint {
  if (a.exponent >= 0) return a.mantissa << BigInt(a.exponent)
  const shift = BigInt(-a.exponent)
  return a.mantissa < 0n ? -(-a.mantissa >> shift) : a.mantissa >> shift
}

function divide(dividend: bigint, divisor: bigint, exponent: number): Float {
  if (dividend === 0n) return { mantissa: 0n, exponent: 0 }
  const negative = dividend < 0n !== divisor < 0n
  const over = dividend < 0n ? -dividend : dividend
  const under = divisor < 0n ? -divisor : divisor
  const shift = Math.max(0, standardPrecision + 2 + bitLength(under) - bitLength(over))
  const scaled = over << BigInt(shift)
  const quotient = scaled / under
  // One bit below the last says whether anything was cut off, so that rounding stays exact.
  const sticky = quotient * under === scaled ? 0n : 1n
  const mantissa = (quotient << 1n) | sticky
  return roundFloat(negative ? -mantissa : mantissa, exponent - shift - 1)
}

/** The shortest decimal that reads back as the same float: what Go prints. */
export function shortestDecimal(value: Float, precision = standardPrecision): Decimal {
  if (value.mantissa === 0n) return { digits: 0n, exponent: 0 }
  const negative = value.mantissa < 0n
  const size = negative ? -value.mantissa : value.mantissa
  // One bit more than the mantissa has, so that half of its last place is an integer.
  const shift = precision + 1 - bitLength(size)
  const mantissa = size << BigInt(shift)
  const exponent = value.exponent - shift
  const exact = expand(mantissa, exponent)
  const lower = expand(mantissa - 1n, exponent).text
  const upper = expand(mantissa + 1n, exponent).text
  const inclusive = (mantissa & 2n) === 0n
  const { digits, length } = shorten(exact.text, lower, upper, inclusive)
  return { digits: negative ? -digits : digits, exponent: exact.point - length }
}

interface Digits {
  /** Without zeros at the end. */
  readonly text: string
  /** The number is `0.text * 10^point`. */
  readonly point: number
}

function expand(mantissa: bigint, exponent: number): Digits {
  const whole = exponent >= 0
  const digits = String(whole ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent))
  const point = digits.length + (whole ? 0 : exponent)
  return { text: digits.replace(/0+$/, ''), point }
}

/** The first digits, as many as tell the number from both neighbours', rounded. */
function shorten(exact: string, lower: string, upper: string, inclusive: boolean) {
  for (let i = 0; i < exact.length; i++) {
    const digit = exact.charCodeAt(i)
    const below = i < lower.length ? lower.charCodeAt(i) : 48
    const above = i < upper.length ? upper.charCodeAt(i) : 48
    const down = below !== digit || (inclusive && i + 1 === lower.length)
    const up = digit !== above && (inclusive || digit + 1 < above || i + 1 < upper.length)
    if (!down && !up) continue
    const length = i + 1
    const kept = BigInt(exact.slice(0, length))
    return { digits: !down || (up && roundsUp(exact, length)) ? kept + 1n : kept, length }
  }
  return { digits: BigInt(exact), length: exact.length }
}

function roundsUp(digits: string, length: number): boolean {
  if (length >= digits.length) return false
  const next = digits.charCodeAt(length)
  if (next === 53 && length + 1 === digits.length) return digits.charCodeAt(length - 1) % 2 === 1
  return next >= 53
}
