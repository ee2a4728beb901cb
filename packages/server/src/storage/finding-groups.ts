/** Counts findings by groups: the grouped table and the facets. */

import {
  computeScore,
  type FindingGroup,
  fieldsOfKql,
  type KqlNode,
  type SeverityTally,
  severities,
  severityOrder,
} from '@evenkeel/model'
import { type RawBuilder, sql } from 'kysely'
import { failedCode, passedCode } from './codes.ts'
import { countOf, evaluationColumns } from './finding-branches.ts'
import { SortError } from './finding-sort.ts'
import { findingSource } from './findings.ts'
import { createGroupKey, type GroupKey } from './group-keys.ts'
import { type ByResource, type CompiledKql, compileKql, type KqlWorld } from './kql-sql.ts'
import type { ReadDatabase } from './reach.ts'

export interface GroupFilter {
  where: KqlNode
  fields: readonly string[]
  cursor: string | undefined
  limit: number
}

export interface GroupPage {
  groups: Omit<FindingGroup, 'label'>[]
  total: number
  nextCursor: string | null
}

const groupFieldsMax = 3

type GroupRow = Record<string, string | number> & { failed: number; groups: number }

/** Most failed first. Throws SortError and KqlError. */
export async function listGroups(
  db: ReadDatabase,
  world: KqlWorld,
  filter: GroupFilter,
): Promise<GroupPage> {
  if (filter.fields.length > groupFieldsMax) {
    throw new SortError('group', `Findings can be grouped by at most ${groupFieldsMax} fields.`)
  }
  const keys = filter.fields.map((field) => createGroupKey(field, world.book))
  const query = compileKql(filter.where, world)
  const read = { query, keys, cursor: filter.cursor, limit: filter.limit }
  const ofResources = resourceSource(query, world, keys)
  const { rows, resources, total } = ofResources
    ? await readResourceGroups(db, world, read, ofResources)
    : await readFindingGroups(db, world, read)
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)
  return {
    groups: page.map((row) => toGroup(row, keys, resources)),
    total,
    nextCursor: rows.length > filter.limit && last ? toCursor(last, keys) : null,
  }
}

interface GroupRead {
  query: CompiledKql
  keys: readonly GroupKey[]
  cursor: string | undefined
  limit: number
}

interface GroupRows {
  /** One more than the limit where there is one. */
  rows: GroupRow[]
  resources: Map<string, number>
  total: number
}

async function readFindingGroups(
  db: ReadDatabase,
  world: KqlWorld,
  { query, keys, cursor, limit }: GroupRead,
): Promise<GroupRows> {
  const source = sourceOf(query, world, keys)
  const columns = keys.map((key, index) => sql`${key.expression} as ${name(index)}`)
  const { rows } = await sql<GroupRow>`
    with grouped as (
      select ${sql.join([...columns, ...counts(source.weight)])} from ${source.from}
      group by ${sql.join(keys.map((_, index) => sql.raw(String(index + 1))))})
    select *, (select count(*) from grouped)::integer as groups from grouped
    where ${cursor === undefined ? sql`true` : afterCursor(keys, cursor)}
    order by failed desc, ${sql.join(keys.map((_, index) => name(index)))}
    limit ${limit + 1}`.execute(db)
  const resources = await countResources(db, world, { query, keys, page: rows.slice(0, limit) })
  const total = rows[0]?.groups ?? (await countGroups(db, source.from, keys))
  return { rows, resources, total }
}

/** The counts of each resource answer all but the severities, which are read for the groups of the page alone. */
async function readResourceGroups(
  db: ReadDatabase,
  world: KqlWorld,
  { query, keys, cursor, limit }: GroupRead,
  { from, byResource }: { from: RawBuilder<unknown>; byResource: ByResource },
): Promise<GroupRows> {
  const columns = keys.map((key, index) => sql`${key.expression} as ${name(index)}`)
  const groups = keys.map((_, index) => name(index))
  const sums = evaluationColumns.map((column, code) => {
    const counted = byResource.evaluations.has(code) ? sql.raw(`r.${column}`) : sql`0`
    return sql`sum(${counted})::integer as ${sql.raw(column)}`
  })
  const { rows } = await sql<GroupRow & { resources: number }>`
    with grouped as (
      select ${sql.join([...columns, ...sums])}, count(*)::integer as resources from ${from}
      group by ${sql.join(keys.map((_, index) => sql.raw(String(index + 1))))})
    select *, (select count(*) from grouped)::integer as groups from grouped
    where ${cursor === undefined ? sql`true` : afterCursor(keys, cursor)}
    order by failed desc, ${sql.join(groups)} limit ${limit + 1}`.execute(db)
  const resources = new Map(rows.map((row) => [groupName(row, keys), row.resources]))
  const severities = await countSeverities(db, world, { query, keys, page: rows.slice(0, limit) })
  return {
    rows: rows.map((row) => ({ ...row, ...severities.get(groupName(row, keys)) })),
    resources,
    total: rows[0]?.groups ?? (await countGroups(db, from, keys)),
  }
}

