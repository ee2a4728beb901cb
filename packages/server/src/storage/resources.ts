/** Reads resources. */

import type { ResourceSummary } from '@evenkeel/model'
import { type RawBuilder, sql } from 'kysely'
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

/** By the readable id; more than one where several clusters have it. */
export async function findResources(
  db: ReadDatabase,
  id: string,
  clusterIds: readonly string[],
): Promise<ResourceRecord[]> {
  const { rows } = await sql<ResourceRecord>`
    select ${columns} from resource r
    where r.cluster_id = any(${clusterIds}::uuid[]) and r.id = ${id} and r.gone_at is null`.execute(
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
    select ${columns} from resource r where ${conditions(filter)} and ${beyond}
    order by r.failed desc, r.cluster_id, r.resource_id limit ${filter.limit}`.execute(db)
  return rows
}

export async function countResources(db: ReadDatabase, filter: ResourceFilter): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from resource r where ${conditions(filter)}`.execute(db)
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

/** The resources with the most failed findings. */
export async function listWorstResources(
  db: ReadDatabase,
  clusterIds: readonly string[],
  limit: number,
): Promise<ResourceRecord[]> {
  const { rows } = await sql<ResourceRecord>`
    select ${columns} from resource r
    where r.failed > 0 and r.gone_at is null and r.cluster_id = any(${clusterIds}::uuid[])
    order by r.failed desc, r.cluster_id, r.resource_id limit ${limit}`.execute(db)
  return rows
}
