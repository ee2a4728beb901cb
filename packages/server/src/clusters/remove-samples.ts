/** Takes the recorded sample away once there is a real cluster to look at. */

import type { AppHost } from '../http/host.ts'
import { deleteCluster, listClusters } from '../storage/clusters.ts'
import { readEverything } from '../storage/reach.ts'

export async function removeSamples(host: AppHost): Promise<void> {
  for (const { clusterId, kind } of await listClusters(readEverything(host.db))) {
    if (kind !== 'sample') continue
    await host.db.transaction().execute((it) => deleteCluster(it, clusterId))
  }
}
