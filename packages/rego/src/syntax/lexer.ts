/** Cuts a source into tokens, in one pass and without ever failing: bad characters become illegal tokens. */

import {
  CLASSES,
  DIGIT,
  LETTER,
  NEWLINE,
  pushChecked,
  scanNumber,
  scanRawString,
  scanString,
  scanTemplate,
  scanWord,
} from './lexer-literals.ts'
import {
  breakLine,
  columnAt,
  createLexer,
  GAP,
  type Lexer,
  LINE_BREAK,
  push,
  type Tokens,
} from './token-stream.ts'
import { Kind } from './tokens.ts'

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

/** An ill-formed or forbidden character, anywhere in a source. */
const FORBIDDEN =
  /[\0\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

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

function scanToken(lexer: Lexer, code: number, gap: number): void {
  const start = lexer.pos
  const charClass = code < 128 ? CLASSES[code] : 0
  if (charClass === LETTER) {
    scanWord(lexer, gap)
    return
  }
  if (charClass === DIGIT) {
    scanNumber(lexer, gap)
    return
  }
  const simple = code < 128 ? (SIMPLE[code] ?? 0) : 0
  if (simple !== 0) {
    lexer.pos = start + 1
    push(lexer, simple, start, start + 1, gap)
    if (simple <= Kind.RParen) pairBracket(lexer, simple)
    return
  }
  if (code === 34) scanString(lexer, gap)
  else if (code === 96) scanRawString(lexer, gap)
  else scanOperator(lexer, code, gap)
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
      scanTemplate(lexer, template.isRaw, lexer.pos, 0)
      return
    }
    template.depth--
  }
  const open = lexer.brackets.at(-1)
  if (open !== undefined && lexer.kinds[open] === kind - 1) {
    lexer.brackets.pop()
    lexer.partners[open] = index
  }
}

function scanOperator(lexer: Lexer, code: number, gap: number): void {
  const { source } = lexer
  const start = lexer.pos
  const next = source.charCodeAt(start + 1)
  const isEqual = next === 61
  if (code === 36 && (next === 34 || next === 96)) {
    lexer.pos = start + 2
    scanTemplate(lexer, next === 96, start, gap)
    return
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
