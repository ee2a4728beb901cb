/** Formats terms. */

import type { Expr, Location, RefTerm, Term } from '../syntax/ast.ts'
import { isPlainName } from '../syntax/print-terms.ts'
import { formatBody, formatExpr } from './format-exprs.ts'
import { type Draft, UnplacedComment, type Writer } from './writer.ts'

const INFIX: ReadonlyMap<string, string> = new Map([
  ['eq', '='],
  ['assign', ':='],
  ['equal', '=='],
  ['neq', '!='],
  ['lt', '<'],
  ['lte', '<='],
  ['gt', '>'],
  ['gte', '>='],
  ['plus', '+'],
  ['minus', '-'],
  ['mul', '*'],
  ['div', '/'],
  ['rem', '%'],
  ['and', '&'],
  ['or', '|'],
])

/** Formats a term. Where a comment in it has no place, the term stays as it was written. */
export function formatTerm(w: Writer, term: Term): void {
  orAsWritten(w, term.location, () => formatTermWithin(w, term, false))
}

/** Writes something, or what it was in the source if a comment in it has no place. */
export function orAsWritten(w: Writer, location: Location, write: () => void): void {
  const draft: Draft = w.draft()
  try {
    write()
  } catch (error) {
    if (!(error instanceof UnplacedComment)) throw error
    w.restore(draft)
    w.writeSource(location)
  }
}

/** `isOperand`: an operator within needs parentheses here. */
function formatTermWithin(w: Writer, term: Term, isOperand: boolean): void {
  w.commentsBefore(term.location.row)
  switch (term.kind) {
    case 'var':
      w.write(term.isWildcard ? '_' : term.name)
      break
    case 'ref':
      formatRef(w, term)
      break
    case 'call':
      formatCall(w, term, isOperand)
      break
    case 'array':
      formatList(w, term.items, term.location, { brackets: '[]', isCollection: true })
      break
    case 'set':
      if (term.items.length === 0) w.write('set()')
      else formatList(w, term.items, term.location, { brackets: '{}', isCollection: true })
      break
    case 'object':
      formatObject(w, term)
      break
    case 'array-comprehension':
      formatComprehension(w, term, '[]')
      break
    case 'set-comprehension':
    case 'object-comprehension':
      formatComprehension(w, term, '{}')
      break
    case 'template':
      w.writeSource(term.location)
      commentBehind(w, term.location)
      break
    case 'number':
      w.write(term.text)
      break
    case 'boolean':
      w.write(String(term.value))
      break
    case 'null':
      w.write('null')
      break
    case 'string':
      formatString(w, term.location, term.value)
  }
}

/** A string literal as it was written; a name behind a dot gets quotes. */
function formatString(w: Writer, location: Location, value: string): void {
  const text = w.source.slice(location.offset, location.end)
  w.write(text.startsWith('"') || text.startsWith('`') ? text : JSON.stringify(value))
  commentBehind(w, location)
}

/** A text over more than one row may have a comment in its last one. */
function commentBehind(w: Writer, location: Location): void {
  const row = w.endRow(location)
  if (row > location.row) w.commentsBefore(row)
}

/** Formats a reference. The parts behind its head stay on its line. */
export function formatRef(w: Writer, { head, path }: RefTerm): void {
  formatTermWithin(w, head, head.isParenthesized === true)
  for (const part of path) {
    if (part.kind === 'string' && canFollowDot(w, part.location, part.value)) {
      w.write(`.${part.value}`)
      continue
    }
    w.write('[')
    formatTerm(w, part)
    w.write(']')
  }
}

/** A keyword stays behind a dot, or in brackets, as it was written. */
function canFollowDot(w: Writer, location: Location, value: string): boolean {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(value)) return false
  return isPlainName(value) || /[A-Za-z_]/.test(w.source[location.offset] ?? '')
}

/** The infix operator that a call stands for, if any. */
export function infixOf({ head, path }: RefTerm, args: readonly Term[]): string | undefined {
  if (head.kind !== 'var') return undefined
  if (path.length === 0) return args.length === 2 ? INFIX.get(head.name) : undefined
  const [name] = path
  const isMember = head.name === 'internal' && name?.kind === 'string'
  if (!isMember) return undefined
  const arity = name.value === 'member_2' ? 2 : name.value === 'member_3' ? 3 : -1
  return args.length === arity ? 'in' : undefined
}

function formatCall(w: Writer, term: Term & { kind: 'call' }, isOperand: boolean): void {
  const { operator, args } = term
  const infix = infixOf(operator, args)
  if (infix === 'in') {
    const needsParentheses = args.length === 3
    if (needsParentheses) w.write('(')
    formatMembership(w, args)
    if (needsParentheses) w.write(')')
    return
  }
  const [left, right] = args
  if (infix === undefined || !left || !right) {
    formatPlainCall(w, operator, args, term.location)
    return
  }
  if (isOperand) w.write('(')
  formatTermWithin(w, left, true)
  w.write(` ${infix} `)
  formatTermWithin(w, right, true)
  if (isOperand) w.write(')')
}

