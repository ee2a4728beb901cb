/** Which labels resources carry. */

import { sql } from 'kysely'
import type { ReadDatabase } from './reach.ts'

/** Keys of labels with the number of resources that carry them, most frequent first. */
export async function listLabelKeys(
  db: ReadDatabase,
  limit: number,
): Promise<{ key: string; resources: number }[]> {
  const { rows } = await sql<{ key: string; resources: number }>`
    select key, count(*)::integer as resources from (
      select jsonb_object_keys(r.labels) as key from resource r where r.gone_at is null) it
    group by key order by resources desc, key collate "C" limit ${limit}`.execute(db)
  return rows
}
