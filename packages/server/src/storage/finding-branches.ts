/**
 * Splits a page of findings by what the rollups know, so that each part is a short walk along an index.
 * The parts hold at least what the page shows; where nothing is known there is one part without a limit.
 */

import { type RawBuilder, sql } from 'kysely'
import type {
  CountedKey,
  CountKeys,
  CursorValue,
  FindingOrder,
  OrderWorld,
} from './finding-sort.ts'
import type { ByResource, CompiledKql, KqlWorld } from './kql-sql.ts'
import type { ReadDatabase } from './reach.ts'

export interface Branch {
  /** Over f, beside the query's own condition. */
  where: RawBuilder<boolean>
  /** In the place of the query's own condition. */
  instead?: RawBuilder<boolean>
  /** Rows after the cursor; undefined where all of the branch are. */
  after: RawBuilder<boolean> | undefined
  /** The columns before this one are the same in the whole branch. */
  orderFrom: number
}

export interface Branches {
  list: Branch[]
  /** Nothing lies outside of them. */
  isWhole: boolean
}

interface Page {
  query: CompiledKql
  order: FindingOrder
  limit: number
}

const branchesMax = 24

export async function planBranches(
  db: ReadDatabase,
  world: KqlWorld,
  page: Page,
): Promise<Branches> {
  const { query, order } = page
  if (world.at || query.asksLifecycle) return unlimited(page)
  const isCounted = !query.needsFinding
  if (isCounted && leadOf(order).length > 0) return await planClasses(db, world, page)
  if (isCounted && order.columns[0]?.key.field === 'changed_at') return await planMerge(db, page)
  const sorted = sortedByResource(order)
  if (query.byResource && sorted) return planResources(page, query.byResource, sorted)
  const isByEvaluation =
    leadOf(order).length > 0 && order.columns[0]?.key.field === 'result.evaluation'
  if (query.byResource && isByEvaluation) return await planWalk(db, page, query.byResource)
  return unlimited(page)
}

export function unlimited({ order }: Pick<Page, 'order'>): Branches {
  const where = sql<boolean>`true`
  return { list: [{ where, after: order.after(0), orderFrom: 0 }], isWhole: true }
}

/** The first columns of the order that the rollup knows. */
function leadOf(order: FindingOrder): { counted: CountedKey; isDescending: boolean }[] {
  const lead: { counted: CountedKey; isDescending: boolean }[] = []
  for (const { sortable, key } of order.columns) {
    if (!sortable.counted) break
    lead.push({ counted: sortable.counted, isDescending: key.isDescending })
  }
  return lead
}

interface Class {
  values: CursorValue[]
  n: number
  rows: CountKeys[]
}

/** Classes in the order of the page until they hold enough for it. */
async function planClasses(db: ReadDatabase, world: OrderWorld, page: Page): Promise<Branches> {
  const { order, limit } = page
  const lead = leadOf(order)
  const columns = [...new Set(lead.map((it) => it.counted.column))]
  const compare = (a: readonly CursorValue[], b: readonly CursorValue[]) => {
    for (const [index, { isDescending }] of lead.entries()) {
      const way = compareKeys(a[index] ?? '', b[index] ?? '')
      if (way !== 0) return isDescending ? -way : way
    }
    return 0
  }
  const start = order.cursor?.length
    ? lead.map((it, index) => it.counted.ofCursor(order.cursor?.[index] ?? '', world))
    : undefined
  const classes = (await readClasses(db, world, { columns, lead, query: page.query }))
    .filter((it) => !start || compare(it.values, start) >= 0)
    .sort((a, b) => compare(a.values, b.values))
  const chosen: Class[] = []
  let sum = 0
  for (const it of classes) {
    if (sum > limit) break
    chosen.push(it)
    // Of the cursor's own class nobody knows how much is left.
    if (!start || compare(it.values, start) > 0) sum += it.n
  }
  const single = chosen.length > branchesMax ? chosen.slice(0, branchesMax - 1) : chosen
  const rest = chosen.slice(single.length)
  const list = single.map((it): Branch => {
    const isOfCursor = start !== undefined && compare(it.values, start) === 0
    const where = isOfClass(columns, it.rows)
    return {
      where,
      after: isOfCursor ? order.after(lead.length) : undefined,
      orderFrom: lead.length,
    }
  })
  if (rest.length > 0) {
    const where = isOfClass(
      columns,
      rest.flatMap((it) => it.rows),
    )
    // Together they may name rows of the classes before, which stand there already.
    const others = single.map((it) => sql<boolean>`not ${isOfClass(columns, it.rows)}`)
    list.push({
      where: sql`(${sql.join([where, ...others], sql` and `)})`,
      after: order.after(0),
      orderFrom: 0,
    })
  }
  return { list, isWhole: chosen.length === classes.length }
}

