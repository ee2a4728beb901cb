/** Parses terms: literals, names and what stands in brackets. */

import type { Term, VarTerm } from './ast.ts'
import { parseArray, parseBraces } from './parse-collections.ts'
import { operatorTerm, parseInfix } from './parse-infix.ts'
import { finishTerm } from './parse-references.ts'
import { parseNumber, parseString } from './parse-scalars.ts'
import { parseTemplate } from './parse-templates.ts'
import {
  advance,
  enter,
  fail,
  failUnexpected,
  grow,
  leave,
  locate,
  nextIsAdjacent,
  type Parser,
  peek,
  spanFrom,
  text,
} from './parser-state.ts'
import { Kind } from './tokens.ts'

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
