/** Reads resources. */

import { evaluationOrder, type ResourceSummary } from '@evenkeel/model'
import { type RawBuilder, sql } from 'kysely'
import { countedSql } from './codes.ts'
import { findingTable } from './findings.ts'
import type { ReadDatabase } from './reach.ts'

export interface ResourceRecord {
  clusterId: string
  resourceId: string
  id: string
  type: ResourceSummary['type']
  subType: string | null
  apiVersion: string | null
  name: string
  namespace: string | null
  node: string | null
  owner: string | null
  labels: Record<string, string>
  failed: number
  passed: number
  unknown: number
  manual: number
}

const columns =
  sql.raw(`r.cluster_id, r.resource_id, r.id, r.type, r.sub_type, r.api_version, r.name,
  r.namespace, r.node, r.owner, r.labels, r.failed, r.passed, r.unknown, r.manual`)

export async function findResourceData(
  db: ReadDatabase,
  clusterId: string,
  resourceId: string,
): Promise<unknown> {
  const row = await db
    .selectFrom('resourceData')
    .select('data')
    .where('clusterId', '=', clusterId)
    .where('resourceId', '=', resourceId)
    .executeTakeFirst()
  return row?.data ?? null
}

/** Those that were there at the time, with what their findings were then. Names, labels and owners are those of now. */
function resourceTable(at: Date | undefined, isWanted = sql`true`): RawBuilder<unknown> {
  if (!at) return sql`resource`
  const counted = evaluationOrder.map(
    (word, code) =>
      sql`count(*) filter (where evaluation = ${sql.lit(code)})::integer as ${sql.raw(word)}`,
  )
  const counts = evaluationOrder.map(
    (word) => sql`coalesce(c.${sql.raw(word)}, 0) as ${sql.raw(word)}`,
  )
  return sql`(
    select t.cluster_id, t.resource_id, t.id, t.type, t.sub_type, t.api_version, t.name, t.namespace,
      t.node, t.owner, t.labels, t.words, null::timestamptz as gone_at, ${sql.join(counts)}
    from resource t left join (
      select cluster_id, resource_id, ${sql.join(counted)} from ${findingTable(at)} f
      where ${countedSql('lifecycle')} and (cluster_id, resource_id) in (
        select r.cluster_id, r.resource_id from resource r where ${isWanted})
      group by cluster_id, resource_id) c
      on c.cluster_id = t.cluster_id and c.resource_id = t.resource_id
    where (t.gone_at is null or t.gone_at > ${at})
      and (t.first_seen is null or t.first_seen <= ${at})
      and not exists (select 1 from resource_absence a where a.cluster_id = t.cluster_id
        and a.resource_id = t.resource_id and a.gone_at <= ${at} and a.back_at > ${at}))`
}

/** By the readable id; more than one where several clusters have it. */
export async function findResources(
  db: ReadDatabase,
  id: string,
  clusterIds: readonly string[],
  at?: Date,
): Promise<ResourceRecord[]> {
  const isWanted = sql`r.cluster_id = any(${clusterIds}::uuid[]) and r.id = ${id}`
  const { rows } = await sql<ResourceRecord>`
    select ${columns} from ${resourceTable(at, isWanted)} r where ${isWanted} and r.gone_at is null`.execute(
    db,
  )
  return rows
}

export interface ResourceFilter {
  clusterIds: readonly string[]
  /** Words that all have to stand in the resource. */
  needles: readonly string[]
  kind: string | undefined
  namespace: string | undefined
  after: { failed: number; clusterId: string; resourceId: string } | undefined
  limit: number
  /** As they were then. */
  at: Date | undefined
}

/** Most failed first. */
export async function listResources(
  db: ReadDatabase,
  filter: ResourceFilter,
): Promise<ResourceRecord[]> {
  const { after } = filter
  const beyond = after
    ? sql`(r.failed < ${after.failed} or (r.failed = ${after.failed}
        and (r.cluster_id, r.resource_id) > (${after.clusterId}::uuid, ${after.resourceId}::uuid)))`
    : sql`true`
  const { rows } = await sql<ResourceRecord>`
    select ${columns} from ${resourceTable(filter.at)} r where ${conditions(filter)} and ${beyond}
    order by r.failed desc, r.cluster_id, r.resource_id limit ${filter.limit}`.execute(db)
  return rows
}

export async function countResources(db: ReadDatabase, filter: ResourceFilter): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from ${resourceTable(filter.at)} r where ${conditions(filter)}`.execute(db)
  return rows[0]?.n ?? 0
}

function conditions(filter: ResourceFilter): RawBuilder<unknown> {
  const parts = [
    sql`r.gone_at is null`,
    sql`r.cluster_id = any(${filter.clusterIds}::uuid[])`,
    ...filter.needles.map((needle) => sql`strpos(r.words, ${needle}) > 0`),
    ...(filter.kind === undefined ? [] : [sql`coalesce(r.sub_type, r.type) = ${filter.kind}`]),
    ...(filter.namespace === undefined ? [] : [sql`r.namespace = ${filter.namespace}`]),
  ]
  return sql.join(parts, sql` and `)
}

export interface KindCount {
  type: ResourceSummary['type']
  subType: string | null
  resources: number
  namespaces: number
  owned: number
}

/** How many there are of each kind, whether or not a rule applies to them. */
export async function countKinds(
  db: ReadDatabase,
  clusterIds: readonly string[],
  at: Date | undefined,
): Promise<KindCount[]> {
  const { rows } = await sql<KindCount>`
    select r.type, r.sub_type, count(*)::integer as resources, count(r.owner)::integer as owned,
      count(distinct (r.cluster_id, r.namespace)) filter (where r.namespace is not null)::integer
        as namespaces
    from ${resourceTable(at)} r
    where r.gone_at is null and r.cluster_id = any(${clusterIds}::uuid[])
    group by r.type, r.sub_type order by r.type, r.sub_type`.execute(db)
  return rows
}

/** The resources with the most failed findings. */
export async function listWorstResources(
  db: ReadDatabase,
  clusterIds: readonly string[],
  { at, limit }: { at: Date | undefined; limit: number },
): Promise<ResourceRecord[]> {
  const { rows } = await sql<ResourceRecord>`
    select ${columns} from ${resourceTable(at)} r
    where r.failed > 0 and r.gone_at is null and r.cluster_id = any(${clusterIds}::uuid[])
    order by r.failed desc, r.cluster_id, r.resource_id limit ${limit}`.execute(db)
  return rows
}
