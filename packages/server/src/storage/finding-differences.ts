/** Compares the findings of two times. */

import type { DifferenceKind, Evaluation, KqlNode } from '@evenkeel/model'
import { type RawBuilder, sql } from 'kysely'
import { evaluationOf, failedCode, goneCode, passedCode } from './codes.ts'
import { type FindingRecord, findingTable, readFindingRecords } from './findings.ts'
import { compileKql, type KqlWorld } from './kql-sql.ts'
import type { ReadDatabase } from './reach.ts'

export interface Difference {
  record: FindingRecord
  /** Null where the finding was not there. */
  before: Evaluation | null
  after: Evaluation | null
  kind: DifferenceKind
}

/** How many went from one evaluation to another; null where it was not there. */
export type DifferenceMove = Omit<Difference, 'record'> & { count: number }

export interface Differences {
  items: Difference[]
  moves: DifferenceMove[]
  /** What the next page continues after; undefined on the last one. */
  next: DifferencePlace | undefined
}

/** Where a page ends. The two times are fixed, so nothing moves between pages. */
export interface DifferencePlace {
  changedAt: Date
  id: string
}

export interface DifferenceFilter {
  where: KqlNode
  from: Date
  kind: DifferenceKind | undefined
  after: DifferencePlace | undefined
  limit: number
}

interface MoveRow {
  before: number | null
  after: number | null
}

interface ItemRow extends MoveRow {
  clusterId: string
  id: string
  changedAt: Date
}

/** Findings of the query, as they are at the later time, whose evaluation differs; latest changed first. */
export async function listDifferences(
  db: ReadDatabase,
  world: KqlWorld & { at: Date },
  filter: DifferenceFilter,
): Promise<Differences> {
  const moved = movedBetween(world, filter)
  const { after, limit } = filter
  const beyond = after
    ? sql`and (changed_at < ${after.changedAt} or (changed_at = ${after.changedAt} and id > ${after.id}::uuid))`
    : sql``
  const { rows } = await sql<ItemRow>`
    select cluster_id, id, before, after, changed_at from (${moved}) m
    where before is distinct from after ${ofKind(filter.kind)} ${beyond}
    order by changed_at desc, id limit ${limit + 1}`.execute(db)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: await readItems(db, page, { from: filter.from, to: world.at }),
    moves: await countMoves(db, moved, filter.kind),
    next: rows.length > limit && last ? { changedAt: last.changedAt, id: last.id } : undefined,
  }
}

/** Only what changed or came between the times can differ. */
function movedBetween(
  world: KqlWorld & { at: Date },
  { where, from }: DifferenceFilter,
): RawBuilder<unknown> {
  const { at } = world
  return sql`
    select f.cluster_id, f.id, f.changed_at,
      case when b.lifecycle >= ${goneCode} then null else b.evaluation end as before,
      case when f.lifecycle >= ${goneCode} then null else f.evaluation end as after
    from (
      select cluster_id, id from finding_change where at > ${from} and at <= ${at}
      union select cluster_id, id from finding where first_seen > ${from} and first_seen <= ${at}) it
    join ${findingTable(at)} f on f.cluster_id = it.cluster_id and f.id = it.id
    left join ${findingTable(from)} b on b.cluster_id = it.cluster_id and b.id = it.id
    where ${compileKql(where, world).where}`
}

const kindConditions: Readonly<Record<DifferenceKind, RawBuilder<unknown>>> = {
  appeared: sql`before is null`,
  gone: sql`after is null`,
  opened: sql`before is not null and after = ${sql.lit(failedCode)}`,
  resolved: sql`before = ${sql.lit(failedCode)} and after = ${sql.lit(passedCode)}`,
  changed: sql`before is not null and after is not null and after <> ${sql.lit(failedCode)}
    and not (before = ${sql.lit(failedCode)} and after = ${sql.lit(passedCode)})`,
}

function ofKind(kind: DifferenceKind | undefined): RawBuilder<unknown> {
  return kind ? sql`and ${kindConditions[kind]}` : sql``
}

async function countMoves(
  db: ReadDatabase,
  moved: RawBuilder<unknown>,
  kind: DifferenceKind | undefined,
): Promise<DifferenceMove[]> {
  const { rows } = await sql<MoveRow & { count: number }>`
    select before, after, count(*)::integer as count from (${moved}) m
    where before is distinct from after ${ofKind(kind)}
    group by before, after order by count desc, before, after`.execute(db)
  return rows.map((row) => ({ ...describe(row), count: row.count }))
}

/** As it is at the later time; one that is gone by then as it was at the earlier. */
async function readItems(
  db: ReadDatabase,
  rows: readonly ItemRow[],
  { from, to }: { from: Date; to: Date },
): Promise<Difference[]> {
  const gone = rows.filter((row) => row.after === null)
  const present = rows.filter((row) => row.after !== null)
  const records = [
    ...(await readFindingRecords(db, present, to)),
    ...(await readFindingRecords(db, gone, from)),
  ]
  const byId = new Map(records.map((record) => [record.id, record]))
  return rows.flatMap((row) => {
    const record = byId.get(row.id)
    return record ? [{ record, ...describe(row) }] : []
  })
}

function describe({ before, after }: MoveRow): Omit<Difference, 'record'> {
  const word = (code: number | null) => (code === null ? null : evaluationOf(code))
  return { before: word(before), after: word(after), kind: kindOf(before, after) }
}

function kindOf(before: number | null, after: number | null): DifferenceKind {
  if (before === null) return 'appeared'
  if (after === null) return 'gone'
  if (after === failedCode) return 'opened'
  return before === failedCode && after === passedCode ? 'resolved' : 'changed'
}
