/** The facts of a cluster as a whole, gathered while its objects pass by. */

import type { Json, Resource } from '@evenkeel/model'
import { plainVersion } from '../facts/versions.ts'
import { isRecord, type KubeObject } from '../redaction/objects.ts'

/** The data of the `kubernetes_cluster` resource. */
export interface ClusterData {
  kubernetes_version: string | null
  /** `aws`, `azure`, `gce`, `kind`, ..., by the nodes' provider ids; null where they have none. */
  provider: string | null
  nodes: {
    name: string
    kubelet_version: string | null
    os_image: string | null
    container_runtime: string | null
    control_plane: boolean
  }[]
  namespaces: string[]
  /** Names of the custom resource definitions. */
  custom_resources: string[]
}

export interface ClusterFacts {
  add(object: KubeObject): void
  setVersion(gitVersion: string | undefined): void
  nodeNames(): string[]
  /** Undefined when nothing seen belongs to a cluster as a whole: files that are just manifests. */
  resource(name: string): Resource<ClusterData> | undefined
}

const namesMax = 10_000

export function createClusterFacts(): ClusterFacts {
  const data: ClusterData = {
    kubernetes_version: null,
    provider: null,
    nodes: [],
    namespaces: [],
    custom_resources: [],
  }
  return {
    add(object) {
      if (object.kind === 'Node') addNode(data, object)
      if (object.kind === 'Namespace') addName(data.namespaces, object)
      if (object.kind === 'CustomResourceDefinition') addName(data.custom_resources, object)
    },
    setVersion(gitVersion) {
      data.kubernetes_version = plainVersion(gitVersion) ?? null
    },
    nodeNames: () => data.nodes.map(({ name }) => name),
    resource(name) {
      if (
        data.nodes.length === 0 &&
        !data.namespaces.includes('kube-system') &&
        !data.kubernetes_version
      )
        return undefined
      data.kubernetes_version ??= oldestKubelet(data)
      for (const list of [data.namespaces, data.custom_resources]) list.sort()
      data.nodes.sort((a, b) => (a.name < b.name ? -1 : 1))
      return { id: 'kubernetes_cluster', type: 'kubernetes_cluster', name, data }
    },
  }
}

function addNode(data: ClusterData, object: KubeObject): void {
  const metadata = isRecord(object.metadata) ? object.metadata : {}
  const labels = isRecord(metadata.labels) ? metadata.labels : {}
  const spec = isRecord(object.spec) ? object.spec : {}
  const status = isRecord(object.status) ? object.status : {}
  const info: Record<string, unknown> = isRecord(status.nodeInfo) ? status.nodeInfo : {}
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
  if (data.nodes.length >= namesMax) return
  data.provider ??= /^([a-z0-9-]+):/.exec(text(spec.providerID) ?? '')?.[1] ?? null
  data.nodes.push({
    name: String(metadata.name),
    kubelet_version: text(info.kubeletVersion),
    os_image: text(info.osImage),
    container_runtime: text(info.containerRuntimeVersion),
    control_plane:
      'node-role.kubernetes.io/control-plane' in labels ||
      'node-role.kubernetes.io/master' in labels,
  })
}

function addName(names: string[], object: KubeObject): void {
  const name: Json | unknown = isRecord(object.metadata) ? object.metadata.name : undefined
  if (typeof name === 'string' && names.length < namesMax) names.push(name)
}

/** A dump says no version of the API server; it is never older than a kubelet. */
function oldestKubelet({ nodes }: ClusterData): string | null {
  return plainVersion(nodes.find((it) => it.kubelet_version)?.kubelet_version ?? undefined) ?? null
}
