/** Values as the text of a Rego term, as OPA writes them. */

import { printNumber, RegoNumber } from './number.ts'
import { type RegoObject, sortedEntries } from './object.ts'
import { RegoSet } from './set.ts'
import type { PlainObject, Value } from './value.ts'

/** `{"a": [1, true]}`, `{1, 2}`, `set()`: the text that Rego reads as the value. */
export function printValue(value: Value): string {
  switch (typeof value) {
    case 'string':
      return quote(value)
    case 'number':
      return printNumber(value)
    case 'boolean':
      return value ? 'true' : 'false'
    default:
      if (value === null) return 'null'
      if (Array.isArray(value)) return `[${value.map(printValue).join(', ')}]`
      if (value instanceof RegoNumber) return value.text
      if (value instanceof RegoSet) return printSet(value)
      return printObject(value as PlainObject | RegoObject)
  }
}

function printSet(set: RegoSet): string {
  return set.size === 0 ? 'set()' : `{${set.sorted().map(printValue).join(', ')}}`
}

function printObject(object: PlainObject | RegoObject): string {
  const entries = sortedEntries(object)
  return `{${entries.map(([key, value]) => `${printValue(key)}: ${printValue(value)}`).join(', ')}}`
}

const plain = /^[ !#-[\]-~]*$/
const special = /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu
const specialOrWide = /["\\]|[^ -~]/gu
const names: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}

/** A string in double quotes as Go's strconv.Quote writes it, or QuoteToASCII. */
export function quote(text: string, asciiOnly = false): string {
  if (plain.test(text)) return `"${text}"`
  return `"${text.replace(asciiOnly ? specialOrWide : special, escapeCharacter)}"`
}

/** A code point in single quotes as Go's strconv.QuoteRune writes it. */
export function quoteRune(code: number, asciiOnly: boolean): string {
  const character = String.fromCodePoint(code)
  if (character === "'") return `'\\''`
  if (character === '"') return `'"'`
  return `'${character.replace(asciiOnly ? specialOrWide : special, escapeCharacter)}'`
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  if (code < 0x80) return names[character] ?? `\\x${hex.padStart(2, '0')}`
  // A byte that is not UTF-8.
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code & 0xff).toString(16)}`
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}
