/** Nodes that something is known of, whoever reported it: an agent on them, or a scan from outside. */

import { sql } from 'kysely'
import type { ReadDatabase } from './reach.ts'

export interface SeenNode {
  clusterId: string
  node: string
}

export async function listSeenNodes(
  db: ReadDatabase,
  clusterIds: readonly string[],
): Promise<SeenNode[]> {
  if (clusterIds.length === 0) return []
  const { rows } = await sql<SeenNode>`
    select distinct cluster_id, coalesce(node, name) as node from resource
    where cluster_id = any(${clusterIds}::uuid[]) and type like '%\\_node' and gone_at is null`.execute(
    db,
  )
  return rows
}