/** `failed4` and `passed4` of each group. */
async function countSeverities(
  db: ReadDatabase,
  world: KqlWorld,
  { query, keys, page }: GroupsOfPage,
): Promise<Map<string, Record<string, number>>> {
  if (page.length === 0) return new Map()
  const groups = keys.map((_, index) => name(index))
  const { rows } = await sql<GroupRow & { evaluation: number; severity: number; n: number }>`
    select ${sql.join(groups)}, evaluation, severity, count(*)::integer as n from (
      select ${sql.join(keys.map((key, index) => sql`${key.expression} as ${name(index)}`))},
        f.evaluation, f.severity from ${withinPage(world, { query, keys, page })}
        and f.evaluation = any(${[passedCode, failedCode]}::smallint[])) it
    group by ${sql.join(groups)}, evaluation, severity`.execute(db)
  const counts = new Map<string, Record<string, number>>()
  for (const row of rows) {
    const group = groupName(row, keys)
    const word = row.evaluation === failedCode ? 'failed' : 'passed'
    counts.set(group, { ...counts.get(group), [`${word}${row.severity}`]: row.n })
  }
  return counts
}

interface GroupsOfPage {
  query: CompiledKql
  keys: readonly GroupKey[]
  page: readonly GroupRow[]
}

/** From the findings of these groups alone. */
function withinPage(world: KqlWorld, { query, keys, page }: GroupsOfPage): RawBuilder<unknown> {
  const source = findingSource(query, world, {
    resource: keys.some((key) => key.needs === 'resource'),
    cluster: keys.some((key) => key.needs === 'cluster'),
  })
  const within = keys.map((key, index) => {
    const values = [...new Set(page.map((row) => row[`g${index}`]))]
    return sql`${key.expression} = any(${values}::${sql.raw(key.type)}[])`
  })
  return sql`${source} and ${sql.join(within, sql` and `)}`
}

/** From resources with their counts, where neither the query nor the groups ask for more. */
function resourceSource(query: CompiledKql, world: KqlWorld, keys: readonly GroupKey[]) {
  const { byResource } = query
  const isOfResource = keys.every((key) => key.needs === 'resource' || key.needs === 'cluster')
  if (!byResource || !isOfResource || world.at || query.asksLifecycle) return undefined
  if (keys.every((key) => key.needs === 'cluster')) return undefined
  const cluster = keys.some((key) => key.needs === 'cluster')
    ? sql`join cluster c on c.cluster_id = r.cluster_id`
    : sql``
  const from = sql`resource r ${cluster}
    where r.gone_at is null and ${byResource.where} and ${countOf(byResource)} > 0`
  return { from, byResource, weight: sql`sum(${countOf(byResource)})` }
}

