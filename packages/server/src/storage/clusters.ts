/** Reads and writes clusters and what reports of them. */

import type { ClusterSummary } from '@evenkeel/model'
import type { Kysely, Selectable } from 'kysely'
import type { ReadDatabase } from './reach.ts'
import { toJsonText } from './sanitize.ts'
import type { Tables } from './tables.ts'

export type ClusterRow = Selectable<Tables['cluster']>
export type ScopeRow = Selectable<Tables['scope']>

export function listClusters(db: ReadDatabase): Promise<ClusterRow[]> {
  return db.selectFrom('cluster').selectAll().orderBy('name').orderBy('clusterId').execute()
}

export function findCluster(
  db: Kysely<Tables>,
  clusterId: string,
): Promise<ClusterRow | undefined> {
  return db.selectFrom('cluster').selectAll().where('clusterId', '=', clusterId).executeTakeFirst()
}

export interface ClusterWrite {
  clusterId: string
  name: string
  kind: ClusterSummary['kind']
  labels: Record<string, string>
  createdAt: Date
}

/** A cluster that is there already keeps what was seen of it and takes the new name. */
export async function upsertCluster(db: Kysely<Tables>, write: ClusterWrite): Promise<void> {
  const { name, kind } = write
  await db
    .insertInto('cluster')
    .values({ ...write, labels: toJsonText(write.labels) })
    .onConflict((conflict) => conflict.column('clusterId').doUpdateSet({ name, kind }))
    .execute()
}

export interface ClusterSighting {
  provider: string | null
  kubernetesVersion: string | null
  benchmarkId: string | null
  /** Undefined where the scope does not know them. */
  nodes: readonly string[] | undefined
  at: Date
}

/** What a cycle detected; null does not overwrite what another scope detected. */
export async function updateClusterSighting(
  db: Kysely<Tables>,
  clusterId: string,
  seen: ClusterSighting,
): Promise<void> {
  await db
    .updateTable('cluster')
    .set({
      lastEvaluatedAt: seen.at,
      ...(seen.provider !== null && { provider: seen.provider }),
      ...(seen.kubernetesVersion !== null && { kubernetesVersion: seen.kubernetesVersion }),
      ...(seen.benchmarkId !== null && { benchmarkId: seen.benchmarkId }),
      ...(seen.nodes && { nodes: toJsonText(seen.nodes) }),
    })
    .where('clusterId', '=', clusterId)
    .execute()
}

const clusterTables = [
  'findingEvidence',
  'findingNote',
  'findingChange',
  'findingCount',
  'findingFlow',
  'ownerCount',
  'resourceVersion',
  'resourceAbsence',
  'resourceLink',
  'resourceSelector',
  'scorePoint',
  'ruleSetting',
  'ruleSettingChange',
  'finding',
  'resourceKey',
  'resourceData',
  'resource',
  'scope',
  'token',
  'cluster',
] as const

/** With everything that is known of it. False where there is no such cluster. */
export async function deleteCluster(db: Kysely<Tables>, clusterId: string): Promise<boolean> {
  let deleted = 0n
  for (const table of clusterTables) {
    const result = await db.deleteFrom(table).where('clusterId', '=', clusterId).executeTakeFirst()
    if (table === 'cluster') deleted = result.numDeletedRows
  }
  return deleted > 0n
}

export function listScopes(db: ReadDatabase, clusterId?: string): Promise<ScopeRow[]> {
  const query = db.selectFrom('scope').selectAll().orderBy('scope')
  return (clusterId === undefined ? query : query.where('clusterId', '=', clusterId)).execute()
}

export async function askCluster(
  db: Kysely<Tables>,
  clusterId: string,
  asked: { askedAt: Date; askedBy: string },
): Promise<void> {
  await db.updateTable('cluster').set(asked).where('clusterId', '=', clusterId).execute()
}
