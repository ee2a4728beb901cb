/** Parses `not`, `and` and `or` with bodies, as the future keywords of these names allow. */

import type { Expr, Location, LogicalExpr, NotExpr, Term } from './ast.ts'
import {
  failAmbiguousUnion,
  failBraceLed,
  failVoidOperand,
  failWithOnOperand,
  isAmbiguousUnion,
  type Operand,
  sourceOf,
} from './logical-errors.ts'
import { parseInfix } from './parse-infix.ts'
import { attachWith, parseBody, parseExpr } from './parse-literals.ts'
import { parseTerm } from './parse-terms.ts'
import {
  advance,
  enter,
  fail,
  grow,
  hasKeyword,
  leave,
  locate,
  mark,
  type Parser,
  restore,
  spanFrom,
  startsReference,
} from './parser-state.ts'
import { termName } from './term-names.ts'
import { Kind, TOKEN_NAMES } from './tokens.ts'

/** `undefined`: this is no group, go on otherwise. `'failed'`: an error was reported. */
type Attempt<T> = T | 'failed' | undefined

/** Parses an expression that begins with a braced operand or a parenthesized group of `and` and `or`. */
export function parseLogicalStart(p: Parser, start: Location): Attempt<Expr> {
  if (p.kind !== Kind.LBrace && p.kind !== Kind.LParen) return undefined
  if (!isLogicalActive(p)) return undefined
  if (p.kind === Kind.LBrace) return parseBracedStart(p, start)
  const group = parseGroup(p, false, '')
  if (group === undefined || group === 'failed') return group
  return foldTail(p, group) ?? 'failed'
}

function isLogicalActive(p: Parser): boolean {
  return hasKeyword(p, Kind.LogicalAnd) || hasKeyword(p, Kind.LogicalOr)
}

function isLogicalKind(kind: number): boolean {
  return kind === Kind.LogicalAnd || kind === Kind.LogicalOr
}

function parseBracedStart(p: Parser, start: Location): Attempt<Expr> {
  const closing = p.tokens.partners[p.index] ?? 0
  const next = p.tokens.kinds[closing + 1] ?? Kind.Eof
  if (closing === 0 || !isLogicalKind(next)) return undefined
  const before = mark(p)
  p.attempts++
  advance(p)
  const body = parseBody(p, Kind.RBrace)
  p.attempts--
  if (!body) {
    restore(p, before)
    return undefined
  }
  advance(p)
  if (!isLogicalKind(p.kind)) {
    restore(p, before)
    return undefined
  }
  const operand: Operand = { body, isBraced: true, location: spanFrom(p, start) }
  if (isAmbiguousUnion(p, body)) {
    failAmbiguousUnion(p, operand, '')
    return 'failed'
  }
  const chain = parseOrChain(p, operand)
  if (!chain || !attachWith(p, chain)) return 'failed'
  return chain
}

/** Parses what follows `not` where it can have a body; `start` is the place of `not`. */
export function parseNot(p: Parser, start: Location): Expr | undefined {
  const operand = parseNotOperand(p, start)
  if (!operand) return undefined
  const [not] = operand.body
  if (!not) return undefined
  let withStart: Location | undefined
  if (p.kind === Kind.With) {
    withStart = locate(p)
    if (!attachWith(p, not)) return undefined
    not.location = spanFrom(p, start)
  }
  if (!isLogicalKind(p.kind)) return not
  if (withStart) return failWithOnOperand(p, withStart)
  return foldTail(p, operand)
}

function parseNotOperand(p: Parser, start: Location): Operand | undefined {
  if (p.kind === Kind.Some || p.kind === Kind.Every) {
    fail(
      p,
      `unexpected ${TOKEN_NAMES[p.kind]} keyword: illegal negation of '${TOKEN_NAMES[p.kind]}'`,
    )
    return undefined
  }
  if (p.kind === Kind.LBrace) return parseNotBody(p, start)
  if (p.kind === Kind.LParen) {
    const group = parseGroup(p, true, 'not ')
    if (group === 'failed') return undefined
    if (group) return notOperand(p, start, group.body, group.isBraced)
  }
  const expr = parseExpr(p, locate(p))
  if (!expr) return undefined
  expr.location = spanFrom(p, start)
  return notOperand(p, start, [expr], false)
}

