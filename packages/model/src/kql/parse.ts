/** Parses KQL by recursive descent, in linear time. */

import { type KqlToken, tokenize } from './lexer.ts'
import { quoteKql } from './quote.ts'
import {
  KqlError,
  type KqlField,
  type KqlLiteral,
  type KqlNode,
  type KqlOperator,
  type KqlValue,
  queryDepthMax,
  queryLengthMax,
} from './syntax.ts'

interface Parser {
  text: string
  tokens: KqlToken[]
  at: number
  depth: number
}

/** The tree of a query; an empty one matches all. Throws KqlError and nothing else. */
export function parseKql(text: string): KqlNode {
  if (text.length > queryLengthMax) {
    throw new KqlError(
      `The query is ${text.length} characters long; at most ${queryLengthMax} are allowed.`,
      { start: queryLengthMax, end: text.length },
    )
  }
  const parser: Parser = { text, tokens: tokenize(text), at: 0, depth: 0 }
  if (parser.tokens.length === 0) return { kind: 'all', range: { start: 0, end: text.length } }
  const node = parseOr(parser, parseSub)
  if (peek(parser)) fail(parser, '"and", "or" or the end of the query')
  return node
}

type Operand = (parser: Parser) => KqlNode

function parseOr(parser: Parser, operand: Operand): KqlNode {
  return parseJoined(parser, 'or', () =>
    parseJoined(parser, 'and', () => parseNot(parser, operand)),
  )
}

function parseJoined(parser: Parser, kind: 'and' | 'or', next: () => KqlNode): KqlNode {
  const first = next()
  const children = [first]
  while (peek(parser)?.kind === kind) {
    parser.at += 1
    children.push(next())
  }
  const end = children.at(-1)?.range.end ?? first.range.end
  return children.length === 1
    ? first
    : { kind, children, range: { start: first.range.start, end } }
}

function parseNot(parser: Parser, operand: Operand): KqlNode {
  const token = peek(parser)
  if (token?.kind !== 'not') return operand(parser)
  parser.at += 1
  const child = operand(parser)
  return { kind: 'not', child, range: { start: token.start, end: child.range.end } }
}

/** `( ... )` with the operands of the place: expressions outside of a list, values inside. */
function parseGroup(parser: Parser, operand: Operand): KqlNode {
  const open = expect(parser, '(')
  const node = deeper(parser, () => parseOr(parser, operand))
  const close = expect(parser, ')')
  return { ...node, range: { start: open.start, end: close.end } }
}

function deeper(parser: Parser, parse: () => KqlNode): KqlNode {
  parser.depth += 1
  if (parser.depth > queryDepthMax) {
    const token = peek(parser)
    throw new KqlError(
      `The query nests more than ${queryDepthMax} parentheses.`,
      token ?? { start: parser.text.length, end: parser.text.length },
    )
  }
  const node = parse()
  parser.depth -= 1
  return node
}

function parseSub(parser: Parser): KqlNode {
  if (peek(parser)?.kind === '(') return parseGroup(parser, parseSub)
  const first = expectValue(parser, 'a field or a value')
  const token = peek(parser)
  if (token?.kind === ':') {
    parser.at += 1
    return parseColon(parser, toField(first.value), first.start)
  }
  if (isOperator(token)) {
    parser.at += 1
    return parseRange(parser, toField(first.value), token.kind, first.start)
  }
  return {
    kind: 'is',
    field: null,
    value: first.value,
    range: { start: first.start, end: first.end },
  }
}

function parseColon(parser: Parser, field: KqlField, start: number): KqlNode {
  const kind = peek(parser)?.kind
  if (kind === '{') {
    parser.at += 1
    const child = deeper(parser, () => parseOr(parser, parseSub))
    return { kind: 'nested', field, child, range: { start, end: expect(parser, '}').end } }
  }
  const operand: Operand = (inner) => parseValue(inner, field, operand)
  const node = operand(parser)
  return { ...node, range: { start, end: node.range.end } }
}

function parseValue(parser: Parser, field: KqlField, operand: Operand): KqlNode {
  if (peek(parser)?.kind === '(') return parseGroup(parser, operand)
  const { value, start, end } = expectValue(parser, 'a value')
  const range = { start, end }
  const isLoneStar = value.kind === 'pattern' && value.segments.join('*') === '*'
  return isLoneStar ? { kind: 'exists', field, range } : { kind: 'is', field, value, range }
}

function parseRange(
  parser: Parser,
  field: KqlField,
  operator: KqlOperator,
  start: number,
): KqlNode {
  const token = expectValue(parser, 'a value')
  if (token.value.kind === 'pattern') {
    throw new KqlError(`After "${operator}" comes one value without a star.`, token)
  }
  const value: KqlLiteral = token.value
  return { kind: 'range', field, operator, value, range: { start, end: token.end } }
}

function toField(value: KqlValue): KqlField {
  return value.kind === 'pattern' ? value : { kind: 'name', name: String(value.value) }
}

function isOperator(token: KqlToken | undefined): token is KqlToken & { kind: KqlOperator } {
  const kind = token?.kind
  return kind === '<' || kind === '<=' || kind === '>' || kind === '>='
}

function peek(parser: Parser): KqlToken | undefined {
  return parser.tokens[parser.at]
}

function expect(parser: Parser, kind: KqlToken['kind']): KqlToken {
  const token = peek(parser)
  if (token?.kind !== kind) return fail(parser, `"${kind}"`)
  parser.at += 1
  return token
}

function expectValue(parser: Parser, what: string): KqlToken & { kind: 'value' } {
  const token = peek(parser)
  if (token?.kind !== 'value') return fail(parser, what)
  if (!token.isClosed) {
    throw new KqlError('A quote is opened and never closed.', token, `${parser.text}"`)
  }
  parser.at += 1
  return token
}

function fail(parser: Parser, expected: string): never {
  const token = peek(parser)
  const end = parser.text.length
  if (!token) throw new KqlError(`Expected ${expected} but the query ends.`, { start: end, end })
  if (token.kind === 'bad') throw new KqlError(`${token.message}.`, token)
  const found = parser.text.slice(token.start, token.end)
  throw new KqlError(`Expected ${expected} but "${found}" found.`, token, findFix(parser, token))
}

function isColonBefore(parser: Parser): boolean {
  return parser.tokens[parser.at - 2]?.kind === ':'
}

/** `this is not a drill` or `10:30` after a field: what stands on both sides belongs in quotes. */
function findFix(parser: Parser, token: KqlToken): string | undefined {
  const before = parser.tokens[parser.at - 1]
  const isMeant = token.kind === 'not' || (token.kind === ':' && isColonBefore(parser))
  if (!isMeant || before?.kind !== 'value') return undefined
  let last = parser.at
  for (let at = parser.at; at < parser.tokens.length; at += 1) {
    const kind = parser.tokens[at]?.kind
    if (kind !== 'not' && kind !== 'value' && kind !== ':') break
    last = at
  }
  const end = parser.tokens[last]?.end ?? token.end
  const value = quoteKql(parser.text.slice(before.start, end))
  return `${parser.text.slice(0, before.start)}${value}${parser.text.slice(end)}`
}
