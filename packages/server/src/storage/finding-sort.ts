/** The orders that findings can be paged in, and the cursors that continue them. */

import { canonicalField } from '@evenkeel/model'
import { type RawBuilder, sql } from 'kysely'
import { resourceColumns } from './kql-sql.ts'
import type { Place, RuleBook } from './rule-book.ts'

export interface SortKey {
  field: string
  isDescending: boolean
}

/** A sort or cursor that cannot be used; the sentence says why. */
export class SortError extends Error {
  override name = 'SortError'
  readonly field: 'sort' | 'cursor' | 'group'

  constructor(field: 'sort' | 'cursor' | 'group', message: string) {
    super(message)
    this.field = field
  }
}

interface Sortable {
  expression(book: RuleBook): RawBuilder<unknown>
  /** The parameter for a cursor's value. */
  bound(value: CursorValue, book: RuleBook): RawBuilder<unknown>
  needsResource?: boolean
}

type CursorValue = string | number

const number = (column: string): Sortable => ({
  expression: () => sql.raw(column),
  bound: (value) => sql`${Number(value)}::smallint`,
})

const time = (column: string): Sortable => ({
  expression: () => sql.raw(column),
  bound: (value) => sql`${String(value)}::timestamptz`,
})

const text = (column: string, needsResource = false): Sortable => ({
  expression: () => sql`coalesce(${sql.raw(column)}, '') collate "C"`,
  bound: (value) => sql`${String(value)}::text collate "C"`,
  needsResource,
})

/** Rules are few: each place gets its rank in memory, so that nothing has to be joined. */
const place = (read: (place: Place) => string): Sortable => ({
  expression: (book) => sql`(${rank(book, read)}::integer[])[f.place_no]`,
  bound: (value, book) => sql`${rank(book, read)[Number(value) - 1] ?? 0}::integer`,
})

const sortables: Readonly<Record<string, Sortable>> = {
  'result.evaluation': number('f.evaluation'),
  'rule.severity': number('f.severity'),
  first_seen: time('f.first_seen'),
  changed_at: time('f.changed_at'),
  'rule.id': place((it) => it.rule.id),
  'rule.name': place((it) => it.rule.name),
  'rule.section': place((it) => it.section),
  'rule.number': place((it) => it.number),
  'rule.benchmark.id': place((it) => it.benchmark.id),
  'cluster.id': text('f.cluster_id::text'),
  'cluster.name': text('c.name'),
  ...Object.fromEntries(
    Object.entries(resourceColumns).map(([field, column]) => [field, text(column, true)]),
  ),
}

const compareNaturally = new Intl.Collator('en', { numeric: true }).compare

/** By place number from 1 on: equal values share a rank. */
function rank(book: RuleBook, read: (place: Place) => string): number[] {
  const values = [...new Set([...book.places.values()].map(read))].sort(
    (a, b) => compareNaturally(a, b) || (a < b ? -1 : 1),
  )
  const ranks = new Map(values.map((value, index) => [value, index]))
  const last = Math.max(0, ...book.places.keys())
  return Array.from({ length: last }, (_, index) => {
    const it = book.places.get(index + 1)
    return it ? (ranks.get(read(it)) ?? 0) : 0
  })
}

const sortKeysMax = 4
const defaultSort: SortKey[] = ['result.evaluation', 'rule.severity', 'changed_at'].map(
  (field) => ({
    field,
    isDescending: true,
  }),
)

/** `-rule.severity,resource.name`. Without a sort: failed first, worst first, newest first. */
export function parseSort(sort: string | undefined): SortKey[] {
  if (!sort) return defaultSort
  const keys = sort.split(',').map((part): SortKey => {
    const name = part.trim()
    const field = canonicalField(name.replace(/^-/, ''))
    if (!Object.hasOwn(sortables, field)) {
      throw new SortError(
        'sort',
        `Findings cannot be sorted by "${field}". Possible are ${Object.keys(sortables).join(', ')}.`,
      )
    }
    return { field, isDescending: name.startsWith('-') }
  })
  if (keys.length > sortKeysMax)
    throw new SortError('sort', `At most ${sortKeysMax} fields can be sorted by.`)
  return keys
}

export interface FindingOrder {
  orderBy: RawBuilder<unknown>
  /** Rows after the cursor; undefined on the first page. */
  after: RawBuilder<boolean> | undefined
  needsResource: boolean
  needsCluster: boolean
  /** What the cursor of a row needs, selected as `k0`, `k1`, ... */
  select: RawBuilder<unknown>
  toCursor(row: Record<string, unknown>): string
}