function notOperand(
  p: Parser,
  start: Location,
  body: Expr[],
  isBraced: boolean,
): Operand | undefined {
  if (!grow(p, p.height + 1)) return undefined
  const location = spanFrom(p, start)
  const not: NotExpr = { kind: 'not', location, isNegated: false, with: [], body, isBraced }
  return { body: [not], isBraced: false, location }
}

function parseNotBody(p: Parser, start: Location): Operand | undefined {
  const open = locate(p)
  const before = mark(p)
  advance(p)
  const isEmpty = p.kind === Kind.RBrace
  const body = parseBody(p, Kind.RBrace)
  if (!body) {
    if (!isEmpty)
      explainBraces(p, before, (term, operand) => {
        p.hints.push(
          `write \`not (${operand})\` to negate the value, or \`not {${operand}}\` for a body holding it`,
        )
        const name = termName(leadingTerm(term))
        fail(p, `\`{...}\` in an operand position must contain expression(s), got: ${name}`, open)
      })
    return undefined
  }
  advance(p)
  if (isAmbiguousUnion(p, body)) {
    failAmbiguousUnion(p, { body, isBraced: true, location: spanFrom(p, open) }, 'not ')
    return undefined
  }
  return notOperand(p, start, body, true)
}

/** Where braces that should hold a body hold a value, replaces the errors since `before` by a better one. */
function explainBraces(
  p: Parser,
  before: { index: number; errors: number },
  explain: (term: Term, operand: string) => void,
): void {
  const failed = p.errors.slice(before.errors)
  restore(p, before)
  const start = locate(p)
  const term = parseInfix(p)
  if (term) {
    explain(term, sourceOf(p, spanFrom(p, start)))
    return
  }
  p.errors.length = before.errors
  p.errors.push(...failed)
}

/** The term that an expression in infix notation begins with. */
function leadingTerm(term: Term): Term {
  const [first] = term.kind === 'call' ? term.args : []
  const isInfix = first !== undefined && first.location.offset === term.location.offset
  return isInfix ? leadingTerm(first) : term
}

/** Goes on with `and` or `or` behind an expression that may have been its first operand. */
export function foldLogical(
  p: Parser,
  expr: Expr,
  start: Location,
  withStart: Location | undefined,
): Expr | undefined {
  if (withStart) return failWithOnOperand(p, withStart)
  const text = sourceOf(p, expr.location)
  if (!expr.isNegated && text.startsWith('{')) {
    const isEmpty =
      expr.kind === 'term' && expr.term.kind === 'object' && expr.term.entries.length === 0
    if (isEmpty) fail(p, 'found empty body', expr.location)
    else failBraceLed(p, expr.location, text, TOKEN_NAMES[p.kind] ?? '')
    return undefined
  }
  return foldTail(p, { body: [expr], isBraced: false, location: spanFrom(p, start) })
}

function foldTail(p: Parser, operand: Operand): Expr | undefined {
  const expr = isLogicalKind(p.kind) ? parseOrChain(p, operand) : operand.body[0]
  return expr && attachWith(p, expr) ? expr : undefined
}

/** `and` binds tighter than `or`; both associate to the left. */
function parseOrChain(p: Parser, first: Operand): LogicalExpr | undefined {
  let left: Operand | undefined = parseAndChain(p, first)
  while (left && p.kind === Kind.LogicalOr) {
    advance(p)
    const height = p.height
    const operand = parseOperand(p, 'or')
    const right = operand && parseAndChain(p, operand)
    left = right && combine(p, 'or', left, right, height)
  }
  const expr = left?.body[0]
  return expr?.kind === 'and' || expr?.kind === 'or' ? expr : undefined
}

function parseAndChain(p: Parser, first: Operand): Operand | undefined {
  let left: Operand | undefined = first
  while (left && p.kind === Kind.LogicalAnd) {
    advance(p)
    const height = p.height
    const right = parseOperand(p, 'and')
    left = right && combine(p, 'and', left, right, height)
  }
  return left
}

function combine(
  p: Parser,
  kind: 'and' | 'or',
  left: Operand,
  right: Operand,
  height: number,
): Operand | undefined {
  if (!grow(p, Math.max(height, p.height) + 1)) return undefined
  failVoidOperand(p, left, kind)
  failVoidOperand(p, right, kind)
  const location = spanFrom(p, left.location)
  const expr: LogicalExpr = {
    kind,
    location,
    isNegated: false,
    with: [],
    left: left.body,
    right: right.body,
    isLeftBraced: left.isBraced,
    isRightBraced: right.isBraced,
  }
  return { body: [expr], isBraced: false, location }
}

