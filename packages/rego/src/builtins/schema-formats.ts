/** The formats of strings that JSON Schema names. */

import { BuiltinError } from './builtin.ts'
import { parseAddress } from './ip.ts'
import { compilePattern } from './regex.ts'
import { parseTime } from './time-parse.ts'
import { parseUrl } from './url-parse.ts'

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt()
    return true
  } catch (error) {
    if (error instanceof BuiltinError) return false
    throw error
  }
}

function isTime(text: string, ...layouts: readonly string[]): boolean {
  return layouts.some((layout) => succeeds(() => parseTime(layout, text)))
}

function isUrl(text: string, hasScheme: boolean): boolean {
  if (text.includes('\\')) return false
  return succeeds(() => {
    if (parseUrl(text).scheme === '' && hasScheme) throw new BuiltinError('no scheme')
  })
}

const label = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]{0,61}[a-zA-Z0-9])'
const hostname = new RegExp(`^${label}(?:\\.${label})*$`)
/** An address with or without a name before it, as mail headers have it. */
const mail =
  /^(?:[^<>@"]*|"[^"]*"\s*)<[^\s<>@]+@[^\s<>@]+>\s*$|^\s*(?:[\p{L}\p{N}!#$%&'*+\-/=?^_`{|}~]+(?:\.[\p{L}\p{N}!#$%&'*+\-/=?^_`{|}~]+)*|"[^"]*")@(?:[\p{L}\p{N}!#$%&'*+\-/=?^_`{|}~]+(?:\.[\p{L}\p{N}!#$%&'*+\-/=?^_`{|}~]+)*|\[[^\]]*\])\s*$/u
const uuid = /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/i
const pointer = /^(?:\/(?:[^~/]|~0|~1)*)*$/
const relativePointer = /^(?:0|[1-9]\d*)(?:#|(?:\/(?:[^~/]|~0|~1)*)*)$/

const checkers: Readonly<Record<string, (text: string) => boolean>> = {
  date: (text) => isTime(text, '2006-01-02'),
  time: (text) => isTime(text, '15:04:05Z07:00', '15:04:05'),
  'date-time': (text) =>
    isTime(text, '15:04:05', '15:04:05Z07:00', '2006-01-02', '2006-01-02T15:04:05Z07:00'),
  hostname: (text) => text.length < 256 && hostname.test(text),
  email: (text) => mail.test(text),
  'idn-email': (text) => mail.test(text),
  ipv4: (text) => text.includes('.') && parseAddress(text) !== undefined,
  ipv6: (text) => text.includes(':') && parseAddress(text) !== undefined,
  uri: (text) => isUrl(text, true),
  iri: (text) => isUrl(text, true),
  'uri-reference': (text) => isUrl(text, false),
  'iri-reference': (text) => isUrl(text, false),
  'uri-template': (text) => isUrl(text, false) && /^(?:[^{]|\{[^}]*\})*$/.test(text),
  uuid: (text) => uuid.test(text),
  regex: (text) => text === '' || succeeds(() => compilePattern(text)),
  'json-pointer': (text) => pointer.test(text),
  'relative-json-pointer': (text) => relativePointer.test(text),
}

/** Whether a string has a format. Every string has one that is not known. */
export function hasFormat(text: string, format: string): boolean {
  return !Object.hasOwn(checkers, format) || checkers[format]?.(text) !== false
}
