/** The rollup of findings by where their resources stand and what owns them. */

import { type Kysely, sql } from 'kysely'
import { countedSql } from './codes.ts'
import type { ReadDatabase } from './reach.ts'
import { toJsonText } from './sanitize.ts'
import type { Tables } from './tables.ts'

/** Empty texts where there is none. */
export interface Owner {
  namespace: string
  owner: string
}

export interface OwnerCountChange extends Owner {
  severity: number
  evaluation: number
  n: number
}

export interface OwnerCountRow extends OwnerCountChange {
  clusterId: string
  /** Of these, those that an exception accepts. */
  excepted: number
}

/** Of one cluster or of all, and below one namespace or all. */
export async function listOwnerCounts(
  db: ReadDatabase,
  by: 'namespace' | 'owner',
  clusterId: string | undefined,
): Promise<OwnerCountRow[]> {
  const column = sql.raw(by)
  const other = sql.raw(by === 'namespace' ? 'owner' : 'namespace')
  const cluster = clusterId === undefined ? sql`` : sql`and cluster_id = ${clusterId}`
  const { rows } = await sql<OwnerCountRow>`
    select cluster_id, ${column}, '' as ${other}, severity, evaluation, sum(n)::integer as n,
      sum(excepted)::integer as excepted
    from owner_count where n > 0 ${cluster}
    group by cluster_id, ${column}, severity, evaluation`.execute(db)
  return rows
}

export async function addOwnerCounts(
  db: Kysely<Tables>,
  clusterId: string,
  changes: readonly OwnerCountChange[],
): Promise<void> {
  if (changes.length === 0) return
  await sql`
    insert into owner_count (cluster_id, namespace, owner, severity, evaluation, n, excepted)
    select ${clusterId}::uuid, namespace, owner, severity, evaluation, n, 0
    from json_to_recordset(${toJsonText(changes)}::json)
      as it(namespace text, owner text, severity smallint, evaluation smallint, n integer)
    on conflict (cluster_id, namespace, owner, severity, evaluation)
      do update set n = owner_count.n + excluded.n`.execute(db)
}

/** Brings what exceptions accept in step, and drops the rows of owners that have no findings any more. */
export async function countAcceptedOwners(db: Kysely<Tables>, clusterId: string): Promise<void> {
  await sql`
    update owner_count set excepted = 0 where cluster_id = ${clusterId} and excepted <> 0`.execute(
    db,
  )
  await sql`
    update owner_count c set excepted = it.n from (
      select coalesce(r.namespace, '') as namespace, coalesce(r.owner, '') as owner, f.severity,
        f.evaluation, count(*)::integer as n
      from finding f
      join resource r on r.cluster_id = f.cluster_id and r.resource_id = f.resource_id
      where f.cluster_id = ${clusterId} and f.exception_id is not null
        and ${countedSql('f.lifecycle')}
      group by 1, 2, 3, 4) it
    where c.cluster_id = ${clusterId} and c.namespace = it.namespace and c.owner = it.owner
      and c.severity = it.severity and c.evaluation = it.evaluation`.execute(db)
}

export async function deleteEmptyOwners(db: Kysely<Tables>, clusterId: string): Promise<void> {
  await sql`delete from owner_count where cluster_id = ${clusterId} and n = 0`.execute(db)
}

/** Counts a cluster's findings anew, to verify the rollup. */
export async function recountOwners(db: Kysely<Tables>, clusterId: string): Promise<void> {
  await sql`delete from owner_count where cluster_id = ${clusterId}`.execute(db)
  await sql`
    insert into owner_count (cluster_id, namespace, owner, severity, evaluation, n, excepted)
    select f.cluster_id, coalesce(r.namespace, ''), coalesce(r.owner, ''), f.severity, f.evaluation,
      count(*), count(f.exception_id)
    from finding f join resource r on r.cluster_id = f.cluster_id and r.resource_id = f.resource_id
    where f.cluster_id = ${clusterId} and ${countedSql('f.lifecycle')}
    group by 1, 2, 3, 4, 5`.execute(db)
}

/** What the findings of these resources add up to, one by one resource. */
export async function countByResource(
  db: Kysely<Tables>,
  clusterId: string,
  resourceIds: readonly string[],
): Promise<{ resourceId: string; severity: number; evaluation: number; n: number }[]> {
  if (resourceIds.length === 0) return []
  const { rows } = await sql<{
    resourceId: string
    severity: number
    evaluation: number
    n: number
  }>`
    select resource_id, severity, evaluation, count(*)::integer as n from finding
    where cluster_id = ${clusterId} and resource_id = any(${resourceIds}::uuid[])
      and ${countedSql('lifecycle')}
    group by resource_id, severity, evaluation`.execute(db)
  return rows
}
