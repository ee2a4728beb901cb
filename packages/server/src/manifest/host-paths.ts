/** The folders and files of the host that the agent reads, each mounted by itself and read-only. */

export interface HostPath {
  name: string
  path: string
  reason: string
}

/**
 * What nodes of every kind have. A path that a node lacks would be made there as an empty folder by
 * the container runtime, so what only some distributions have is mounted only when asked for.
 */
const everywhere: HostPath[] = [
  { name: 'proc', path: '/proc', reason: 'Which components run, with which flags.' },
  {
    name: 'etc-kubernetes',
    path: '/etc/kubernetes',
    reason: 'Manifests, kubeconfigs, certificates.',
  },
  { name: 'var-lib-kubelet', path: '/var/lib/kubelet', reason: "The kubelet's configuration." },
  {
    name: 'var-lib-etcd',
    path: '/var/lib/etcd',
    reason: 'Mode and owner of the folder; its content stays closed.',
  },
  { name: 'etc-cni', path: '/etc/cni', reason: 'Network configuration.' },
  { name: 'var-lib-cni', path: '/var/lib/cni', reason: 'What network plug-ins keep.' },
  { name: 'etc-systemd', path: '/etc/systemd', reason: 'The unit of the kubelet.' },
  {
    name: 'usr-lib-systemd',
    path: '/usr/lib/systemd',
    reason: 'The unit of the kubelet, as packages put it.',
  },
  {
    name: 'lib-systemd',
    path: '/lib/systemd',
    reason: 'The same folder by its other name; one of its own on older systems.',
  },
  { name: 'etc-default', path: '/etc/default', reason: 'Flags of the kubelet in a file.' },
  { name: 'etc-passwd', path: '/etc/passwd', reason: 'Names of owners.' },
  { name: 'etc-group', path: '/etc/group', reason: 'Names of groups.' },
]

const ofDistribution = {
  k3s: [
    { name: 'etc-rancher', path: '/etc/rancher', reason: 'The configuration of k3s.' },
    { name: 'var-lib-rancher', path: '/var/lib/rancher', reason: 'Its certificates and data.' },
  ],
  rke2: [
    { name: 'etc-rancher', path: '/etc/rancher', reason: 'The configuration of RKE2.' },
    { name: 'var-lib-rancher', path: '/var/lib/rancher', reason: 'Its certificates and data.' },
  ],
  microk8s: [
    { name: 'var-snap-microk8s', path: '/var/snap/microk8s', reason: 'Everything of MicroK8s.' },
  ],
  gke: [
    { name: 'home-kubernetes', path: '/home/kubernetes', reason: "The kubelet's configuration." },
  ],
} satisfies Record<string, HostPath[]>

export type Distribution = keyof typeof ofDistribution

export function hostPathsOf(distribution: Distribution | undefined): HostPath[] {
  return distribution ? [...everywhere, ...ofDistribution[distribution]] : everywhere
}
