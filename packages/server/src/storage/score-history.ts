/** Tallies of earlier times and what moved in between, counted from the findings: exact, and slower than the flows. */

import { type RawBuilder, sql } from 'kysely'
import { countedSql, failedCode, passedCode } from './codes.ts'
import { findingTable } from './findings.ts'
import type { ReadDatabase } from './reach.ts'
import type { FlowRow } from './score-flows.ts'
import type { OwnerCountRow } from './score-owners.ts'
import type { CountRow } from './score-points.ts'

/** The rollup as it was. */
export async function listCountsAt(
  db: ReadDatabase,
  clusterIds: readonly string[],
  at: Date,
): Promise<CountRow[]> {
  const { rows } = await sql<CountRow>`
    select cluster_id, place_no, severity, evaluation, count(*)::integer as n, 0 as excepted
    from ${findingTable(at)} f
    where cluster_id = any(${clusterIds}::uuid[]) and ${countedSql('lifecycle')}
    group by cluster_id, place_no, severity, evaluation`.execute(db)
  return rows
}

/** The rollup by namespace or owner as it was; where resources stand and who owns them is as of now. */
export async function listOwnerCountsAt(
  db: ReadDatabase,
  by: 'namespace' | 'owner',
  { clusterIds, at }: { clusterIds: readonly string[]; at: Date },
): Promise<OwnerCountRow[]> {
  const value = sql`coalesce(r.${sql.raw(by)}, '')`
  const other = sql.raw(by === 'namespace' ? 'owner' : 'namespace')
  const { rows } = await sql<OwnerCountRow>`
    select f.cluster_id, ${value} as ${sql.raw(by)}, '' as ${other}, f.severity, f.evaluation,
      count(*)::integer as n, 0 as excepted
    from ${findingTable(at)} f
    join resource r on r.cluster_id = f.cluster_id and r.resource_id = f.resource_id
    where f.cluster_id = any(${clusterIds}::uuid[]) and ${countedSql('f.lifecycle')}
    group by 1, 2, 4, 5`.execute(db)
  return rows
}

/** As sumFlows, but a finding that came back to where it was moved nothing. */
export async function countMoves(
  db: ReadDatabase,
  { clusterIds, from, to }: { clusterIds: readonly string[]; from: Date; to: Date },
): Promise<FlowRow[]> {
  const present = (alias: string) =>
    sql`case when ${countedSql(`${alias}.lifecycle`)} then ${sql.raw(`${alias}.evaluation`)} end`
  const { rows } = await sql<FlowRow>`
    select cluster_id, place_no, severity, ${sql.join([
      ...['passed', 'manual', 'unknown', 'failed'].map(
        (name, code) => sql`(${counted(sql`after = ${sql.lit(code)}`)}
          - ${counted(sql`before = ${sql.lit(code)}`)})::integer as ${sql.raw(name)}`,
      ),
      sql`${counted(sql`after = ${sql.lit(failedCode)} and before <> ${sql.lit(failedCode)}`)}::integer as began`,
      sql`${counted(sql`after = ${sql.lit(passedCode)} and before = ${sql.lit(failedCode)}`)}::integer as resolved`,
      sql`${counted(sql`before is null and after is not null`)}::integer as appeared`,
      sql`${counted(sql`before is not null and after is null`)}::integer as gone`,
    ])}
    from (
      select f.cluster_id, f.place_no, f.severity, ${present('b')} as before,
        ${present('f')} as after
      from (
        select cluster_id, id from finding_change where at > ${from} and at <= ${to}
        union select cluster_id, id from finding where first_seen > ${from} and first_seen <= ${to}) it
      join ${findingTable(to)} f on f.cluster_id = it.cluster_id and f.id = it.id
      left join ${findingTable(from)} b on b.cluster_id = it.cluster_id and b.id = it.id
      where it.cluster_id = any(${clusterIds}::uuid[])) moved
    where before is distinct from after
    group by cluster_id, place_no, severity`.execute(db)
  return rows
}

function counted(condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`count(*) filter (where ${condition})`
}
