/** Parses numbers and strings. */

import type { NumberTerm, StringTerm } from './ast.ts'
import {
  advance,
  fail,
  failUnexpected,
  locate,
  type Parser,
  spanFrom,
  text,
} from './parser-state.ts'
import { Kind } from './tokens.ts'

/** The binary exponent beyond which a number is refused; what can be written must be computable. */
const NUMBER_EXPONENT_MAX = 100_000
const LOG2_OF_10 = Math.log2(10)

/** A number with its sign; also `.5`. */
export function parseNumber(p: Parser): NumberTerm | undefined {
  const start = locate(p)
  let prefix = ''
  if (p.kind === Kind.Sub) {
    prefix = '-'
    advance(p)
    if (p.kind !== Kind.Number && p.kind !== Kind.Dot) return failNumber(p, 'expected number')
  }
  if (p.kind === Kind.Dot) {
    prefix += '.'
    advance(p)
    if (p.kind !== Kind.Number) return failNumber(p, 'expected number')
  }
  const digits = text(p)
  if (!prefix.endsWith('.') && /^0(?:[0-9]|[eE]$)/.test(digits)) {
    return failNumber(p, 'expected number without leading zero')
  }
  const written = prefix + digits
  if (/\..*\./.test(written)) return failNumber(p, 'invalid float')
  if (isTooLarge(written)) {
    fail(p, 'number too big')
    return undefined
  }
  advance(p)
  return { kind: 'number', location: spanFrom(p, start), text: written }
}

function failNumber(p: Parser, note: string): undefined {
  failUnexpected(p, note)
  return undefined
}

function isTooLarge(written: string): boolean {
  const match = /^-?0*([0-9]*)(?:\.(0*)([0-9]*))?(?:[eE]([+-]?[0-9]+))?$/.exec(written)
  if (!match) return false
  const [, whole = '', zeros = '', fraction = '', exponent = '0'] = match
  if (whole === '' && fraction === '') return false
  const digits = whole === '' ? -zeros.length : whole.length
  const decimal = digits + Number(exponent)
  return Math.abs(decimal * LOG2_OF_10) > NUMBER_EXPONENT_MAX
}

/** A string literal in double or back quotes. */
export function parseString(p: Parser): StringTerm | undefined {
  const location = locate(p)
  const isRaw = p.kind === Kind.RawString
  const { source } = p.tokens
  const inner = source.slice(location.offset + 1, location.end - 1)
  if (isRaw) {
    advance(p)
    return { kind: 'string', location, value: inner, isRaw }
  }
  const value = unescapeJson(inner)
  if (value === undefined) {
    fail(p, `illegal string literal: "${inner}"`)
    return undefined
  }
  advance(p)
  return { kind: 'string', location, value }
}

/** The text that the JSON escapes of a literal stand for, or undefined for a bad one. */
export function unescapeJson(inner: string): string | undefined {
  if (!inner.includes('\\')) return inner
  let value: unknown
  try {
    value = JSON.parse(`"${inner}"`)
  } catch {
    // JSON.parse says by throwing that the literal is ill-formed.
    return undefined
  }
  if (typeof value !== 'string') return undefined
  // A surrogate without its other half is no character.
  return value.replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '\ufffd',
  )
}
