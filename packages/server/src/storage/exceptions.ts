/** Reads and writes exceptions, and marks the findings that they accept. */

import type { KqlNode } from '@evenkeel/model'
import { type Kysely, type Selectable, sql } from 'kysely'
import { countedSql, failedCode } from './codes.ts'
import { compileKql, type KqlWorld } from './kql-sql.ts'
import type { ReadDatabase } from './reach.ts'
import { toJsonText } from './sanitize.ts'
import type { Tables } from './tables.ts'

export type ExceptionRow = Selectable<Tables['exception']>

export function listExceptions(db: ReadDatabase): Promise<ExceptionRow[]> {
  return db
    .selectFrom('exception')
    .selectAll()
    .orderBy('createdAt', 'desc')
    .orderBy('exceptionId')
    .execute()
}

/** Those that accept findings now, oldest first: where two cover a finding, the older one has it. */
export function listActiveExceptions(db: Kysely<Tables>, now: Date): Promise<ExceptionRow[]> {
  return db
    .selectFrom('exception')
    .selectAll()
    .where('revokedAt', 'is', null)
    .where('decidedAt', 'is not', null)
    .where('isDenied', '=', false)
    .where((it) => it.or([it('until', 'is', null), it('until', '>', now)]))
    .orderBy('createdAt')
    .orderBy('exceptionId')
    .execute()
}

/** All of them or none. */
export async function insertExceptions(
  db: Kysely<Tables>,
  rows: readonly ExceptionRow[],
): Promise<void> {
  if (rows.length > 0) await db.insertInto('exception').values(rows).execute()
}

