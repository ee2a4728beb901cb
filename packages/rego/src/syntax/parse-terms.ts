/** Parses terms: literals, names, references, calls and infix operators. */

import type { CallTerm, Location, RefTerm, StringTerm, Term, VarTerm } from './ast.ts'
import { parseArray, parseBraces } from './parse-collections.ts'
import { parseNumber, parseString } from './parse-scalars.ts'
import { parseTemplate } from './parse-templates.ts'
import {
  advance,
  enter,
  fail,
  failUnexpected,
  grow,
  hasGap,
  isKeyword,
  leave,
  locate,
  mark,
  nextIsAdjacent,
  type Parser,
  peek,
  restore,
  spanFrom,
  startsReference,
  text,
} from './parser-state.ts'
import { Kind, TOKEN_NAMES } from './tokens.ts'

/** How tightly infix operators bind, by kind; 0 for what is none. */
const PRECEDENCE = new Uint8Array(64)
const RELATION = 1
const TIGHTEST = 5
for (const [precedence, kinds] of [
  [RELATION, [Kind.Equal, Kind.Neq, Kind.Lt, Kind.Gt, Kind.Lte, Kind.Gte]],
  [2, [Kind.Or]],
  [3, [Kind.And]],
  [4, [Kind.Add, Kind.Sub]],
  [TIGHTEST, [Kind.Mul, Kind.Quo, Kind.Rem]],
] as const) {
  for (const kind of kinds) PRECEDENCE[kind] = precedence
}

/** Parses a term with infix operators, `x in xs` and `k, v in xs`. Undefined means that an error was reported. */
export function parseInfix(p: Parser): Term | undefined {
  const start = locate(p)
  const first = parseRelation(p, start)
  return first && finishIn(p, first, start, true)
}

/** Parses a member of a list, where a comma ends the term. */
export function parseInfixInList(p: Parser): Term | undefined {
  const start = locate(p)
  const first = parseRelation(p, start)
  return first && finishIn(p, first, start, false)
}

/** As `parseInfixInList`, behind a first operand that is already parsed. */
export function finishInfixInList(p: Parser, first: Term): Term | undefined {
  const start = first.location
  const relation = finishBinary(p, first, start, RELATION)
  return relation && finishIn(p, relation, start, false)
}

function parseRelation(p: Parser, start: Location): Term | undefined {
  const first = parseTerm(p)
  return first && finishBinary(p, first, start, RELATION)
}

/** Goes on with `in` behind a first operand. */
function finishIn(p: Parser, first: Term, start: Location, withKey: boolean): Term | undefined {
  let left = first
  for (;;) {
    // A keyword before a dot is the name that the next line begins with.
    if (startsReference(p)) p.kind = Kind.Ident
    if (withKey && p.kind === Kind.Comma) {
      const call = parseKeyedIn(p, left, start)
      if (call === undefined) return left
      left = call
    } else if (p.kind === Kind.In) {
      const operator = internalOperator(p, 'member_2')
      const height = p.height
      advance(p)
      const right = parseRelation(p, locate(p))
      if (!right) return left
      if (!grow(p, Math.max(height, p.height) + 1)) return undefined
      left = { kind: 'call', location: spanFrom(p, left.location), operator, args: [left, right] }
    } else {
      return left
    }
    if (p.kind !== Kind.In) return left
  }
}

/** `key, value in domain` behind `key`; turns back to the comma if it is something else. */
function parseKeyedIn(p: Parser, key: Term, start: Location): Term | undefined {
  const before = mark(p)
  const height = p.height
  p.attempts++
  advance(p)
  const value = parseRelation(p, locate(p))
  p.attempts--
  if (value && p.kind === Kind.In) {
    const operator = internalOperator(p, 'member_3')
    const heights = Math.max(height, p.height)
    advance(p)
    const domain = parseRelation(p, locate(p))
    if (domain && grow(p, Math.max(heights, p.height) + 1)) {
      return {
        kind: 'call',
        location: spanFrom(p, key.location ?? start),
        operator,
        args: [key, value, domain],
      }
    }
  }
  restore(p, before)
  p.height = height
  return undefined
}

function internalOperator(p: Parser, name: string): RefTerm {
  const location = locate(p)
  return {
    kind: 'ref',
    location,
    head: { kind: 'var', location, name: 'internal' },
    path: [{ kind: 'string', location, value: name }],
  }
}