/** By the time of the change: each class is in its order already. */
async function planMerge(db: ReadDatabase, page: Page): Promise<Branches> {
  const columns = ['evaluation', 'severity'] as const
  const classes = await readCounts(db, page.query, columns)
  const after = page.order.after(0)
  const list = classes.map((row) => ({
    where: isOfClass(columns, [row]),
    after,
    orderFrom: 0,
  }))
  return { list, isWhole: true }
}

type CountedRow = CountKeys & { n: number }

const countColumns: Readonly<Record<keyof CountKeys, string>> = {
  clusterId: 'cluster_id',
  placeNo: 'place_no',
  severity: 'severity',
  evaluation: 'evaluation',
}

async function readCounts(
  db: ReadDatabase,
  query: CompiledKql,
  columns: readonly (keyof CountKeys)[],
): Promise<CountedRow[]> {
  const names = sql.join(columns.map((column) => sql.raw(countColumns[column])))
  const { rows } = await sql<CountedRow>`
    select ${names}, sum(n)::integer as n from finding_count f
    where n > 0 and ${query.where} group by ${names}`.execute(db)
  return rows
}

async function readClasses(
  db: ReadDatabase,
  world: OrderWorld,
  of: { columns: readonly (keyof CountKeys)[]; lead: readonly { counted: CountedKey }[] } & Pick<
    Page,
    'query'
  >,
): Promise<Class[]> {
  const classes = new Map<string, Class>()
  for (const row of await readCounts(db, of.query, of.columns)) {
    const values = of.lead.map((it) => it.counted.ofCount(row, world))
    const key = JSON.stringify(values)
    const known = classes.get(key) ?? { values, n: 0, rows: [] }
    classes.set(key, known)
    known.n += row.n
    known.rows.push(row)
  }
  return [...classes.values()]
}

function isOfClass(
  columns: readonly (keyof CountKeys)[],
  rows: readonly CountKeys[],
): RawBuilder<boolean> {
  const parts = columns.map((column) => {
    const values = [...new Set(rows.map((row) => row[column]))]
    const type = sql.raw(
      { clusterId: 'uuid', placeNo: 'integer', severity: 'smallint', evaluation: 'smallint' }[
        column
      ],
    )
    const name = sql.raw(`f.${countColumns[column]}`)
    const [only] = values
    return values.length === 1
      ? sql<boolean>`${name} = ${only}::${type}`
      : sql<boolean>`${name} = any(${values}::${type}[])`
  })
  return sql`(${sql.join(parts, sql` and `)})`
}

/** Looking up a resource costs about this many times what taking one from a list does. */
const lookCost = 8

/**
 * For conditions on resources alone: only the evaluations that the page needs, and for each the cheaper way,
 * to walk along the order and look at the resource of each finding, or to take all findings of those resources.
 */
