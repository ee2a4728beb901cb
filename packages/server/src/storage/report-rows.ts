/** What a report shows of single findings and resources. */

import { sql } from 'kysely'
import { countedSql, evaluationCode, failedCode } from './codes.ts'
import { findingTable } from './findings.ts'
import type { ReadDatabase } from './reach.ts'

const unknownCode = evaluationCode('unknown')

export interface ReportScope {
  placeNos: readonly number[]
  clusterIds: readonly string[]
  at: Date | undefined
}

export interface OpenFinding {
  clusterId: string
  id: string
  ruleNo: number
}

/** Of each rule at most that many failed and as many unknown findings, always the same ones. */
export async function listOpenFindings(
  db: ReadDatabase,
  { placeNos, clusterIds, at }: ReportScope,
  perRule: number,
): Promise<OpenFinding[]> {
  const { rows } = await sql<OpenFinding>`
    select cluster_id, id, rule_no from (
      select f.cluster_id, f.id, f.rule_no, f.evaluation, row_number() over (
        partition by f.rule_no, f.evaluation order by f.cluster_id, f.resource_id) as place
      from ${findingTable(at)} f
      where f.evaluation in (${sql.lit(failedCode)}, ${sql.lit(unknownCode)})
        and f.place_no = any(${placeNos}::integer[]) and f.cluster_id = any(${clusterIds}::uuid[])
        and ${countedSql('f.lifecycle')}) it
    where place <= ${perRule}
    order by rule_no, evaluation desc, place`.execute(db)
  return rows
}

export interface AcceptedCount {
  exceptionId: string
  failed: number
}

/** Failed findings of these places that each exception accepts. */
export async function countAcceptedOf(
  db: ReadDatabase,
  { placeNos, clusterIds }: ReportScope,
): Promise<AcceptedCount[]> {
  const { rows } = await sql<AcceptedCount>`
    select exception_id, count(*)::integer as failed from finding
    where exception_id is not null and evaluation = ${sql.lit(failedCode)}
      and place_no = any(${placeNos}::integer[]) and cluster_id = any(${clusterIds}::uuid[])
      and ${countedSql('lifecycle')}
    group by exception_id`.execute(db)
  return rows
}

export interface KindCount {
  kind: string
  resources: number
  failed: number
}

/** Resources that are there, by kind, and those with a failed finding of any rule. */
export async function countKinds(
  db: ReadDatabase,
  clusterIds: readonly string[],
): Promise<KindCount[]> {
  const { rows } = await sql<KindCount>`
    select coalesce(sub_type, type) as kind, count(*)::integer as resources,
      (count(*) filter (where failed > 0))::integer as failed
    from resource where cluster_id = any(${clusterIds}::uuid[]) and gone_at is null
    group by 1 order by 1`.execute(db)
  return rows
}
