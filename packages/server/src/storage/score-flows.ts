/** What cycles moved, by rule: how a tally of an earlier time and the story in between are told without findings. */

import { type Kysely, sql } from 'kysely'
import type { ReadDatabase } from './reach.ts'
import { toJsonText } from './sanitize.ts'
import type { Tables } from './tables.ts'

/** By how much the counts of one rule changed in one cycle, and what that was made of. */
export interface Flow {
  place_no: number
  severity: number
  passed: number
  manual: number
  unknown: number
  failed: number
  /** Were there before and fail now. */
  began: number
  /** Failed before and pass now. */
  resolved: number
  appeared: number
  gone: number
}

export interface FlowRow {
  clusterId: string
  placeNo: number
  severity: number
  passed: number
  manual: number
  unknown: number
  failed: number
  began: number
  resolved: number
  appeared: number
  gone: number
}

export async function insertFlows(
  db: Kysely<Tables>,
  { clusterId, at }: { clusterId: string; at: Date },
  flows: readonly Flow[],
): Promise<void> {
  if (flows.length === 0) return
  await sql`
    insert into finding_flow (cluster_id, at, place_no, severity, passed, manual, unknown, failed,
      began, resolved, appeared, gone)
    select ${clusterId}::uuid, ${at}::timestamptz, place_no, severity, passed, manual, unknown,
      failed, began, resolved, appeared, gone
    from json_to_recordset(${toJsonText(flows)}::json) as it(place_no integer, severity smallint,
      passed integer, manual integer, unknown integer, failed integer, began integer,
      resolved integer, appeared integer, gone integer)`.execute(db)
}

/** Sums over the cycles after `from`, up to and with `to`. */
export async function sumFlows(
  db: ReadDatabase,
  { clusterIds, from, to }: { clusterIds: readonly string[]; from: Date; to: Date },
): Promise<FlowRow[]> {
  const { rows } = await sql<FlowRow>`
    select cluster_id, place_no, severity, sum(passed)::integer as passed,
      sum(manual)::integer as manual, sum(unknown)::integer as unknown,
      sum(failed)::integer as failed, sum(began)::integer as began,
      sum(resolved)::integer as resolved, sum(appeared)::integer as appeared,
      sum(gone)::integer as gone
    from finding_flow
    where cluster_id = any(${clusterIds}::uuid[]) and at > ${from} and at <= ${to}
    group by cluster_id, place_no, severity`.execute(db)
  return rows
}
