/** The kind of a resource in words: an object's own kind, or what sort of node or cluster it is. */

import type { ResourceType } from '@evenkeel/model'

const typeWords: Record<ResourceType, string> = {
  kubernetes_master_node: 'Control plane node',
  kubernetes_worker_node: 'Worker node',
  aws_eks_worker_node: 'EKS node',
  azure_aks_worker_node: 'AKS node',
  gcp_gke_worker_node: 'GKE node',
  kubernetes_cluster: 'Cluster',
  aws_eks_cluster: 'EKS cluster',
  azure_aks_cluster: 'AKS cluster',
  gcp_kubernetes_engine_cluster: 'GKE cluster',
  k8s_object: 'Object',
}

export function kindOf({
  type,
  sub_type,
}: {
  type: ResourceType
  sub_type: string | null
}): string {
  return sub_type ?? typeWords[type]
}

/** For a value of the field `resource.type`; unknown ones stay as they are. */
export function typeWord(type: string): string {
  return Object.entries(typeWords).find(([it]) => it === type)?.[1] ?? type
}
