/** The months of the change log: made before they are written to, dropped when they are too old. */

import { sql } from 'kysely'
import type { Database } from './database.ts'

/** Whole months are dropped, so changes are kept at least this long. */
export const retentionDays = 400

const ready = new WeakMap<Database, Set<string>>()

/** Makes the partition of the month, once for each process. */
export async function ensureMonth(db: Database, at: Date): Promise<void> {
  const start = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1))
  const end = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1))
  const name = partitionName(start)
  const known = ready.get(db) ?? new Set()
  ready.set(db, known)
  if (known.has(name)) return
  await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('finding_change partitions', 0))`.execute(
      transaction,
    )
    await sql`
      create table if not exists ${sql.table(name)} partition of finding_change
      for values from (${sql.lit(start.toISOString())}) to (${sql.lit(end.toISOString())})`.execute(
      transaction,
    )
  })
  known.add(name)
}

/** Drops the months that ended before. The changes in them can no longer be asked for. */
export async function dropMonthsBefore(db: Database, before: Date): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select inhrelid::regclass::text as name from pg_inherits
    where inhparent = 'finding_change'::regclass`.execute(db)
  const oldest = partitionName(before)
  const old = rows.map((row) => row.name).filter((name) => name < oldest)
  for (const name of old) await sql`drop table if exists ${sql.table(name)}`.execute(db)
  return old
}

function partitionName(month: Date): string {
  return `finding_change_${month.toISOString().slice(0, 7).replace('-', '_')}`
}
