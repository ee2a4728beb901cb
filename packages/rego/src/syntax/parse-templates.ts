/** Parses template strings: `$"..{x}.."` and the raw form with back quotes. */

import type { Expr, TemplateTerm } from './ast.ts'
import { parseLiteral } from './parse-literals.ts'
import { unescapeJson } from './parse-scalars.ts'
import { advance, fail, grow, locate, type Parser, spanFrom, text } from './parser-state.ts'
import { Kind, TOKEN_NAMES } from './tokens.ts'

/** Parses a template string whose first part is the current token. */
export function parseTemplate(p: Parser, isRaw: boolean): TemplateTerm | undefined {
  const start = locate(p)
  if (p.version === 'v0' && !p.isV1) {
    fail(p, 'template strings are not supported by current capabilities')
    return undefined
  }
  const parts: (string | Expr)[] = []
  let height = 0
  for (let isFirst = true; ; isFirst = false) {
    const part = partText(p, isRaw, isFirst)
    if (part === undefined) {
      fail(p, isTemplate(p.kind) ? partError(p) : 'expected template-string part')
      return undefined
    }
    if (part !== '') parts.push(part)
    if (p.kind === Kind.TemplateEnd || p.kind === Kind.RawTemplateEnd) break
    const expr = parsePart(p)
    if (!expr) return undefined
    if (p.height > height) height = p.height
    parts.push(expr)
  }
  advance(p)
  if (!grow(p, height + 1)) return undefined
  const term: TemplateTerm = { kind: 'template', location: spanFrom(p, start), parts }
  if (isRaw) term.isRaw = true
  return term
}

function isTemplate(kind: number): boolean {
  return kind >= Kind.TemplatePart && kind <= Kind.RawTemplateEnd
}

function partError(p: Parser): string {
  return `illegal template-string part: ${text(p)}`
}

/** The literal text of the current token. */
function partText(p: Parser, isRaw: boolean, isFirst: boolean): string | undefined {
  if (!isTemplate(p.kind)) return undefined
  const inner = text(p).slice(isFirst ? 2 : 0, -1)
  if (isRaw) return inner.replaceAll('\\{', '{')
  return unescapeJson(
    inner.replace(/\\(.)/g, (whole, char: string) => (char === '{' ? '{' : whole)),
  )
}

/** Parses the expression behind `{`; the parser then stands at the text behind `}`. */
function parsePart(p: Parser): Expr | undefined {
  advance(p)
  const expr = parseLiteral(p)
  if (!expr) {
    fail(p, 'invalid template-string expression')
    return undefined
  }
  const problem = partProblem(expr)
  if (problem !== undefined) {
    fail(p, `${problem} in template-string expression`, expr.location)
    return undefined
  }
  if (p.kind !== Kind.RBrace) {
    fail(p, `expected ${TOKEN_NAMES[Kind.RBrace]} to end template string expression`)
    return undefined
  }
  advance(p)
  return expr
}

function partProblem(expr: Expr): string | undefined {
  if (expr.isNegated) return "unexpected negation ('not')"
  if (expr.kind === 'every') return "unexpected 'every'"
  if (expr.kind === 'some' || expr.kind === 'some-in') return "unexpected 'some'"
  if (expr.kind !== 'call' || expr.operator.path.length > 0) return undefined
  const { head } = expr.operator
  if (head.kind !== 'var') return undefined
  if (head.name === 'eq') return "unexpected unification ('=')"
  if (head.name === 'assign') return "unexpected assignment (':=')"
  return undefined
}
