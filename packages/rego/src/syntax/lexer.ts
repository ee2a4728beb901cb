/** Cuts a source into tokens, in one pass and without ever failing: bad characters become illegal tokens. */

import type { Comment } from './ast.ts'
import { KEYWORD_KINDS, Kind } from './tokens.ts'

/** White space, or a comment, stands before the token. */
export const GAP = 1
/** A line break stands before the token. */
export const LINE_BREAK = 2

/** The tokens of a source as parallel arrays; the last token is `Kind.Eof`. */
export interface Tokens {
  file: string
  source: string
  count: number
  kinds: Uint8Array
  starts: Int32Array
  ends: Int32Array
  rows: Int32Array
  /** `GAP` and `LINE_BREAK`. */
  gaps: Uint8Array
  /** For an opening bracket the index of the token that closes it; 0 for all others. */
  partners: Int32Array
  /** Offset of the first character of each row; row 1 is at index 0. */
  lineStarts: number[]
  comments: Comment[]
  /** Messages about illegal tokens, by token index. */
  errors: Map<number, string[]>
  /** Whether columns must be counted in code points with care. */
  hasSurrogates: boolean
}

/** One-character tokens by character code; 0 for everything else. */
const SIMPLE = new Uint8Array(128)
for (const [char, kind] of [
  ['[', Kind.LBrack],
  [']', Kind.RBrack],
  ['{', Kind.LBrace],
  ['}', Kind.RBrace],
  ['(', Kind.LParen],
  [')', Kind.RParen],
  [',', Kind.Comma],
  ['.', Kind.Dot],
  [';', Kind.Semicolon],
  ['|', Kind.Or],
  ['&', Kind.And],
  ['+', Kind.Add],
  ['-', Kind.Sub],
  ['*', Kind.Mul],
  ['/', Kind.Quo],
  ['%', Kind.Rem],
] as const) {
  SIMPLE[char.charCodeAt(0)] = kind
}

const LETTER = 1
const DIGIT = 2
/** Classes of ASCII characters. */
const CLASSES = new Uint8Array(128)
for (let code = 0; code < 128; code++) {
  const char = String.fromCharCode(code)
  if (/[A-Za-z_]/.test(char)) CLASSES[code] = LETTER
  else if (/[0-9]/.test(char)) CLASSES[code] = DIGIT
}

