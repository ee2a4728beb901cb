/** Finds the benchmark that fits a cluster or node, from what is seen of it. */

export interface DetectionFacts {
  /** `1.35.4`, `v1.33.1-eks-abc`, `1.30`. */
  kubernetesVersion?: string
  nodeLabels?: Readonly<Record<string, string>>
  /** `spec.providerID` of a node: `aws:///eu-west-1a/i-0abc`. */
  providerId?: string
  /** As the node's collector found it: `kubeadm`, `k3s`, ... */
  distribution?: string
  processNames?: readonly string[]
}

export interface Detected {
  /** The id of the benchmark: `cis-kubernetes-1.12`. */
  benchmark: string
  /** The version of Kubernetes without v and build, or '' where it is not known. */
  version: string
  /** `kubeadm`-like clusters are `kubernetes`. */
  provider: Provider
}

export type Provider = 'kubernetes' | 'eks' | 'aks' | 'gke' | 'openshift' | 'k3s' | 'rke2'

const benchmarkByProvider: Record<Exclude<Provider, 'kubernetes'>, string> = {
  eks: 'cis-eks-1.8',
  aks: 'cis-aks-1.8',
  gke: 'cis-gke-1.9',
  openshift: 'cis-openshift-1.8',
  k3s: 'cis-k3s-1.9',
  rke2: 'cis-rke2-1.8',
}

/** The first minor version of Kubernetes that each benchmark is for, newest first. */
const benchmarkByMinor: readonly (readonly [minor: number, benchmark: string])[] = [
  [35, 'cis-kubernetes-2.0'],
  [32, 'cis-kubernetes-1.12'],
  [29, 'cis-kubernetes-1.11'],
  [28, 'cis-kubernetes-1.10'],
  [27, 'cis-kubernetes-1.9'],
  [26, 'cis-kubernetes-1.8'],
  [0, 'cis-kubernetes-1.7'],
]

/** Where the version is not known. */
const latestBenchmark = 'cis-kubernetes-2.0'

export function detectBenchmark(facts: DetectionFacts): Detected {
  const provider = detectProvider(facts)
  const [, major = '', minor = '', patch = ''] =
    /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(facts.kubernetesVersion ?? '') ?? []
  const version = [major, minor, patch].filter((part) => part !== '').join('.')
  if (provider !== 'kubernetes') {
    return { benchmark: benchmarkByProvider[provider], version, provider }
  }
  const benchmark = minor
    ? benchmarkByMinor.find(([from]) => Number(minor) >= from)?.[1]
    : latestBenchmark
  return { benchmark: benchmark ?? latestBenchmark, version, provider }
}

/** Label prefixes that only the provider itself sets on its nodes. */
const labelPrefixes: readonly (readonly [prefix: string, provider: Provider])[] = [
  ['eks.amazonaws.com/', 'eks'],
  ['kubernetes.azure.com/', 'aks'],
  ['cloud.google.com/gke-', 'gke'],
  ['node.openshift.io/', 'openshift'],
]

function detectProvider(facts: DetectionFacts): Provider {
  const distribution = facts.distribution
  if (distribution && (distribution in benchmarkByProvider || distribution === 'kubeadm')) {
    return distribution === 'kubeadm' ? 'kubernetes' : (distribution as Provider)
  }
  // K3s and RKE2 build their name into the version; the clouds too.
  const version = facts.kubernetesVersion ?? ''
  if (version.includes('+k3s')) return 'k3s'
  if (version.includes('+rke2')) return 'rke2'
  if (version.includes('-eks-')) return 'eks'
  if (version.includes('-gke.')) return 'gke'

  const labels = facts.nodeLabels ?? {}
  for (const [prefix, provider] of labelPrefixes) {
    if (Object.keys(labels).some((label) => label.startsWith(prefix))) return provider
  }
  const instanceType = labels['node.kubernetes.io/instance-type']
  if (instanceType === 'k3s' || instanceType === 'rke2') return instanceType
  const scheme = facts.providerId?.split(':')[0]
  if (scheme === 'k3s' || scheme === 'rke2') return scheme
  return detectByProcess(facts.processNames ?? [])
}

/** One process that runs them all tells K3s and RKE2; a cloud's instance alone proves no managed cluster. */
function detectByProcess(names: readonly string[]): Provider {
  if (names.some((name) => /^k3s(-server|-agent)?$/.test(name))) return 'k3s'
  if (names.includes('rke2')) return 'rke2'
  if (names.includes('openshift-kube-apiserver') || names.includes('hypershift')) return 'openshift'
  return 'kubernetes'
}
