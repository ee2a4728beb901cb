/** Quantities with units, as Kubernetes and storage write them. */

import { floatOf, multiplyFloats, truncateFloat } from '../values/float.ts'
import { createNumber, decimalOf, fromBigInt, parseNumber } from '../values/number.ts'
import type { Value } from '../values/value.ts'
import { BuiltinError, type BuiltinTable } from './builtin.ts'
import { stringOperand } from './operands.ts'

export const units: BuiltinTable = {
  'units.parse': [1, parseUnits],
  'units.parse_bytes': [1, parseBytes],
}

const exponentDigitsMax = 6
const prefixes = 'kmgtpe'

function parseUnits(args: readonly Value[]): Value {
  const text = stringOperand(args, 1).replaceAll('"', '')
  const fail = (reason: string) => new BuiltinError(`units.parse: ${reason}`)
  if (text.includes(' ')) throw fail('spaces not allowed in resource strings')
  const { amount, unit: written } = split(text, fail)
  if (amount === '') throw fail('no amount provided')
  // Only the first letter tells case apart: m is a thousandth, M a million.
  const unit = written.slice(0, 1) + written.slice(1).toLowerCase()
  const factor = unit === 'm' ? undefined : factorOf(unit)
  if (factor === undefined && unit !== 'm') throw fail(`unit ${unit} not recognized`)
  const decimal = parseAmount(amount)
  if (decimal === undefined) throw fail('could not parse amount to a number')
  const product = { digits: decimal.digits * (factor ?? 1n), exponent: decimal.exponent }
  // OPA multiplies by the double nearest to a thousandth, and keeps ten places.
  return factor === undefined ? toTenPlaces(milli(decimal)) : toTenPlaces(product)
}

interface Fraction {
  readonly digits: bigint
  readonly exponent: number
  /** A power of two to divide by. */
  readonly shift?: bigint
}

const milliMantissa = 4611686018427388n
const milliShift = 62n

function milli(decimal: Fraction): Fraction {
  return { digits: decimal.digits * milliMantissa, exponent: decimal.exponent, shift: milliShift }
}

const places = 10

function toTenPlaces({ digits, exponent, shift = 0n }: Fraction): Value {
  const denominator = (1n << shift) * (exponent < 0 ? 10n ** BigInt(-exponent) : 1n)
  const numerator = exponent > 0 ? digits * 10n ** BigInt(exponent) : digits
  if (numerator % denominator === 0n) return fromBigInt(numerator / denominator)
  const scaled = numerator * 10n ** BigInt(places)
  const negative = scaled < 0n
  const size = negative ? -scaled : scaled
  const quotient = size / denominator
  const up = (size % denominator) * 2n >= denominator
  const rounded = quotient + (up ? 1n : 0n)
  return createNumber(negative ? -rounded : rounded, -places)
}

function parseBytes(args: readonly Value[]): Value {
  const text = stringOperand(args, 1).toLowerCase().replaceAll('"', '')
  const fail = (reason: string) => new BuiltinError(`units.parse_bytes: ${reason}`)
  if (text.includes(' ')) throw fail('spaces not allowed in resource strings')
  const { amount, unit } = split(text, fail)
  if (amount === '') throw fail('no byte amount provided')
  const factor = factorOf(unit.replace(/^([kmgtpe]i?)b$/, '$1'))
  if (factor === undefined) throw fail(`byte unit ${unit} not recognized`)
  const decimal = parseAmount(amount)
  if (decimal === undefined) throw fail('could not parse byte amount to a number')
  const product = multiplyFloats(floatOf(decimal), floatOf({ digits: factor, exponent: 0 }))
  return fromBigInt(truncateFloat(product))
}

/** The factor of `K`, `Mi` and the like in any case of the first letter, except `m`. */
function factorOf(unit: string): bigint | undefined {
  if (unit === '') return 1n
  const power = prefixes.indexOf(unit.charAt(0).toLowerCase()) + 1
  if (power === 0) return undefined
  if (unit.length === 1) return 1000n ** BigInt(power)
  return unit.slice(1) === 'i' ? 1024n ** BigInt(power) : undefined
}

/** Divides where the first character stands that no number has. */
function split(text: string, fail: (reason: string) => BuiltinError) {
  let at = 0
  while (at < text.length) {
    const character = text.charAt(at)
    if (!/[\d.eE+-]/.test(character)) break
    if (character === 'e' || character === 'E') {
      if (!/[\d+-]/.test(text.charAt(at + 1))) break
      if (/[+-]/.test(text.charAt(at + 1))) at++
      const digits = /^\d*/.exec(text.slice(at + 1))?.[0] ?? ''
      if (digits.length > exponentDigitsMax) throw fail('exponent too large')
    }
    at++
  }
  return { amount: text.slice(0, at), unit: text.slice(at) }
}

const amountPattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/

function parseAmount(text: string): Fraction | undefined {
  const match = amountPattern.exec(text)
  const [, sign = '', whole = '', fraction = '', power = '0'] = match ?? []
  if (match === null || whole + fraction === '') return undefined
  const number = parseNumber(`${sign.replace('+', '')}${whole || '0'}.${fraction || '0'}e${power}`)
  return number === undefined ? undefined : decimalOf(number)
}
