/** The host's paths that a node's facts rest on, and what is unknown where one is not mounted. */

export interface HostPathReason {
  path: string
  /** Without a full stop. */
  reason: string
}

export const hostPathReasons: HostPathReason[] = [
  { path: '/proc', reason: 'which components run, with which flags' },
  { path: '/etc/kubernetes', reason: 'manifests, kubeconfigs and certificates' },
  { path: '/var/lib/kubelet', reason: "the kubelet's configuration" },
  { path: '/etc/cni', reason: 'network configuration' },
  { path: '/etc/systemd', reason: "the kubelet's unit" },
  { path: '/usr/lib/systemd', reason: "the kubelet's unit, as packages put it" },
  { path: '/etc/passwd', reason: 'names of owners' },
  { path: '/etc/group', reason: 'names of groups' },
]
