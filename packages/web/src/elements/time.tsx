/** Times: relative to read, absolute on hover, in the reader's own time zone. */

const steps: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const day = new Intl.DateTimeFormat('en', { dateStyle: 'long' })
const absolute = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'long' })

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
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return <span>{at}</span>
  return (
    <time dateTime={at} title={absolute.format(date)}>
      {day.format(date)}
    </time>
  )
}

/** An RFC 3339 time, or what to say when there is none. */
export function Time({ at, absent = 'never' }: { at: string | null; absent?: string }) {
  if (at === null) return <span>{absent}</span>
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return <span>{at}</span>
  return (
    <time dateTime={at} title={absolute.format(date)}>
      {relativeTime(date, new Date())}
    </time>
  )
}
