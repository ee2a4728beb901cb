/** What collected resources tell of the platform: version, provider, distribution. */

import type { DetectionFacts } from '@evenkeel/benchmarks'
import type { Resource } from '@evenkeel/model'

/** The first resource that says a thing counts. */
export function detectionFacts(resources: readonly Resource[]): DetectionFacts {
  const facts: { -readonly [Key in keyof DetectionFacts]: DetectionFacts[Key] } = {}
  for (const { type, subType, data } of resources) {
    if (type === 'kubernetes_cluster') {
      const version = text(field(data, 'kubernetes_version'))
      if (version) facts.kubernetesVersion = version
    } else if (type.endsWith('_node')) {
      const distribution = text(field(data, 'distribution'))
      if (distribution && distribution !== 'unknown') facts.distribution ??= distribution
      const version = text(field(data, 'kubernetes_version'))
      if (version) facts.kubernetesVersion ??= version
    } else if (subType === 'Node' && !facts.nodeLabels) {
      const labels = field(field(data, 'metadata'), 'labels')
      facts.nodeLabels = isTextMap(labels) ? labels : {}
      const providerId = text(field(field(data, 'spec'), 'providerID'))
      if (providerId) facts.providerId = providerId
      const kubelet = text(field(field(field(data, 'status'), 'nodeInfo'), 'kubeletVersion'))
      if (kubelet) facts.kubernetesVersion ??= kubelet
    }
  }
  return facts
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? Reflect.get(value, name)
    : undefined
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isTextMap(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((it) => typeof it === 'string')
  )
}
