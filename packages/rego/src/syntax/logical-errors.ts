/** What can be wrong with the operands of `not`, `and` and `or`, with advice. */

import type { Expr, Location, RefTerm } from './ast.ts'
import { fail, type Parser } from './parser-state.ts'
import { TOKEN_NAMES } from './tokens.ts'

/** An operand of `and`, `or` or `not`: a body, or one expression as a body. */
export interface Operand {
  body: Expr[]
  isBraced: boolean
  location: Location
}

/** Whether a braced body begins with a bare `x | y`, which also reads as a comprehension. */
export function isAmbiguousUnion(p: Parser, body: Expr[]): boolean {
  const [first] = body
  if (first?.kind !== 'call' || operatorName(first.operator) !== 'or') return false
  const { source } = p.tokens
  const { operator, location } = first
  return source[operator.location.offset] === '|' && source[location.offset] !== '('
}

function operatorName(operator: RefTerm): string | undefined {
  return operator.head.kind === 'var' && operator.path.length === 0 ? operator.head.name : undefined
}

export function failAmbiguousUnion(p: Parser, operand: Operand, prefix: string): void {
  const braces = sourceOf(p, operand.location)
  const union = operand.body[0]?.location
  let rewritten = braces
  if (union) {
    const from = union.offset - operand.location.offset
    const to = union.end - operand.location.offset
    rewritten = `${braces.slice(0, from)}(${braces.slice(from, to)})${braces.slice(to)}`
  }
  p.hints.push(
    `write \`${prefix}(${braces})\` for the comprehension, or \`${prefix}${rewritten}\` for the set union`,
  )
  fail(
    p,
    'ambiguous `{ ... | ... }` operand: read as a body holding a set-union expression, not as a comprehension',
    operand.location,
  )
}

export function failBraceLed(
  p: Parser,
  location: Location,
  operand: string,
  operator: string,
): void {
  p.hints.push(`wrap the operand to keep the value: \`(${operand}) ${operator} ...\``)
  const message = `operand of \`${operator}\` cannot begin with \`{\` unless the braces hold a body`
  fail(p, message, location)
}

/** An operand of nothing but calls without a result can never fail. */
export function failVoidOperand(p: Parser, operand: Operand, operator: string): void {
  const isVoid = operand.body.every(
    (expr) => expr.kind === 'call' && !expr.isNegated && operatorName(expr.operator) === 'print',
  )
  const location = operand.body[0]?.location
  if (!isVoid || !location) return
  p.hints.push(
    '`print` produces no value and always succeeds, so the operand can never fail; move it out of the operand, or add an expression that can fail',
  )
  fail(p, `operand of \`${operator}\` cannot consist only of calls to \`print\``, location)
}

export function failWithOnOperand(p: Parser, location: Location): undefined {
  const operator = TOKEN_NAMES[p.kind]
  p.hints.push(
    `Wrap the operand in \`(...)\` or \`{...}\` to scope, or move \`with\` after the \`${operator}\` expression to apply it to the whole expression`,
  )
  fail(p, `\`with\` modifier is not allowed on operand of \`${operator}\``, location)
  return undefined
}

/** The text of a place. */
export function sourceOf(p: Parser, location: Location): string {
  return p.tokens.source.slice(location.offset, location.end)
}
