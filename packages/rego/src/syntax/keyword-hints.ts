/** Hints for v0 sources that use a future keyword without importing it. */

import type { Expr } from './ast.ts'
import { parseInfix } from './parse-infix.ts'
import { memberOf, parseEvery } from './parse-literals.ts'
import {
  advance,
  classify,
  hasKeyword,
  locate,
  type Mark,
  mark,
  type Parser,
  restore,
  text,
} from './parser-state.ts'
import { KEYWORDS_ALL, Kind } from './tokens.ts'

const INFIX_EXAMPLES: ReadonlyMap<string, string> = new Map([
  ['in', 'x in xs'],
  ['and', 'x and y'],
  ['or', 'x or y'],
])

/** Hints where an expression is followed by the name `in`, `and` or `or`, or by `, v in xs`. */
export function hintInfix(p: Parser): void {
  if (p.hints.length > 0) return
  let keyword = 'in'
  if (p.kind === Kind.Ident) keyword = text(p)
  else if (p.kind !== Kind.Comma || !withAllKeywords(p, isMemberNext)) return
  const example = INFIX_EXAMPLES.get(keyword)
  if (example !== undefined) hint(p, keyword, example, 'expressions')
}

/** Hints where `some` is followed by what would be `x in xs`. */
export function hintSomeIn(p: Parser): void {
  if (p.version !== 'v0' || hasKeyword(p, Kind.In)) return
  if (withAllKeywords(p, isMemberNext)) hint(p, 'in', 'some x in xs', 'expressions')
}

/** Hints where a name `every`, parsed from `start` on, would begin an `every` expression. */
export function hintEvery(p: Parser, expr: Expr, start: Mark): void {
  if (p.version !== 'v0' || hasKeyword(p, Kind.Every)) return
  if (expr.kind !== 'term' || expr.term.kind !== 'var' || expr.term.name !== 'every') return
  const here = mark(p)
  restore(p, start)
  const isEvery = withAllKeywords(p, (q) => parseEvery(q, locate(q)) !== undefined)
  restore(p, here)
  if (isEvery) hint(p, 'every', 'every x in xs { ... }', 'expressions')
}

function hint(p: Parser, keyword: string, example: string, noun: string): void {
  p.hints.push(`\`import future.keywords.${keyword}\` for \`${example}\` ${noun}`)
}

/** Whether `x in xs` or `k, v in xs` stands behind the current token. */
function isMemberNext(p: Parser): boolean {
  advance(p)
  const term = parseInfix(p)
  return term !== undefined && memberOf(term) !== undefined
}

/** Asks a question with all future keywords in force and leaves no other trace. */
function withAllKeywords(p: Parser, ask: (p: Parser) => boolean): boolean {
  const { keywords, memories } = p
  const before = mark(p)
  p.keywords = KEYWORDS_ALL
  p.memories = new Map()
  classify(p)
  const answer = ask(p)
  p.keywords = keywords
  p.memories = memories
  restore(p, before)
  return answer
}
