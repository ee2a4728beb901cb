/** Which cluster an API belongs to. */

import type { Cluster } from '@evenkeel/model'
import type { KubeClient } from './client.ts'
import { isKubeError } from './errors.ts'

/** The cluster's identity: the uid of kube-system, which lives as long as the cluster. */
export async function readClusterIdentity(
  kube: KubeClient,
  options: { name?: string | undefined; signal?: AbortSignal | undefined } = {},
): Promise<Cluster | undefined> {
  const name = options.name ?? kube.connection.clusterName ?? 'cluster'
  try {
    const namespace = await kube.get('/api/v1/namespaces/kube-system', { signal: options.signal })
    const metadata = isRecord(namespace) ? namespace.metadata : undefined
    const uid = isRecord(metadata) ? metadata.uid : undefined
    return typeof uid === 'string' ? { id: uid, name } : undefined
  } catch (error) {
    if (isKubeError(error, 'forbidden') || isKubeError(error, 'not-found')) return undefined
    throw error
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
