/** The benchmark follows from what is seen, the most certain first. */

import { expect, test } from 'vitest'
import { type DetectionFacts, detectBenchmark } from './detect-benchmark.ts'

const cases: [DetectionFacts, string, string][] = [
  [{ kubernetesVersion: '1.35.4' }, 'cis-kubernetes-2.0', '1.35.4'],
  [{ kubernetesVersion: 'v1.33.1' }, 'cis-kubernetes-1.12', '1.33.1'],
  [{ kubernetesVersion: '1.31' }, 'cis-kubernetes-1.11', '1.31'],
  [{ kubernetesVersion: 'v1.28.0' }, 'cis-kubernetes-1.10', '1.28.0'],
  [{ kubernetesVersion: 'v1.27.9' }, 'cis-kubernetes-1.9', '1.27.9'],
  [{ kubernetesVersion: 'v1.20.0' }, 'cis-kubernetes-1.7', '1.20.0'],
  [{ kubernetesVersion: '1.42.0' }, 'cis-kubernetes-2.0', '1.42.0'],
  [{}, 'cis-kubernetes-2.0', ''],
  [{ kubernetesVersion: 'unknown' }, 'cis-kubernetes-2.0', ''],
  [{ kubernetesVersion: 'v1.33.1-eks-1a2b' }, 'cis-eks-1.8', '1.33.1'],
  [{ kubernetesVersion: 'v1.33.1-gke.100' }, 'cis-gke-1.9', '1.33.1'],
  [{ kubernetesVersion: 'v1.33.1+k3s1' }, 'cis-k3s-1.9', '1.33.1'],
  [{ kubernetesVersion: 'v1.33.1+rke2r1' }, 'cis-rke2-1.8', '1.33.1'],
  [{ nodeLabels: { 'kubernetes.azure.com/cluster': 'x' } }, 'cis-aks-1.8', ''],
  [{ nodeLabels: { 'eks.amazonaws.com/nodegroup': 'x' } }, 'cis-eks-1.8', ''],
  [{ nodeLabels: { 'cloud.google.com/gke-nodepool': 'x' } }, 'cis-gke-1.9', ''],
  [{ nodeLabels: { 'node.openshift.io/os_id': 'rhcos' } }, 'cis-openshift-1.8', ''],
  [{ nodeLabels: { 'node.kubernetes.io/instance-type': 'rke2' } }, 'cis-rke2-1.8', ''],
  [{ providerId: 'k3s://node1' }, 'cis-k3s-1.9', ''],
  // A machine of a cloud may be one where somebody installed kubeadm.
  [
    { providerId: 'aws:///eu-west-1a/i-0abc', kubernetesVersion: '1.33.0' },
    'cis-kubernetes-1.12',
    '1.33.0',
  ],
  [{ processNames: ['k3s-server'] }, 'cis-k3s-1.9', ''],
  [{ distribution: 'eks' }, 'cis-eks-1.8', ''],
  [{ distribution: 'kubeadm', kubernetesVersion: 'v1.33.0' }, 'cis-kubernetes-1.12', '1.33.0'],
  [{ distribution: 'microk8s', kubernetesVersion: 'v1.33.0' }, 'cis-kubernetes-1.12', '1.33.0'],
]

test.each(cases)('%j is %s', (facts, benchmark, version) => {
  expect(detectBenchmark(facts)).toMatchObject({ benchmark, version })
})
