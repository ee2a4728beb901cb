/** Formats bodies and expressions. */

import type { Expr, Location, LogicalExpr, With } from '../syntax/ast.ts'
import {
  formatInnerBody,
  formatMembership,
  formatPlainCall,
  formatTerm,
  infixOf,
  isUnion,
  orAsWritten,
} from './format-terms.ts'
import type { Writer } from './writer.ts'

/** Formats expressions, each on a line of its own. Free lines between them stay. */
export function formatBody(w: Writer, body: readonly Expr[]): void {
  let lastRow: number | undefined
  for (const expr of body) {
    const { row } = expr.location
    const gap = lastRow !== undefined && row > lastRow + 1
    if (gap && !w.hasCommentAbove(row)) w.blankLine()
    else if (gap) w.blankLine()
    lastRow = w.endRow(expr.location)
    orAsWritten(w, expr.location, () => formatExpr(w, expr))
    w.endLine()
  }
}

export function formatExpr(w: Writer, expr: Expr, isInParentheses = false): void {
  w.commentsBefore(expr.location.row)
  if (expr.isNegated) w.write('not ')
  if (isInParentheses) w.write('(')
  formatStatement(w, expr)
  if (isInParentheses) w.write(')')
  formatModifiers(w, expr)
}

function formatStatement(w: Writer, expr: Expr): void {
  switch (expr.kind) {
    case 'term':
      formatTerm(w, expr.term)
      break
    case 'call':
      formatCallStatement(w, expr)
      break
    case 'some':
      formatNames(w, expr)
      break
    case 'some-in':
      w.write('some ')
      formatMembership(w, [...(expr.key ? [expr.key] : []), expr.value, expr.domain])
      break
    case 'every':
      formatEvery(w, expr)
      break
    case 'not':
      formatNot(w, expr)
      break
    default:
      formatLogical(w, expr)
  }
}

function formatCallStatement(w: Writer, expr: Expr & { kind: 'call' }): void {
  const { operator, args, location } = expr
  const infix = infixOf(operator, args)
  if (infix === 'in') {
    formatMembership(w, args)
    return
  }
  const [left, right] = args
  if (infix === undefined || !left || !right) {
    const [modifier] = expr.with
    const end = modifier ? w.source.lastIndexOf(')', modifier.location.offset) + 1 : location.end
    formatPlainCall(w, operator, args, { ...location, end })
    return
  }
  formatTerm(w, left)
  w.write(` ${infix} `)
  formatTerm(w, right)
}

function formatNames(w: Writer, { names, location }: Expr & { kind: 'some' }): void {
  w.write('some')
  let { row } = location
  for (const [index, name] of names.entries()) {
    if (index > 0) w.write(',')
    if (name.location.row > row) {
      w.endLine()
      w.write('\t')
      row = name.location.row
    } else {
      w.write(' ')
    }
    formatTerm(w, name)
  }
}

function formatEvery(w: Writer, expr: Expr & { kind: 'every' }): void {
  const { key, value, domain, body, location } = expr
  w.write('every ')
  formatMembership(w, [...(key ? [key] : []), value, domain])
  w.write(' {')
  formatBraces(w, body, location, endOfBody(w, expr))
}

/** Formats a body and its closing brace. `start` is where what has the body begins. */
function formatBraces(w: Writer, body: readonly Expr[], start: Location, end: number): void {
  formatInnerBody(w, body, start.row, { ...start, end })
  if (!w.isLineStart) w.write(' ')
  w.write('}')
}

/** The offset behind the closing brace of an expression that ends with a body, modifiers aside. */
function endOfBody(w: Writer, expr: Expr): number {
  const [modifier] = expr.with
  const limit = modifier ? modifier.location.offset : expr.location.end
  return w.source.lastIndexOf('}', limit) + 1
}

