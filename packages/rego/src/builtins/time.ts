/** Times, as nanoseconds since the epoch in a time zone. */

import { floatOf, truncateFloat } from '../values/float.ts'
import { decimalOf, fromBigInt } from '../values/number.ts'
import type { Value } from '../values/value.ts'
import { type BuiltinContext, BuiltinError, type BuiltinTable } from './builtin.ts'
import {
  daysInMonth,
  fromLocalTime,
  type Instant,
  type LocalTime,
  toLocalTime,
  utc,
  type Zone,
  zoneOf,
} from './calendar.ts'
import { parseDuration } from './duration.ts'
import { chargeText } from './limits.ts'
import {
  integerOperand,
  isArray,
  isNumber,
  numberOperand,
  operand,
  operandTypeError,
  stringOperand,
} from './operands.ts'
import { formatTime, longDays, namedLayouts } from './time-layout.ts'
import { parseTime } from './time-parse.ts'

export const times: BuiltinTable = {
  'time.now_ns': [0, now],
  'time.parse_ns': [2, parseNs],
  'time.parse_rfc3339_ns': [1, (args) => toNs(parseTime(rfc3339, stringOperand(args, 1)))],
  'time.parse_duration_ns': [1, (args) => fromBigInt(parseDuration(stringOperand(args, 1)))],
  'time.format': [1, format],
  'time.date': [1, date],
  'time.clock': [1, clock],
  'time.weekday': [1, (args) => longDays[localTime(args).weekday]],
  'time.add_date': [4, addDate],
  'time.diff': [2, diff],
}

const rfc3339 = '2006-01-02T15:04:05Z07:00'
const rfc3339Nano = '2006-01-02T15:04:05.999999999Z07:00'
const second = 1_000_000_000n
const minInt64 = -(2n ** 63n)
const maxInt64 = 2n ** 63n - 1n

function now(_: readonly Value[], context: BuiltinContext): Value {
  const known = context.cache.get('time.now_ns')
  if (known !== undefined) return known as Value
  if (context.host.timeNowNs === undefined) {
    throw new BuiltinError(
      'time.now_ns is not allowed here: the host of this evaluation gives none',
    )
  }
  const result = fromBigInt(context.host.timeNowNs())
  context.cache.set('time.now_ns', result)
  return result
}

function toNs(instant: Instant): Value {
  if (Number.isSafeInteger(instant.seconds)) {
    const ns = BigInt(instant.seconds) * second + BigInt(instant.nanoseconds)
    if (ns >= minInt64 && ns <= maxInt64) return fromBigInt(ns)
  }
  throw new BuiltinError('time outside of valid range')
}

function parseNs(args: readonly Value[], context: BuiltinContext): Value {
  const layout = stringOperand(args, 1)
  const value = stringOperand(args, 2)
  chargeText(context, layout.length + value.length)
  return toNs(parseTime(namedLayouts.get(layout) ?? layout, value))
}

/** A number of nanoseconds, or an array of it, a zone and a layout. */
interface TimeOperand {
  readonly instant: Instant
  readonly zone: Zone
  readonly layout: string
}

function timeOperand(args: readonly Value[], position: number): TimeOperand {
  const value = operand(args, position)
  if (isNumber(value)) return { instant: instantOf(value), zone: utc, layout: '' }
  if (!isArray(value) || value.length === 0) {
    throw operandTypeError(1, value, 'either number (ns) or [number (ns), string (tz)]')
  }
  const ns = numberOperand(value, 1)
  const zone = zoneOperand(value)
  const layout = value.length > 2 ? stringOperand([value[2] as Value], 1) : ''
  return { instant: instantOf(ns), zone, layout }
}

function zoneOperand(parts: readonly Value[]): Zone {
  if (parts.length < 2) return utc
  const name = stringOperand([parts[1] as Value], 1)
  const zone = zoneOf(name)
  if (zone === undefined) throw new BuiltinError(`unknown time zone ${name}`)
  return zone
}

function instantOf(value: Value): Instant {
  const decimal = decimalOf(numberOperand([value], 1))
  const float = floatOf(decimal)
  const ns = truncateFloat(float)
  const isWhole = float.exponent >= 0 || ns << BigInt(-float.exponent) === float.mantissa
  if (!isWhole || ns < minInt64 || ns > maxInt64) throw new BuiltinError('timestamp too big')
  const rest = ((ns % second) + second) % second
  return { seconds: Number((ns - rest) / second), nanoseconds: Number(rest) }
}

function localTime(args: readonly Value[]): LocalTime {
  const { instant, zone } = timeOperand(args, 1)
  return toLocalTime(instant, zone)
}

function format(args: readonly Value[], context: BuiltinContext): string {
  const { instant, zone, layout } = timeOperand(args, 1)
  const wanted = layout === '' ? rfc3339Nano : (namedLayouts.get(layout) ?? layout)
  chargeText(context, wanted.length * 2)
  return formatTime(toLocalTime(instant, zone), wanted)
}

function date(args: readonly Value[]): Value {
  const { year, month, day } = localTime(args)
  return [year, month, day]
}

function clock(args: readonly Value[]): Value {
  const { hour, minute, second } = localTime(args)
  return [hour, minute, second]
}

function addDate(args: readonly Value[]): Value {
  const { instant, zone } = timeOperand(args, 1)
  const years = integerOperand(args, 2)
  const months = integerOperand(args, 3)
  const days = integerOperand(args, 4)
  const time = toLocalTime(instant, zone)
  const moved = {
    ...time,
    year: time.year + years,
    month: time.month + months,
    day: time.day + days,
  }
  if (![moved.year, moved.month, moved.day].every(isModerate)) {
    throw new BuiltinError('time outside of valid range')
  }
  return toNs({ seconds: fromLocalTime(moved, zone), nanoseconds: instant.nanoseconds })
}

/** Whether a date's arithmetic is exact; all times of 64 bits lie far within. */
function isModerate(value: number): boolean {
  return Math.abs(value) < 1e9
}

/** Years, months, days, hours, minutes and seconds between two times. */
function diff(args: readonly Value[]): Value {
  const a = timeOperand(args, 1)
  const b = timeOperand(args, 2)
  const [first, last] = isBefore(b.instant, a.instant) ? [b, a] : [a, b]
  const from = toLocalTime(first.instant, a.zone)
  const to = toLocalTime(last.instant, a.zone)
  const units = [
    to.year - from.year,
    to.month - from.month,
    to.day - from.day,
    to.hour - from.hour,
    to.minute - from.minute,
    to.second - from.second,
  ]
  const sizes = [Number.POSITIVE_INFINITY, 12, daysInMonth(from.year, from.month), 24, 60, 60]
  for (let i = units.length - 1; i > 0; i--) {
    const unit = units[i] ?? 0
    if (unit >= 0) continue
    units[i] = unit + (sizes[i] ?? 0)
    units[i - 1] = (units[i - 1] ?? 0) - 1
  }
  return units
}

function isBefore(a: Instant, b: Instant): boolean {
  return a.seconds < b.seconds || (a.seconds === b.seconds && a.nanoseconds < b.nanoseconds)
}