async function planWalk(
  db: ReadDatabase,
  { order, limit }: Page,
  { where, evaluations }: ByResource,
): Promise<Branches> {
  const names = sql.join(
    evaluationColumns.map((name) => sql.raw(`coalesce(sum(r.${name}), 0)::bigint as ${name}`)),
  )
  const { rows } = await sql<Record<(typeof evaluationColumns)[number], number>>`
    select ${names} from resource r where r.gone_at is null and ${where}`.execute(db)
  const all = await sql<{ evaluation: number; n: number }>`
    select evaluation, sum(n)::integer as n from finding_count group by evaluation`.execute(db)
  const isDescending = order.columns[0]?.key.isDescending ?? true
  const start = order.cursor?.[0]
  const list: Branch[] = []
  let sum = 0
  const codes = [...evaluations].sort((a, b) => (isDescending ? b - a : a - b))
  const left = codes.filter(
    (code) => start === undefined || (isDescending ? code <= Number(start) : code >= Number(start)),
  )
  for (const code of left) {
    if (sum > limit) break
    const matching = rows[0]?.[evaluationColumns[code] ?? 'unknown'] ?? 0
    if (matching === 0) continue
    const total = all.rows.find((it) => it.evaluation === code)?.n ?? 0
    const walked = ((limit + 1) * total) / matching
    const isOfCode = sql<boolean>`f.evaluation = ${code}::smallint`
    list.push({
      where: isOfCode,
      // Without the offset the planner may turn it into the other way.
      ...(walked * lookCost < matching && {
        instead: sql`exists (select from resource r where r.cluster_id = f.cluster_id
          and r.resource_id = f.resource_id and ${where} offset 0)`,
      }),
      after: code === start ? order.after(1) : undefined,
      orderFrom: 1,
    })
    if (code !== start) sum += matching
  }
  return { list, isWhole: false }
}

interface ResourceOrder {
  /** Of resource columns, the cluster and the resource. */
  columns: FindingOrder['columns']
  isDescending: boolean
}

/** Where the order is one of resources, all in one direction. */
function sortedByResource(order: FindingOrder): ResourceOrder | undefined {
  const last = order.columns.findIndex((it) => it.key.field === 'resource uuid')
  const columns = order.columns.slice(0, last + 1)
  const isDescending = columns[0]?.key.isDescending ?? false
  const isOneWay = columns.every((it) => it.key.isDescending === isDescending)
  return columns.length > 0 && isOneWay ? { columns, isDescending } : undefined
}

/** By evaluation code. */
export const evaluationColumns = ['passed', 'manual', 'unknown', 'failed'] as const

/** Of a resource: how many of its findings have one of these evaluations. */
export function countOf({ evaluations }: ByResource): RawBuilder<number> {
  const columns = [...evaluations].map((code) => sql.raw(`r.${evaluationColumns[code]}`))
  return columns.length === 0 ? sql`0` : sql`(${sql.join(columns, sql` + `)})`
}

/** Each resource of the part has one finding at least, so a page needs no more resources than it has rows. */
function planResources(
  { order, limit }: Page,
  byResource: ByResource,
  { columns, isDescending }: ResourceOrder,
): Branches {
  const way = isDescending ? sql`desc` : sql`asc`
  const ofResource = columns.map(({ key, expression }) => {
    if (key.field === 'cluster uuid') return sql`r.cluster_id`
    return key.field === 'resource uuid' ? sql`r.resource_id` : expression
  })
  const bounds = columns.map((_, index) => order.bound(index))
  // The cursor's own resource may have more to show.
  const from = order.cursor
    ? sql`(${sql.join(ofResource)}) ${isDescending ? sql`<=` : sql`>=`} (${sql.join(bounds)})`
    : sql`true`
  const where = sql<boolean>`(f.cluster_id, f.resource_id) in (
    select r.cluster_id, r.resource_id from resource r
    where ${byResource.where} and r.gone_at is null and ${countOf(byResource)} > 0 and ${from}
    order by ${sql.join(ofResource.map((it) => sql`${it} ${way}`))} limit ${limit + 2})`
  return { list: [{ where, after: order.after(0), orderFrom: 0 }], isWhole: false }
}

/** As the collation "C" has it: by the bytes of UTF-8. Numbers by their size. */
function compareKeys(a: CursorValue, b: CursorValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)))
}
