/** Compares the findings of two times. */

import type { Evaluation, KqlNode } from '@evenkeel/model'
import { sql } from 'kysely'
import { evaluationOf, goneCode } from './codes.ts'
import { type FindingRecord, findingTable, readFindingRecords } from './findings.ts'
import { compileKql, type KqlWorld } from './kql-sql.ts'
import type { ReadDatabase } from './reach.ts'

export interface Difference {
  record: FindingRecord
  /** Null where the finding was not there. */
  before: Evaluation | null
  after: Evaluation | null
}

export interface Differences {
  items: Difference[]
  /** How many went from one evaluation to another; null where it was not there. */
  moves: { before: Evaluation | null; after: Evaluation | null; count: number }[]
}

interface MoveRow {
  before: number | null
  after: number | null
}

/** Findings of the query, as they are at the later time, whose evaluation differs; latest changed first. */
export async function listDifferences(
  db: ReadDatabase,
  world: KqlWorld & { at: Date },
  filter: { where: KqlNode; from: Date; limit: number },
): Promise<Differences> {
  const { where } = compileKql(filter.where, world)
  const { at } = world
  const { from } = filter
  // Only what changed or came between the times can differ.
  const moved = sql`
    select f.cluster_id, f.id, f.changed_at,
      case when b.lifecycle = ${goneCode} then null else b.evaluation end as before,
      case when f.lifecycle = ${goneCode} then null else f.evaluation end as after
    from (
      select cluster_id, id from finding_change where at > ${from} and at <= ${at}
      union select cluster_id, id from finding where first_seen > ${from} and first_seen <= ${at}) it
    join ${findingTable(at)} f on f.cluster_id = it.cluster_id and f.id = it.id
    left join ${findingTable(from)} b on b.cluster_id = it.cluster_id and b.id = it.id
    where ${where}`
  const moves = await sql<MoveRow & { count: number }>`
    select before, after, count(*)::integer as count from (${moved}) m
    where before is distinct from after group by before, after order by count desc`.execute(db)
  const { rows } = await sql<MoveRow & { clusterId: string; id: string }>`
    select cluster_id, id, before, after from (${moved}) m where before is distinct from after
    order by changed_at desc, id limit ${filter.limit}`.execute(db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const records = await readFindingRecords(db, rows, at)
  return {
    items: records.map((record) => ({ record, ...toMove(byId.get(record.id)) })),
    moves: moves.rows.map((row) => ({ ...toMove(row), count: row.count })),
  }
}

function toMove(row: MoveRow | undefined) {
  const word = (code: number | null | undefined) =>
    code === null || code === undefined ? null : evaluationOf(code)
  return { before: word(row?.before), after: word(row?.after) }
}
