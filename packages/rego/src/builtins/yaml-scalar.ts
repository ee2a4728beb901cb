/** What a plain scalar of YAML means to go-yaml, which knows more numbers than YAML 1.2. */

import { fromBigInt, fromDouble } from '../values/number.ts'
import type { Value } from '../values/value.ts'
import { BuiltinError } from './builtin.ts'
import { parseTime } from './time-parse.ts'

const words: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['', null],
  ['~', null],
  ['null', null],
  ['Null', null],
  ['NULL', null],
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
])
const infinite = /^(?:[+-]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/
const float = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/
const integer = /^([-+]?)(?:0([xX])([\da-fA-F]+)|0([oO]?)([0-7]+)|0([bB])([01]+)|(0|[1-9]\d*))$/
const minInt64 = -(2n ** 63n)
const maxUint64 = 2n ** 64n - 1n

/** Thrown for an infinity and for what is no number, which JSON cannot hold. */
function unsupported(text: string): BuiltinError {
  const name = /nan/i.test(text) ? 'NaN' : text.startsWith('-') ? '-Inf' : '+Inf'
  return new BuiltinError(`json: unsupported value: ${name}`)
}

/** Null, a boolean or a number; undefined for what stays a string. */
export function resolveScalar(text: string): Value | undefined {
  const word = words.get(text)
  if (word !== undefined) return word
  if (!/^[-+.\d]/.test(text)) return undefined
  if (infinite.test(text)) throw unsupported(text)
  const plain = text.startsWith('.') ? text : text.replaceAll('_', '')
  const whole = parseInteger(plain)
  if (whole !== undefined) return fromBigInt(whole)
  if (!float.test(plain)) return undefined
  const number = Number(plain)
  return Number.isFinite(number) ? fromDouble(number) : undefined
}

function parseInteger(text: string): bigint | undefined {
  const match = integer.exec(text)
  if (match === null) return undefined
  const [, sign, , hex, , octal, , binary, decimal] = match
  const digits =
    hex !== undefined
      ? `0x${hex}`
      : octal !== undefined
        ? `0o${octal}`
        : binary !== undefined
          ? `0b${binary}`
          : (decimal ?? '0')
  const value = sign === '-' ? -BigInt(digits) : BigInt(digits)
  return value >= minInt64 && value <= maxUint64 ? value : undefined
}

const timestampLayouts = [
  '2006-1-2T15:4:5.999999999Z07:00',
  '2006-1-2t15:4:5.999999999Z07:00',
  '2006-1-2 15:4:5.999999999',
  '2006-1-2',
]

/** Whether YAML 1.1 takes a plain scalar for a time. */
export function isTimestamp(text: string): boolean {
  if (!/^\d{4}-/.test(text)) return false
  return timestampLayouts.some((layout) => {
    try {
      parseTime(layout, text)
      return true
    } catch (error) {
      if (error instanceof BuiltinError) return false
      throw error
    }
  })
}

/** Whether a plain scalar would be read as something else than the string it is. */
export function isAmbiguous(text: string): boolean {
  if (words.has(text) || infinite.test(text)) return true
  if (/^(?:y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/.test(text)) return true
  // Numbers with sixty as their base are none any more, but were.
  if (/^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/.test(text)) return true
  return resolveScalar(text) !== undefined || isTimestamp(text)
}
