/** Removes clusters with everything that is known of them; that they were there is remembered. */

import type { WritingHost } from '../http/audit.ts'
import { deleteCluster, findCluster } from '../storage/clusters.ts'
import { changeCluster } from '../storage/scope-state.ts'
import { insertClusterEvent } from '../storage/score-events.ts'

/** False where there is no such cluster. */
export async function removeCluster(host: WritingHost, clusterId: string): Promise<boolean> {
  const isRemoved = await changeCluster(host.db, clusterId, async (transaction) => {
    const cluster = await findCluster(transaction, clusterId)
    if (!cluster || !(await deleteCluster(transaction, clusterId))) return false
    await insertClusterEvent(transaction, {
      clusterId,
      at: host.now(),
      kind: 'cluster-removed',
      subject: '',
      text: `The cluster ${cluster.name} was removed; scores of before are shown without it.`,
    })
    await host.record?.(transaction)
    return true
  })
  if (isRemoved) host.events.publish({ kind: 'cluster', cluster: clusterId })
  return isRemoved
}
