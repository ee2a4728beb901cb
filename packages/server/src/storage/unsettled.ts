/** Findings that do not stand as the settings of their rules say, and bringing them there. */

import { type Kysely, sql } from 'kysely'
import { disabledCode, goneCode } from './codes.ts'
import { type CycleContext, type HeldFinding, inBatches } from './cycle-rows.ts'
import type { ReadDatabase } from './reach.ts'
import { toJsonText } from './sanitize.ts'
import type { CountRow } from './score-points.ts'
import type { Tables } from './tables.ts'

/** What holds for the rules of a cluster, in numbers. */
export interface RuleNumbers {
  disabled: readonly number[]
  severities: readonly { rule_no: number; severity: number }[]
}

export interface UnsettledFinding extends HeldFinding {
  ruleNo: number
  ownSeverity: number | null
  namespace: string
  owner: string
}

/** Whether own_severity is there says whether a severity was set, so that taking it away can be undone exactly. */
export async function listUnsettled(
  db: Kysely<Tables>,
  clusterId: string,
  { disabled, severities }: RuleNumbers,
): Promise<UnsettledFinding[]> {
  const { rows } = await sql<UnsettledFinding>`
    select f.id, f.resource_id, f.rule_no, f.place_no, f.evaluation, f.severity, f.lifecycle,
      f.held_lifecycle, f.own_severity, coalesce(r.namespace, '') as namespace,
      coalesce(r.owner, '') as owner
    from finding f
    join resource r on r.cluster_id = f.cluster_id and r.resource_id = f.resource_id
    left join json_to_recordset(${toJsonText(severities)}::json)
      as s(rule_no integer, severity smallint) on s.rule_no = f.rule_no
    where f.cluster_id = ${clusterId} and f.lifecycle is distinct from ${goneCode} and (
      (f.rule_no = any(${disabled}::integer[])) <> (f.lifecycle is not distinct from ${disabledCode})
      or (s.severity is null) <> (f.own_severity is null) or s.severity <> f.severity)`.execute(db)
  return rows
}

export interface SettledFinding {
  id: string
  severity: number
  own_severity: number | null
  lifecycle: number | null
  held_lifecycle: number | null
}

/** Whatever accepts them has to be found anew. */
export async function settleFindings(
  db: Kysely<Tables>,
  { clusterId, at }: Pick<CycleContext, 'clusterId' | 'at'>,
  findings: readonly SettledFinding[],
): Promise<void> {
  await inBatches(findings, (batch) =>
    sql`
      update finding f set severity = it.severity, own_severity = it.own_severity,
        lifecycle = it.lifecycle, held_lifecycle = it.held_lifecycle, changed_at = ${at},
        exception_id = null
      from json_to_recordset(${toJsonText(batch)}::json) as it(id uuid, severity smallint,
        own_severity smallint, lifecycle smallint, held_lifecycle smallint)
      where f.cluster_id = ${clusterId} and f.id = it.id`.execute(db),
  )
}

/** Of a cluster whose findings were settled; its next cycle comes after. */
export async function recordSettled(
  db: Kysely<Tables>,
  { clusterId, at }: Pick<CycleContext, 'clusterId' | 'at'>,
): Promise<void> {
  await db
    .updateTable('cluster')
    .set({ settledAt: at })
    .where('clusterId', '=', clusterId)
    .execute()
}

/** Findings of rules that are off, in the columns of the rollup. */
export async function listDisabledCounts(db: ReadDatabase): Promise<CountRow[]> {
  const { rows } = await sql<CountRow>`
    select cluster_id, place_no, severity, evaluation, count(*)::integer as n, 0 as excepted
    from finding f where lifecycle = ${disabledCode}
    group by cluster_id, place_no, severity, evaluation`.execute(db)
  return rows
}
