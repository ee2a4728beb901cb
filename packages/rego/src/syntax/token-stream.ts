/** The tokens of a source, and how the lexer adds to them. */

import type { Comment } from './ast.ts'

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
  /** The column that was counted last. */
  counted: { offset: number; col: number }
}

/** The tokens so far, and where the lexer stands. */
export interface Lexer extends Tokens {
  pos: number
  row: number
  /** The open template strings: how many braces are open in the expression of each. */
  templates: { isRaw: boolean; depth: number }[]
  brackets: number[]
}

export function createLexer(file: string, source: string): Lexer {
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
    counted: { offset: 0, col: 1 },
    hasSurrogates: /[\ud800-\udfff]/.test(source),
    pos: 0,
    row: 1,
    templates: [],
    brackets: [],
  }
}

export function push(lexer: Lexer, kind: number, start: number, end: number, gap: number): void {
  const index = lexer.count++
  lexer.kinds[index] = kind
  lexer.starts[index] = start
  lexer.ends[index] = end
  lexer.rows[index] = lexer.row
  lexer.gaps[index] = gap
}

export function breakLine(lexer: Lexer, at: number): void {
  lexer.row++
  lexer.lineStarts.push(at + 1)
}

/** The column of an offset within its row, in code points and from 1. */
export function columnAt(tokens: Tokens, row: number, offset: number): number {
  const start = tokens.lineStarts[row - 1] ?? 0
  if (!tokens.hasSurrogates) return offset - start + 1
  const { counted } = tokens
  // Mostly columns are asked for from left to right.
  const isBehind = counted.offset >= start && counted.offset <= offset
  let { offset: pos, col } = isBehind ? counted : { offset: start, col: 1 }
  for (; pos < offset; col++) pos += (tokens.source.codePointAt(pos) ?? 0) > 0xffff ? 2 : 1
  tokens.counted = { offset: pos, col }
  return col
}