/** False where somebody decided before, or it was withdrawn. */
export async function decideException(
  db: Kysely<Tables>,
  exceptionId: string,
  { at, name, isDenied, note }: { at: Date; name: string; isDenied: boolean; note: string | null },
): Promise<boolean> {
  const result = await db
    .updateTable('exception')
    .set({ decidedAt: at, decidedBy: name, isDenied, note })
    .where('exceptionId', '=', exceptionId)
    .where('decidedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Those whose time is over since the last look: of several processes one is given each. */
export function takeExpired(db: Kysely<Tables>, now: Date): Promise<ExceptionRow[]> {
  return db
    .updateTable('exception')
    .set({ expiredAt: now })
    .where('until', '<=', now)
    .where('expiredAt', 'is', null)
    .where('revokedAt', 'is', null)
    .where('isDenied', '=', false)
    .returningAll()
    .execute()
}

/** False where there is no such exception or it was revoked before. */
export async function revokeException(
  db: Kysely<Tables>,
  exceptionId: string,
  by: { at: Date; name: string },
): Promise<boolean> {
  const result = await db
    .updateTable('exception')
    .set({ revokedAt: by.at, revokedBy: by.name })
    .where('exceptionId', '=', exceptionId)
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Among these findings, or all of the cluster; findings that have an exception keep it. */
export async function markAccepted(
  db: Kysely<Tables>,
  world: KqlWorld,
  mark: {
    exceptionId: string
    where: KqlNode
    clusterId: string
    ids?: readonly string[] | undefined
  },
): Promise<void> {
  const { where } = compileKql(mark.where, world)
  const among = mark.ids ? sql`and f.id = any(${mark.ids}::uuid[])` : sql``
  await sql`
    update finding f set exception_id = ${mark.exceptionId}
    where f.cluster_id = ${mark.clusterId} and f.exception_id is null
      and ${countedSql('f.lifecycle')} ${among} and ${where}`.execute(db)
}

/** Lets the findings of a cluster go whose exception is none of these. */
export async function releaseAccepted(
  db: Kysely<Tables>,
  clusterId: string,
  activeIds: readonly string[],
): Promise<void> {
  await sql`
    update finding set exception_id = null
    where cluster_id = ${clusterId} and exception_id is not null
      and not (exception_id = any(${activeIds}::uuid[]))`.execute(db)
}

export async function releaseFindings(
  db: Kysely<Tables>,
  clusterId: string,
  ids: readonly string[],
): Promise<void> {
  await sql`
    update finding set exception_id = null
    where cluster_id = ${clusterId} and exception_id is not null
      and id = any(${ids}::uuid[])`.execute(db)
}

/** Brings the rollup of a cluster in step with what is accepted. */
export async function countAccepted(db: Kysely<Tables>, clusterId: string): Promise<void> {
  await sql`
    update finding_count set excepted = 0 where cluster_id = ${clusterId} and excepted <> 0`.execute(
    db,
  )
  await sql`
    update finding_count c set excepted = it.n from (
      select place_no, severity, evaluation, count(*)::integer as n from finding
      where cluster_id = ${clusterId} and exception_id is not null
        and ${countedSql('lifecycle')}
      group by place_no, severity, evaluation) it
    where c.cluster_id = ${clusterId} and c.place_no = it.place_no and c.severity = it.severity
      and c.evaluation = it.evaluation`.execute(db)
}

export interface AcceptedCount {
  placeNo: number
  severity: number
  evaluation: number
  namespace: string
  owner: string
  n: number
}

/** What is accepted of these findings. */
export async function countAcceptedOf(
  db: Kysely<Tables>,
  clusterId: string,
  ids: readonly string[],
): Promise<AcceptedCount[]> {
  const { rows } = await sql<AcceptedCount>`
    select f.place_no, f.severity, f.evaluation, coalesce(r.namespace, '') as namespace,
      coalesce(r.owner, '') as owner, count(*)::integer as n
    from finding f
    join resource r on r.cluster_id = f.cluster_id and r.resource_id = f.resource_id
    where f.cluster_id = ${clusterId} and f.id = any(${ids}::uuid[])
      and f.exception_id is not null
    group by 1, 2, 3, 4, 5`.execute(db)
  return rows
}

/** On top of what the rollups have. */
export async function addAccepted(
  db: Kysely<Tables>,
  clusterId: string,
  counts: readonly AcceptedCount[],
): Promise<void> {
  if (counts.length === 0) return
  const text = toJsonText(counts)
  await sql`
    update finding_count c set excepted = c.excepted + it.n from (
      select "placeNo" as place_no, severity, evaluation, sum(n)::integer as n
      from json_to_recordset(${text}::json)
        as it("placeNo" integer, severity smallint, evaluation smallint, n integer)
      group by 1, 2, 3) it
    where c.cluster_id = ${clusterId} and c.place_no = it.place_no and c.severity = it.severity
      and c.evaluation = it.evaluation`.execute(db)
  await sql`
    update owner_count c set excepted = c.excepted + it.n from (
      select namespace, owner, severity, evaluation, sum(n)::integer as n
      from json_to_recordset(${text}::json) as it(namespace text, owner text, severity smallint,
        evaluation smallint, n integer)
      group by 1, 2, 3, 4) it
    where c.cluster_id = ${clusterId} and c.namespace = it.namespace and c.owner = it.owner
      and c.severity = it.severity and c.evaluation = it.evaluation`.execute(db)
}

export interface CoverRow {
  exceptionId: string
  findings: number
  failed: number
}

/** How much each exception accepts. */
export async function listCover(db: ReadDatabase): Promise<CoverRow[]> {
  const { rows } = await sql<CoverRow>`
    select exception_id, count(*)::integer as findings,
      (count(*) filter (where evaluation = ${sql.lit(failedCode)}))::integer as failed
    from finding where exception_id is not null group by exception_id`.execute(db)
  return rows
}

/** What is not accepted yet and would be, by severity and evaluation. */
export async function previewAccepted(
  db: ReadDatabase,
  world: KqlWorld,
  where: KqlNode,
): Promise<{ severity: number; evaluation: number; n: number }[]> {
  const query = compileKql(where, world)
  const { rows } = await sql<{ severity: number; evaluation: number; n: number }>`
    select f.severity, f.evaluation, count(*)::integer as n from finding f
    where ${query.where} and ${countedSql('f.lifecycle')} and f.exception_id is null
    group by f.severity, f.evaluation`.execute(db)
  return rows
}
