/** Durations such as `1h30m`, and with OPA's days, weeks and years. */

import { quote } from '../values/print.ts'
import { BuiltinError } from './builtin.ts'
import { quoteBytes } from './bytes.ts'

const units: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
}
const hoursOfLongUnits: Readonly<Record<string, number>> = { d: 24, w: 168, y: 8_760 }
const nanosecondsMax = 2n ** 63n

/** The nanoseconds of a duration. */
export function parseDuration(text: string): bigint {
  if (text === '') throw failure('invalid duration', quote(text))
  return /[dwy]/.test(text) ? parseLongDuration(text) : parseGoDuration(text, quoteBytes(text))
}

function failure(reason: string, quoted: string): BuiltinError {
  return new BuiltinError(`time: ${reason} ${quoted}`)
}

const longDuration = /^[+-]?(?:[\d.]+(?:ms|us|µs|ns|[a-z]))+$/
const longSegment = /([\d.]+)(ms|us|µs|ns|[a-z])/g

function parseLongDuration(text: string): bigint {
  if (!longDuration.test(text)) throw failure('invalid duration', quote(text))
  const rewritten = text.replace(longSegment, (segment, digits: string, unit: string) => {
    const hours = hoursOfLongUnits[unit]
    if (hours === undefined) return segment
    if (!/^(?:\d+\.?\d*|\.\d+)$/.test(digits)) {
      throw failure('invalid duration', quote(text))
    }
    return `${plainText(Number(digits) * hours)}h`
  })
  return parseGoDuration(rewritten, quote(text))
}

/** A number without an exponent. */
function plainText(value: number): string {
  return value < 1e21 && value > 1e-6 ? String(value) : value.toFixed(20).replace(/\.?0+$/, '')
}

const segment = /^(\d*)(\.\d*)?([^\d.]*)/

function parseGoDuration(text: string, quoted: string): bigint {
  const invalid = () => failure('invalid duration', quoted)
  const negative = text.startsWith('-')
  let rest = /^[+-]/.test(text) ? text.slice(1) : text
  if (rest === '0') return 0n
  if (rest === '') throw invalid()
  let total = 0n
  while (rest !== '') {
    const [matched = '', whole = '', fraction = '', name = ''] = segment.exec(rest) ?? []
    if (matched === '' || (whole === '' && fraction.length < 2)) throw invalid()
    if (name === '') throw failure('missing unit in duration', quoted)
    const unit = Object.hasOwn(units, name) ? units[name] : undefined
    if (unit === undefined) throw failure(`unknown unit ${quoteBytes(name)} in duration`, quoted)
    const value = BigInt(whole || '0')
    if (value > nanosecondsMax / unit) throw invalid()
    total += value * unit + fractionOf(fraction.slice(1), unit)
    if (total > nanosecondsMax) throw invalid()
    rest = rest.slice(matched.length)
  }
  if (!negative && total === nanosecondsMax) throw invalid()
  return negative ? -total : total
}

/** So many digits of a fraction count. */
const fractionDigitsMax = 18

function fractionOf(digits: string, unit: bigint): bigint {
  const kept = digits.slice(0, fractionDigitsMax)
  if (kept === '') return 0n
  return BigInt(Math.trunc(Number(kept) * (Number(unit) / 10 ** kept.length)))
}
