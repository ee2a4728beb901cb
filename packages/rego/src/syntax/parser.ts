/** Parses Rego sources: modules, queries, terms and references. */

import type { RegoError } from '../errors.ts'
import { parseAnnotations } from './annotations.ts'
import type { Expr, Module, Package, RefTerm, RegoVersion, Rule, Term } from './ast.ts'
import { parseImport, parsePackage } from './parse-imports.ts'
import { parseLiteral } from './parse-literals.ts'
import { failKeywordName, parseRule } from './parse-rules.ts'
import {
  advance,
  createParser,
  failUnexpected,
  hasLineBreak,
  locate,
  nextIsAdjacent,
  type Parser,
  peek,
  text,
} from './parser-state.ts'
import { checkV1, type RuleForm, ruleFromBody } from './rule-forms.ts'
import { Kind } from './tokens.ts'

export interface ParseOptions {
  /** The version of sources that do not import `rego.v1`; v1 if absent. */
  regoVersion?: RegoVersion
  /** Whether to read `# METADATA` blocks. */
  annotations?: boolean
}

/** A module, or the errors why there is none; never both. */
export interface ParseResult<T> {
  errors: RegoError[]
  value?: T
}

/** What was read of a module so far. */
interface Draft {
  package?: Package
  imports: Module['imports']
  forms: RuleForm[]
  count: number
  errors: RegoError[]
  heads: StatementHead[]
}

/** What a statement that is no import begins with. */
interface StatementHead {
  row: number
  keyword: string | undefined
  error?: RegoError
}

/** What keywords of rule heads are good for. */
const HEAD_EXAMPLES: ReadonlyMap<string, string> = new Map([
  ['if', 'p if { ... }'],
  ['contains', 'p contains x'],
])

/** Parses a module. It has no `module` if there is any error. */
export function parseModule(
  file: string,
  source: string,
  options: ParseOptions = {},
): { module?: Module; errors: RegoError[] } {
  const p = createParser(file, source, options.regoVersion ?? 'v1')
  const draft: Draft = { imports: [], forms: [], count: 0, errors: [], heads: [] }
  while (p.kind !== Kind.Eof) {
    const before = p.errors.length
    const start = p.index
    p.memories.clear()
    p.hints = []
    const isDone = parseStatement(p, draft)
    if (!isDone && p.errors.length > before) skipToStatement(p, start)
  }
  if (p.errors.length > 0) return { errors: p.errors }
  return finishModule(p, draft, options)
}

function finishModule(
  p: Parser,
  draft: Draft,
  options: ParseOptions,
): { module?: Module; errors: RegoError[] } {
  const { file, source, comments } = p.tokens
  if (draft.count === 0) {
    const location = { file, row: 0, col: 0, offset: 0, end: 0 }
    return { errors: [{ code: 'rego_parse_error', message: 'empty module', location }] }
  }
  const regoVersion = p.isV1 ? 'v1' : p.version
  if (regoVersion === 'v0') hintHeadKeywords(draft.heads)
  const errors = [...draft.errors]
  if (regoVersion === 'v1') errors.push(...draft.forms.flatMap(checkV1))
  if (errors.length > 0 || !draft.package) return { errors }
  const rules: Rule[] = draft.forms.map((form) => form.rule)
  const module: Module = {
    file,
    source,
    regoVersion,
    package: draft.package,
    imports: draft.imports,
    rules,
    annotations: [],
    comments,
  }
  if (options.annotations) errors.push(...parseAnnotations(module))
  return errors.length > 0 ? { errors } : { module, errors }
}

/** Parses one statement, and tells whether the next one begins where the parser stands. */
function parseStatement(p: Parser, draft: Draft): boolean {
  if (failKeywordName(p, false)) return false
  const start = locate(p)
  const isReference = nextIsAdjacent(p) && (peek(p) === Kind.Dot || peek(p) === Kind.LBrack)
  if (p.kind === Kind.Package && !isReference) {
    const result = parsePackage(p)
    if (!result) return false
    if (draft.count++ === 0) draft.package = result
    else draft.errors.push(errorAt(start, 'unexpected package'))
    return true
  }
  const isFirst = draft.count++ === 0
  if (isFirst) draft.errors.push(errorAt(start, 'package expected'))
  if (p.kind === Kind.Import && !isReference) {
    const result = parseImport(p)
    if (result) draft.imports.push(result)
    return result !== undefined
  }
  const head: StatementHead = { row: start.row, keyword: headKeyword(p) }
  draft.heads.push(head)
  const parsed = parseRule(p)
  const forms = parsed === 'query' ? parseStray(p) : parsed
  const [error] = p.factErrors.splice(0)
  if (isFirst) return forms !== undefined
  if (error) {
    head.error = error
    draft.errors.push(error)
  }
  if (forms) draft.forms.push(...forms)
  return forms !== undefined
}

