/** When a scope has said nothing for so long that what it said is no longer news. */

import { type RawBuilder, sql } from 'kysely'
import { countedSql } from './codes.ts'

/** Of an agent that does not say its own; most evaluate every four hours. */
const periodMsDefault = 4 * 3_600_000
const silentPeriods = 2

export interface Reported {
  finishedAt: Date
  /** As measured between its cycles. */
  periodMs: number | null
  /** As the agent says. */
  declaredPeriodMs: number | null
}

/** Since when it is silent: its last report, once two periods have gone by; undefined as long as it may still come. */
export function staleSince(scope: Reported, now: number): Date | undefined {
  const { finishedAt, periodMs, declaredPeriodMs } = scope
  const period = declaredPeriodMs ?? Math.max(periodMsDefault, periodMs ?? 0)
  return now - finishedAt.getTime() > silentPeriods * period ? finishedAt : undefined
}

/** The same over the alias f (finding), for queries. */
export function isStaleFinding(now: number): RawBuilder<boolean> {
  const period = sql`coalesce(s.declared_period_ms,
    greatest(${periodMsDefault}::bigint, coalesce(s.period_ms, 0)))`
  return sql`(${countedSql('f.lifecycle')} and (f.cluster_id, f.resource_id) in (
    select r.cluster_id, r.resource_id from resource r
    join scope s on s.cluster_id = r.cluster_id and s.scope = r.scope
    join cluster k on k.cluster_id = r.cluster_id and k.kind <> 'sample'
    where s.finished_at < ${new Date(now)}::timestamptz
      - ${silentPeriods}::integer * ${period} * interval '1 millisecond'))`
}