const KEYWORD_LENGTH_MAX = 8
const BACKSLASH = 92
const NEWLINE = 10
/** An ill-formed or forbidden character, anywhere in a source. */
const FORBIDDEN =
  /[\0\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

interface Lexer extends Tokens {
  pos: number
  row: number
  /** The open template strings: how many braces are open in the expression of each. */
  templates: { isRaw: boolean; depth: number }[]
  brackets: number[]
}

/** Cuts `source` into tokens. */
export function tokenize(file: string, source: string): Tokens {
  const lexer = createLexer(file, source)
  const length = source.length
  if (source.charCodeAt(0) === 0xfeff) lexer.pos = 1
  let gap = 0
  while (lexer.pos < length) {
    const code = source.charCodeAt(lexer.pos)
    if (code === 32 || code === 9 || code === 13) {
      gap |= GAP
      lexer.pos++
    } else if (code === NEWLINE) {
      gap |= GAP | LINE_BREAK
      breakLine(lexer, lexer.pos++)
    } else if (code === 35) {
      gap |= GAP
      scanComment(lexer)
    } else {
      scanToken(lexer, code, gap)
      gap = 0
    }
  }
  push(lexer, Kind.Eof, length, length, gap)
  markForbidden(lexer)
  return lexer
}

function createLexer(file: string, source: string): Lexer {
  const size = source.length + 2
  return {
    file,
    source,
    count: 0,
    kinds: new Uint8Array(size),
    starts: new Int32Array(size),
    ends: new Int32Array(size),
    rows: new Int32Array(size),
    gaps: new Uint8Array(size),
    partners: new Int32Array(size),
    lineStarts: [0],
    comments: [],
    errors: new Map(),
    hasSurrogates: /[\ud800-\udfff]/.test(source),
    pos: 0,
    row: 1,
    templates: [],
    brackets: [],
  }
}

function push(lexer: Lexer, kind: number, start: number, end: number, gap: number): void {
  const index = lexer.count++
  lexer.kinds[index] = kind
  lexer.starts[index] = start
  lexer.ends[index] = end
  lexer.rows[index] = lexer.row
  lexer.gaps[index] = gap
}

function breakLine(lexer: Lexer, at: number): void {
  lexer.row++
  lexer.lineStarts.push(at + 1)
}

function scanToken(lexer: Lexer, code: number, gap: number): void {
  const start = lexer.pos
  const charClass = code < 128 ? CLASSES[code] : 0
  if (charClass === LETTER) return scanWord(lexer, gap)
  if (charClass === DIGIT) return scanNumber(lexer, gap)
  const simple = code < 128 ? (SIMPLE[code] ?? 0) : 0
  if (simple !== 0) {
    lexer.pos = start + 1
    push(lexer, simple, start, start + 1, gap)
    if (simple <= Kind.RParen) pairBracket(lexer, simple)
    return
  }
  if (code === 34) return scanString(lexer, gap)
  if (code === 96) return scanRawString(lexer, gap)
  scanOperator(lexer, code, gap)
}

/** Notes which token closes which, and goes on with a template string after its expression. */
function pairBracket(lexer: Lexer, kind: number): void {
  const index = lexer.count - 1
  const template = lexer.templates.at(-1)
  if (kind === Kind.LBrace || kind === Kind.LBrack || kind === Kind.LParen) {
    lexer.brackets.push(index)
    if (kind === Kind.LBrace && template) template.depth++
    return
  }
  if (kind === Kind.RBrace && template) {
    if (template.depth === 0) {
      lexer.templates.pop()
      return scanTemplate(lexer, template.isRaw, lexer.pos, 0)
    }
    template.depth--
  }
  const open = lexer.brackets.at(-1)
  if (open !== undefined && lexer.kinds[open] === kind - 1) {
    lexer.brackets.pop()
    lexer.partners[open] = index
  }
}

function scanWord(lexer: Lexer, gap: number): void {
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

function scanNumber(lexer: Lexer, gap: number): void {
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

function pushChecked(
  lexer: Lexer,
  kind: number,
  start: number,
  gap: number,
  errors: string[],
): void {
  if (errors.length > 0) lexer.errors.set(lexer.count, errors)
  push(lexer, errors.length > 0 ? Kind.Illegal : kind, start, lexer.pos, gap)
}

function scanString(lexer: Lexer, gap: number): void {
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

function scanRawString(lexer: Lexer, gap: number): void {
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
function scanTemplate(lexer: Lexer, isRaw: boolean, start: number, gap: number): void {
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

function scanOperator(lexer: Lexer, code: number, gap: number): void {
  const { source } = lexer
  const start = lexer.pos
  const next = source.charCodeAt(start + 1)
  const isEqual = next === 61
  if (code === 36 && (next === 34 || next === 96)) {
    lexer.pos = start + 2
    return scanTemplate(lexer, next === 96, start, gap)
  }
  const kind = operatorKind(code, isEqual)
  const errors: string[] = []
  if (kind === Kind.Illegal) {
    if (code === 33) errors.push('illegal ! character')
    if (code === 36) errors.push('illegal $ character')
    if (code === 0xa0) {
      errors.push('illegal non-breaking space character, use a regular space instead')
    }
  }
  const width = (source.codePointAt(start) ?? 0) > 0xffff ? 2 : 1
  lexer.pos = start + (isEqual && kind !== Kind.Illegal ? 2 : width)
  pushChecked(lexer, kind, start, gap, errors)
}

function operatorKind(code: number, isEqual: boolean): number {
  switch (code) {
    case 58:
      return isEqual ? Kind.Assign : Kind.Colon
    case 61:
      return isEqual ? Kind.Equal : Kind.Unify
    case 62:
      return isEqual ? Kind.Gte : Kind.Gt
    case 60:
      return isEqual ? Kind.Lte : Kind.Lt
    case 33:
      return isEqual ? Kind.Neq : Kind.Illegal
    default:
      return Kind.Illegal
  }
}

function scanComment(lexer: Lexer): void {
  const { source, row } = lexer
  const start = lexer.pos
  const found = source.indexOf('\n', start)
  const end = found < 0 ? source.length : found
  lexer.pos = end
  lexer.comments.push({
    location: { file: lexer.file, row, col: columnAt(lexer, row, start), offset: start, end },
    text: source.slice(start + 1, end).replace(/\r+$/, ''),
  })
}

/** The column of an offset within its row, in code points and from 1. */
export function columnAt(tokens: Tokens, row: number, offset: number): number {
  const start = tokens.lineStarts[row - 1] ?? 0
  if (!tokens.hasSurrogates) return offset - start + 1
  let count = 1
  for (let pos = start; pos < offset; count++) {
    pos += (tokens.source.codePointAt(pos) ?? 0) > 0xffff ? 2 : 1
  }
  return count
}

function markForbidden(lexer: Lexer): void {
  for (const match of lexer.source.matchAll(FORBIDDEN)) {
    if (match.index === 0 && match[0] === '\ufeff') continue
    const index = tokenAt(lexer, match.index)
    const name = match[0] === '\0' ? 'null character' : 'byte-order mark'
    const isCharacter = match[0] === '\0' || match[0] === '\ufeff'
    const message = isCharacter ? `illegal ${name}` : 'illegal utf-8 character'
    lexer.kinds[index] = Kind.Illegal
    const errors = lexer.errors.get(index)
    if (errors) errors.push(message)
    else lexer.errors.set(index, [message])
  }
}

/** The first token that ends after an offset. */
function tokenAt(lexer: Lexer, offset: number): number {
  let low = 0
  let high = lexer.count - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((lexer.ends[middle] ?? 0) > offset) high = middle
    else low = middle + 1
  }
  return low
}
