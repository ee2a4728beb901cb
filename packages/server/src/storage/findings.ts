/** Reads findings: pages, single ones, and what a page needs beside them. */

import type { Evidence, Finding, KqlNode } from '@evenkeel/model'
import { type RawBuilder, sql } from 'kysely'
import { evaluationOf, failedCode, goneCode, lifecycleOf, severityOf } from './codes.ts'
import type { Database } from './database.ts'
import { createOrder, type SortKey } from './finding-sort.ts'
import { type CompiledKql, compileKql, type KqlWorld } from './kql-sql.ts'

/** A row with all that a finding says; the rule comes from the rule book. */
export interface FindingRecord {
  id: string
  clusterId: string
  placeNo: number
  evaluation: number
  severity: number
  lifecycle: number | null
  firstSeen: Date
  changedAt: Date
  reason: string | null
  evidence: Evidence[]
  resourceId: string
  resourceKey: string
  type: Finding['resource']['type']
  subType: string | null
  name: string
  namespace: string | null
  owner: string | null
  node: string | null
  labels: Record<string, string>
}

export interface FindingFilter {
  where: KqlNode
  sort: readonly SortKey[]
  cursor: string | undefined
  limit: number
}

export interface FindingPageRows {
  rows: FindingRecord[]
  nextCursor: string | null
}

/** From finding with what the query needs joined, and gone ones left out unless it asks for the lifecycle. */
export function findingSource(
  query: CompiledKql,
  needs: { resource?: boolean; cluster?: boolean } = {},
): RawBuilder<unknown> {
  const resource = needs.resource
    ? sql`join resource r on r.cluster_id = f.cluster_id and r.resource_id = f.resource_id`
    : sql``
  const cluster = needs.cluster ? sql`join cluster c on c.cluster_id = f.cluster_id` : sql``
  const present = query.asksLifecycle ? sql`` : sql`and f.lifecycle is distinct from ${goneCode}`
  return sql`finding f ${resource} ${cluster} where ${query.where} ${present}`
}

/** Keyset pages: they neither skip nor repeat while findings change. Throws SortError and KqlError. */
export async function listFindings(
  db: Database,
  world: KqlWorld,
  filter: FindingFilter,
): Promise<FindingPageRows> {
  const query = compileKql(filter.where, world)
  const order = createOrder(filter.sort, filter.cursor, world.book)
  const source = findingSource(query, {
    resource: order.needsResource,
    cluster: order.needsCluster,
  })
  const after = order.after ? sql`and ${order.after}` : sql``
  const { rows } = await sql<Record<string, unknown> & { id: string; clusterId: string }>`
    select f.id, f.cluster_id, ${order.select} from ${source} ${after}
    order by ${order.orderBy} limit ${filter.limit + 1}`.execute(db)
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)
  const records = await readFindingRecords(db, page)
  return {
    rows: records,
    nextCursor: rows.length > filter.limit && last ? order.toCursor(last) : null,
  }
}

/** In the order of the keys; one that left meanwhile is not there. */
export async function readFindingRecords(
  db: Database,
  keys: readonly { clusterId: string; id: string }[],
): Promise<FindingRecord[]> {
  if (keys.length === 0) return []
  const clusterIds = [...new Set(keys.map((key) => key.clusterId))]
  const ids = keys.map((key) => key.id)
  const { rows } = await sql<FindingRecord>`
    select f.id, f.cluster_id, f.place_no, f.evaluation, f.severity, f.lifecycle, f.first_seen,
      f.changed_at, e.reason, e.evidence, f.resource_id, r.id as resource_key, r.type, r.sub_type,
      r.name, r.namespace, r.owner, r.node, r.labels
    from finding f
    join finding_evidence e on e.cluster_id = f.cluster_id and e.id = f.id
    join resource r on r.cluster_id = f.cluster_id and r.resource_id = f.resource_id
    where f.cluster_id = any(${clusterIds}::uuid[]) and f.id = any(${ids}::uuid[])`.execute(db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** The id alone does not say the cluster; those that there are get probed by their keys. */
export async function findFindingRecord(
  db: Database,
  world: KqlWorld,
  id: string,
): Promise<FindingRecord | undefined> {
  const clusters = world.clusters.map(({ clusterId }) => ({ clusterId, id }))
  const [row] = await readFindingRecords(db, clusters)
  return row
}

const relatedMax = 20

/** Other failed findings of the same resource, worst first. */
export async function listRelated(db: Database, record: FindingRecord): Promise<FindingRecord[]> {
  const { rows } = await sql<{ id: string; clusterId: string }>`
    select id, cluster_id from finding
    where cluster_id = ${record.clusterId} and resource_id = ${record.resourceId}
      and id <> ${record.id} and evaluation = ${failedCode} and lifecycle is distinct from ${goneCode}
    order by severity desc, changed_at desc, id limit ${relatedMax}`.execute(db)
  return await readFindingRecords(db, rows)
}

/** Exact. Answered from the rollup where the query asks for nothing that it does not hold. */
export async function countFindings(
  db: Database,
  world: KqlWorld,
  where: KqlNode,
): Promise<number> {
  const query = compileKql(where, world)
  const counted = query.needsFinding
    ? sql<{ n: number }>`select count(*) as n from ${findingSource(query)}`
    : sql<{
        n: number
      }>`select coalesce(sum(n), 0)::bigint as n from finding_count f where ${query.where}`
  const { rows } = await counted.execute(db)
  return rows[0]?.n ?? 0
}

/** A record as everybody sees it. */
export function toFinding(record: FindingRecord, world: KqlWorld): Finding {
  const place = world.book.places.get(record.placeNo)
  if (!place)
    throw new Error(`The finding ${record.id} stands at the unknown place ${record.placeNo}.`)
  const cluster = world.clusters.find((it) => it.clusterId === record.clusterId)
  const lifecycle = lifecycleOf(record.lifecycle)
  return {
    id: record.id,
    rule: {
      id: place.rule.id,
      name: place.rule.name,
      section: place.section,
      number: place.number,
      benchmark: place.benchmark,
      severity: severityOf(record.severity),
      controls: place.shownControls,
    },
    resource: {
      id: record.resourceKey,
      type: record.type,
      sub_type: record.subType,
      name: record.name,
      namespace: record.namespace,
      owner: record.owner,
      source: null,
    },
    cluster: { id: record.clusterId, name: cluster?.name ?? '' },
    result: {
      evaluation: evaluationOf(record.evaluation),
      reason: record.reason,
      evidence: record.evidence,
    },
    first_seen: record.firstSeen.toISOString(),
    changed_at: record.changedAt.toISOString(),
    exception: null,
    ...(lifecycle && { lifecycle }),
  }
}