export function createOrder(
  keys: readonly SortKey[],
  cursor: string | undefined,
  book: RuleBook,
): FindingOrder {
  const columns = keys.map(({ field, isDescending }) => {
    const sortable = sortables[field]
    if (!sortable) throw new SortError('sort', `Findings cannot be sorted by "${field}".`)
    return { sortable, isDescending, expression: sortable.expression(book) }
  })
  // The id makes the order total; it follows the last field, so that one index can serve both.
  const idIsDescending = keys.at(-1)?.isDescending ?? false
  const order = columns.map((it) => sql`${it.expression} ${direction(it.isDescending)}`)
  return {
    orderBy: sql.join([...order, sql`f.id ${direction(idIsDescending)}`]),
    after:
      cursor === undefined
        ? undefined
        : afterCursor(columns, idIsDescending, readCursor(cursor, keys), book),
    needsResource: columns.some((it) => it.sortable.needsResource),
    needsCluster: keys.some((key) => key.field === 'cluster.name'),
    select: sql.join(
      columns.map((it, index) => {
        const value = isPlaced(keys[index]) ? sql`f.place_no` : it.expression
        return sql`${value} as ${sql.raw(`k${index}`)}`
      }),
    ),
    toCursor: (row) => {
      const values = keys.map((_, index) => {
        const value = row[`k${index}`]
        return value instanceof Date ? value.toISOString() : value
      })
      return Buffer.from(JSON.stringify([signature(keys), ...values, row.id])).toString('base64url')
    },
  }
}

/** A rank changes when rules are added, the place does not. */
function isPlaced(key: SortKey | undefined): boolean {
  return key ? key.field.startsWith('rule.') && key.field !== 'rule.severity' : false
}

function direction(isDescending: boolean): RawBuilder<unknown> {
  return isDescending ? sql`desc` : sql`asc`
}

function signature(keys: readonly SortKey[]): string {
  return keys.map((key) => `${key.isDescending ? '-' : ''}${key.field}`).join(',')
}

function readCursor(cursor: string, keys: readonly SortKey[]): CursorValue[] {
  const refuse = () =>
    new SortError('cursor', 'The cursor is not one of this query; start from the first page.')
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw refuse()
  }
  if (!Array.isArray(value) || value.length !== keys.length + 2) throw refuse()
  const [sort, ...values] = value
  if (sort !== signature(keys)) throw refuse()
  const isValid = values.every((it, index) => isCursorValue(it, keys[index]))
  if (!isValid) throw refuse()
  return values
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The last value, without a key, is the finding's id. */
function isCursorValue(value: unknown, key: SortKey | undefined): value is CursorValue {
  if (!key) return typeof value === 'string' && uuid.test(value)
  if (isPlaced(key) || key.field === 'rule.severity' || key.field === 'result.evaluation') {
    return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 32_000
  }
  if (key.field === 'first_seen' || key.field === 'changed_at') {
    return (
      typeof value === 'string' &&
      /^[\d-]{10}T[\d:.]{12}Z$/.test(value) &&
      !Number.isNaN(Date.parse(value))
    )
  }
  return typeof value === 'string' && !value.includes('\0')
}

interface OrderColumn {
  sortable: Sortable
  isDescending: boolean
  expression: RawBuilder<unknown>
}

function afterCursor(
  columns: readonly OrderColumn[],
  idIsDescending: boolean,
  values: readonly CursorValue[],
  book: RuleBook,
): RawBuilder<boolean> {
  const parts = [
    ...columns.map((it, index) => ({
      left: it.expression,
      right: it.sortable.bound(values[index] ?? '', book),
      isDescending: it.isDescending,
    })),
    { left: sql`f.id`, right: sql`${values.at(-1)}::uuid`, isDescending: idIsDescending },
  ]
  if (parts.every((part) => part.isDescending === idIsDescending)) {
    // One comparison of rows, which an index in the same order answers.
    return sql`(${sql.join(parts.map((part) => part.left))}) ${idIsDescending ? sql`<` : sql`>`} (${sql.join(parts.map((part) => part.right))})`
  }
  const alternatives = parts.map((part, index) => {
    const equal = parts.slice(0, index).map((it) => sql<boolean>`${it.left} = ${it.right}`)
    const beyond = sql<boolean>`${part.left} ${part.isDescending ? sql`<` : sql`>`} ${part.right}`
    return sql<boolean>`(${sql.join([...equal, beyond], sql` and `)})`
  })
  return sql`(${sql.join(alternatives, sql` or `)})`
}
