/** By how much the rollup of findings changed, day by day. */

import { sql } from 'kysely'
import type { ReadDatabase } from './reach.ts'

/** A day's sum over one rule and severity. */
export interface FlowDayRow {
  clusterId: string
  /** `2026-11-25`, in UTC. */
  day: string
  placeNo: number
  severity: number
  passed: number
  manual: number
  unknown: number
  failed: number
}

/** Of the cycles after `since`, up to and with `until`; latest day first. */
export async function listFlowDays(
  db: ReadDatabase,
  { clusterIds, since, until }: { clusterIds: readonly string[]; since: Date; until: Date },
): Promise<FlowDayRow[]> {
  const { rows } = await sql<FlowDayRow>`
    select cluster_id, to_char(at at time zone 'UTC', 'YYYY-MM-DD') as day, place_no, severity,
      sum(passed)::integer as passed, sum(manual)::integer as manual,
      sum(unknown)::integer as unknown, sum(failed)::integer as failed
    from finding_flow
    where cluster_id = any(${clusterIds}::uuid[]) and at > ${since} and at <= ${until}
    group by 1, 2, 3, 4 order by 2 desc, 1, 3, 4`.execute(db)
  return rows
}