/** `x in xs`, `k, v in xs`. */
export function formatMembership(w: Writer, args: readonly Term[]): void {
  for (const [index, arg] of args.entries()) {
    if (index > 0) w.write(index === args.length - 1 ? ' in ' : ', ')
    const isNested = arg.kind === 'call' && infixOf(arg.operator, arg.args) === 'in'
    // `in` associates to the left; one with a key has its parentheses anyway.
    const needsParentheses = isNested && arg.args.length === 2 && (index > 0 || args.length > 2)
    if (needsParentheses) w.write('(')
    formatTermWithin(w, arg, true)
    if (needsParentheses) w.write(')')
  }
}

/** `f(x, y)`; `location` ends with the closing parenthesis. */
export function formatPlainCall(
  w: Writer,
  operator: RefTerm,
  args: readonly Term[],
  location: Location,
): void {
  formatRef(w, operator)
  const [first] = args
  // Operands that share a row move up to the function's name.
  const row = first && args.every((arg) => arg.location.row === first.location.row)
  const at = { ...location, offset: operator.location.end }
  formatList(w, args, at, { brackets: '()', isCollection: false, mayJoin: row === true })
}

/** Formats parameters; `location` begins at or before the opening parenthesis. */
export function formatArgs(w: Writer, args: readonly Term[], location: Location): void {
  formatList(w, args, location, { brackets: '()', isCollection: false })
}

interface Layout {
  brackets: string
  /** A bare union at the start of a collection would read as a comprehension. */
  isCollection: boolean
  /** Whether the first item need not stay on a line of its own. */
  mayJoin?: boolean
}

function formatList(w: Writer, items: readonly Term[], location: Location, layout: Layout): void {
  formatSequence(
    w,
    items.map((item) => ({
      location: item.location,
      write: () => {
        const isKept = layout.isCollection || item.isParenthesized === true
        const needsParentheses = isUnion(item) && isKept
        if (needsParentheses) w.write('(')
        formatTerm(w, item)
        if (needsParentheses) w.write(')')
      },
    })),
    location,
    layout,
  )
}

export function isUnion(term: Term): boolean {
  return term.kind === 'call' && infixOf(term.operator, term.args) === '|'
}

function formatObject(w: Writer, term: Term & { kind: 'object' }): void {
  formatSequence(
    w,
    term.entries.map(([key, value]) => ({
      location: key.location,
      write: () => {
        formatWithUnion(w, key)
        w.write(': ')
        formatWithUnion(w, value)
      },
    })),
    term.location,
    { brackets: '{}', isCollection: true },
  )
}

function formatWithUnion(w: Writer, term: Term): void {
  if (isUnion(term)) w.write('(')
  formatTerm(w, term)
  if (isUnion(term)) w.write(')')
}

interface Item {
  location: Location
  write: () => void
}

/** Items stay on the rows they were on; over more than one row, each row ends with a comma. */
function formatSequence(
  w: Writer,
  items: readonly Item[],
  location: Location,
  { brackets, mayJoin }: Layout,
): void {
  const [open = '', close = ''] = brackets
  const startRow = w.rowAt(w.source.indexOf(open, location.offset))
  const endRow = w.endRow(location)
  const [first] = items
  const rows = new Set(items.map((item) => item.location.row))
  const isBelow = first !== undefined && first.location.row > startRow && mayJoin !== true
  const isMultiline = rows.size > 1 || isBelow
  if (!isMultiline && w.hasCommentBetween(startRow, endRow)) throw new UnplacedComment()
  w.write(open)
  if (isMultiline) w.breakSequence()
  let row = first?.location.row ?? startRow
  for (const [index, item] of items.entries()) {
    if (index > 0) {
      const isBreak = item.location.row > row
      w.write(isBreak ? ',' : ', ')
      if (isBreak) w.endLine()
    }
    row = item.location.row
    item.write()
  }
  if (isMultiline) {
    w.write(',')
    w.endLine()
    w.commentsBefore(endRow)
    w.dedent()
  }
  w.write(close)
}

type Comprehension = Term & { kind: `${string}-comprehension` }

function formatComprehension(w: Writer, term: Comprehension, brackets: string): void {
  const [open = '', close = ''] = brackets
  w.write(open)
  let headRow = term.value.location.row
  if (term.kind === 'object-comprehension') {
    formatWithUnion(w, term.key)
    w.write(': ')
    headRow = term.location.row
  } else if (headRow > term.location.row) {
    w.endLine()
  }
  const isOperand = isUnion(term.value) || term.value.isParenthesized === true
  formatTermWithin(w, term.value, isOperand)
  w.write(' |')
  formatInnerBody(w, term.body, headRow, term.location)
  w.write(close)
}

/** Formats a body within braces on one line if it was on one, else on lines of its own. */
export function formatInnerBody(
  w: Writer,
  body: readonly Expr[],
  headRow: number,
  location: Location,
): void {
  const [first] = body
  const rows = body.map((expr) => expr.location.row)
  const isMultiline = new Set([headRow, ...rows]).size > 1 && (first?.location.row ?? 0) >= headRow
  const endRow = w.endRow(location)
  if (!isMultiline) {
    w.write(' ')
    for (const [index, expr] of body.entries()) {
      if (index > 0) w.write('; ')
      formatExpr(w, expr)
    }
    if (w.hasCommentBetween(headRow, endRow)) throw new UnplacedComment()
    w.commentsBefore(endRow)
    return
  }
  w.endLine()
  w.indent()
  formatBody(w, body)
  w.commentsBefore(endRow)
  w.dedent()
}
