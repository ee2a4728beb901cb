/** Which Kubernetes API an agent uses: its own cluster's in a pod, else a kubeconfig's. */

import type { KubeConnection } from '../kube/connection.ts'
import { inClusterConfig } from '../kube/in-cluster.ts'
import type { AgentConfig } from './config.ts'

/** Undefined where there is none. Throws the sentence of a broken kubeconfig. */
export async function connectionOf(
  config: Pick<AgentConfig, 'kubeconfig' | 'context'>,
): Promise<KubeConnection | undefined> {
  const own = config.kubeconfig ? undefined : inClusterConfig()
  if (own) return own
  // A pod needs neither kubeconfigs nor the parser for them.
  const { loadKubeconfig } = await import('../kube/kubeconfig.ts')
  const loaded = loadKubeconfig({ path: config.kubeconfig, context: config.context })
  if (loaded.state === 'broken') throw new Error(loaded.reason)
  return loaded.state === 'found' ? loaded.connection : undefined
}
