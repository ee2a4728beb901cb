/** Takes the recorded sample away once there is a real cluster to look at. */

import type { AppHost } from '../http/host.ts'
import { listClusters } from '../storage/clusters.ts'
import { readEverything } from '../storage/reach.ts'
import { removeCluster } from './remove.ts'

export async function removeSamples(host: AppHost): Promise<void> {
  for (const { clusterId, kind } of await listClusters(readEverything(host.db))) {
    if (kind !== 'sample') continue
    await removeCluster(host, clusterId)
  }
}