function formatNot(w: Writer, expr: Expr & { kind: 'not' }): void {
  const [first] = expr.body
  w.write('not ')
  if (!first) return
  if (expr.isBraced) {
    w.write('{')
    formatBraces(w, expr.body, expr.location, endOfBody(w, expr))
    return
  }
  const needsParentheses =
    first.with.length > 0 || ['not', 'and', 'or'].includes(first.kind) || beginsWithBrace(w, first)
  if (needsParentheses) w.write('(')
  formatExpr(w, first)
  if (needsParentheses) w.write(')')
}

function beginsWithBrace(w: Writer, expr: Expr): boolean {
  const term = expr.kind === 'term' ? expr.term : expr.kind === 'call' ? expr.args[0] : undefined
  return term !== undefined && w.source[term.location.offset] === '{'
}

/** Formats `and` and `or`; a chain that breaks its line goes on one level deeper. */
function formatLogical(w: Writer, expr: LogicalExpr): void {
  const { kind, left, right, location } = expr
  formatOperand(w, left, expr.isLeftBraced, { parent: kind, isRight: false, location })
  w.write(` ${kind}`)
  const [first] = right
  const isBreak = first !== undefined && first.location.row > lastRowOf(w, left)
  if (isBreak) {
    w.indent()
    w.endLine()
  } else {
    w.write(' ')
  }
  formatOperand(w, right, expr.isRightBraced, { parent: kind, isRight: true, location })
  if (isBreak) w.dedent()
}

interface Operand {
  parent: 'and' | 'or'
  isRight: boolean
  location: Location
}

function formatOperand(
  w: Writer,
  body: readonly Expr[],
  isBraced: boolean,
  { parent, isRight, location }: Operand,
): void {
  const [first] = body
  if (!first) return
  if (isBraced) {
    const last = body.at(-1) ?? first
    const end = w.source.indexOf('}', last.location.end) + 1
    w.write('{')
    if (isUnionStatement(first)) formatExpr(w, first, true)
    else formatBraces(w, body, { ...location, row: first.location.row }, end)
    return
  }
  const isLooser = first.kind === 'or' && (parent === 'and' || isRight)
  const isSame = first.kind === 'and' && parent === 'and' && isRight
  const needsParentheses = first.with.length > 0 || isLooser || isSame || beginsWithBrace(w, first)
  if (needsParentheses) w.write('(')
  formatExpr(w, first)
  if (needsParentheses) w.write(')')
}

function isUnionStatement(expr: Expr): boolean {
  return expr.kind === 'call' && infixOf(expr.operator, expr.args) === '|'
}

/** Whether an expression would read as a comprehension behind a brace. */
export function leadsWithUnion(expr: Expr): boolean {
  if (isUnionStatement(expr)) return true
  const [left] = expr.kind === 'call' && infixOf(expr.operator, expr.args) ? expr.args : []
  return left !== undefined && isUnion(left)
}

function lastRowOf(w: Writer, body: readonly Expr[]): number {
  const last = body.at(-1)
  return last ? w.endRow(last.location) : 0
}

/** Formats `with` modifiers: on the line of the expression, or each on a line of its own. */
function formatModifiers(w: Writer, expr: Expr): void {
  const [first] = expr.with
  if (!first) return
  let row = w.rowAt(lastCharBefore(w.source, first.location.offset))
  let isIndented = false
  for (const modifier of expr.with) {
    const isBreak = modifier.location.row > row
    if (isBreak) {
      if (!isIndented) w.indent()
      isIndented = true
      w.endLine()
      row = modifier.location.row
    }
    formatModifier(w, modifier, isBreak)
  }
  if (isIndented) w.dedent()
}

function lastCharBefore(source: string, offset: number): number {
  let at = offset - 1
  while (at > 0 && /\s/.test(source[at] ?? '')) at--
  return at
}

function formatModifier(w: Writer, { target, value, location }: With, isLineStart: boolean): void {
  w.commentsBefore(location.row)
  w.write(isLineStart ? 'with ' : ' with ')
  formatTerm(w, target)
  w.write(' as ')
  formatTerm(w, value)
}
