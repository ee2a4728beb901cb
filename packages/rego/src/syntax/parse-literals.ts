/** Parses bodies and what they are made of: expressions, `not`, `some`, `every` and `with`. */

import type { EveryExpr, Expr, Location, SomeExpr, SomeInExpr, Term, VarTerm, With } from './ast.ts'
import { hintEvery, hintInfix, hintSomeIn } from './keyword-hints.ts'
import { operatorTerm, parseInfix } from './parse-infix.ts'
import { foldLogical, parseLogicalStart, parseNot } from './parse-logical.ts'
import { parseTerm, parseVar } from './parse-terms.ts'
import {
  advance,
  enter,
  fail,
  failUnexpected,
  grow,
  hasKeyword,
  hasLineBreak,
  leave,
  locate,
  mark,
  type Parser,
  restore,
  spanFrom,
  startsReference,
} from './parser-state.ts'
import { Kind, TOKEN_NAMES } from './tokens.ts'

/** Parses expressions up to the bracket `end`, which is consumed by the caller. */
export function parseBody(p: Parser, end: number): Expr[] | undefined {
  if (!enter(p)) return undefined
  const body = parseExprs(p, end)
  leave(p)
  return body
}

function parseExprs(p: Parser, end: number): Expr[] | undefined {
  if (p.kind === end) {
    fail(p, 'found empty body')
    return undefined
  }
  const body: Expr[] = []
  let height = 0
  for (;;) {
    const expr = parseLiteral(p)
    if (!expr) return undefined
    body.push(expr)
    if (p.height > height) height = p.height
    if (p.kind === Kind.Semicolon) {
      advance(p)
      continue
    }
    if (p.kind === end) {
      p.height = height + 1
      return body
    }
    if (hasLineBreak(p)) continue
    failSeparator(p, end)
    return undefined
  }
}

function failSeparator(p: Parser, end: number): void {
  if (p.errors.length > 0) return
  hintInfix(p)
  failUnexpected(p, `expected \\n or ; or ${TOKEN_NAMES[end]}`)
}

/** Parses one expression of a body. */
export function parseLiteral(p: Parser): Expr | undefined {
  const start = locate(p)
  const logical = parseLogicalStart(p, start)
  if (logical !== undefined) return logical === 'failed' ? undefined : logical
  if (startsReference(p)) {
    p.kind = Kind.Ident
    return parseExprWith(p, start, false)
  }
  let isNegated = false
  if (p.kind === Kind.Not) {
    isNegated = true
    advance(p)
    if (hasKeyword(p, Kind.Not)) return parseNot(p, start)
  }
  if (p.kind === Kind.Some || p.kind === Kind.Every) {
    if (!isNegated) return p.kind === Kind.Some ? parseSome(p, start) : parseEvery(p, start)
    failUnexpected(p, `illegal negation of '${TOKEN_NAMES[p.kind]}'`)
    return undefined
  }
  return parseExprWith(p, start, isNegated)
}

/** Parses an expression with its `with` modifiers, and an `and`/`or` chain that it leads. */
function parseExprWith(p: Parser, start: Location, isNegated: boolean): Expr | undefined {
  const before = mark(p)
  const expr = parseExpr(p, start)
  if (!expr) return undefined
  let withStart: Location | undefined
  const height = p.height
  if (p.kind === Kind.With) {
    withStart = locate(p)
    if (!attachWith(p, expr)) return undefined
    expr.location = spanFrom(p, start)
    p.height = Math.max(height, p.height)
  }
  hintEvery(p, expr, before)
  expr.isNegated = isNegated
  if (p.kind !== Kind.LogicalAnd && p.kind !== Kind.LogicalOr) return expr
  return foldLogical(p, expr, start, withStart)
}

/** Parses a term, a call, `x = y` or `x := y`. */
export function parseExpr(p: Parser, start: Location): Expr | undefined {
  const left = parseInfix(p)
  if (!left) return undefined
  if (p.kind === Kind.Assign || p.kind === Kind.Unify) {
    const height = p.height
    const operator = operatorTerm(p)
    advance(p)
    const right = parseInfix(p)
    if (!right) return undefined
    if (!grow(p, Math.max(height, p.height) + 1)) return undefined
    return {
      kind: 'call',
      location: spanFrom(p, start),
      isNegated: false,
      with: [],
      operator,
      args: [left, right],
    }
  }
  const location = spanFrom(p, start)
  if (left.kind !== 'call') {
    return { kind: 'term', location, isNegated: false, with: [], term: left }
  }
  const { operator, args } = left
  return { kind: 'call', location, isNegated: false, with: [], operator, args }
}

