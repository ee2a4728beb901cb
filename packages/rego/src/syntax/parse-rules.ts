/** Parses rules: heads, bodies, `else` chains, defaults, and facts such as `p := 1`. */

import type { Expr, Head, Location, RefTerm, Rule, Term } from './ast.ts'
import { parseInfix } from './parse-infix.ts'
import { parseBody, parseLiteral } from './parse-literals.ts'
import { parseReference } from './parse-references.ts'
import { nextWildcard, parseVar } from './parse-terms.ts'
import {
  advance,
  enter,
  fail,
  failUnexpected,
  hasGap,
  leave,
  locate,
  mark,
  type Parser,
  peek,
  restore,
  spanFrom,
  startsReference,
} from './parser-state.ts'
import {
  checkDefault,
  factFromHead,
  isGround,
  isPartialByShape,
  makePartialSet,
  type RuleForm,
} from './rule-forms.ts'
import { Kind } from './tokens.ts'

/** What a rule's head says, before it is known what follows. */
interface ParsedHead {
  head: Head
  usesContains: boolean
  /** White space stands behind the name, which then ends a statement that has no body. */
  isSpaced: boolean
}

/**
 * Parses a rule whose name is the current token.
 * `'query'`: this is no rule but an expression, and the parser stands at its start again.
 */
export function parseRule(p: Parser): RuleForm[] | 'query' | undefined {
  const start = locate(p)
  const before = mark(p)
  if (startsReference(p)) p.kind = Kind.Ident
  const forms =
    p.kind === Kind.Default ? parseDefault(p, start) : parseNamed(p, start, before.errors)
  if (forms || p.errors.length > before.errors) return forms
  restore(p, before)
  return 'query'
}

function parseNamed(p: Parser, start: Location, errorsBefore: number): RuleForm[] | undefined {
  if (p.kind !== Kind.Ident) return undefined
  const parsed = parseHead(p, false)
  if (!parsed) return undefined
  const { head, usesContains } = parsed
  if (p.kind === Kind.If || p.kind === Kind.LBrace) return parseWithBody(p, start, parsed)
  if (usesContains) {
    return [{ rule: makeRule(head.location, head, []), uses: { contains: true } }]
  }
  if (p.errors.length > errorsBefore || !isStatementEnd(p, parsed)) return undefined
  return factFromHead(p, head)
}

/** Whether the head just parsed is all there is of the statement. */
function isStatementEnd(p: Parser, { head, isSpaced }: ParsedHead): boolean {
  if (isSpaced) return false
  const { kind } = p
  if (kind === Kind.With || kind === Kind.Semicolon) return false
  if (kind === Kind.LogicalAnd || kind === Kind.LogicalOr) return false
  if (head.value) return true
  return kind !== Kind.In && kind !== Kind.Comma && !isOperator(kind)
}

function makeRule(location: Location, head: Head, body: Expr[]): Rule {
  return { location, isDefault: false, head, body }
}

function parseDefault(p: Parser, start: Location): RuleForm[] | undefined {
  advance(p)
  if (startsReference(p)) p.kind = Kind.Ident
  if (p.kind !== Kind.Ident) {
    failKeywordName(p, true)
    return undefined
  }
  const parsed = parseHead(p, true)
  if (!parsed) return undefined
  const rule = makeRule(spanFrom(p, start), parsed.head, [])
  rule.isDefault = true
  if (!checkDefault(p, rule)) return undefined
  return [{ rule, uses: { contains: parsed.usesContains } }]
}

/** Tokens behind a keyword that make it, wrongly, the name of a rule. */
const NAME_FOLLOWERS: ReadonlyMap<number, readonly number[]> = new Map<number, readonly number[]>([
  ...[Kind.Every, Kind.If, Kind.In, Kind.Some, Kind.As].map(
    (kind) => [kind, [Kind.Assign, Kind.Unify, Kind.If, Kind.Contains, Kind.LParen]] as const,
  ),
  ...[Kind.Package, Kind.Import].map(
    (kind) => [kind, [Kind.Assign, Kind.Unify, Kind.LParen]] as const,
  ),
  ...[Kind.Not, Kind.LogicalAnd, Kind.LogicalOr].map(
    (kind) => [kind, [Kind.Assign, Kind.Unify, Kind.If, Kind.Contains]] as const,
  ),
  [Kind.Contains, [Kind.If, Kind.Contains]],
])

/** Reports a keyword that is used as the name of a rule, and tells whether it is one. */
export function failKeywordName(p: Parser, isDefault: boolean): boolean {
  const followers = NAME_FOLLOWERS.get(p.kind)
  if (!followers) return false
  if (!isDefault && !followers.includes(peek(p))) return false
  const { start, end } = { start: p.tokens.starts[p.index], end: p.tokens.ends[p.index] }
  fail(p, `${p.tokens.source.slice(start, end)} keyword cannot be used for rule name`)
  return true
}

