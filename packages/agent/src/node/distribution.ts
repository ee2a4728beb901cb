/** Tells which Kubernetes distribution a node runs. */

import { type Distribution, distributions, unknownDistribution } from '../facts/distributions.ts'
import type { Host } from '../host/host.ts'

export interface DistributionHints {
  /** `spec.providerID` of the Node: `aws:///eu-west-1a/i-0abc`. */
  providerId?: string | undefined
  /** `v1.33.1+k3s1`, `v1.32.9-eks-113cf36`, `v1.31.1-gke.1678000`. */
  kubeletVersion?: string | undefined
}

const versionMarks: [RegExp, string][] = [
  [/\+k3s/, 'k3s'],
  [/\+rke2/, 'rke2'],
  [/\+k0s/, 'k0s'],
  [/-eks-/, 'eks'],
  [/-gke\./, 'gke'],
]

const providerMarks: [RegExp, string][] = [
  [/^azure:/, 'aks'],
  [/^gce:/, 'gke'],
  [/^k3s:/, 'k3s'],
]

/** The kubelet's version knows best, then the files, then the cloud that the node stands in. */
export async function detectDistribution(
  host: Host,
  hints: DistributionHints,
): Promise<Distribution> {
  const byVersion = versionMarks.find(([mark]) => mark.test(hints.kubeletVersion ?? ''))
  if (byVersion) return named(byVersion[1])
  for (const distribution of distributions)
    for (const path of distribution.detect)
      if ((await host.stat(path)).state === 'seen') return distribution
  const byProvider = providerMarks.find(([mark]) => mark.test(hints.providerId ?? ''))
  return byProvider ? named(byProvider[1]) : unknownDistribution
}

function named(name: string): Distribution {
  return distributions.find((it) => it.name === name) ?? unknownDistribution
}
