/** Decides what `evenkeel up` shows: the kubeconfig's cluster, this machine's node, or the sample. */

import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import {
  collectCluster,
  collectNode,
  createKubeClient,
  type KubeClient,
  loadKubeconfig,
  readClusterIdentity,
  readSnapshot,
  sampleSnapshotPath,
} from '@evenkeel/agent'
import type { Cluster, Observation, Scope } from '@evenkeel/model'

export interface SourceOptions {
  context?: string
  kubeconfig?: string
  sample?: boolean
}

/** One scope of the cluster with what it yields, each time anew. */
export interface SourceScope {
  scope: Scope
  node: string | null
  observe(): Promise<AsyncIterable<Observation>>
}

export interface Source {
  cluster: Cluster
  kind: 'local' | 'sample'
  scopes: SourceScope[]
  /** One sentence: what is shown, and why. */
  reason: string
}

/** A cluster that does not answer in this time is not waited for. */
const answerMilliseconds = 5_000

export async function chooseSource(options: SourceOptions): Promise<Source> {
  if (options.sample) return await sampleSource('as asked by --sample')
  const why: string[] = []
  const config = loadKubeconfig({ path: options.kubeconfig, context: options.context })
  if (config.state === 'found') {
    const kube = createKubeClient(config.connection)
    try {
      return await clusterSource(kube, config.context)
    } catch (error) {
      await kube.close()
      why.push(error instanceof Error ? error.message : String(error))
    }
  } else why.push(config.reason)

  const node = await nodeScope()
  if (node) {
    const cluster = { id: idOf(`node/${node.node}`), name: node.node ?? hostname() }
    return {
      cluster,
      kind: 'local',
      scopes: [node],
      reason: `This machine's node, because no cluster answered. ${why.join(' ')}`,
    }
  }
  return await sampleSource(
    `because no cluster answered and no Kubernetes component runs here. ${why.join(' ')}`,
  )
}

async function clusterSource(kube: KubeClient, context: string): Promise<Source> {
  const signal = AbortSignal.timeout(answerMilliseconds)
  const identity = await readClusterIdentity(kube, { name: context, signal })
  // Also tells whether the API answers at all where kube-system may not be read.
  if (!identity) await kube.get('/version', { signal })
  const cluster = identity ?? { id: idOf(`context/${kube.connection.server}`), name: context }
  const node = await nodeScope()
  const api: SourceScope = {
    scope: 'kube-api',
    node: null,
    observe: async () => collectCluster(kube, { clusterName: cluster.name }),
  }
  return {
    cluster,
    kind: 'local',
    scopes: node ? [api, node] : [api],
    reason: `The cluster of the context ${context}${node ? ' and this machine, which is one of its nodes' : ''}.`,
  }
}

/** This machine as a node, if Kubernetes components run on it. */
async function nodeScope(): Promise<SourceScope | undefined> {
  for await (const observation of collectNode({ root: '/' })) {
    if (!('resource' in observation)) continue
    const name = observation.resource.node ?? hostname()
    return { scope: `node/${name}`, node: name, observe: async () => collectNode({ root: '/' }) }
  }
  return undefined
}

async function sampleSource(why: string): Promise<Source> {
  const { header } = await readSnapshot(sampleSnapshotPath)
  return {
    cluster: header.cluster,
    kind: 'sample',
    scopes: [
      {
        scope: 'kube-api',
        node: null,
        observe: async () => (await readSnapshot(sampleSnapshotPath)).observations,
      },
    ],
    reason: `The recorded sample cluster, ${why}`,
  }
}

/** A uuid that stays the same for the same text. */
function idOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
