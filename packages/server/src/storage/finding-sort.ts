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
  counted?: CountedKey
}

/** How the rollup knows it. */
export interface CountedKey {
  column: keyof CountKeys
  /** What is compared, from a row of the rollup. */
  ofCount(row: CountKeys, world: OrderWorld): CursorValue
  /** The same from what a cursor holds. */
  ofCursor(value: CursorValue, world: OrderWorld): CursorValue
}

export interface OrderWorld {
  book: RuleBook
  clusters: readonly { clusterId: string; name: string }[]
}

/** What tells the rows of the rollup apart. */
export interface CountKeys {
  clusterId: string
  placeNo: number
  severity: number
  evaluation: number
}

export type CursorValue = string | number

const code = (column: 'evaluation' | 'severity'): Sortable => ({
  expression: () => sql.raw(`f.${column}`),
  bound: (value) => sql`${Number(value)}::smallint`,
  counted: { column, ofCount: (row) => row[column], ofCursor: (value) => value },
})

const uuidOf = (column: string): Sortable => ({
  expression: () => sql.raw(column),
  bound: (value) => sql`${String(value)}::uuid`,
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
  counted: {
    column: 'placeNo',
    ofCount: (row, { book }) => rank(book, read)[row.placeNo - 1] ?? 0,
    ofCursor: (value, { book }) => rank(book, read)[Number(value) - 1] ?? 0,
  },
})

const cluster = (
  column: string,
  ofCount: (clusterId: string, world: OrderWorld) => string,
): Sortable => ({
  ...text(column),
  counted: {
    column: 'clusterId',
    ofCount: (row, world) => ofCount(row.clusterId, world),
    ofCursor: (value) => value,
  },
})

const sortables: Readonly<Record<string, Sortable>> = {
  'result.evaluation': code('evaluation'),
  'rule.severity': code('severity'),
  first_seen: time('f.first_seen'),
  'result.assignee': text('f.assignee'),
  changed_at: time('f.changed_at'),
  'rule.id': place((it) => it.rule.id),
  'rule.name': place((it) => it.rule.name),
  'rule.section': place((it) => it.section),
  'rule.number': place((it) => it.number),
  'rule.benchmark.id': place((it) => it.benchmark.id),
  'cluster.id': cluster('f.cluster_id::text', (id) => id),
  'cluster.name': cluster(
    'c.name',
    (id, { clusters }) => clusters.find((it) => it.clusterId === id)?.name ?? '',
  ),
  ...Object.fromEntries(
    Object.entries(resourceColumns).map(([field, column]) => [field, text(column, true)]),
  ),
}

export const sortableFields = Object.keys(sortables)

const compareNaturally = new Intl.Collator('en', { numeric: true }).compare

const hidden: Readonly<Record<string, Sortable>> = {
  'cluster uuid': uuidOf('f.cluster_id'),
  'resource uuid': uuidOf('f.resource_id'),
}

type ReadPlace = (place: Place) => string

const ranks = new WeakMap<RuleBook, Map<ReadPlace, number[]>>()

function rank(book: RuleBook, read: ReadPlace): number[] {
  const known = ranks.get(book) ?? new Map<ReadPlace, number[]>()
  ranks.set(book, known)
  const ranked = known.get(read) ?? rankPlaces(book, read)
  known.set(read, ranked)
  return ranked
}

/** By place number from 1 on: equal values share a rank. */
function rankPlaces(book: RuleBook, read: ReadPlace): number[] {
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

/**
 * Findings that are equal in what was asked for come worst and newest first; those of one resource stay together.
 * So every order follows an index, and a page is a short walk along it.
 */
function withTies(keys: readonly SortKey[]): SortKey[] {
  const isDescending = keys.at(-1)?.isDescending ?? false
  const isOf = (test: (sortable: Sortable | undefined) => boolean) =>
    keys.every((key) => test(sortables[key.field]))
  const ties = defaultSort.filter((tie) => keys.every((key) => key.field !== tie.field))
  if (isOf((it) => it?.counted !== undefined)) return [...keys, ...ties]
  if (!isOf((it) => it?.needsResource === true)) return [...keys]
  const resource = Object.keys(hidden).map((field) => ({ field, isDescending }))
  return [...keys, ...resource, ...ties]
}

export interface OrderColumn {
  key: SortKey
  sortable: Sortable
  expression: RawBuilder<unknown>
}

export interface FindingOrder {
  columns: readonly OrderColumn[]
  /** What the cursor holds, in the order of the columns and then the id; undefined on the first page. */
  cursor: readonly CursorValue[] | undefined
  idIsDescending: boolean
  needsResource: boolean
  needsCluster: boolean
  /** From this column on. */
  orderBy(from: number): RawBuilder<unknown>
  /** Rows after the cursor, by the columns from this one on; undefined on the first page. */
  after(from: number): RawBuilder<boolean> | undefined
  /** The cursor's value of a column, as it is compared. */
  bound(column: number): RawBuilder<unknown>
  /** Selected for each row: `s0`, `s1`, ... that it is sorted by, `k0`, `k1`, ... that its cursor holds. */
  select: RawBuilder<unknown>
  /** The order of rows by what was selected. */
  orderSelected: RawBuilder<unknown>
  toCursor(row: Record<string, unknown>): string
}

export function createOrder(
  asked: readonly SortKey[],
  cursor: string | undefined,
  { book }: OrderWorld,
): FindingOrder {
  const keys = withTies(asked)
  const columns = keys.map((key): OrderColumn => {
    const sortable = sortables[key.field] ?? hidden[key.field]
    if (!sortable) throw new SortError('sort', `Findings cannot be sorted by "${key.field}".`)
    return { key, sortable, expression: sortable.expression(book) }
  })
  // The id makes the order total; it follows the last field, so that one index can serve both.
  const idIsDescending = keys.at(-1)?.isDescending ?? false
  const values = cursor === undefined ? undefined : readCursor(cursor, keys)
  const order = (from: number, of: (column: OrderColumn, index: number) => RawBuilder<unknown>) =>
    columns.map((it, index) => sql`${of(it, index)} ${direction(it.key.isDescending)}`).slice(from)
  return {
    columns,
    cursor: values,
    idIsDescending,
    needsResource: columns.some((it) => it.sortable.needsResource),
    needsCluster: keys.some((key) => key.field === 'cluster.name'),
    orderBy: (from) =>
      sql.join([...order(from, (it) => it.expression), sql`f.id ${direction(idIsDescending)}`]),
    after: (from) =>
      values && afterCursor(columns.slice(from), idIsDescending, values.slice(from), book),
    bound: (column) => columns[column]?.sortable.bound(values?.[column] ?? '', book) ?? sql`null`,
    select: sql.join(
      columns.flatMap((it, index) => {
        const held = isPlaced(it.key) ? sql`f.place_no` : it.expression
        return [
          sql`${it.expression} as ${sql.raw(`s${index}`)}`,
          sql`${held} as ${sql.raw(`k${index}`)}`,
        ]
      }),
    ),
    orderSelected: sql.join([
      ...order(0, (_, index) => sql.raw(`s${index}`)),
      sql`id ${direction(idIsDescending)}`,
    ]),
    toCursor: (row) => {
      const held = keys.map((_, index) => {
        const value = row[`k${index}`]
        return value instanceof Date ? value.toISOString() : value
      })
      return Buffer.from(JSON.stringify([signature(keys), ...held, row.id])).toString('base64url')
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
  if (!key || Object.hasOwn(hidden, key.field)) {
    return typeof value === 'string' && uuid.test(value)
  }
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
      isDescending: it.key.isDescending,
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
