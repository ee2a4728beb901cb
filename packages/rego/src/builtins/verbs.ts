/** The verbs of Go's fmt package: one argument with its flags, as text. */

import { quote, quoteRune } from '../values/print.ts'
import { lengthOf } from '../values/strings.ts'
import { utf8Bytes } from './bytes.ts'
import { type FloatForm, formatFloat } from './float-text.ts'

/** An argument as the Go value that OPA makes of it. */
export type Argument =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'int64' | '*big.Int'; readonly value: bigint }
  | { readonly kind: 'float64'; readonly value: number }

export interface Flags {
  sharp: boolean
  zero: boolean
  plus: boolean
  minus: boolean
  space: boolean
  width: number | undefined
  precision: number | undefined
}

export function clearFlags(): Flags {
  return {
    sharp: false,
    zero: false,
    plus: false,
    minus: false,
    space: false,
    width: undefined,
    precision: undefined,
  }
}

export function typeOf(argument: Argument): string {
  return argument.kind
}

export function printArgument(argument: Argument, verb: string, flags: Flags): string {
  if (verb === 'T') return printString(argument.kind, 's', flags)
  if (verb !== 'v' && verb !== 'w') return printVerb(argument, verb, flags, false)
  // `%#v` means Go's syntax, which differs for strings alone.
  const goSyntax = flags.sharp
  const quiet = { ...flags, sharp: false, plus: false }
  if (verb === 'w') return badVerb(argument, verb, quiet, goSyntax)
  if (argument.kind === '*big.Int') return printVerb(argument, verb, flags, false)
  return printVerb(argument, verb, quiet, goSyntax)
}

function printVerb(argument: Argument, verb: string, flags: Flags, goSyntax: boolean): string {
  const text = printKnownVerb(argument, verb, flags, goSyntax)
  return text ?? badVerb(argument, verb, flags, goSyntax)
}

/** Undefined for a verb that the kind of argument does not have. */
function printKnownVerb(
  argument: Argument,
  verb: string,
  flags: Flags,
  goSyntax: boolean,
): string | undefined {
  switch (argument.kind) {
    case 'string':
      return printStringVerb(argument.value, goSyntax ? 'q' : verb, flags)
    case 'float64':
      return printFloatVerb(argument.value, verb, flags)
    case 'int64':
      return printIntegerVerb(argument.value, verb, flags)
    case '*big.Int':
      return printBigInteger(argument.value, verb, flags)
  }
}

function badVerb(argument: Argument, verb: string, flags: Flags, goSyntax: boolean): string {
  return `%!${verb}(${argument.kind}=${printKnownVerb(argument, 'v', flags, goSyntax)})`
}

function pad(text: string, flags: Flags, zeros = flags.zero): string {
  const missing = (flags.width ?? 0) - lengthOf(text)
  if (missing <= 0) return text
  if (flags.minus) return text + ' '.repeat(missing)
  return (zeros ? '0' : ' ').repeat(missing) + text
}

function printStringVerb(text: string, verb: string, flags: Flags): string | undefined {
  if (verb === 'v') return printString(text, 's', flags)
  if (verb !== 's' && verb !== 'q' && verb !== 'x' && verb !== 'X') return undefined
  return printString(text, verb, flags)
}

function printString(text: string, verb: 's' | 'q' | 'x' | 'X', flags: Flags): string {
  if (verb === 'x') return printHex(text, flags)
  if (verb === 'X') return printHex(text, flags).toUpperCase()
  const cut = flags.precision === undefined ? text : truncate(text, flags.precision)
  if (verb === 's') return pad(cut, flags)
  if (flags.sharp && canBackquote(cut)) return pad(`\`${cut}\``, flags)
  return pad(quote(cut, flags.plus), flags)
}

function truncate(text: string, length: number): string {
  if (text.length <= length) return text
  let end = 0
  for (let count = 0; count < length && end < text.length; count++) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
  }
  return text.slice(0, end)
}

