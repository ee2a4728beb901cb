/** The rollup of findings as it was at an earlier time. */

import { sql } from 'kysely'
import { goneCode } from './codes.ts'
import { findingTable } from './findings.ts'
import type { ReadDatabase } from './reach.ts'
import type { CountRow } from './score-points.ts'

/** Counted from the findings and their changes; what exceptions accepted then is not kept, so it is what they accept now. */
export async function listCountsAt(db: ReadDatabase, at: Date): Promise<CountRow[]> {
  const { rows } = await sql<CountRow>`
    select f.cluster_id, f.place_no, f.severity, f.evaluation, count(*)::integer as n,
      count(f.exception_id)::integer as excepted
    from ${findingTable(at)} f
    where f.lifecycle is distinct from ${goneCode}
    group by f.cluster_id, f.place_no, f.severity, f.evaluation`.execute(db)
  return rows
}