function parseHead(p: Parser, isDefault: boolean): ParsedHead | undefined {
  const start = locate(p)
  const name = parseHeadName(p)
  if (!name) return undefined
  const { reference, args, isSpaced } = name
  const head: Head = { location: start, reference, isAssigned: false }
  if (args) head.args = args
  const label = p.tokens.source.slice(reference.location.offset, reference.location.end)
  if (p.kind === Kind.Contains)
    return parseContains(p, { head, usesContains: true, isSpaced }, label, start)
  if (p.kind === Kind.Unify || p.kind === Kind.Assign) {
    head.isAssigned = p.kind === Kind.Assign
    advance(p)
    const value = parseInfix(p)
    if (value) head.value = value
    else failUnexpected(p, valueNote(head, label, isDefault))
  }
  head.location = spanFrom(p, start)
  return { head, usesContains: false, isSpaced }
}

function valueNote(head: Head, label: string, isDefault: boolean): string {
  if (!head.isAssigned) return `expected rule value term (e.g., ${label}[<nil>] = <VALUE> { ... })`
  if (head.args && head.args.length > 0) {
    return `expected function value term (e.g., ${label}(...) := <VALUE> { ... })`
  }
  if (isDefault) return `expected default rule value term (e.g., default ${label} := <VALUE>)`
  return `expected rule value term (e.g., ${label} := <VALUE> { ... })`
}

function parseContains(p: Parser, parsed: ParsedHead, label: string, start: Location): ParsedHead {
  const { head } = parsed
  if (head.args) {
    failUnexpected(
      p,
      `the contains keyword can only be used with multi-value rule definitions (e.g., ${label} contains <VALUE> { ... })`,
    )
  }
  advance(p)
  const key = parseInfix(p)
  if (key) head.key = key
  else failUnexpected(p, `expected rule key term (e.g., ${label} contains <VALUE> { ... })`)
  head.location = spanFrom(p, start)
  return parsed
}

interface HeadName {
  reference: RefTerm
  args?: Term[]
  isSpaced: boolean
}

/** Parses the reference of a head, with the parameters of a function. */
function parseHeadName(p: Parser): HeadName | undefined {
  const variable = parseVar(p)
  if (isOperator(p.kind) && !hasGap(p)) failUnexpected(p)
  const { kind } = p
  let isSpaced = false
  let term: Term | undefined = variable
  if (kind === Kind.LParen || kind === Kind.LBrack || kind === Kind.Dot) {
    isSpaced = hasGap(p)
    term = parseReference(p, variable, true)
  }
  if (!term) {
    failUnexpected(p, 'expected rule head name')
    return undefined
  }
  if (term.kind === 'call') return { reference: term.operator, args: term.args, isSpaced }
  if (term.kind === 'ref') return { reference: term, isSpaced }
  if (term.kind !== 'var') return undefined
  const reference: RefTerm = { kind: 'ref', location: term.location, head: term, path: [] }
  return { reference, isSpaced }
}

function isOperator(kind: number): boolean {
  return kind >= Kind.Equal && kind <= Kind.Rem
}

/** Parses `if ...` or `{ ... }` behind a head, with `else` and further bodies. */
function parseWithBody(
  p: Parser,
  start: Location,
  { head, usesContains }: ParsedHead,
): RuleForm[] | undefined {
  const usesIf = p.kind === Kind.If
  const uses = { if: usesIf, contains: usesContains }
  const isPartial = !usesIf && !usesContains && isPartialByShape(head)
  if (isPartial && !head.value) makePartialSet(head)
  const body = usesIf ? parseIfBody(p) : parseBraced(p)
  if (!body) return undefined
  const rule = makeRule(spanFrom(p, start), head, body)
  const form: RuleForm = { rule, uses }
  if (p.kind === Kind.Else && !startsReference(p)) {
    if (!checkElse(p, head, isPartial)) return undefined
    const chain = parseElse(p, head)
    if (!chain) return undefined
    rule.else = chain.rule
    form.else = chain
    rule.location = spanFrom(p, start)
  }
  return parseChained(p, form)
}

function parseBraced(p: Parser): Expr[] | undefined {
  advance(p)
  const body = parseBody(p, Kind.RBrace)
  if (body) advance(p)
  return body
}

