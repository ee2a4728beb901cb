/** Bytes and texts: UTF-8, hexadecimal, Base64. */

import { hasLoneSurrogates } from '../values/strings.ts'
import { BuiltinError } from './builtin.ts'

/** Of every JavaScript host, though of no library that the language's own types have. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> }
declare const TextDecoder: new (
  label: string,
  options: { ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string }

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * A text as UTF-8.
 * A byte that no UTF-8 text has stands in a string as the lone surrogate U+DC80 to U+DCFF, so that
 * decoded binaries can be hashed and encoded again; it never leaves an evaluation as such.
 */
export function utf8Bytes(text: string): Uint8Array<ArrayBuffer> {
  if (!hasLoneSurrogates(text)) return encoder.encode(text)
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code & 0xff)
    else bytes.push(...encoder.encode(character))
  }
  return Uint8Array.from(bytes)
}

/** The text of UTF-8, with lone surrogates for bytes that are none. */
export function utf8Text(bytes: Uint8Array): string {
  const text = decoder.decode(bytes)
  if (!text.includes('\ufffd')) return text
  let result = ''
  for (let i = 0; i < bytes.length; ) {
    const size = sequenceSize(bytes, i)
    result +=
      size > 0
        ? decoder.decode(bytes.subarray(i, i + size))
        : String.fromCharCode(0xdc00 | (bytes[i] ?? 0))
    i += Math.max(size, 1)
  }
  return result
}

/** How many bytes a code point takes; 0 for a byte that begins none. */
function sequenceSize(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  if (first < 0xc2 || first > 0xf4 || at + size > bytes.length) return 0
  for (let i = 1; i < size; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0
  const second = bytes[at + 1] ?? 0
  // Overlong forms, surrogates, and what lies beyond U+10FFFF.
  if (first === 0xe0 && second < 0xa0) return 0
  if (first === 0xed && second > 0x9f) return 0
  if (first === 0xf0 && second < 0x90) return 0
  if (first === 0xf4 && second > 0x8f) return 0
  return size
}

/** A text in double quotes as Go's time package writes it: with all but ASCII as bytes. */
export function quoteBytes(text: string): string {
  let quoted = ''
  for (const byte of utf8Bytes(text)) {
    const character = String.fromCharCode(byte)
    if (byte < 0x20 || byte >= 0x80) quoted += `\\x${byte.toString(16).padStart(2, '0')}`
    else quoted += character === '"' || character === '\\' ? `\\${character}` : character
  }
  return `"${quoted}"`
}

export function hexText(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}

export function hexBytes(text: string): Uint8Array {
  const bytes = utf8Bytes(text)
  for (const byte of bytes) {
    const character = String.fromCharCode(byte)
    if (!/[\da-fA-F]/.test(character)) {
      throw new BuiltinError(`encoding/hex: invalid byte: U+${hexCode(byte)} '${character}'`)
    }
  }
  if (text.length % 2 === 1) throw new BuiltinError('encoding/hex: odd length hex string')
  return Uint8Array.from({ length: text.length / 2 }, (_, i) =>
    Number.parseInt(text.slice(i * 2, i * 2 + 2), 16),
  )
}

function hexCode(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(4, '0')
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
export const standard = `${alphabet}+/`
export const urlSafe = `${alphabet}-_`

export function base64Text(bytes: Uint8Array, digits: string, padded: boolean): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const a = bytes[i] ?? 0
    const b = bytes[i + 1] ?? 0
    const c = bytes[i + 2] ?? 0
    text += digits.charAt(a >> 2) + digits.charAt(((a & 3) << 4) | (b >> 4))
    if (i + 1 < bytes.length) text += digits.charAt(((b & 15) << 2) | (c >> 6))
    if (i + 2 < bytes.length) text += digits.charAt(c & 63)
  }
  return padded ? text.padEnd(Math.ceil(text.length / 4) * 4, '=') : text
}

/** Decodes as Go does: line breaks are ignored, and the padding must be right. */
export function base64Bytes(text: string, digits: string, padded: boolean): Uint8Array {
  const source = utf8Bytes(text)
  const result: number[] = []
  let bits = 0
  let held = 0
  let count = 0
  let at = 0
  for (; at < source.length; at++) {
    const character = String.fromCharCode(source[at] ?? 0)
    if (character === '\n' || character === '\r') continue
    const digit = digits.indexOf(character)
    if (digit < 0) break
    bits = ((bits << 6) | digit) & 0xffffff
    held += 6
    count++
    if (held >= 8) {
      held -= 8
      result.push((bits >> held) & 255)
    }
  }
  if (at < source.length) checkPadding(source, at, count, padded)
  else if (count % 4 !== 0 && (padded || count % 4 === 1))
    throw corrupt(source.length - (count % 4))
  return Uint8Array.from(result)
}

function checkPadding(source: Uint8Array, start: number, count: number, padded: boolean): void {
  const isBreak = (at: number) => source[at] === 10 || source[at] === 13
  if (source[start] !== 61 || !padded || count % 4 < 2) throw corrupt(start)
  let at = start + 1
  if (count % 4 === 2) {
    while (isBreak(at)) at++
    if (at >= source.length) throw corrupt(source.length)
    if (source[at] !== 61) throw corrupt(at)
    at++
  }
  while (isBreak(at)) at++
  if (at < source.length) throw corrupt(at)
}

function corrupt(at: number): BuiltinError {
  return new BuiltinError(`illegal base64 data at input byte ${at}`)
}
