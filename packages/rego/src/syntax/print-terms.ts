/** Prints terms and references on one line, as messages show them. */

import type { Expr, RefTerm, Term } from './ast.ts'
import { KEYWORD_KINDS } from './tokens.ts'

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/
/** Words that after a dot would read as more than a name to some version of the language. */
const RESERVED = new Set([...KEYWORD_KINDS.keys()].filter((word) => !['and', 'or'].includes(word)))

/** `data.a["b c"][x]`. */
export function printRef({ head, path }: RefTerm): string {
  return printTerm(head) + path.map(printPart).join('')
}

function printPart(part: Term): string {
  if (part.kind === 'string' && isPlainName(part.value)) return `.${part.value}`
  return `[${printTerm(part)}]`
}

/** Whether a name can stand behind a dot. */
export function isPlainName(name: string): boolean {
  return NAME.test(name) && !RESERVED.has(name)
}

/** Prints a term; the unique names that a compiler gives to variables are cut to what was written. */
export function printTerm(term: Term): string {
  switch (term.kind) {
    case 'null':
      return 'null'
    case 'boolean':
      return String(term.value)
    case 'number':
      return term.text
    case 'string':
      return JSON.stringify(term.value)
    case 'var':
      return term.isWildcard || term.name.startsWith('$') ? '_' : (term.name.split('#')[0] ?? '')
    case 'ref':
      return printRef(term)
    case 'array':
      return `[${term.items.map(printTerm).join(', ')}]`
    case 'set':
      return term.items.length === 0 ? 'set()' : `{${term.items.map(printTerm).join(', ')}}`
    case 'object':
      return `{${term.entries.map(([key, value]) => `${printTerm(key)}: ${printTerm(value)}`).join(', ')}}`
    case 'call':
      return `${printRef(term.operator)}(${term.args.map(printTerm).join(', ')})`
    case 'array-comprehension':
      return `[${printTerm(term.value)} | ${printBody(term.body)}]`
    case 'set-comprehension':
      return `{${printTerm(term.value)} | ${printBody(term.body)}}`
    case 'object-comprehension':
      return `{${printTerm(term.key)}: ${printTerm(term.value)} | ${printBody(term.body)}}`
    case 'template':
      return `$"${term.parts.map((part) => (typeof part === 'string' ? part : `{${printExpr(part)}}`)).join('')}"`
  }
}

/** Expressions with semicolons between them. */
export function printBody(body: readonly Expr[]): string {
  return body.map(printExpr).join('; ')
}

function printExpr(expr: Expr): string {
  const negation = expr.isNegated ? 'not ' : ''
  const modifiers = expr.with.map(
    ({ target, value }) => ` with ${printTerm(target)} as ${printTerm(value)}`,
  )
  return negation + printExprBody(expr) + modifiers.join('')
}

function printExprBody(expr: Expr): string {
  switch (expr.kind) {
    case 'term':
      return printTerm(expr.term)
    case 'call':
      return `${printRef(expr.operator)}(${expr.args.map(printTerm).join(', ')})`
    case 'some':
      return `some ${expr.names.map(printTerm).join(', ')}`
    case 'some-in': {
      const key = expr.key ? `${printTerm(expr.key)}, ` : ''
      return `some ${key}${printTerm(expr.value)} in ${printTerm(expr.domain)}`
    }
    case 'every': {
      const key = expr.key ? `${printTerm(expr.key)}, ` : ''
      return `every ${key}${printTerm(expr.value)} in ${printTerm(expr.domain)} { ${printBody(expr.body)} }`
    }
    case 'not':
      return `not { ${printBody(expr.body)} }`
    default:
      return `{ ${printBody(expr.left)} } ${expr.kind} { ${printBody(expr.right)} }`
  }
}
