/**
 * Reads and writes the filters of one field in a query, for the facets.
 *
 * A filter is a clause that the whole query is joined of by `and`: `f : a`, `f : (a or b)`,
 * `not f : a`, `not f : *`. All else in the query stays as it was typed.
 */

import { KqlError, type KqlNode, parseKql, quoteKqlWhereNeeded } from '@evenkeel/model'

/** null stands for findings without a value in the field. */
export type FilterValue = string | null

export interface FieldFilter {
  included: FilterValue[]
  excluded: FilterValue[]
}

const none: FieldFilter = { included: [], excluded: [] }

/** The parse error of a query, or undefined. */
export function queryError(q: string): KqlError | undefined {
  try {
    parseKql(q)
    return undefined
  } catch (error) {
    if (error instanceof KqlError) return error
    throw error
  }
}

/** What the query filters this field by; nothing where it does not parse. */
export function filterOf(q: string, field: string): FieldFilter {
  if (queryError(q)) return none
  const filters = clausesOf(q).flatMap((clause) => readClause(clause, field) ?? [])
  return {
    included: filters.flatMap((it) => it.included),
    excluded: filters.flatMap((it) => it.excluded),
  }
}

/** The query with this filter in the place of the field's former ones. It has to parse. */
export function withFilter(q: string, field: string, filter: FieldFilter): string {
  const printed = printFilter(field, filter)
  let isPlaced = printed === ''
  const kept: string[] = []
  for (const clause of clausesOf(q)) {
    if (readClause(clause, field)) {
      if (!isPlaced) kept.push(printed)
      isPlaced = true
    } else {
      kept.push(printClause(q, clause, clausesOf(q).length))
    }
  }
  if (!isPlaced) kept.push(printed)
  return kept.join(' and ')
}

/** Adds the value to the field's filter, or takes it out. */
export function toggleValue(q: string, field: string, value: FilterValue): string {
  const { included, excluded } = filterOf(q, field)
  const isOn = included.includes(value)
  return withFilter(q, field, {
    included: isOn ? without(included, value) : [...included, value],
    excluded: without(excluded, value),
  })
}

export function onlyValue(q: string, field: string, value: FilterValue): string {
  return withFilter(q, field, { included: [value], excluded: [] })
}

export function excludeValue(q: string, field: string, value: FilterValue): string {
  const { included, excluded } = filterOf(q, field)
  return withFilter(q, field, {
    included: without(included, value),
    excluded: excluded.includes(value) ? without(excluded, value) : [...excluded, value],
  })
}

/** The query less each of the clauses that `and` joins; none where there is only one. */
export function withoutEachClause(q: string): { clause: string; rest: string }[] {
  if (queryError(q)) return []
  const clauses = clausesOf(q)
  if (clauses.length < 2) return []
  const printed = clauses.map((it) => printClause(q, it, clauses.length))
  return printed.map((clause, at) => ({
    clause,
    rest: printed.filter((_, index) => index !== at).join(' and '),
  }))
}

/** Both queries at once, either of which may be empty. */
export function joinQueries(a: string, b: string): string {
  if (a.trim() === '') return b
  if (b.trim() === '') return a
  return `${parenthesise(a)} and ${parenthesise(b)}`
}

function parenthesise(q: string): string {
  if (queryError(q)) return `(${q})`
  return parseKql(q).kind === 'or' && clausesOf(q).length === 1 && !q.trim().startsWith('(')
    ? `(${q})`
    : q
}

/** `field : value`, or `not field : *` for findings without one. */
export function printEquals(field: string, value: FilterValue): string {
  return printFilter(field, { included: [value], excluded: [] })
}

/** `field : (a or b)`, for any number of values. */
export function filterClause(field: string, included: readonly FilterValue[]): string {
  return printFilter(field, { included: [...included], excluded: [] })
}

function without(values: FilterValue[], value: FilterValue): FilterValue[] {
  return values.filter((it) => it !== value)
}

function clausesOf(q: string): KqlNode[] {
  const node = parseKql(q)
  if (node.kind === 'all') return []
  return node.kind === 'and' ? node.children : [node]
}

function printClause(q: string, clause: KqlNode, count: number): string {
  const text = q.slice(clause.range.start, clause.range.end)
  return clause.kind === 'or' && count === 1 && !isWrapped(text, clause) ? `(${text})` : text
}

/** `(a or b)` has its own parentheses; `f : (a or b)` needs none. */
function isWrapped(text: string, clause: KqlNode): boolean {
  if (text.startsWith('(') && text.endsWith(')')) return true
  if (clause.kind !== 'or') return true
  // The values of a list all begin behind the field, so the first child does not begin the clause.
  return clause.children[0]?.range.start !== clause.range.start
}

/** The filter that a clause is for this field, or undefined where it is something else. */
function readClause(clause: KqlNode, field: string): FieldFilter | undefined {
  const included = readValues(clause, field)
  if (included) return { included, excluded: [] }
  if (isExists(clause, field)) return { included: [], excluded: [null] }
  const excluded = clause.kind === 'not' ? readValues(clause.child, field) : undefined
  return excluded ? { included: [], excluded } : undefined
}

function readValues(node: KqlNode, field: string): FilterValue[] | undefined {
  if (node.kind === 'or') {
    const parts = node.children.map((child) => readValues(child, field))
    return parts.includes(undefined) ? undefined : parts.flatMap((it) => it ?? [])
  }
  if (node.kind === 'not' && isExists(node.child, field)) return [null]
  const isValue = node.kind === 'is' && node.field?.kind === 'name' && node.field.name === field
  if (!isValue || node.value.kind !== 'literal') return undefined
  return [String(node.value.value)]
}

function isExists(node: KqlNode, field: string): boolean {
  return node.kind === 'exists' && node.field.kind === 'name' && node.field.name === field
}

function printFilter(field: string, { included, excluded }: FieldFilter): string {
  const clauses: string[] = []
  const yes = printValues(field, included)
  if (included.includes(null)) {
    clauses.push(yes === '' ? `not ${field} : *` : `(${yes} or not ${field} : *)`)
  } else if (yes !== '') clauses.push(yes)
  const no = printValues(field, excluded)
  if (no !== '') clauses.push(`not ${no}`)
  if (excluded.includes(null)) clauses.push(`${field} : *`)
  return clauses.join(' and ')
}

function printValues(field: string, values: FilterValue[]): string {
  const printed = values.filter((it) => it !== null).map(quoteKqlWhereNeeded)
  if (printed.length === 0) return ''
  return `${field} : ${printed.length === 1 ? printed[0] : `(${printed.join(' or ')})`}`
}
