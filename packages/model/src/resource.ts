/** What collectors yield: resources, and gaps where something could not be looked at. */

import type { ResourceType } from './vocabulary.ts'

/** One evaluated thing, redacted at its source. `data` is what the rules read. */
export interface Resource<Data = unknown> {
  /**
   * Readable, stable over restarts, unique within the cluster, never with a pid, a time or a pod uid:
   * `k8s_object/apps/Deployment/payments/api`, `kubernetes_worker_node/node1`, `kubernetes_cluster`.
   */
  id: string
  type: ResourceType
  /** The kind of a `k8s_object`. */
  subType?: string
  /** `group/version` of a `k8s_object`. */
  apiVersion?: string
  name: string
  namespace?: string
  /** The node that it was seen on, for node resources. */
  node?: string
  /** The top owner, as `Kind/name`, where that is another object. */
  owner?: string
  labels?: Record<string, string>
  /** Where a manifest stands, for files. Lines count from 1. */
  source?: { file: string; line?: number }
  data: Data
}

/** Something a collector had to look at and could not. It becomes `unknown` findings. */
export interface Gap {
  /** The collector's name: `kube-api`, `processes`, `files`, `kubelet-config`, `manifests`. */
  collector: string
  /** What was not read: `GET /apis/apps/v1/deployments`, `/etc/kubernetes/manifests`, `deploy.yaml:12:3`. */
  source: string
  /** One sentence: why, and what would help. */
  reason: string
  /** What the gap hides; rules for it become unknown. Absent when no resource is hidden (a bad file, say). */
  resourceType?: ResourceType
  /** The kind of a `k8s_object` that could not be listed. */
  subType?: string
  /** `group/version` of that kind. */
  apiVersion?: string
  node?: string
}

export type Observation = { resource: Resource } | { gap: Gap }

/** Which part of a cluster one cycle speaks for; absence is concluded only within it. */
export type Scope = 'kube-api' | `node/${string}` | `cloud/${string}` | 'files'

/** How Evenkeel names a cluster. The id is a uuid; `kube-system`'s uid where that may be read. */
export interface Cluster {
  id: string
  name: string
}
