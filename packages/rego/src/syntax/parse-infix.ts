/** Parses infix operators, `x in xs` and `k, v in xs`. */

import type { RefTerm, Term } from './ast.ts'
import { parseTerm } from './parse-terms.ts'
import {
  advance,
  grow,
  locate,
  mark,
  type Parser,
  restore,
  spanFrom,
  startsReference,
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
  const first = parseRelation(p)
  return first && finishIn(p, first, true)
}

/** Parses a member of a list, where a comma ends the term. */
export function parseInfixInList(p: Parser): Term | undefined {
  const first = parseRelation(p)
  return first && finishIn(p, first, false)
}

/** As `parseInfixInList`, behind a first operand that is already parsed. */
export function finishInfixInList(p: Parser, first: Term): Term | undefined {
  const relation = finishBinary(p, first, RELATION)
  return relation && finishIn(p, relation, false)
}

function parseRelation(p: Parser): Term | undefined {
  const first = parseTerm(p)
  return first && finishBinary(p, first, RELATION)
}

/** Goes on with `in` behind a first operand. */
function finishIn(p: Parser, first: Term, withKey: boolean): Term | undefined {
  let left = first
  for (;;) {
    // A keyword before a dot is the name that the next line begins with.
    if (startsReference(p)) p.kind = Kind.Ident
    if (withKey && p.kind === Kind.Comma) {
      const call = parseKeyedIn(p, left)
      if (call === undefined) return left
      left = call
    } else if (p.kind === Kind.In) {
      const operator = internalOperator(p, 'member_2')
      const height = p.height
      advance(p)
      const right = parseRelation(p)
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
function parseKeyedIn(p: Parser, key: Term): Term | undefined {
  const before = mark(p)
  const height = p.height
  p.attempts++
  advance(p)
  const value = parseRelation(p)
  p.attempts--
  if (value && p.kind === Kind.In) {
    const operator = internalOperator(p, 'member_3')
    const heights = Math.max(height, p.height)
    advance(p)
    const domain = parseRelation(p)
    if (domain && grow(p, Math.max(heights, p.height) + 1)) {
      return {
        kind: 'call',
        location: spanFrom(p, key.location),
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
function finishBinary(p: Parser, first: Term, minimum: number): Term | undefined {
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
  const first = parseTerm(p)
  if (!first || precedence === TIGHTEST) return first
  return finishBinary(p, first, precedence + 1)
}

/** The current operator token as the reference of its built-in. */
export function operatorTerm(p: Parser): RefTerm {
  const location = locate(p)
  const name = TOKEN_NAMES[p.kind] ?? ''
  return { kind: 'ref', location, head: { kind: 'var', location, name }, path: [] }
}
