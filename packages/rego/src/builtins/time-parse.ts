/** Times and durations read as Go's time package reads them. */

import { BuiltinError } from './builtin.ts'
import { quoteBytes } from './bytes.ts'
import { daysInMonth, type Instant, secondsOf } from './calendar.ts'
import { type LayoutPart, longDays, longMonths, parseLayout } from './time-layout.ts'

/** What was read of a time so far. */
interface Fields {
  year: number
  month: number | undefined
  day: number | undefined
  yearDay: number | undefined
  hour: number
  minute: number
  second: number
  nanosecond: number
  half: 'am' | 'pm' | undefined
  offsetSeconds: number
  /** Whether `Z` or `UTC` was read, beside which no offset counts. */
  isUtc: boolean
}

/** Thrown within this file for a value that an element cannot have. */
class OutOfRange extends Error {}
class Mismatch extends Error {}

export function parseTime(layout: string, value: string): Instant {
  const reader = new TimeReader(layout, value)
  return reader.read()
}

class TimeReader {
  readonly #layout: string
  readonly #value: string
  #rest: string
  readonly #fields: Fields = {
    year: 0,
    month: undefined,
    day: undefined,
    yearDay: undefined,
    hour: 0,
    minute: 0,
    second: 0,
    nanosecond: 0,
    half: undefined,
    offsetSeconds: 0,
    isUtc: false,
  }

  constructor(layout: string, value: string) {
    this.#layout = layout
    this.#value = value
    this.#rest = value
  }

  read(): Instant {
    const parts = parseLayout(this.#layout)
    for (const [i, part] of parts.entries()) {
      this.#skip(part.literal)
      if (part.element === undefined) {
        if (this.#rest !== '') throw this.#error(`: extra text: ${quoteBytes(this.#rest)}`)
        break
      }
      const held = this.#rest
      try {
        this.#readElement(part.element, parts[i + 1])
      } catch (error) {
        if (error instanceof OutOfRange) throw this.#error(`: ${error.message} out of range`)
        if (error instanceof Mismatch) throw this.#cannotParse(held, part.element)
        throw error
      }
    }
    return this.#instant()
  }

  #error(reason: string): BuiltinError {
    return new BuiltinError(`parsing time ${quoteBytes(this.#value)}${reason}`)
  }

  #cannotParse(text: string, element: string): BuiltinError {
    const layout = quoteBytes(this.#layout)
    return this.#error(` as ${layout}: cannot parse ${quoteBytes(text)} as ${quoteBytes(element)}`)
  }

  /** Literal text, in which any number of spaces stands for any other. */
  #skip(literal: string): void {
    let prefix = literal
    while (prefix !== '') {
      const character = prefix.charAt(0)
      if (character === ' ') {
        if (this.#rest !== '' && !this.#rest.startsWith(' ')) {
          throw this.#cannotParse(this.#rest, literal)
        }
        prefix = prefix.replace(/^ +/, '')
        this.#rest = this.#rest.replace(/^ +/, '')
        continue
      }
      if (!this.#rest.startsWith(character)) throw this.#cannotParse(this.#rest, literal)
      prefix = prefix.slice(1)
      this.#rest = this.#rest.slice(1)
    }
  }

  #take(pattern: RegExp): string {
    const text = pattern.exec(this.#rest)?.[0]
    if (text === undefined) throw new Mismatch()
    this.#rest = this.#rest.slice(text.length)
    return text
  }

  #number(pattern: RegExp, least: number, most: number, name: string): number {
    const number = Number(this.#take(pattern))
    if (number < least || number > most) throw new OutOfRange(name)
    return number
  }

  #name(names: readonly string[]): number {
    const rest = this.#rest.toLowerCase()
    const index = names.findIndex((name) => rest.startsWith(name.toLowerCase()))
    if (index < 0) throw new Mismatch()
    this.#rest = this.#rest.slice(names[index]?.length)
    return index
  }

  #readElement(element: string, next: LayoutPart | undefined): void {
    const fields = this.#fields
    switch (element) {
      case '2006':
        fields.year = Number(this.#take(/^\d{4}/))
        return
      case '06': {
        const year = Number(this.#take(/^\d{2}/))
        fields.year = year >= 69 ? 1900 + year : 2000 + year
        return
      }
      case 'January':
        fields.month = this.#name(longMonths) + 1
        return
      case 'Jan':
        fields.month = this.#name(longMonths.map((name) => name.slice(0, 3))) + 1
        return
      case '01':
      case '1':
        fields.month = this.#number(digitsFor(element), 1, 12, 'month')
        return
      case 'Monday':
        this.#name(longDays)
        return
      case 'Mon':
        this.#name(longDays.map((name) => name.slice(0, 3)))
        return
      case '_2':
        if (this.#rest.startsWith(' ')) this.#rest = this.#rest.slice(1)
        fields.day = Number(this.#take(/^\d\d?/))
        return
      case '02':
      case '2':
        fields.day = Number(this.#take(digitsFor(element)))
        return
      case '__2':
        this.#rest = this.#rest.replace(/^ {1,2}/, '')
        fields.yearDay = Number(this.#take(/^\d{1,3}/))
        return
      case '002':
        fields.yearDay = Number(this.#take(/^\d{3}/))
        return
      default:
        this.#readClock(element, next)
    }
  }

  #readClock(element: string, next: LayoutPart | undefined): void {
    const fields = this.#fields
    switch (element) {
      case '15':
        fields.hour = this.#number(/^\d\d?/, 0, 23, 'hour')
        return
      case '03':
      case '3':
        fields.hour = this.#number(digitsFor(element), 0, 12, 'hour')
        return
      case '04':
      case '4':
        fields.minute = this.#number(digitsFor(element), 0, 59, 'minute')
        return
      case '05':
      case '5':
        fields.second = this.#number(digitsFor(element), 0, 59, 'second')
        // A fraction may follow seconds even where the layout has none.
        if (/^[.,]\d/.test(this.#rest) && !/^[.,]/.test(next?.element ?? '')) this.#readFraction()
        return
      case 'PM':
      case 'pm': {
        const half = this.#take(element === 'PM' ? /^[AP]M/ : /^[ap]m/)
        fields.half = half.toLowerCase() === 'pm' ? 'pm' : 'am'
        return
      }
      case 'MST':
        this.#readZoneName()
        return
      default:
        if (/^[.,]/.test(element)) this.#readFractionElement(element)
        else this.#readOffset(element)
    }
  }

  #readFraction(): void {
    const digits = this.#take(/^[.,]\d+/).slice(1)
    this.#fields.nanosecond = Number(digits.slice(0, 9).padEnd(9, '0'))
  }

  #readFractionElement(element: string): void {
    if (element.charAt(1) === '9') {
      if (/^[.,]\d/.test(this.#rest)) this.#readFraction()
      return
    }
    const digits = this.#take(new RegExp(`^[.,]\\d{${element.length - 1}}`)).slice(1)
    this.#fields.nanosecond = Number(digits.slice(0, 9).padEnd(9, '0'))
  }

  #readOffset(element: string): void {
    if (element.startsWith('Z') && this.#rest.startsWith('Z')) {
      this.#rest = this.#rest.slice(1)
      this.#fields.isUtc = true
      return
    }
    const form = element.slice(1).replace(/\d\d/g, '(\\d\\d)')
    const match = new RegExp(`^([+-])${form}`).exec(this.#rest)
    if (match === null) throw new Mismatch()
    const [text, sign, hours = '0', minutes = '0', seconds = '0'] = match
    this.#rest = this.#rest.slice(text.length)
    if (Number(hours) > 24) throw new OutOfRange('time zone offset hour')
    if (Number(minutes) > 60) throw new OutOfRange('time zone offset minute')
    if (Number(seconds) > 60) throw new OutOfRange('time zone offset second')
    const offset = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
    this.#fields.offsetSeconds = sign === '-' ? -offset : offset
  }

  /** The letters of a zone say nothing of its offset to Go, not even `GMT+3`. */
  #readZoneName(): void {
    const name = this.#take(
      /^(?:UTC|ChST|MeST|GMT(?:[+-](?:[01]?\d|2[0-3])(?!\d))?|[+-](?:[01]?\d|2[0-3])(?!\d)|[A-Z]{4}T(?![A-Z])|[A-Z]{3}T(?![A-Z])|WITA(?![A-Z])|[A-Z]{3}(?![A-Z]))/,
    )
    if (name === 'UTC') this.#fields.isUtc = true
  }

  #instant(): Instant {
    const fields = this.#fields
    if (fields.half === 'pm' && fields.hour < 12) fields.hour += 12
    else if (fields.half === 'am' && fields.hour === 12) fields.hour = 0
    if (fields.yearDay !== undefined) this.#applyYearDay(fields.yearDay)
    const month = fields.month ?? 1
    const day = fields.day ?? 1
    if (day < 1 || day > daysInMonth(fields.year, month)) throw this.#error(': day out of range')
    const offset = fields.isUtc ? 0 : fields.offsetSeconds
    const seconds = secondsOf({ ...fields, month, day }) - offset
    return { seconds, nanoseconds: fields.nanosecond }
  }

  #applyYearDay(yearDay: number): void {
    const fields = this.#fields
    let month = 1
    let day = yearDay
    while (month <= 12 && day > daysInMonth(fields.year, month)) {
      day -= daysInMonth(fields.year, month)
      month++
    }
    if (yearDay < 1 || month > 12) throw this.#error(': day-of-year out of range')
    if (fields.month !== undefined && fields.month !== month) {
      throw this.#error(': day-of-year does not match month')
    }
    if (fields.day !== undefined && fields.day !== day) {
      throw this.#error(': day-of-year does not match day')
    }
    fields.month = month
    fields.day = day
  }
}

/** Elements with a zero in front have two digits, the others one or two. */
function digitsFor(element: string): RegExp {
  return element.startsWith('0') ? /^\d\d/ : /^\d\d?/
}
