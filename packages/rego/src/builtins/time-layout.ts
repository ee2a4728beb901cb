/** Go's layouts of times: the reference time with each part in the form wanted. */

import type { LocalTime } from './calendar.ts'

/** A part of a layout, by its text in the reference time; undefined for literal text. */
export interface LayoutPart {
  readonly literal: string
  readonly element: string | undefined
}

/** From the longest to the shortest where one begins like another. */
const elements = [
  'January',
  'Jan',
  'Monday',
  'Mon',
  'MST',
  '01',
  '02',
  '03',
  '04',
  '05',
  '06',
  '002',
  '15',
  '1',
  '2006',
  '2',
  '_2',
  '__2',
  '3',
  '4',
  '5',
  'PM',
  'pm',
  '-070000',
  '-07:00:00',
  '-0700',
  '-07:00',
  '-07',
  'Z070000',
  'Z07:00:00',
  'Z0700',
  'Z07:00',
  'Z07',
]
const fraction = /^[.,](?:0+|9+)(?!\d)/

/** Divides a layout into literal texts, each followed by an element but for the last one. */
export function parseLayout(layout: string): LayoutPart[] {
  const parts: LayoutPart[] = []
  let literal = ''
  for (let at = 0; at < layout.length; ) {
    const element = elementAt(layout, at)
    if (element === undefined) {
      literal += layout.charAt(at)
      at++
      continue
    }
    parts.push({ literal, element })
    literal = ''
    at += element.length
  }
  parts.push({ literal, element: undefined })
  return parts
}

function elementAt(layout: string, at: number): string | undefined {
  // An underscore before a year is only that.
  if (layout.startsWith('_2006', at)) return undefined
  const element = elements.find((text) => layout.startsWith(text, at))
  if (element === 'Jan' || element === 'Mon') {
    return /^[a-z]/.test(layout.slice(at + 3)) ? undefined : element
  }
  return element ?? fraction.exec(layout.slice(at))?.[0]
}

export const longMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
export const longDays = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
]

/** The constants of Go's time package that OPA takes for a layout. */
export const namedLayouts: ReadonlyMap<string, string> = new Map([
  ['ANSIC', 'Mon Jan _2 15:04:05 2006'],
  ['UnixDate', 'Mon Jan _2 15:04:05 MST 2006'],
  ['RubyDate', 'Mon Jan 02 15:04:05 -0700 2006'],
  ['RFC822', '02 Jan 06 15:04 MST'],
  ['RFC822Z', '02 Jan 06 15:04 -0700'],
  ['RFC850', 'Monday, 02-Jan-06 15:04:05 MST'],
  ['RFC1123', 'Mon, 02 Jan 2006 15:04:05 MST'],
  ['RFC1123Z', 'Mon, 02 Jan 2006 15:04:05 -0700'],
  ['RFC3339', '2006-01-02T15:04:05Z07:00'],
  ['RFC3339Nano', '2006-01-02T15:04:05.999999999Z07:00'],
])

export function formatTime(time: LocalTime, layout: string): string {
  let text = ''
  for (const { literal, element } of parseLayout(layout)) {
    text += literal
    if (element !== undefined) text += formatElement(time, element)
  }
  return text
}

function pad(value: number, width: number, filler = '0'): string {
  return (value < 0 ? '-' : '') + String(Math.abs(value)).padStart(width, filler)
}

function formatElement(time: LocalTime, element: string): string {
  const hour12 = time.hour % 12 === 0 ? 12 : time.hour % 12
  switch (element) {
    case 'January':
      return longMonths[time.month - 1] ?? ''
    case 'Jan':
      return (longMonths[time.month - 1] ?? '').slice(0, 3)
    case 'Monday':
      return longDays[time.weekday] ?? ''
    case 'Mon':
      return (longDays[time.weekday] ?? '').slice(0, 3)
    case 'MST':
      return time.abbreviation
    case '01':
      return pad(time.month, 2)
    case '1':
      return pad(time.month, 0)
    case '02':
      return pad(time.day, 2)
    case '2':
      return pad(time.day, 0)
    case '_2':
      return pad(time.day, 2, ' ')
    case '002':
      return pad(time.yearDay, 3)
    case '__2':
      return pad(time.yearDay, 3, ' ')
    case '03':
      return pad(hour12, 2)
    case '3':
      return pad(hour12, 0)
    case '15':
      return pad(time.hour, 2)
    case '04':
      return pad(time.minute, 2)
    case '4':
      return pad(time.minute, 0)
    case '05':
      return pad(time.second, 2)
    case '5':
      return pad(time.second, 0)
    case '2006':
      return pad(time.year, 4)
    case '06':
      return pad(Math.abs(time.year) % 100, 2)
    case 'PM':
      return time.hour >= 12 ? 'PM' : 'AM'
    case 'pm':
      return time.hour >= 12 ? 'pm' : 'am'
    default:
      return /^[.,]/.test(element)
        ? formatFraction(time.nanosecond, element)
        : formatOffset(time.offsetSeconds, element)
  }
}

function formatFraction(nanosecond: number, element: string): string {
  const digits = pad(nanosecond, 9).slice(0, element.length - 1)
  const shown = element.charAt(1) === '9' ? digits.replace(/0+$/, '') : digits
  if (shown === '') return ''
  // Go gives at most nine digits.
  return element.charAt(0) + shown
}

function formatOffset(offset: number, element: string): string {
  if (offset === 0 && element.startsWith('Z')) return 'Z'
  const minutes = Math.trunc(Math.abs(offset) / 60)
  const sign = offset <= -60 ? '-' : '+'
  const colon = element.includes(':') ? ':' : ''
  let text = sign + pad(Math.floor(minutes / 60), 2)
  if (element.length > 3) text += colon + pad(minutes % 60, 2)
  if (/00.?00$/.test(element)) text += colon + pad(Math.abs(offset) % 60, 2)
  return text
}