/** Goes on with operators that bind at least as tightly as `minimum`; all of them associate to the left. */
function finishBinary(p: Parser, first: Term, start: Location, minimum: number): Term | undefined {
  let left = first
  let maximum = TIGHTEST
  for (;;) {
    const precedence = PRECEDENCE[p.kind] ?? 0
    if (precedence === 0 || precedence < minimum || precedence > maximum) return left
    const operator = operatorTerm(p)
    const height = p.height
    advance(p)
    const right = parseOperand(p, precedence)
    if (!right) {
      // The error is reported; what stands behind it may be worth another.
      maximum = precedence - 1
      continue
    }
    if (!grow(p, Math.max(height, p.height) + 1)) return undefined
    left = {
      kind: 'call',
      location: spanFrom(p, left.location),
      operator,
      args: [left, right],
    }
  }
}

function parseOperand(p: Parser, precedence: number): Term | undefined {
  const start = locate(p)
  const first = parseTerm(p)
  if (!first || precedence === TIGHTEST) return first
  return finishBinary(p, first, start, precedence + 1)
}

/** The current operator token as the reference of its built-in. */
export function operatorTerm(p: Parser): RefTerm {
  const location = locate(p)
  const name = TOKEN_NAMES[p.kind] ?? ''
  return { kind: 'ref', location, head: { kind: 'var', location, name }, path: [] }
}

/** Parses one operand: no infix operators outside of brackets. */
export function parseTerm(p: Parser): Term | undefined {
  if (!enter(p)) return undefined
  const term = parsePrimary(p)
  leave(p)
  return term
}

function parsePrimary(p: Parser): Term | undefined {
  p.height = 0
  switch (p.kind) {
    case Kind.Ident:
    case Kind.Contains:
      return finishTerm(p, parseVar(p))
    case Kind.String:
    case Kind.RawString:
      return finishTerm(p, parseString(p))
    case Kind.Number:
    case Kind.Dot:
      return finishTerm(p, parseNumber(p))
    case Kind.Null:
      return finishTerm(p, { kind: 'null', location: locate(p) }, true)
    case Kind.True:
    case Kind.False:
      return finishTerm(
        p,
        { kind: 'boolean', location: locate(p), value: p.kind === Kind.True },
        true,
      )
    case Kind.LBrack:
      return finishTerm(p, parseArray(p))
    case Kind.LBrace:
      return finishTerm(p, parseBraces(p))
    case Kind.LParen:
      return finishTerm(p, parseParenthesized(p))
    case Kind.Sub:
      return parseMinus(p)
    case Kind.TemplatePart:
    case Kind.TemplateEnd:
      return finishTerm(p, parseTemplate(p, false))
    case Kind.RawTemplatePart:
    case Kind.RawTemplateEnd:
      return finishTerm(p, parseTemplate(p, true))
    default:
      return parseKeywordCall(p)
  }
}

/** The keywords `and` and `or` are the set built-ins where a call follows. */
function parseKeywordCall(p: Parser): Term | undefined {
  const isLogical = p.kind === Kind.LogicalAnd || p.kind === Kind.LogicalOr
  if (isLogical && peek(p) === Kind.LParen && nextIsAdjacent(p)) {
    return finishTerm(p, parseVar(p))
  }
  failUnexpected(p)
  return undefined
}

/** The current name as a variable; the parser then stands behind it. */
export function parseVar(p: Parser): VarTerm {
  const location = locate(p)
  const name = text(p)
  advance(p)
  if (name !== '_') return { kind: 'var', location, name }
  return { kind: 'var', location, name: nextWildcard(p), isWildcard: true }
}

/** A fresh name for `_`, one that no source can have. */
export function nextWildcard(p: Parser): string {
  return `$${p.wildcards++}`
}

function parseParenthesized(p: Parser): Term | undefined {
  advance(p)
  const term = parseInfix(p)
  if (!term) return undefined
  if (p.kind !== Kind.RParen) {
    fail(p, 'non-terminated expression')
    return undefined
  }
  advance(p)
  return { ...term, isParenthesized: true }
}

/** A negative number, or a name with a minus, which is a subtraction from zero. */
function parseMinus(p: Parser): Term | undefined {
  const next = peek(p)
  if (next !== Kind.Ident && next !== Kind.Contains) return finishTerm(p, parseNumber(p))
  const location = locate(p)
  const operator = operatorTerm(p)
  advance(p)
  const operand = finishTerm(p, parseVar(p))
  if (!operand) return undefined
  if (!grow(p, p.height + 1)) return undefined
  const zero: Term = { kind: 'number', location, text: '0' }
  return { kind: 'call', location: spanFrom(p, location), operator, args: [zero, operand] }
}

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

/** OPA's name for the kind of a term. */
export function termName(term: Term): string {
  switch (term.kind) {
    case 'array-comprehension':
    case 'object-comprehension':
    case 'set-comprehension':
      return term.kind.replace('-', '')
    case 'template':
      return 'templatestring'
    default:
      return term.kind
  }
}