/** What follows `if`: one expression, or a body in braces where that is no value. */
function parseIfBody(p: Parser): Expr[] | undefined {
  advance(p)
  const before = mark(p)
  if (p.kind !== Kind.LBrace) {
    const expr = parseLiteral(p)
    return expr && [expr]
  }
  if (mayBeValue(p)) {
    p.attempts++
    const expr = parseLiteral(p)
    p.attempts--
    if (expr && !(expr.kind === 'term' && expr.term.kind === 'set')) return [expr]
    restore(p, before)
  }
  return parseBraced(p)
}

/**
 * Whether braces behind `if` may begin an object, a comprehension or a longer expression.
 * It looks at the tokens only: something behind the braces goes on, or `:` or `|` stands directly within.
 */
function mayBeValue(p: Parser): boolean {
  const { kinds, partners, gaps } = p.tokens
  const closing = partners[p.index] ?? 0
  if (closing === 0 || closing === p.index + 1) return true
  const next = kinds[closing + 1] ?? Kind.Eof
  if (next >= Kind.Unify && next <= Kind.Rem) return true
  if ([Kind.In, Kind.LogicalAnd, Kind.LogicalOr, Kind.With].includes(next)) return true
  if ((gaps[closing + 1] ?? 0) === 0 && [Kind.Dot, Kind.LBrack, Kind.LParen].includes(next)) {
    return true
  }
  for (let index = p.index + 1; index < closing; index++) {
    const kind = kinds[index]
    if (kind === Kind.Colon || kind === Kind.Or) return true
    const inner = partners[index] ?? 0
    if (inner > index) index = inner
  }
  return false
}

function checkElse(p: Parser, head: Head, isPartial: boolean): boolean {
  const { path } = head.reference
  if (path.some((part) => !isGround(part))) {
    fail(p, 'else keyword cannot be used on rules with variables in head')
    return false
  }
  if (head.key || isPartial) {
    fail(p, 'else keyword cannot be used on multi-value rules')
    return false
  }
  return true
}

/** Parses `else ...` and the links after it. */
function parseElse(p: Parser, head: Head): RuleForm | undefined {
  if (!enter(p)) return undefined
  const form = parseElseLink(p, head)
  leave(p)
  return form
}

function parseElseLink(p: Parser, first: Head): RuleForm | undefined {
  const start = locate(p)
  const head = copyHead(p, first, start)
  delete head.value
  head.isAssigned = false
  advance(p)
  if (p.kind === Kind.Assign || p.kind === Kind.Unify) {
    head.isAssigned = p.kind === Kind.Assign
    advance(p)
    const value = parseInfix(p)
    if (!value) return undefined
    head.value = value
    head.location = spanFrom(p, start)
  } else if (p.kind !== Kind.LBrace && p.kind !== Kind.If) {
    failUnexpected(p, 'expected else value term or rule body')
    return undefined
  }
  const usesIf = p.kind === Kind.If
  if (!usesIf && p.kind !== Kind.LBrace) {
    return { rule: makeRule(spanFrom(p, start), head, []), uses: {} }
  }
  if (usesIf) advance(p)
  const body = parseElseBody(p)
  if (!body) return undefined
  const rule = makeRule(spanFrom(p, start), head, body)
  const form: RuleForm = { rule, uses: { if: usesIf } }
  if (p.kind !== Kind.Else) return form
  const next = parseElse(p, first)
  if (!next) return undefined
  rule.else = next.rule
  form.else = next
  return form
}

function parseElseBody(p: Parser): Expr[] | undefined {
  if (p.kind === Kind.LBrace) return parseBraced(p)
  if (p.kind === Kind.Eof) {
    failUnexpected(p, 'rule body expected')
    return undefined
  }
  const expr = parseLiteral(p)
  return expr && [expr]
}

/** A head for another body of the same rule; each `_` among its parameters has a name of its own. */
function copyHead(p: Parser, head: Head, location: Location): Head {
  const copy: Head = { ...head, location }
  if (head.args) {
    copy.args = head.args.map((arg) =>
      arg.kind === 'var' && arg.isWildcard ? { ...arg, name: nextWildcard(p) } : arg,
    )
  }
  return copy
}

/** Further bodies of the same head: `p { ... } { ... }`. */
function parseChained(p: Parser, form: RuleForm): RuleForm[] | undefined {
  const forms = [form]
  while (p.kind === Kind.LBrace) {
    if (form.rule.else) {
      fail(p, 'expected else keyword')
      return undefined
    }
    const start = locate(p)
    const body = parseBraced(p)
    if (!body) return undefined
    const location = spanFrom(p, start)
    const rule = makeRule(location, copyHead(p, form.rule.head, location), body)
    forms.push({ rule, uses: form.uses, isChained: true })
  }
  return forms
}