function canBackquote(text: string): boolean {
  return !/[^\P{Cc}\t\u0080-\u009f]|[`\ufeff]/u.test(text)
}

function printHex(text: string, flags: Flags): string {
  const bytes = utf8Bytes(text)
  const length = Math.min(flags.precision ?? bytes.length, bytes.length)
  if (length === 0) return pad('', flags)
  const pairs = Array.from(bytes.subarray(0, length), (byte) => byte.toString(16).padStart(2, '0'))
  const prefix = flags.sharp ? '0x' : ''
  return pad(prefix + (flags.space ? pairs.join(` ${prefix}`) : pairs.join('')), flags)
}

const bases: Readonly<Record<string, number>> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 }

function printIntegerVerb(value: bigint, verb: string, flags: Flags): string | undefined {
  const base = bases[verb]
  if (base !== undefined) return printInteger(value, base, verb, flags)
  const code = value >= 0n && value <= 0x10ffffn ? Number(value) : 0xfffd
  if (verb === 'c') return pad(runeText(code), flags)
  if (verb === 'q') return pad(quoteRune(isSurrogate(code) ? 0xfffd : code, flags.plus), flags)
  return verb === 'U' ? printUnicode(value, flags) : undefined
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff
}

function runeText(code: number): string {
  return isSurrogate(code) ? '\ufffd' : String.fromCodePoint(code)
}

function printUnicode(value: bigint, flags: Flags): string {
  const hex = BigInt.asUintN(64, value).toString(16).toUpperCase()
  const digits = hex.padStart(Math.max(flags.precision ?? 4, 4), '0')
  const code = Number(value)
  const shown = flags.sharp && value >= 0n && value <= 0x10ffffn && quoteRune(code, false)
  const isPrinted = shown && !/^'\\[^\\']/.test(shown)
  return pad(`U+${digits}${isPrinted ? ` '${runeText(code)}'` : ''}`, flags, false)
}

function signOf(negative: boolean, flags: Flags): string {
  return negative ? '-' : flags.plus ? '+' : flags.space ? ' ' : ''
}

function printInteger(value: bigint, base: number, verb: string, flags: Flags): string {
  const negative = value < 0n
  const sign = signOf(negative, flags)
  let digits = (negative ? -value : value).toString(base)
  if (flags.precision !== undefined) {
    if (flags.precision === 0 && value === 0n) return ' '.repeat(flags.width ?? 0)
    digits = digits.padStart(flags.precision, '0')
  } else if (flags.zero && !flags.minus && flags.width !== undefined) {
    digits = digits.padStart(flags.width - sign.length, '0')
  }
  if (verb === 'X') digits = digits.toUpperCase()
  if (flags.sharp) {
    if (base === 2) digits = `0b${digits}`
    if (base === 8 && !digits.startsWith('0')) digits = `0${digits}`
    if (base === 16) digits = `0${verb}${digits}`
  }
  if (verb === 'O') digits = `0o${digits}`
  return pad(sign + digits, flags, false)
}

const bigPrefixes: Readonly<Record<string, string>> = { b: '0b', o: '0', x: '0x', X: '0X' }

/** Big integers print themselves, with fewer verbs. */
function printBigInteger(value: bigint, verb: string, flags: Flags): string | undefined {
  const base = verb === 's' ? 10 : bases[verb]
  if (base === undefined) return verb === 'p' ? undefined : `%!${verb}(big.Int=${value})`
  const sign = signOf(value < 0n, flags)
  const prefix = verb === 'O' ? '0o' : flags.sharp ? (bigPrefixes[verb] ?? '') : ''
  let digits = (value < 0n ? -value : value).toString(base)
  if (verb === 'X') digits = digits.toUpperCase()
  if (flags.precision !== undefined) digits = digits.padStart(flags.precision, '0')
  else if (flags.zero && !flags.minus) {
    digits = digits.padStart((flags.width ?? 0) - sign.length - prefix.length, '0')
  }
  return pad(sign + prefix + digits, flags, false)
}

function printFloatVerb(value: number, verb: string, flags: Flags): string | undefined {
  switch (verb) {
    case 'v':
      return printFloat(value, 'g', flags.precision ?? -1, flags)
    case 'b':
    case 'g':
    case 'G':
    case 'x':
    case 'X':
      return printFloat(value, verb, flags.precision ?? -1, flags)
    case 'f':
    case 'e':
    case 'E':
      return printFloat(value, verb, flags.precision ?? 6, flags)
    case 'F':
      return printFloat(value, 'f', flags.precision ?? 6, flags)
    default:
      return undefined
  }
}

function printFloat(value: number, form: FloatForm, precision: number, flags: Flags): string {
  const negative = value < 0
  const sign = signOf(negative, flags)
  let text = formatFloat(Math.abs(value), form, precision)
  if (flags.sharp && form !== 'b') text = keepZeros(text, form, precision)
  if (sign !== '' && sign !== ' ' && flags.zero && !flags.minus) {
    return sign + text.padStart((flags.width ?? 0) - 1, '0')
  }
  if (sign === ' ' && flags.zero && !flags.minus) {
    return sign + text.padStart((flags.width ?? 0) - 1, '0')
  }
  return pad(sign + text, flags)
}

/** `%#g` keeps the decimal point and the zeros behind it. */
function keepZeros(text: string, form: FloatForm, precision: number): string {
  const isHex = form === 'x' || form === 'X'
  const mark = text.search(isHex ? /p/i : /e/i)
  const tail = mark < 0 ? '' : text.slice(mark)
  let number = mark < 0 ? text : text.slice(0, mark)
  const counts = form === 'g' || form === 'G' || form === 'x'
  let missing = counts ? (precision === -1 ? 6 : precision) : 0
  missing -= number.replace('.', '').replace(/^0+/, '').length
  if (!number.includes('.')) {
    if (number === '0') missing--
    number += '.'
  }
  return number + '0'.repeat(Math.max(missing, 0)) + tail
}
