/** Numbers of any size: parsed, compared and printed by their exact decimal value. */

/**
 * A number that a JavaScript number does not hold exactly: an integer beyond 2^53 or a long decimal.
 * Its value is `digits * 10^exponent`, which is canonical: equal numbers have equal digits and exponents.
 */
export class RegoNumber {
  readonly digits: bigint
  /** Zero for an integer, negative for a decimal whose last digit is not 0. */
  readonly exponent: number
  /** As it was written in a source, or as OPA prints a result. */
  readonly text: string

  constructor(digits: bigint, exponent: number, text = printDecimal(digits, exponent)) {
    this.digits = digits
    this.exponent = exponent
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

export type AnyNumber = number | RegoNumber

/** An exact decimal, `digits * 10^exponent`. */
export interface Decimal {
  readonly digits: bigint
  readonly exponent: number
}

/** Beyond this a number costs more to print than it can be worth; about OPA's limit of 2^100000. */
const exponentMax = 30_103
/** Every decimal of so many digits and a moderate exponent survives the way through a double. */
const exactDigits = 10n ** 15n
const moderateExponent = -290

const numberPattern = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/

/** The number a text denotes; undefined when it is none, or one too big or too small to handle. */
export function parseNumber(text: string): AnyNumber | undefined {
  const match = numberPattern.exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = '', power = '0'] = match
  if (text.length <= 15 && fraction === '' && power === '0') return Number(text) + 0
  const digits = BigInt(whole + fraction)
  const exponent = Number(power) - fraction.length
  if (digits === 0n) return 0
  const magnitude = Number(power) + whole.length
  if (Math.abs(magnitude) > exponentMax || -exponent > exponentMax * 2) return undefined
  return createNumber(sign === '' ? digits : -digits, exponent, text)
}

/** The number of an exact decimal, as a JavaScript number where that is exact. */
export function createNumber(digits: bigint, exponent: number, text?: string): AnyNumber {
  let significand = digits
  let power = exponent
  if (significand === 0n) return 0
  if (power > 0) {
    significand *= 10n ** BigInt(power)
    power = 0
  }
  while (power < 0 && significand % 10n === 0n) {
    significand /= 10n
    power++
  }
  if (power === 0) return fromBigInt(significand, text)
  const size = significand < 0n ? -significand : significand
  if (size < exactDigits && power > moderateExponent) return Number(`${significand}e${power}`)
  const big = new RegoNumber(significand, power, text)
  const double = Number(big.text)
  if (double === 0 || !Number.isFinite(double)) return big
  const back = decimalOf(double)
  return back.digits === significand && back.exponent === power ? double : big
}

export function fromBigInt(value: bigint, text?: string): AnyNumber {
  const double = Number(value)
  return Number.isSafeInteger(double) ? double : new RegoNumber(value, 0, text)
}

/** A double of outside data as the number its JSON text denotes (1e21 is an integer of 22 digits). */
export function fromDouble(value: number): AnyNumber {
  if (isExact(value)) return value + 0
  return parseNumber(String(value)) ?? 0
}

/** Whether a JavaScript number stands for itself, which one beyond 2^53 does not. */
export function isExact(value: number): boolean {
  return value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER
}

/** The exact decimal that a number prints as. */
export function decimalOf(value: AnyNumber): Decimal {
  if (typeof value !== 'number') return value
  if (Number.isSafeInteger(value)) return { digits: BigInt(value), exponent: 0 }
  const match = numberPattern.exec(String(value))
  if (match === null) throw new Error(`A Rego number must be finite, not ${value}.`)
  const [, sign = '', whole = '', fraction = '', power = '0'] = match
  let digits = BigInt(sign + whole + fraction)
  let exponent = Number(power) - fraction.length
  if (exponent > 0) {
    digits *= 10n ** BigInt(exponent)
    exponent = 0
  }
  return { digits, exponent }
}

export function compareNumbers(a: AnyNumber, b: AnyNumber): number {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0
  const x = decimalOf(a)
  const y = decimalOf(b)
  const common = Math.min(x.exponent, y.exponent)
  const left = scaleTo(x, common)
  const right = scaleTo(y, common)
  return left < right ? -1 : left > right ? 1 : 0
}

/** The digits of a decimal at a smaller or equal exponent. */
export function scaleTo(value: Decimal, exponent: number): bigint {
  return value.exponent === exponent
    ? value.digits
    : value.digits * 10n ** BigInt(value.exponent - exponent)
}

/** The integer a number is, or undefined for one with a fraction. */
export function integerOf(value: AnyNumber): bigint | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  const decimal = decimalOf(value)
  return decimal.exponent === 0 ? decimal.digits : undefined
}

export function isInteger(value: AnyNumber): boolean {
  return typeof value === 'number' ? Number.isInteger(value) : value.exponent === 0
}

/** Whether a number was written with a point or an exponent, which some of OPA's functions look at. */
export function isWrittenAsFloat(value: AnyNumber): boolean {
  return value instanceof RegoNumber && /[.eE]/.test(value.text)
}

/** The nearest double, infinite for numbers beyond its range. */
export function doubleOf(value: AnyNumber): number {
  return typeof value === 'number' ? value : Number(value.text)
}

/** The text that equal numbers share. */
export function canonicalText(value: RegoNumber): string {
  return printDecimal(value.digits, value.exponent)
}

/** The text of a number as it stands in JSON. */
export function printNumber(value: AnyNumber): string {
  if (typeof value !== 'number') return value.text
  return isExact(value) ? String(value) : printDecimal(decimalOf(value).digits, 0)
}

function printDecimal(digits: bigint, exponent: number): string {
  if (exponent === 0) return String(digits)
  const sign = digits < 0n ? '-' : ''
  const text = String(digits < 0n ? -digits : digits)
  const point = text.length + exponent
  if (point > 0) return `${sign}${text.slice(0, point)}.${text.slice(point)}`
  if (point > -6) return `${sign}0.${'0'.repeat(-point)}${text}`
  const rest = text.length > 1 ? `.${text.slice(1)}` : ''
  return `${sign}${text[0]}${rest}e${point - 1}`
}
