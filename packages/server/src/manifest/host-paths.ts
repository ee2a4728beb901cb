/** The folders and files of the host that the agent reads, each mounted by itself and read-only. */

export interface HostPath {
  name: string
  path: string
  reason: string
  /** Only there; everywhere where none are named. */
  distributions: string[]
}

type Row = [path: string, reason: string, ...distributions: string[]]

/**
 * A path that a node lacks would be made there as an empty folder by the container runtime, so what
 * only some distributions have is mounted only when asked for.
 */
const rows: Row[] = [
  ['/proc', 'Which components run, with which flags.'],
  ['/etc/kubernetes', 'Manifests, kubeconfigs, certificates.'],
  ['/var/lib/kubelet', "The kubelet's configuration."],
  ['/var/lib/etcd', 'Mode and owner of the folder; its content stays closed.'],
  ['/etc/cni', 'Network configuration.'],
  ['/var/lib/cni', 'What network plug-ins keep.'],
  ['/etc/systemd', 'The unit of the kubelet.'],
  ['/usr/lib/systemd', 'The unit of the kubelet, as packages put it.'],
  ['/lib/systemd', 'The same folder by its other name; one of its own on older systems.'],
  ['/etc/default', 'Flags of the kubelet in a file.'],
  ['/etc/passwd', 'Names of owners.'],
  ['/etc/group', 'Names of groups.'],
  ['/etc/rancher', 'The configuration of K3s and RKE2.', 'k3s', 'rke2'],
  ['/var/lib/rancher', 'Their certificates and data.', 'k3s', 'rke2'],
  ['/usr/local/lib/systemd', 'The unit of RKE2, as its archive puts it.', 'rke2'],
  ['/var/snap/microk8s', 'Everything of MicroK8s.', 'microk8s'],
  ['/home/kubernetes', "The kubelet's configuration.", 'gke'],
  ['/etc/srv/kubernetes', 'Certificates of the kubelet.', 'gke'],
  ['/var/lib/kube-proxy', 'The kubeconfig of kube-proxy.', 'gke'],
  ['/etc/eks', 'Flags of the kubelet, as the node was set up.', 'eks'],
  ['/etc/sysconfig', 'Flags of the kubelet in a file.', 'openshift'],
  ['/var/data/kubelet', "The kubelet's configuration on older nodes.", 'openshift'],
  ['/var/run/multus', 'Network configuration of Multus.', 'openshift'],
  ['/system/secrets', 'Certificates and kubeconfigs.', 'talos'],
  ['/system/services', 'The service of the kubelet.', 'talos'],
  ['/var/lib/minikube', 'Certificates and data.', 'minikube'],
  ['/var/lib/k0s', 'Everything of k0s.', 'k0s'],
]

export const hostPaths: HostPath[] = rows.map(([path, reason, ...distributions]) => ({
  name: path.slice(1).replaceAll('/', '-'),
  path,
  reason,
  distributions,
}))

/** Those without folders of their own are named too, so that everybody can say what they have. */
export const distributionNames = [
  'kubeadm',
  'k3s',
  'rke2',
  'microk8s',
  'eks',
  'aks',
  'gke',
  'openshift',
  'talos',
  'minikube',
  'k0s',
]

export function hostPathsOf(distribution: string): HostPath[] {
  return hostPaths.filter(
    ({ distributions }) => distributions.length === 0 || distributions.includes(distribution),
  )
}
