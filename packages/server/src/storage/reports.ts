/** Reads and writes which reports were made; the files themselves are made anew. */

import { type Kysely, type Selectable, sql } from 'kysely'
import type { ReadDatabase } from './reach.ts'
import type { Tables } from './tables.ts'

export type ReportRow = Selectable<Tables['report']>
export type ReportWrite = Omit<ReportRow, 'bytes' | 'sha256'>

const shownMax = 200
/** Older ones are forgotten. */
const keptMax = 2000

/** Whoever made it first stays its maker. Returns what is on record. */
export async function keepReport(db: Kysely<Tables>, write: ReportWrite): Promise<ReportRow> {
  await db
    .insertInto('report')
    .values({ ...write, bytes: null, sha256: null })
    .onConflict((conflict) => conflict.columns(['reportId', 'format']).doNothing())
    .execute()
  return await db
    .selectFrom('report')
    .selectAll()
    .where('reportId', '=', write.reportId)
    .where('format', '=', write.format)
    .executeTakeFirstOrThrow()
}

export async function finishReport(
  db: Kysely<Tables>,
  { reportId, format }: Pick<ReportRow, 'reportId' | 'format'>,
  file: { bytes: number; sha256: string },
): Promise<void> {
  await db
    .updateTable('report')
    .set(file)
    .where('reportId', '=', reportId)
    .where('format', '=', format)
    .execute()
  await sql`
    delete from report where created_at < (
      select created_at from report order by created_at desc offset ${keptMax} limit 1)`.execute(db)
}

/** Latest first. */
export function listReports(db: ReadDatabase): Promise<ReportRow[]> {
  return db
    .selectFrom('report')
    .selectAll()
    .where('sha256', 'is not', null)
    .orderBy('createdAt', 'desc')
    .orderBy('reportId')
    .orderBy('format')
    .limit(shownMax)
    .execute()
}

/** The one of the same framework and scope that shows the latest time before this one. */
export function findReportBefore(
  db: ReadDatabase,
  { frameworkId, clusterId, at }: { frameworkId: string; clusterId: string | undefined; at: Date },
): Promise<ReportRow | undefined> {
  const query = db
    .selectFrom('report')
    .selectAll()
    .where('frameworkId', '=', frameworkId)
    .where('sha256', 'is not', null)
    .where('at', '<', at)
    .orderBy('at', 'desc')
    .orderBy('reportId')
    .limit(1)
  return (
    clusterId === undefined
      ? query.where('clusterId', 'is', null)
      : query.where('clusterId', '=', clusterId)
  ).executeTakeFirst()
}
