/** Scans tokens of more than a character or two: names, numbers, strings and templates. */

import { breakLine, type Lexer, push } from './token-stream.ts'
import { KEYWORD_KINDS, Kind } from './tokens.ts'

export const LETTER = 1
export const DIGIT = 2
/** Classes of ASCII characters. */
export const CLASSES = new Uint8Array(128)
for (let code = 0; code < 128; code++) {
  const char = String.fromCharCode(code)
  if (/[A-Za-z_]/.test(char)) CLASSES[code] = LETTER
  else if (/[0-9]/.test(char)) CLASSES[code] = DIGIT
}

const KEYWORD_LENGTH_MAX = 8
const BACKSLASH = 92
export const NEWLINE = 10
export function scanWord(lexer: Lexer, gap: number): void {
  const start = lexer.pos
  const end = wordEnd(lexer.source, start + 1)
  lexer.pos = end
  let kind: number = Kind.Ident
  if (end - start <= KEYWORD_LENGTH_MAX && end - start > 1) {
    kind = KEYWORD_KINDS.get(lexer.source.slice(start, end)) ?? Kind.Ident
  }
  push(lexer, kind, start, end, gap)
}

function wordEnd(source: string, from: number): number {
  let pos = from
  for (;;) {
    const code = source.charCodeAt(pos)
    if (code < 128) {
      if (CLASSES[code] === 0) return pos
      pos++
    } else {
      // Digits of other scripts may stand within a name; NaN at the end may not.
      const char = String.fromCodePoint(source.codePointAt(pos) ?? 0)
      if (!/^\p{Nd}$/u.test(char)) return pos
      pos += char.length
    }
  }
}

export function scanNumber(lexer: Lexer, gap: number): void {
  const { source } = lexer
  const start = lexer.pos
  const errors: string[] = []
  let pos = digitsEnd(source, start)
  if (source.charCodeAt(pos) === 46) {
    const end = digitsEnd(source, pos + 1)
    if (end === pos + 1) errors.push('expected fraction')
    pos = end
  }
  if ((source.charCodeAt(pos) | 32) === 101) {
    pos++
    const sign = source.charCodeAt(pos)
    if (sign === 43 || sign === 45) pos++
    const end = digitsEnd(source, pos)
    if (end === pos) errors.push('expected exponent')
    pos = end
  }
  const after = source.charCodeAt(pos)
  if (after < 128 && CLASSES[after] === LETTER) {
    errors.push('illegal number format')
    pos = wordEnd(source, pos)
  }
  lexer.pos = pos
  pushChecked(lexer, Kind.Number, start, gap, errors)
}

function digitsEnd(source: string, from: number): number {
  let pos = from
  for (;;) {
    const code = source.charCodeAt(pos)
    if (!(code >= 48 && code <= 57)) return pos
    pos++
  }
}

export function pushChecked(
  lexer: Lexer,
  kind: number,
  start: number,
  gap: number,
  errors: string[],
): void {
  if (errors.length > 0) lexer.errors.set(lexer.count, errors)
  push(lexer, errors.length > 0 ? Kind.Illegal : kind, start, lexer.pos, gap)
}

export function scanString(lexer: Lexer, gap: number): void {
  const { source } = lexer
  const start = lexer.pos
  const errors: string[] = []
  let pos = start + 1
  for (;;) {
    const code = source.charCodeAt(pos)
    if (code === 34) {
      pos++
      break
    }
    if (code === NEWLINE || pos >= source.length) {
      errors.push('non-terminated string')
      break
    }
    pos++
    if (code === BACKSLASH) pos = scanEscape(source, pos, errors, false)
  }
  lexer.pos = Math.min(pos, source.length)
  pushChecked(lexer, Kind.String, start, gap, errors)
}

/** Steps over what follows a backslash. */
function scanEscape(source: string, pos: number, errors: string[], inTemplate: boolean): number {
  const char = source[pos]
  if (char !== undefined && '\\"/bfnrt'.includes(char)) return pos + 1
  if (inTemplate && char === '{') return pos + 1
  if (char === 'u') return Math.min(pos + 5, source.length)
  errors.push('illegal escape sequence')
  return pos
}

export function scanRawString(lexer: Lexer, gap: number): void {
  const { source } = lexer
  const start = lexer.pos
  const found = source.indexOf('`', start + 1)
  const end = found < 0 ? source.length : found + 1
  lexer.pos = end
  pushChecked(lexer, Kind.RawString, start, gap, found < 0 ? ['non-terminated string'] : [])
  breakLines(lexer, start, end)
}

function breakLines(lexer: Lexer, start: number, end: number): void {
  for (;;) {
    const found = lexer.source.indexOf('\n', start)
    if (found < 0 || found >= end) return
    breakLine(lexer, found)
    start = found + 1
  }
}

/** Scans literal text from `from`, up to the closing quote or the next expression. */
export function scanTemplate(lexer: Lexer, isRaw: boolean, start: number, gap: number): void {
  const { source } = lexer
  const quote = isRaw ? 96 : 34
  const errors: string[] = []
  let kind: number = isRaw ? Kind.RawTemplatePart : Kind.TemplatePart
  let pos = lexer.pos
  for (;;) {
    const code = source.charCodeAt(pos)
    if (pos >= source.length || (code === NEWLINE && !isRaw)) {
      errors.push('non-terminated string')
      break
    }
    pos++
    if (code === quote) {
      kind = isRaw ? Kind.RawTemplateEnd : Kind.TemplateEnd
      break
    }
    if (code === 123) break
    if (code === BACKSLASH) {
      if (!isRaw) pos = scanEscape(source, pos, errors, true)
      else if (source.charCodeAt(pos) === 123) pos++
    }
  }
  lexer.pos = Math.min(pos, source.length)
  const goesOn = kind === Kind.RawTemplatePart || kind === Kind.TemplatePart
  if (goesOn && errors.length === 0) lexer.templates.push({ isRaw, depth: 0 })
  pushChecked(lexer, kind, start, gap, errors)
  if (isRaw) breakLines(lexer, start, lexer.pos)
}