/** The name `if` or `contains` where it begins a statement, as it does where its import is missing. */
function headKeyword(p: Parser): string | undefined {
  if (p.kind !== Kind.Ident) return undefined
  const name = text(p)
  return HEAD_EXAMPLES.has(name) ? name : undefined
}

/** In v0 a keyword that was not imported is a name, and what it should join falls apart into statements. */
function hintHeadKeywords(heads: StatementHead[]): void {
  for (const [index, { error, row, keyword }] of heads.entries()) {
    if (!error) continue
    const next = heads[index + 1]
    const name = keyword ?? (next?.row === row ? next.keyword : undefined)
    const example = HEAD_EXAMPLES.get(name ?? '')
    if (example === undefined) continue
    error.message += ` (hint: \`import future.keywords.${name}\` for \`${example}\` rules)`
  }
}

function errorAt(location: RegoError['location'], message: string): RegoError {
  const error: RegoError = { code: 'rego_parse_error', message }
  if (location) error.location = location
  return error
}

/** Parses expressions where a rule must stand; they hardly ever are one. */
function parseStray(p: Parser): RuleForm[] | undefined {
  const body = parseStatementBody(p, false)
  return body && ruleFromBody(p, body)
}

/** Parses expressions up to the end, or one if `isWhole` is false and no semicolon follows. */
function parseStatementBody(p: Parser, isWhole: boolean): Expr[] | undefined {
  const body: Expr[] = []
  for (;;) {
    const expr = parseLiteral(p)
    if (!expr) return undefined
    body.push(expr)
    if (p.kind === Kind.Semicolon) {
      advance(p)
      continue
    }
    if (!isWhole || p.kind === Kind.Eof) return body
    if (!hasLineBreak(p)) {
      failUnexpected(p, 'expected \\n or ; or eof')
      return undefined
    }
  }
}

/** After an error, goes on at the next line that looks like the begin of a statement. */
function skipToStatement(p: Parser, failedAt: number): void {
  while (p.kind !== Kind.Eof) {
    const isBegin = hasLineBreak(p) && isFirstInLine(p) && startsStatement(p.kind)
    if (isBegin && p.index > failedAt) return
    advance(p)
  }
}

function isFirstInLine(p: Parser): boolean {
  const row = p.tokens.rows[p.index] ?? 1
  return p.tokens.starts[p.index] === p.tokens.lineStarts[row - 1]
}

function startsStatement(kind: number): boolean {
  return (
    kind === Kind.Ident ||
    kind === Kind.Default ||
    kind === Kind.Package ||
    kind === Kind.Import ||
    kind === Kind.Contains
  )
}

/** Parses a query: the expressions of a body, on lines of their own or with semicolons. */
export function parseQuery(
  source: string,
  options: ParseOptions & { file?: string; imports?: string[] } = {},
): { body?: Expr[]; errors: RegoError[] } {
  const p = createParser(options.file ?? '', source, options.regoVersion ?? 'v1')
  if (p.kind === Kind.Eof) return { body: [], errors: p.errors }
  const body = parseStatementBody(p, true)
  return body && p.errors.length === 0 ? { body, errors: [] } : { errors: p.errors }
}

/** Parses a single term. */
export function parseTerm(
  source: string,
  options: ParseOptions = {},
): { term?: Term; errors: RegoError[] } {
  const { body, errors } = parseQuery(source, options)
  if (!body) return { errors }
  const [expr] = body
  const location = expr?.location ?? { file: '', row: 1, col: 1, offset: 0, end: 0 }
  if (body.length !== 1 || !expr) {
    return { errors: [errorAt(location, 'expected exactly one term')] }
  }
  if (expr.with.length > 0 || expr.isNegated) {
    return { errors: [errorAt(location, 'expected term')] }
  }
  if (expr.kind === 'term') return { term: expr.term, errors: [] }
  if (expr.kind !== 'call') return { errors: [errorAt(location, 'expected term')] }
  const { operator, args } = expr
  return { term: { kind: 'call', location, operator, args }, errors: [] }
}

/** Parses a reference, also a bare name. */
export function parseRef(
  source: string,
  options: ParseOptions = {},
): { ref?: RefTerm; errors: RegoError[] } {
  const { term, errors } = parseTerm(source, options)
  if (!term) return { errors }
  if (term.kind === 'ref') return { ref: term, errors: [] }
  if (term.kind === 'var') {
    return { ref: { kind: 'ref', location: term.location, head: term, path: [] }, errors: [] }
  }
  return { errors: [errorAt(term.location, `expected ref but got ${term.kind}`)] }
}