/** Parses the `with` modifiers that follow, if any, into an expression. */
export function attachWith(p: Parser, expr: Expr): boolean {
  while (p.kind === Kind.With) {
    const start = locate(p)
    advance(p)
    const target = parseWithTarget(p)
    if (!target) return false
    if (p.kind !== Kind.As) {
      failUnexpected(p, 'expected as keyword')
      return false
    }
    advance(p)
    const value = parseInfix(p)
    if (!value) return false
    const modifier: With = { location: spanFrom(p, start), target, value }
    expr.with.push(modifier)
  }
  return true
}

function parseWithTarget(p: Parser): Term | undefined {
  if (p.kind !== Kind.Ident) {
    failUnexpected(p, 'expected ident')
    return undefined
  }
  const target = parseTerm(p)
  if (target && target.kind !== 'ref' && target.kind !== 'var') {
    failUnexpected(p, 'expected with target path')
  }
  return target
}

function parseSome(p: Parser, start: Location): Expr | undefined {
  const before = mark(p)
  advance(p)
  const first = locate(p)
  p.attempts++
  const term = parseInfix(p)
  p.attempts--
  if (term?.kind === 'call') return finishSomeIn(p, term, start)
  restore(p, before)
  hintSomeIn(p)
  return parseSomeNames(p, start, first)
}

function finishSomeIn(p: Parser, term: Term, start: Location): Expr | undefined {
  const member = memberOf(term)
  if (!member) {
    failUnexpected(p, 'expected `x in xs` or `x, y in xs` expression')
    return undefined
  }
  const location = spanFrom(p, start)
  const expr: SomeInExpr = { kind: 'some-in', location, isNegated: false, with: [], ...member }
  if (!attachWith(p, expr)) return undefined
  expr.location = spanFrom(p, start)
  return expr
}

/** The parts of a term `x in xs` or `k, x in xs`; undefined for any other. */
export function memberOf(term: Term): { key?: Term; value: Term; domain: Term } | undefined {
  if (term.kind !== 'call') return undefined
  const { head, path } = term.operator
  const name = path[0]
  if (head.kind !== 'var' || head.name !== 'internal' || name?.kind !== 'string') return undefined
  const [first, second, third] = term.args
  if (name.value === 'member_2' && first && second) return { value: first, domain: second }
  if (name.value === 'member_3' && first && second && third) {
    return { key: first, value: second, domain: third }
  }
  return undefined
}

function parseSomeNames(p: Parser, start: Location, first: Location): SomeExpr | undefined {
  const names: VarTerm[] = []
  let end = first
  do {
    advance(p)
    if (p.kind !== Kind.Ident) {
      failUnexpected(p, 'expected var')
      return undefined
    }
    const name = parseVar(p)
    names.push(name)
    end = name.location
  } while (p.kind === Kind.Comma)
  p.height = 0
  const location = { ...start, end: end.end }
  return { kind: 'some', location, isNegated: false, with: [], names }
}

export function parseEvery(p: Parser, start: Location): EveryExpr | undefined {
  advance(p)
  const term = parseInfix(p)
  if (!term) return undefined
  const member = memberOf(term)
  if (!member) return failEvery(p, 'expected `x[, y] in xs { ... }` expression')
  const { key, value, domain } = member
  if (key && key.kind !== 'var') return failEvery(p, 'expected key to be a variable')
  if (value.kind !== 'var') return failEvery(p, 'expected value to be a variable')
  if (p.kind !== Kind.LBrace) return failEvery(p, 'missing body')
  const height = p.height
  advance(p)
  const body = parseBody(p, Kind.RBrace)
  if (!body) return undefined
  if (!grow(p, Math.max(height, p.height) + 1)) return undefined
  advance(p)
  const expr: EveryExpr = {
    kind: 'every',
    location: spanFrom(p, start),
    isNegated: false,
    with: [],
    value,
    domain,
    body,
  }
  if (key) expr.key = key
  const total = p.height
  if (!attachWith(p, expr)) return undefined
  p.height = Math.max(total, p.height)
  expr.location = spanFrom(p, start)
  return expr
}

function failEvery(p: Parser, note: string): undefined {
  failUnexpected(p, note)
  return undefined
}
