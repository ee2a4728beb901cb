/** Where a parser stands: the current token, the keywords in force, the errors found so far. */

import type { RegoError } from '../errors.ts'
import type { Location, RegoVersion, Term } from './ast.ts'
import { tokenize } from './lexer.ts'
import { columnAt, GAP, LINE_BREAK, type Tokens } from './token-stream.ts'
import {
  FIRST_FUTURE_KEYWORD,
  FIRST_KEYWORD,
  KEYWORDS_V1,
  Kind,
  keywordBit,
  TOKEN_NAMES,
} from './tokens.ts'

/** How deep a tree may be. Whoever walks one may recurse without fear for the stack. */
export const NESTING_MAX = 500

/** What was parsed at a place before the parser turned back; see `remember`. */
export interface Memory {
  term: Term | undefined
  index: number
  height: number
  errors: RegoError[]
}

export interface Parser {
  tokens: Tokens
  /** The version asked for; imports change `keywords`, not this. */
  version: RegoVersion
  index: number
  /** The current token's kind; a future keyword that is not in force is an identifier. */
  kind: number
  /** The future keywords in force, as bits. */
  keywords: number
  /** Whether `rego.v1` was imported. */
  isV1: boolean
  errors: RegoError[]
  /** Statements that parse and yet are no rules. */
  factErrors: RegoError[]
  hints: string[]
  wildcards: number
  /** How many brackets are open around the current token. */
  depth: number
  /** The height of the term parsed last. */
  height: number
  /** How many attempts are running that may turn back. */
  attempts: number
  memories: Map<number, Memory>
}

export interface Mark {
  index: number
  errors: number
}

export function createParser(file: string, source: string, version: RegoVersion): Parser {
  const tokens = tokenize(file, source)
  const p: Parser = {
    tokens,
    version,
    index: -1,
    kind: Kind.Eof,
    keywords: version === 'v1' ? KEYWORDS_V1 : 0,
    isV1: false,
    errors: [],
    factErrors: [],
    hints: [],
    wildcards: 0,
    depth: 0,
    height: 0,
    attempts: 0,
    memories: new Map(),
  }
  advance(p)
  return p
}

/** Steps to the next token; stays at the end of the source. */
export function advance(p: Parser): void {
  if (p.index < p.tokens.count - 1) p.index++
  const kind = p.tokens.kinds[p.index] ?? Kind.Eof
  p.kind = kind
  if (kind >= FIRST_FUTURE_KEYWORD) classify(p)
  else if (kind === Kind.Illegal) reportIllegal(p)
}

/** Decides anew whether the current token is a keyword. */
export function classify(p: Parser): void {
  p.kind = effectiveKind(p, p.index)
}

export function effectiveKind(p: Parser, index: number): number {
  const kind = p.tokens.kinds[index] ?? Kind.Eof
  if (kind < FIRST_FUTURE_KEYWORD) return kind
  return hasKeyword(p, kind) ? kind : Kind.Ident
}

/** Whether a future keyword is in force. For `not`: whether it can have a body. */
export function hasKeyword(p: Parser, kind: number): boolean {
  return (p.keywords & keywordBit(kind)) !== 0
}

function reportIllegal(p: Parser): void {
  for (const message of p.tokens.errors.get(p.index) ?? []) fail(p, message)
}

export function mark(p: Parser): Mark {
  return { index: p.index, errors: p.errors.length }
}

/** Turns back to a mark and forgets the errors since. */
export function restore(p: Parser, to: Mark): void {
  p.index = to.index
  p.errors.length = to.errors
  classify(p)
}

export function isKeyword(kind: number): boolean {
  return kind >= FIRST_KEYWORD
}

/** Whether the next token, if any, follows the current one without white space. */
export function nextIsAdjacent(p: Parser): boolean {
  return ((p.tokens.gaps[p.index + 1] ?? GAP) & GAP) === 0
}

/** Whether white space stands before the current token. */
export function hasGap(p: Parser): boolean {
  return ((p.tokens.gaps[p.index] ?? 0) & GAP) !== 0
}

export function hasLineBreak(p: Parser): boolean {
  return ((p.tokens.gaps[p.index] ?? 0) & LINE_BREAK) !== 0
}

