/** Dates in KQL: RFC 3339, shortened ones that mean a whole day or month, and date math from now. */

export interface DateSpan {
  /** Milliseconds since the epoch; both belong to the span. */
  first: number
  last: number
}

const units = ['y', 'M', 'w', 'd', 'h', 'H', 'm', 's'] as const
type Unit = (typeof units)[number]

const shape =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/
const mathStepsMax = 20

/** The span that a text means, `now` in milliseconds; undefined where it is no date. UTC without a zone. */
export function parseDateSpan(text: string, now: number): DateSpan | undefined {
  if (/^\d{5,15}$/.test(text)) return inRange({ first: Number(text), last: Number(text) })
  if (text.startsWith('now')) return applyMath({ first: now, last: now }, text.slice(3))
  const [date = '', math] = text.split('||')
  const span = parseDate(date)
  if (!span || math === undefined) return span
  return applyMath({ first: span.first, last: span.first }, math)
}

/** The database and JavaScript both hold these years. */
function inRange(span: DateSpan): DateSpan | undefined {
  const isKept = (it: number) => it >= Date.UTC(0, 0, 1) && it < Date.UTC(9999, 0, 1)
  return isKept(span.first) && isKept(span.last) ? span : undefined
}

function parseDate(text: string): DateSpan | undefined {
  const match = shape.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, fraction, zone] = match
  const unit: Unit | undefined = second
    ? fraction
      ? undefined
      : 's'
    : minute
      ? 'm'
      : hour
        ? 'h'
        : day
          ? 'd'
          : month
            ? 'M'
            : 'y'
  const iso = `${year}-${month ?? '01'}-${day ?? '01'}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}.${(fraction ?? '0').slice(0, 3).padEnd(3, '0')}Z`
  const local = Date.parse(iso)
  if (Number.isNaN(local) || new Date(local).toISOString() !== iso) return undefined
  const offset = offsetOf(zone)
  const last = unit ? shift(local, unit, 1) - 1 : local
  return inRange({ first: local - offset, last: last - offset })
}

function offsetOf(zone: string | undefined): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '')
  if (!match) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return (match[1] === '-' ? -1 : 1) * minutes * 60_000
}

/** `-7d/d`: each step moves both ends; rounding makes the span the whole unit. */
function applyMath(span: DateSpan, math: string): DateSpan | undefined {
  const steps = math.match(/[+-]\d{1,6}[yMwdhHms]|\/[yMwdhHms]/g) ?? []
  if (steps.join('') !== math || steps.length > mathStepsMax) return undefined
  let { first, last } = span
  for (const step of steps) {
    const unit = step.at(-1) as Unit
    if (step.startsWith('/')) {
      first = floor(first, unit)
      last = shift(floor(last, unit), unit, 1) - 1
    } else {
      const count = Number(step.slice(0, -1))
      first = shift(first, unit, count)
      last = shift(last, unit, count)
    }
    if (!inRange({ first, last })) return undefined
  }
  return { first, last }
}

const lengths = { w: 7 * 86_400_000, d: 86_400_000, h: 3_600_000, H: 3_600_000, m: 60_000, s: 1000 }

function shift(time: number, unit: Unit, count: number): number {
  if (unit !== 'y' && unit !== 'M') return time + count * lengths[unit]
  const date = new Date(time)
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth() + count * (unit === 'y' ? 12 : 1)
  const start = new Date(0)
  start.setUTCFullYear(Math.floor(months / 12), months - Math.floor(months / 12) * 12, 1)
  const end = new Date(start)
  end.setUTCMonth(end.getUTCMonth() + 1)
  const daysInMonth = (end.getTime() - start.getTime()) / lengths.d
  const day = Math.min(date.getUTCDate(), daysInMonth)
  return start.getTime() + (day - 1) * lengths.d + (time - floor(time, 'd'))
}

function floor(time: number, unit: Unit): number {
  const date = new Date(time)
  if (unit === 'y' || unit === 'M') {
    const start = new Date(0)
    start.setUTCFullYear(date.getUTCFullYear(), unit === 'y' ? 0 : date.getUTCMonth(), 1)
    return start.getTime()
  }
  // The epoch was a Thursday; weeks start on Monday.
  const origin = unit === 'w' ? 4 * lengths.d : 0
  return Math.floor((time - origin) / lengths[unit]) * lengths[unit] + origin
}
