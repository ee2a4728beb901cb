/** Parses references and calls behind their heads. */

import type { CallTerm, RefTerm, StringTerm, Term } from './ast.ts'
import { parseInfix, parseInfixInList } from './parse-infix.ts'
import {
  advance,
  fail,
  failUnexpected,
  grow,
  hasGap,
  isKeyword,
  locate,
  type Parser,
  spanFrom,
  text,
} from './parser-state.ts'
import { termName } from './term-names.ts'
import { Kind, TOKEN_NAMES } from './tokens.ts'

/** Goes on with `.x`, `[x]` and `(x)` directly behind a term; steps over a term of one token first. */
export function finishTerm(p: Parser, head: Term | undefined, isCurrent = false): Term | undefined {
  if (!head) return undefined
  if (isCurrent) advance(p)
  if (!hasGap(p)) {
    const { kind } = p
    if (kind === Kind.Dot || kind === Kind.LBrack || kind === Kind.LParen) {
      return parseReference(p, head)
    }
  }
  if (head.kind === 'var' && (head.name === 'input' || head.name === 'data')) {
    return { kind: 'ref', location: head.location, head, path: [] }
  }
  return head
}

/**
 * Parses the rest of a reference or call whose head was just parsed.
 * In the head of a rule, white space may stand before its first part.
 */
export function parseReference(p: Parser, head: Term, acrossGap = false): Term | undefined {
  checkReferenceHead(p, head)
  let term: Term = head
  let path: Term[] = []
  let height = p.height
  for (let isFirst = true; ; isFirst = false) {
    const { kind } = p
    const isGap = hasGap(p) && !(isFirst && acrossGap)
    if (kind === Kind.Dot && !isGap) {
      const part = parseDotted(p)
      if (!part) return undefined
      path.push(part)
    } else if (kind === Kind.LBrack && !isGap) {
      const part = parseBracketed(p)
      if (!part) return undefined
      if (p.height >= height) height = p.height + 1
      path.push(part)
    } else if (kind === Kind.LParen && !isGap && term.kind !== 'set' && !isCalled(term, path)) {
      const operator = refTerm(p, term, path)
      const call = parseCall(p, operator)
      if (!call) return undefined
      if (!grow(p, Math.max(height, p.height) + 1)) return undefined
      height = p.height
      term = call
      path = []
      if (call.kind === 'set' && !nextContinues(p)) return call
    } else {
      break
    }
  }
  return grow(p, height) ? (path.length > 0 ? refTerm(p, term, path) : term) : undefined
}

/** A call's result is not called again: `f(x)(y)`. */
function isCalled(term: Term, path: Term[]): boolean {
  return term.kind === 'call' && path.length === 0 && term.isParenthesized !== true
}

function nextContinues(p: Parser): boolean {
  return !hasGap(p) && (p.kind === Kind.Dot || p.kind === Kind.LBrack)
}

function refTerm(p: Parser, head: Term, path: Term[]): RefTerm {
  return { kind: 'ref', location: spanFrom(p, head.location), head, path }
}

function checkReferenceHead(p: Parser, head: Term): void {
  switch (head.kind) {
    case 'null':
    case 'boolean':
    case 'number':
    case 'string':
    case 'ref':
    case 'template':
      fail(p, `illegal ref (head cannot be ${termName(head)})`, head.location)
  }
}

function parseDotted(p: Parser): StringTerm | undefined {
  advance(p)
  if (hasGap(p)) p.kind = Kind.Whitespace
  if (p.kind !== Kind.Ident && !isKeyword(p.kind)) {
    failUnexpected(p, 'expected identifier')
    return undefined
  }
  const part: StringTerm = { kind: 'string', location: locate(p), value: text(p) }
  advance(p)
  return part
}

function parseBracketed(p: Parser): Term | undefined {
  advance(p)
  const part = parseInfix(p)
  if (!part) return undefined
  if (p.kind !== Kind.RBrack) {
    failUnexpected(p, 'expected [')
    return undefined
  }
  advance(p)
  return part
}

/** Parses the arguments of a call; `set()` is the empty set. */
function parseCall(p: Parser, operator: RefTerm): Term | undefined {
  advance(p)
  const args = parseTermList(p, Kind.RParen, [])
  if (!args) return undefined
  const isSet = operator.head.kind === 'var' && operator.head.name === 'set'
  advance(p)
  const location = spanFrom(p, operator.location)
  if (args.length === 0 && isSet && operator.path.length === 0) {
    return { kind: 'set', location, items: [] }
  }
  const call: CallTerm = { kind: 'call', location, operator, args }
  return call
}

/** Parses terms between commas up to `end`, behind those of `items`; a comma may stand before the end. */
export function parseTermList(p: Parser, end: number, items: Term[]): Term[] | undefined {
  let height = items.length > 0 ? p.height : 0
  while (p.kind !== end) {
    const item = parseInfixInList(p)
    if (!item) return undefined
    if (p.height > height) height = p.height
    items.push(item)
    if (p.kind === end) break
    if (p.kind !== Kind.Comma) {
      failUnexpected(p, `expected "," or "${TOKEN_NAMES[end]}"`)
      return undefined
    }
    advance(p)
  }
  p.height = height
  return items
}