async function countGroups(
  db: ReadDatabase,
  from: RawBuilder<unknown>,
  keys: readonly GroupKey[],
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (select distinct ${sql.join(keys.map((key) => key.expression))} from ${from}) it`.execute(
    db,
  )
  return rows[0]?.n ?? 0
}

function name(index: number): RawBuilder<unknown> {
  return sql.raw(`g${index}`)
}

/** The rollup where it holds all that is asked for, else the findings, each counting one. */
function sourceOf(query: CompiledKql, world: KqlWorld, keys: readonly GroupKey[]) {
  const isOf = (...needs: GroupKey['needs'][]) => keys.every((key) => needs.includes(key.needs))
  if (!world.at && !query.needsFinding && isOf('rollup', 'cluster')) {
    const cluster = isOf('rollup') ? sql`` : sql`join cluster c on c.cluster_id = f.cluster_id`
    return {
      from: sql`finding_count f ${cluster} where n > 0 and ${query.where}`,
      weight: sql`sum(n)`,
    }
  }
  const resource = keys.some((key) => key.needs === 'resource')
  const cluster = keys.some((key) => key.needs === 'cluster')
  return { from: findingSource(query, world, { resource, cluster }), weight: sql`count(*)` }
}

function counts(weight: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const counted = (condition: RawBuilder<unknown>, as: string) =>
    sql`coalesce(${weight} filter (where ${condition}), 0)::integer as ${sql.raw(as)}`
  const bySeverity = severityOrder.flatMap((_, code) => [
    counted(
      sql`f.evaluation = ${sql.lit(failedCode)} and f.severity = ${sql.lit(code)}`,
      `failed${code}`,
    ),
    counted(
      sql`f.evaluation = ${sql.lit(passedCode)} and f.severity = ${sql.lit(code)}`,
      `passed${code}`,
    ),
  ])
  return [
    counted(sql`f.evaluation = 3`, 'failed'),
    counted(sql`f.evaluation = 2`, 'unknown'),
    counted(sql`f.evaluation = 1`, 'manual'),
    counted(sql`f.evaluation = 0`, 'passed'),
    ...bySeverity,
  ]
}

/** Only for the groups of the page: counting what differs is the dear part. */
async function countResources(
  db: ReadDatabase,
  world: KqlWorld,
  { query, keys, page }: GroupsOfPage,
): Promise<Map<string, number>> {
  if (page.length === 0) return new Map()
  // A rule has one finding on each resource.
  if (keys.some((key) => key.field === 'rule.id')) {
    const sum = (row: GroupRow) =>
      evaluationColumns.reduce((total, column) => total + Number(row[column] ?? 0), 0)
    return new Map(page.map((row) => [groupName(row, keys), sum(row)]))
  }
  const columns = keys.map((key, index) => sql`${key.expression} as ${name(index)}`)
  const groups = keys.map((_, index) => name(index))
  const { rows } = await sql<GroupRow & { n: number }>`
    select ${sql.join(groups)}, count(*)::integer as n from (
      select distinct ${sql.join(columns)}, f.resource_id
      from ${withinPage(world, { query, keys, page })}) it
    group by ${sql.join(groups)}`.execute(db)
  return new Map(rows.map((row) => [groupName(row, keys), row.n]))
}

function groupName(row: GroupRow, keys: readonly GroupKey[]): string {
  return keys.map((_, index) => row[`g${index}`]).join('\0')
}

function toGroup(
  row: GroupRow,
  keys: readonly GroupKey[],
  resources: Map<string, number>,
): Omit<FindingGroup, 'label'> {
  const at = (column: string) => Number(row[column] ?? 0)
  const tally: SeverityTally = {}
  const failed = { critical: 0, high: 0, medium: 0, low: 0, info: 0 }
  for (const severity of severities) {
    const code = severityOrder.indexOf(severity)
    failed[severity] = at(`failed${code}`)
    tally[severity] = {
      failed: at(`failed${code}`),
      passed: at(`passed${code}`),
      unknown: 0,
      manual: 0,
    }
  }
  return {
    values: keys.map((key, index) => key.toValue(row[`g${index}`] ?? '')),
    counts: {
      passed: at('passed'),
      failed: at('failed'),
      unknown: at('unknown'),
      manual: at('manual'),
    },
    failed,
    resources: resources.get(groupName(row, keys)) ?? 0,
    score: computeScore(tally).value,
  }
}

function toCursor(row: GroupRow, keys: readonly GroupKey[]): string {
  const values = keys.map((_, index) => row[`g${index}`])
  const fields = keys.map((key) => key.field).join(',')
  return Buffer.from(JSON.stringify([fields, row.failed, ...values])).toString('base64url')
}

function afterCursor(keys: readonly GroupKey[], cursor: string): RawBuilder<boolean> {
  const refuse = () =>
    new SortError('cursor', 'The cursor is not one of this grouping; start from the first page.')
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw refuse()
  }
  if (!Array.isArray(value) || value.length !== keys.length + 2) throw refuse()
  const [fields, failed, ...values] = value
  if (fields !== keys.map((key) => key.field).join(',') || !isCount(failed)) throw refuse()
  const bounds = keys.map((key, index) => {
    const it: unknown = values[index]
    const isValid =
      key.type === 'integer'
        ? isCount(it) || it === -1
        : typeof it === 'string' && !it.includes('\0')
    if (!isValid) throw refuse()
    return sql`${it}::${sql.raw(key.type)}`
  })
  const names = keys.map((_, index) => name(index))
  return sql`(failed < ${failed} or (failed = ${failed} and (${sql.join(names)}) > (${sql.join(bounds)})))`
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2_000_000_000
}

export interface FacetRows {
  field: string
  values: { value: string | null; count: number }[]
  hasMore: boolean
}

/** The values of one field with counts, most frequent first. */
export async function listFacet(
  db: ReadDatabase,
  world: KqlWorld,
  filter: { where: KqlNode; field: string; limit: number; prefix?: string | undefined },
): Promise<FacetRows> {
  const key = createGroupKey(filter.field, world.book)
  const query = compileKql(filter.where, world)
  const { from, weight } = resourceSource(query, world, [key]) ?? sourceOf(query, world, [key])
  const { rows } = await sql<{ value: string | number; n: number }>`
    select ${key.expression} as value, ${weight}::integer as n from ${from}
    group by 1 order by n desc, 1`.execute(db)
  const wanted = filter.prefix?.toLowerCase() ?? ''
  const values = rows
    .map((row) => ({ value: key.toValue(row.value), count: row.n }))
    .filter(({ value }) => wanted === '' || value?.toLowerCase().includes(wanted))
  return {
    field: key.field,
    values: values.slice(0, filter.limit),
    hasMore: values.length > filter.limit,
  }
}

/** The query without what it says of the field alone, so that a facet still offers the other values. */
export function withoutField(node: KqlNode, field: string): KqlNode {
  const isOnlyOf = (it: KqlNode) => {
    const fields = fieldsOfKql(it)
    return fields.length > 0 && fields.every((name) => name === field)
  }
  if (isOnlyOf(node)) return { kind: 'all', range: node.range }
  if (node.kind !== 'and') return node
  return { ...node, children: node.children.map((child) => withoutField(child, field)) }
}
