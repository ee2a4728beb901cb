/** Asks the database whether it answers. */

import { sql } from 'kysely'
import type { Database } from './database.ts'

export async function ping(db: Database): Promise<void> {
  await sql`select 1`.execute(db)
}

/** In bytes. */
export async function sizeOfDatabase(db: Database): Promise<number> {
  const { rows } = await sql<{ bytes: string | number }>`
    select pg_database_size(current_database()) as bytes`.execute(db)
  return Number(rows[0]?.bytes ?? 0)
}

/** `18.1`, as the database calls itself. */
export async function versionOfDatabase(db: Database): Promise<string> {
  const { rows } = await sql<{ version: string }>`
    select current_setting('server_version') as version`.execute(db)
  return rows[0]?.version ?? ''
}

export interface Dataset {
  name: string
  bytes: number
  /** The estimate of the database; null before it has one. */
  rows: number | null
}

/** The tables with their indexes, partitions within their table, largest first. */
export async function listDatasets(db: Database): Promise<Dataset[]> {
  const { rows } = await sql<Dataset>`
    select coalesce(parent.relname, c.relname)::text as name,
      sum(pg_total_relation_size(c.oid))::float8 as bytes,
      case when min(c.reltuples) < 0 then null else sum(c.reltuples)::float8 end as rows
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
    left join pg_inherits i on i.inhrelid = c.oid
    left join pg_class parent on parent.oid = i.inhparent
    where c.relkind = 'r' and c.relname not like 'kysely\\_%'
    group by 1 order by 2 desc, 1`.execute(db)
  return rows
}

/** When the oldest change that is kept was made; null without any. */
export async function findOldestChange(db: Database): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(at) as at from finding_change`.execute(db)
  return rows[0]?.at ?? null
}