/** The kind of the token after the current one. */
export function peek(p: Parser): number {
  return effectiveKind(p, Math.min(p.index + 1, p.tokens.count - 1))
}

/** Whether the current keyword is the head of a reference such as `not.x`, and so a name. */
export function startsReference(p: Parser): boolean {
  if (!isKeyword(p.kind) || !nextIsAdjacent(p)) return false
  const next = peek(p)
  return next === Kind.Dot || next === Kind.LBrack
}

export function text(p: Parser, index: number = p.index): string {
  return p.tokens.source.slice(p.tokens.starts[index], p.tokens.ends[index])
}

/** The place of one token. */
export function locate(p: Parser, index: number = p.index): Location {
  const { tokens } = p
  if (p.kind === Kind.Whitespace && index === p.index) return locateGap(p)
  const row = tokens.rows[index] ?? 1
  const offset = tokens.starts[index] ?? 0
  const end = tokens.ends[index] ?? 0
  if (tokens.kinds[index] === Kind.Eof) {
    // The end of the source has the column of its last character.
    const col = columnAt(tokens, row, offset) - 1
    return { file: tokens.file, row, col, offset, end }
  }
  return { file: tokens.file, row, col: columnAt(tokens, row, offset), offset, end }
}

/** The white space before the current token. */
function locateGap(p: Parser): Location {
  const { file, source, ends, rows, starts } = p.tokens
  const offset = ends[p.index - 1] ?? 0
  const end = starts[p.index] ?? offset
  const row = rows[p.index - 1] ?? 1
  if (source[offset] === '\n' || source[offset] === '#')
    return { file, row: row + 1, col: 0, offset, end }
  return { file, row, col: columnAt(p.tokens, row, offset), offset, end }
}

/** The place from the start of `from` to the end of the token before the current one. */
export function spanFrom(p: Parser, from: Location): Location {
  const { file, row, col, offset } = from
  return { file, row, col, offset, end: p.tokens.ends[p.index - 1] ?? offset }
}

export function fail(p: Parser, message: string, location: Location = locate(p)): void {
  p.errors.push({ code: 'rego_parse_error', message: message + takeHints(p), location })
}

function takeHints(p: Parser): string {
  if (p.hints.length === 0) return ''
  const label = p.hints.length === 1 ? 'hint' : 'hints'
  const text = ` (${label}: ${p.hints.join(', ')})`
  p.hints = []
  return text
}

/** Says that the current token cannot stand here. */
export function failUnexpected(p: Parser, note = ''): void {
  if (p.kind === Kind.Illegal) {
    fail(p, 'illegal token')
    return
  }
  const noun = isKeyword(p.kind) ? 'keyword' : 'token'
  const name = TOKEN_NAMES[p.kind] ?? 'unknown'
  fail(p, `unexpected ${name} ${noun}${note === '' ? '' : `: ${note}`}`)
}

/** Opens a level of nesting, or fails where the tree would become too deep. */
export function enter(p: Parser): boolean {
  if (p.depth >= NESTING_MAX) {
    fail(p, 'max parsing recursion depth exceeded')
    return false
  }
  p.depth++
  return true
}

export function leave(p: Parser): void {
  p.depth--
}

/** Notes the height of a term just parsed, and fails where the tree becomes too deep. */
export function grow(p: Parser, height: number): boolean {
  p.height = height
  if (height + p.depth <= NESTING_MAX) return true
  fail(p, 'max parsing recursion depth exceeded')
  return false
}

/** Keeps what was parsed from `start` on, if somebody may turn back and come here again. */
export function remember(p: Parser, start: Mark, term: Term | undefined): void {
  if (p.attempts === 0) return
  p.memories.set(start.index, {
    term,
    index: p.index,
    height: p.height,
    errors: p.errors.slice(start.errors),
  })
}

/** What was parsed here before; the parser then stands behind it. */
export function recall(p: Parser): Memory | undefined {
  if (p.memories.size === 0) return undefined
  const memory = p.memories.get(p.index)
  if (memory === undefined) return undefined
  p.errors.push(...memory.errors)
  p.index = memory.index
  p.height = memory.height
  classify(p)
  return memory
}