/** Parses one operand; `operator` is empty while the parser may still turn back. */
function parseOperand(p: Parser, operator: string): Operand | undefined {
  const start = locate(p)
  if (p.kind === Kind.LBrace) return parseBracedOperand(p, start, operator)
  const isNegated = p.kind === Kind.Not && !startsReference(p)
  if (isNegated) {
    advance(p)
    if (hasKeyword(p, Kind.Not)) return parseNotOperand(p, start)
  } else if (p.kind === Kind.LParen) {
    const group = parseGroup(p, true, '')
    if (group === 'failed') return undefined
    if (group) return group
  }
  const exprStart = locate(p)
  const expr = parseExpr(p, exprStart)
  if (!expr) return undefined
  expr.isNegated = isNegated
  return { body: [expr], isBraced: false, location: expr.location }
}

function parseBracedOperand(p: Parser, start: Location, operator: string): Operand | undefined {
  const before = mark(p)
  advance(p)
  const isEmpty = p.kind === Kind.RBrace
  const body = parseBody(p, Kind.RBrace)
  if (!body) {
    if (isEmpty || operator === '') return undefined
    explainBraces(p, before, (_term, operand) => failBraceLed(p, start, operand, operator))
    return undefined
  }
  advance(p)
  const operand: Operand = { body, isBraced: true, location: spanFrom(p, start) }
  if (isAmbiguousUnion(p, body)) failAmbiguousUnion(p, operand, '')
  return operand
}

/**
 * Parses operands in parentheses; the current token is `(`.
 * `isOperand` tells that the parentheses are themselves an operand of `and`, `or` or `not`.
 */
function parseGroup(p: Parser, isOperand: boolean, prefix: string): Attempt<Operand> {
  if (!enter(p)) return 'failed'
  const before = mark(p)
  p.attempts++
  const group = parseGroupContent(p, isOperand, prefix)
  p.attempts--
  leave(p)
  if (group === undefined) restore(p, before)
  return group
}

function parseGroupContent(p: Parser, isOperand: boolean, prefix: string): Attempt<Operand> {
  const open = locate(p)
  const before = mark(p)
  advance(p)
  if (p.kind === Kind.RParen) {
    if (!isOperand) return undefined
    fail(p, 'empty parenthesized group', open)
    return 'failed'
  }
  const first = parseOperand(p, '')
  if (!first) return undefined
  const [single] = first.body
  if (isLogicalKind(p.kind)) {
    const chain = parseOrChain(p, first)
    if (!chain || !attachWith(p, chain) || !closeGroup(p)) return 'failed'
    return { body: [chain], isBraced: false, location: spanFrom(p, open) }
  }
  if (p.kind === Kind.With && !first.isBraced && single) {
    return parseGroupWith(p, single, open, isOperand)
  }
  if (first.isBraced) return explainBracesInParens(p, first, open, before, prefix)
  const holds = single && (single.isNegated || ['not', 'and', 'or'].includes(single.kind))
  if (!holds) return undefined
  if (!closeGroup(p)) return 'failed'
  return { body: first.body, isBraced: false, location: spanFrom(p, open) }
}

function parseGroupWith(
  p: Parser,
  expr: Expr,
  open: Location,
  isOperand: boolean,
): Attempt<Operand> {
  const withStart = locate(p)
  if (!attachWith(p, expr)) return 'failed'
  if (isLogicalKind(p.kind)) {
    failWithOnOperand(p, withStart)
    return 'failed'
  }
  if (!closeGroup(p)) return 'failed'
  if (!isOperand && !isLogicalKind(p.kind)) return undefined
  return { body: [expr], isBraced: false, location: spanFrom(p, open) }
}

/** `({ ... })` is a value in parentheses, or a mistake: parentheses hold no body. */
function explainBracesInParens(
  p: Parser,
  operand: Operand,
  open: Location,
  before: { index: number; errors: number },
  prefix: string,
): Attempt<Operand> {
  restore(p, before)
  advance(p)
  const term = parseTerm(p)
  restore(p, before)
  if (term) return undefined
  p.hints.push(`drop the parens to keep the body: \`${prefix}${sourceOf(p, operand.location)}\``)
  fail(p, '`(...)` in an operand position cannot contain a body', open)
  return 'failed'
}

function closeGroup(p: Parser): boolean {
  if (p.kind !== Kind.RParen) {
    fail(p, 'expected ) to close parenthesized group')
    return false
  }
  advance(p)
  return true
}
