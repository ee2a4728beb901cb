/** Values as YAML, as go-yaml writes it with an indentation of two. */

import { marshal, marshalledEntries } from '../values/json.ts'
import { doubleOf, integerOf, RegoNumber } from '../values/number.ts'
import { isObject, sizeOf } from '../values/object.ts'
import { RegoSet } from '../values/set.ts'
import type { Value } from '../values/value.ts'
import type { BuiltinContext } from './builtin.ts'
import { formatFloat } from './float-text.ts'
import { chargeText } from './limits.ts'
import { isArray } from './operands.ts'
import { isAmbiguous } from './yaml-scalar.ts'

export function writeYaml(value: Value, context: BuiltinContext): string {
  const text = `${writeNode(value, 0, context)}\n`
  chargeText(context, text.length)
  return text
}

const step = 2
/** A key that is longer is written with a question mark before it. */
const simpleKeyMax = 128

function membersOf(value: Value): readonly Value[] | undefined {
  if (isArray(value)) return value
  return value instanceof RegoSet ? value.sorted() : undefined
}

/** A node whose first line stands behind something already written at the indentation. */
function writeNode(value: Value, indent: number, context: BuiltinContext): string {
  context.charge(1)
  const members = membersOf(value)
  if (members !== undefined) {
    if (members.length === 0) return '[]'
    const items = members.map((item) => {
      const inner = isNested(item) ? indent + step : indent
      return `- ${writeNode(item, inner, context)}`
    })
    return items.join(`\n${' '.repeat(indent)}`)
  }
  if (typeof value !== 'object' || value === null || value instanceof RegoNumber) {
    return writeScalar(value, indent + step, false)
  }
  if (!isObject(value)) return 'null'
  const entries = [...marshalledEntries(value)].sort(([a], [b]) => compareKeys(a, b))
  if (entries.length === 0) return '{}'
  chargeText(context, entries.length * indent)
  const lines = entries.map(([key, item]) => writeEntry(key, item, indent, context))
  return lines.join(`\n${' '.repeat(indent)}`)
}

/** Whether a value takes lines of its own. */
function isNested(value: Value): boolean {
  if (isObject(value)) return sizeOf(value) > 0
  return (membersOf(value)?.length ?? 0) > 0
}

function writeEntry(key: string, value: Value, indent: number, context: BuiltinContext): string {
  const nested = isNested(value)
  const inner = writeNode(value, nested ? indent + step : indent, context)
  if (key.length > simpleKeyMax || /[\n\r\u0085\u2028\u2029]/.test(key)) {
    return `? ${writeScalar(key, indent + step, false)}\n${' '.repeat(indent)}: ${inner}`
  }
  const name = writeScalar(key, indent, true)
  return nested ? `${name}:\n${' '.repeat(indent + step)}${inner}` : `${name}: ${inner}`
}

function writeScalar(
  value: null | boolean | number | string | RegoNumber,
  indent: number,
  isKey: boolean,
): string {
  if (typeof value === 'string') return writeText(value, indent, isKey)
  if (typeof value !== 'number' && !(value instanceof RegoNumber)) return marshal(value)
  const integer = integerOf(value)
  const fits = integer !== undefined && integer >= -(2n ** 63n) && integer < 2n ** 64n
  return fits ? String(integer) : formatFloat(doubleOf(value), 'g', -1)
}

/** What a string may be written as. */
interface Analysis {
  readonly plain: boolean
  readonly single: boolean
  readonly block: boolean
}

