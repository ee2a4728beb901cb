/** Parses what stands in brackets and braces: arrays, sets, objects and their comprehensions. */

import type { Expr, Location, Term } from './ast.ts'
import { finishInfixInList, parseInfixInList } from './parse-infix.ts'
import { parseBody } from './parse-literals.ts'
import { parseTermList } from './parse-references.ts'
import { parseTerm } from './parse-terms.ts'
import {
  advance,
  failUnexpected,
  grow,
  locate,
  type Mark,
  mark,
  type Parser,
  recall,
  remember,
  restore,
  spanFrom,
} from './parser-state.ts'
import { Kind, TOKEN_NAMES } from './tokens.ts'

/** Parses an array or an array comprehension; the current token is `[`. */
export function parseArray(p: Parser): Term | undefined {
  return once(p, parseArrayItems)
}

/** Parses an object, a set or a comprehension of one; the current token is `{`. */
export function parseBraces(p: Parser): Term | undefined {
  return once(p, parseBraceItems)
}

/** Parses, or takes what was parsed at this place before the parser turned back. */
function once(p: Parser, parse: (p: Parser, start: Location) => Term | undefined) {
  const known = recall(p)
  if (known) return known.term
  const before = mark(p)
  const term = parse(p, locate(p))
  remember(p, before, term)
  return term
}

function parseArrayItems(p: Parser, start: Location): Term | undefined {
  advance(p)
  const leads = skipLeadingComma(p)
  if (p.kind === Kind.RBrack && !leads) {
    return close(p, 0, () => ({ kind: 'array', location: spanFrom(p, start), items: [] }))
  }
  const before = mark(p)
  const head = parseTerm(p)
  if (!head) return undefined
  const height = p.height
  if (p.kind === Kind.Or && !leads) {
    const body = tryBody(p, Kind.RBrack)
    if (body) {
      return close(p, Math.max(height, p.height), () => ({
        kind: 'array-comprehension',
        location: spanFrom(p, start),
        value: head,
        body,
      }))
    }
    if (p.kind !== Kind.Comma) return undefined
    turnBack(p, before)
    return finishItems(p, start, Kind.RBrack, 'array', undefined)
  }
  return finishItems(p, start, Kind.RBrack, 'array', head)
}

function parseBraceItems(p: Parser, start: Location): Term | undefined {
  advance(p)
  if (p.kind === Kind.RBrace) {
    return close(p, 0, () => ({ kind: 'object', location: spanFrom(p, start), entries: [] }))
  }
  const leads = skipLeadingComma(p)
  const before = mark(p)
  const head = parseTerm(p)
  if (!head) return undefined
  const height = p.height
  if (p.kind === Kind.Or && !leads) {
    const body = tryBody(p, Kind.RBrace)
    if (body) {
      return close(p, Math.max(height, p.height), () => ({
        kind: 'set-comprehension',
        location: spanFrom(p, start),
        value: head,
        body,
      }))
    }
    if (p.kind !== Kind.Comma) return undefined
    turnBack(p, before)
    return finishItems(p, start, Kind.RBrace, 'set', undefined)
  }
  const first = finishInfixInList(p, head)
  if (!first) return undefined
  switch (p.kind) {
    case Kind.RBrace:
    case Kind.Comma:
      return finishItems(p, start, Kind.RBrace, 'set', first)
    case Kind.Colon:
      return parseObject(p, start, first, !leads)
    default:
      failUnexpected(p, 'non-terminated set')
      return undefined
  }
}

function skipLeadingComma(p: Parser): boolean {
  if (p.kind !== Kind.Comma) return false
  advance(p)
  return true
}

/** Tries what follows `|` as the body of a comprehension. */
function tryBody(p: Parser, end: number): Expr[] | undefined {
  p.attempts++
  advance(p)
  const body = parseBody(p, end)
  p.attempts--
  return body
}

function turnBack(p: Parser, to: Mark): void {
  restore(p, to)
}

/** Goes on with a list whose first item may be parsed in part. */
function finishItems(
  p: Parser,
  start: Location,
  end: number,
  kind: 'array' | 'set',
  head: Term | undefined,
): Term | undefined {
  const items: Term[] = []
  if (head) {
    const first = finishInfixInList(p, head)
    if (!first) return undefined
    items.push(first)
    if (p.kind === Kind.Comma) advance(p)
    else if (p.kind !== end) {
      failUnexpected(p, `expected "," or "${TOKEN_NAMES[end]}"`)
      return undefined
    }
  }
  const all = parseTermList(p, end, items)
  if (!all) return undefined
  return close(p, p.height, () => ({ kind, location: spanFrom(p, start), items: all }))
}

/** Steps over the closing bracket and makes the term, one level higher than its content. */
function close(p: Parser, height: number, make: () => Term): Term | undefined {
  advance(p)
  return grow(p, height + 1) ? make() : undefined
}

/** Parses the rest of an object or object comprehension behind its first key. */
function parseObject(
  p: Parser,
  start: Location,
  key: Term,
  mayBeComprehension: boolean,
): Term | undefined {
  const keyHeight = p.height
  advance(p)
  const before = mark(p)
  const head = parseTerm(p)
  if (!head) return undefined
  let value: Term | undefined
  if (p.kind === Kind.Or && mayBeComprehension) {
    const height = Math.max(keyHeight, p.height)
    const body = tryBody(p, Kind.RBrace)
    if (body) {
      return close(p, Math.max(height, p.height), () => ({
        kind: 'object-comprehension',
        location: spanFrom(p, start),
        key,
        value: head,
        body,
      }))
    }
    turnBack(p, before)
    value = parseInfixInList(p)
  } else {
    value = finishInfixInList(p, head)
  }
  if (!value) return undefined
  if (p.kind !== Kind.RBrace && p.kind !== Kind.Comma) {
    failUnexpected(p, 'non-terminated object')
    return undefined
  }
  const entries: [Term, Term][] = [[key, value]]
  p.height = Math.max(keyHeight, p.height)
  if (!parseEntries(p, entries)) return undefined
  return close(p, p.height, () => ({ kind: 'object', location: spanFrom(p, start), entries }))
}

/** Parses `, key: value` up to the closing brace. */
function parseEntries(p: Parser, entries: [Term, Term][]): boolean {
  let height = p.height
  while (p.kind === Kind.Comma) {
    advance(p)
    if (p.kind === Kind.RBrace) break
    const key = parseInfixInList(p)
    if (!key) return false
    height = Math.max(height, p.height)
    if (p.kind !== Kind.Colon) {
      failUnexpected(p, 'expected ":"')
      return false
    }
    advance(p)
    const value = parseInfixInList(p)
    if (!value) return false
    height = Math.max(height, p.height)
    entries.push([key, value])
    if (p.kind !== Kind.RBrace && p.kind !== Kind.Comma) {
      failUnexpected(p, 'expected "," or "}"')
      return false
    }
  }
  p.height = height
  return true
}
