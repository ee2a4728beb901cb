/** Formats rules: heads, bodies and `else`. */

import type { Expr, Head, RefTerm, Rule } from '../syntax/ast.ts'
import { printTerm } from '../syntax/print-terms.ts'
import { formatBody, formatExpr, leadsWithUnion } from './format-exprs.ts'
import { formatArgs, formatRef, formatTerm, orAsWritten } from './format-terms.ts'
import type { Writer } from './writer.ts'

/** The dialect that is written. */
export interface Style {
  isV1: boolean
  usesIf: boolean
  usesContains: boolean
  /** Whether some rule's name has more than two parts. */
  hasLongNames: boolean
}

/** Formats rules with a free line between them; what fits on adjacent lines may stay there. */
export function formatRules(w: Writer, rules: readonly Rule[], style: Style): void {
  for (const [index, rule] of rules.entries()) {
    w.commentsBefore(rule.location.row)
    orAsWritten(w, rule.location, () => formatRule(w, rule, style))
    if (!w.isLineStart) w.endLine()
    const next = rules[index + 1]
    const isAdjacent = next && next.location.row === rule.location.row + 1
    if (next && isAdjacent && isOneLiner(rule, style) && isOneLiner(next, style)) continue
    w.blankLine()
  }
}

function isOneLiner({ body, isDefault, else: next, head }: Rule, style: Style): boolean {
  const [only] = body
  if (body.length > 1 || isDefault || next) return false
  if (only && isSetStatement(only)) return false
  return style.usesIf && (style.usesContains || head.key === undefined)
}

function isSetStatement(expr: Expr): boolean {
  return expr.kind === 'term' && !expr.isNegated && expr.term.kind === 'set'
}

function formatRule(w: Writer, rule: Rule, style: Style): void {
  if (rule.isDefault) w.write('default ')
  const isConstant = isTrueBody(rule.body) && !rule.else
  formatHead(w, rule, isConstant, style)
  formatRest(w, rule, isConstant, style, false)
}

/** A body that says nothing. */
function isTrueBody(body: readonly Expr[]): boolean {
  const [only, second] = body
  if (!only) return true
  if (second || only.isNegated || only.with.length > 0) return false
  return only.kind === 'term' && only.term.kind === 'boolean' && only.term.value
}

function formatHead(w: Writer, rule: Rule, isConstant: boolean, style: Style): void {
  const { head } = rule
  formatName(w, head.reference, style)
  if (head.args && head.args.length > 0) {
    formatArgs(w, head.args, {
      ...head.location,
      offset: head.reference.location.end,
      end: endOfArgs(w, head),
    })
  }
  if (head.key) {
    if (style.usesContains) w.write(' contains ')
    else w.write('[')
    formatTerm(w, head.key)
    if (!style.usesContains) w.write(']')
    return
  }
  const value = head.value
  if (!value) {
    if (isConstant && style.isV1 && !head.args && !rule.isDefault) w.write(' := true')
    return
  }
  const isImplied = value.kind === 'boolean' && value.value
  const isDynamic = head.reference.path.length === 1 && head.reference.path[0]?.kind !== 'string'
  if (isImplied && !isConstant && !rule.isDefault && !isDynamic) return
  w.write(head.isAssigned || style.isV1 ? ' := ' : ' = ')
  formatTerm(w, value)
}

/** A name of two parts has brackets, unless the module has longer ones. */
function formatName(w: Writer, reference: RefTerm, style: Style): void {
  const [only, second] = reference.path
  if (style.hasLongNames || !only || second) {
    formatRef(w, reference)
    return
  }
  w.write(`${printTerm(reference.head)}[${printTerm(only)}]`)
}

/** The offset behind the closing parenthesis of the parameters. */
function endOfArgs(w: Writer, { args, value, location }: Head): number {
  const last = args?.at(-1)
  const from = last ? last.location.end : location.offset
  const found = w.source.indexOf(')', from)
  return found < 0 || (value && found > value.location.offset) ? location.end : found + 1
}

function formatRest(
  w: Writer,
  rule: Rule,
  isConstant: boolean,
  style: Style,
  isElse: boolean,
): void {
  const { body, head } = rule
  const [first] = body
  if (!first || isConstant) {
    w.endLine()
    return
  }
  const usesIf = style.usesIf && (style.usesContains || head.key === undefined)
  if (usesIf) w.write(' if')
  const isInline = body.length === 1 && first.location.row === w.endRow(head.location)
  if (usesIf && isInline && !isSetStatement(first)) {
    w.write(' ')
    formatExpr(w, first)
    w.endLine()
    formatElse(w, rule, style)
    return
  }
  w.write(' {')
  w.endLine()
  w.indent()
  formatBlock(w, body, usesIf && !isElse)
  w.commentsBefore(rowOfBrace(w, rule))
  w.dedent()
  w.write('}')
  if (rule.else) formatElse(w, rule, style)
}

function formatBlock(w: Writer, body: readonly Expr[], isAmbiguous: boolean): void {
  const [first, ...rest] = body
  if (!first) return
  w.commentsBefore(first.location.row)
  if (!isAmbiguous || !leadsWithUnion(first)) {
    formatBody(w, body)
    return
  }
  // Behind the brace, a bare union would read as a comprehension.
  orAsWritten(w, first.location, () => formatExpr(w, first, true))
  w.endLine()
  formatBody(w, rest)
}

/** The row of the brace that closes a rule's own body. */
function rowOfBrace(w: Writer, rule: Rule): number {
  const limit = rule.else ? rule.else.location.offset : rule.location.end
  return w.rowAt(w.source.lastIndexOf('}', limit - 1))
}

/** An `else` stays behind the brace if it was there, unless comments stand between. */
function formatElse(w: Writer, rule: Rule, style: Style): void {
  const next = rule.else
  if (!next) return
  const { row, offset } = next.location
  const lineStart = w.source.lastIndexOf('\n', offset - 1) + 1
  const isBehind = row > rule.location.row && w.source.slice(lineStart, offset).trim() !== ''
  const hasComment = w.hasCommentAbove(row) || w.hasTrailing
  if (isBehind && !hasComment && !w.isLineStart) w.write(' ')
  else w.blankLine()
  w.commentsBefore(row)
  w.write('else')
  const isConstant = isTrueBody(next.body) && !next.else
  const { value } = next.head
  const isImplied = !value || (value.kind === 'boolean' && value.value && !isConstant)
  if (!isImplied) {
    w.write(next.head.isAssigned || style.isV1 ? ' := ' : ' = ')
    formatTerm(w, value)
  } else if (isConstant && !value) {
    w.write(' := true')
  }
  formatRest(w, next, isConstant, style, true)
}
