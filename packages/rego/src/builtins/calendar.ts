/** Instants, dates of the Gregorian calendar, and time zones. */

import { zoneAbbreviation } from './zone-names.ts'

/** Seconds since the epoch and nanoseconds within the second. */
export interface Instant {
  readonly seconds: number
  readonly nanoseconds: number
}

export interface DateTime {
  readonly year: number
  /** From 1. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

/** An instant as clocks show it in a zone. */
export interface LocalTime extends DateTime {
  readonly nanosecond: number
  /** From 0 for Sunday. */
  readonly weekday: number
  /** From 1. */
  readonly yearDay: number
  readonly offsetSeconds: number
  readonly abbreviation: string
}

const daySeconds = 86_400

/** Days since the epoch; months and days beyond their range carry over. */
export function daysOf(year: number, month: number, day: number): number {
  const carried = year + Math.floor((month - 1) / 12)
  const wrapped = (((month - 1) % 12) + 12) % 12
  // Years begin in March, so that the leap day is the last of a year.
  const shifted = wrapped < 2 ? carried - 1 : carried
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * ((wrapped + 10) % 12) + 2) / 5)
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)
  return era * 146_097 + dayOfEra + dayOfYear + (day - 1) - 719_468
}

export function dateOf(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

export function daysInMonth(year: number, month: number): number {
  return daysOf(year, month + 1, 1) - daysOf(year, month, 1)
}

/** The seconds since the epoch of a time in UTC; all fields carry over. */
export function secondsOf(time: DateTime): number {
  const days = daysOf(time.year, time.month, time.day)
  return days * daySeconds + time.hour * 3_600 + time.minute * 60 + time.second
}

/** A time zone, or UTC. */
export interface Zone {
  readonly name: string
  offsetAt(seconds: number): number
}

export const utc: Zone = { name: 'UTC', offsetAt: () => 0 }

const zones = new Map<string, Zone>()
const zoneName = /^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/

/** The zone of the IANA's name, as far as the host's Intl knows it; undefined for an unknown one. */
export function zoneOf(name: string): Zone | undefined {
  // A policy's clock shows UTC, whatever the host's.
  if (name === '' || name === 'UTC' || name === 'Local') return utc
  const known = zones.get(name)
  if (known !== undefined) return known
  if (!zoneName.test(name)) return undefined
  try {
    const zone = createZone(name)
    zones.set(name, zone)
    return zone
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** Beyond these years Intl is not asked, and the zone's offset of that year counts. */
const yearsOfIntl = { first: 1, last: 9_999 }

function createZone(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const earliest = daysOf(yearsOfIntl.first, 1, 3) * daySeconds
  const latest = daysOf(yearsOfIntl.last, 12, 29) * daySeconds
  const offsetAt = (seconds: number) => {
    const asked = Math.min(Math.max(seconds, earliest), latest)
    const fields: Record<string, string> = {}
    for (const part of format.formatToParts(asked * 1_000)) fields[part.type] = part.value
    const field = (type: string) => Number(fields[type])
    const year = fields.era === 'BC' ? 1 - field('year') : field('year')
    const local = secondsOf({
      year,
      month: field('month'),
      day: field('day'),
      hour: field('hour'),
      minute: field('minute'),
      second: field('second'),
    })
    return local - asked
  }
  return { name, offsetAt }
}

export function toLocalTime(instant: Instant, zone: Zone): LocalTime {
  const offsetSeconds = zone.offsetAt(instant.seconds)
  const local = instant.seconds + offsetSeconds
  const days = Math.floor(local / daySeconds)
  const rest = local - days * daySeconds
  const date = dateOf(days)
  return {
    ...date,
    hour: Math.floor(rest / 3_600),
    minute: Math.floor((rest % 3_600) / 60),
    second: rest % 60,
    nanosecond: instant.nanoseconds,
    weekday: (((days + 4) % 7) + 7) % 7,
    yearDay: days - daysOf(date.year, 1, 1) + 1,
    offsetSeconds,
    abbreviation: zoneAbbreviation(zone.name, offsetSeconds, standardOffset(zone, instant.seconds)),
  }
}

/** The offset in winter: the smaller of those half a year apart. */
function standardOffset(zone: Zone, seconds: number): number {
  if (zone === utc) return 0
  const { year } = dateOf(Math.floor(seconds / daySeconds))
  const january = zone.offsetAt(daysOf(year, 1, 2) * daySeconds)
  const july = zone.offsetAt(daysOf(year, 7, 2) * daySeconds)
  return Math.min(january, july)
}

/** The instant at which clocks of a zone show a time; around a change of clocks as Go decides. */
export function fromLocalTime(time: DateTime, zone: Zone): number {
  const seconds = secondsOf(time)
  const offset = zone.offsetAt(seconds)
  return offset === 0 ? seconds : seconds - zone.offsetAt(seconds - offset)
}