const lineBreak = '\\n\\r\\u0085\\u2028\\u2029'
const leadingOrTrailing = new RegExp(`^[ ${lineBreak}]|[ ${lineBreak}]$`)
const spaceBeforeBreak = new RegExp(` [${lineBreak}]`)
const breakBeforeSpace = new RegExp(`[${lineBreak}] `)
const anyBreak = new RegExp(`[${lineBreak}]`)
const indicator = /^(?:[#,[\]{}&*!|>'"%@`]|[?:-](?:[\s]|$)|---|\.\.\.)|:(?:[\s]|$)|\s#/
/** What go-yaml holds to be printable, which is nothing beyond 16 bits. */
const unprintable = /[^\n\t\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/

function analyze(text: string): Analysis {
  const isSpecial = spaceBeforeBreak.test(text) || unprintable.test(text) || /[\r\u0085]/.test(text)
  const hasTab = text.includes('\t')
  const breaksSpace = breakBeforeSpace.test(text)
  return {
    plain:
      !isSpecial &&
      !hasTab &&
      !anyBreak.test(text) &&
      !leadingOrTrailing.test(text) &&
      !indicator.test(text),
    single: !isSpecial && !hasTab && !breaksSpace,
    block: !isSpecial && text !== '' && !text.endsWith(' '),
  }
}

function writeText(text: string, indent: number, isKey: boolean): string {
  const analysis = analyze(text)
  if (text.includes('\n')) {
    return analysis.block && !isKey ? writeLiteral(text, indent) : writeDoubleQuoted(text)
  }
  if (isAmbiguous(text)) return writeDoubleQuoted(text)
  if (analysis.plain) return text
  return analysis.single ? `'${text.replaceAll("'", "''")}'` : writeDoubleQuoted(text)
}

function writeLiteral(text: string, indent: number): string {
  const hint = /^[ \n\r]/.test(text) ? String(step) : ''
  const chomp = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : ''
  const body = text.endsWith('\n') ? text.slice(0, -1) : text
  const lines = body
    .split('\n')
    .map((line) => (line === '' ? '' : ' '.repeat(indent) + line))
    .join('\n')
  return `|${hint}${chomp}\n${lines}`
}

const escapes: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\u001b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u00a0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
}
const escaped = /["\\\t\n\r\u0085\u2028\u2029\ufeff]|[^\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd]/gu

function writeDoubleQuoted(text: string): string {
  const inner = text.replace(escaped, (character) => {
    const known = escapes[character]
    if (known !== undefined) return known
    const code = character.codePointAt(0) ?? 0
    const hex = code.toString(16).toUpperCase()
    if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
    return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
  })
  return `"${inner}"`
}

const letter = /\p{L}/u
const digit = /\p{Nd}/u

/** The order of go-yaml: numbers in texts by their size, and letters after digits. */
function compareKeys(a: string, b: string): number {
  const x = Array.from(a)
  const y = Array.from(b)
  let afterDigit = false
  for (let i = 0; i < x.length && i < y.length; i++) {
    const left = x[i] ?? ''
    const right = y[i] ?? ''
    if (left === right) {
      afterDigit = digit.test(left)
      continue
    }
    const byCode = (left.codePointAt(0) ?? 0) - (right.codePointAt(0) ?? 0)
    const isLeftLetter = letter.test(left)
    const isRightLetter = letter.test(right)
    if (isLeftLetter && isRightLetter) return byCode
    if (isLeftLetter || isRightLetter) return (afterDigit ? isLeftLetter : isRightLetter) ? -1 : 1
    return compareNumbersIn(x, y, i) || byCode
  }
  return x.length - y.length
}

function compareNumbersIn(x: readonly string[], y: readonly string[], at: number): number {
  const digitsFrom = (characters: readonly string[]) => {
    let end = at
    while (digit.test(characters[end] ?? '')) end++
    return { end, number: Number(characters.slice(at, end).join('') || 0) }
  }
  // After a number that has begun, a zero counts as a digit of it.
  let hasBegun = false
  if (x[at] === '0' || y[at] === '0') {
    for (let i = at - 1; i >= 0 && digit.test(x[i] ?? ''); i--) {
      if (x[i] !== '0') hasBegun = true
    }
  }
  const left = digitsFrom(x)
  const right = digitsFrom(y)
  const base = (part: { end: number; number: number }) =>
    hasBegun ? 10 ** (part.end - at) + part.number : part.number
  return base(left) - base(right) || left.end - right.end
}
