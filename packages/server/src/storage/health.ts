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
