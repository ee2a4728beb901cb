/** Times: relative to read, absolute on hover, in the reader's own time zone or in UTC. */

import { parseDateSpan } from '@evenkeel/model'
import { type TimeZone, useTimeZone } from './preferences.ts'

const steps: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** Undefined is the zone of the browser. */
const zoneOf = (zone: TimeZone) => (zone === 'utc' ? 'UTC' : undefined)
const perZone = (options: Intl.DateTimeFormatOptions) => ({
  local: new Intl.DateTimeFormat('en', { ...options, timeZone: zoneOf('local') }),
  utc: new Intl.DateTimeFormat('en', { ...options, timeZone: zoneOf('utc') }),
})
const day = perZone({ dateStyle: 'long' })
const absolute = perZone({ dateStyle: 'medium', timeStyle: 'long' })
const moment = perZone({ dateStyle: 'medium', timeStyle: 'short' })

/** `3 hours ago`; under a minute it is `just now`. */
export function relativeTime(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1000
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit)
  }
  return 'just now'
}

/** `November 25, 2027`, for what lies ahead. */
export function DayOf({ at }: { at: string }) {
  const zone = useTimeZone()
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return <span>{at}</span>
  return (
    <time dateTime={at} title={absolute[zone].format(date)}>
      {day[zone].format(date)}
    </time>
  )
}

/** An RFC 3339 time, or what to say when there is none. */
export function Time({ at, absent = 'never' }: { at: string | null; absent?: string }) {
  const zone = useTimeZone()
  if (at === null) return <span>{absent}</span>
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return <span>{at}</span>
  return (
    <time dateTime={at} title={absolute[zone].format(date)}>
      {relativeTime(date, new Date())}
    </time>
  )
}

/** `Nov 20, 2026, 2:00 PM`, of a date as KQL takes it: `now-7d` too; of a whole day its end. */
export function Moment({ at }: { at: string }) {
  const zone = useTimeZone()
  const span = parseDateSpan(at, Date.now())
  if (!span) return <span>{at}</span>
  const date = new Date(span.last)
  return (
    <time dateTime={date.toISOString()} title={absolute[zone].format(date)}>
      {moment[zone].format(date)}
      {zone === 'utc' && ' UTC'}
    </time>
  )
}
