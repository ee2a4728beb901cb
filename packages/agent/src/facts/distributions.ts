/** Where each Kubernetes distribution keeps its files, and how it is told from the others. */

export type FileKey =
  | 'apiserver_manifest'
  | 'controllermanager_manifest'
  | 'scheduler_manifest'
  | 'etcd_manifest'
  | 'etcd_config'
  | 'cni_config'
  | 'etcd_data_dir'
  | 'admin_kubeconfig'
  | 'scheduler_kubeconfig'
  | 'controllermanager_kubeconfig'
  | 'pki_dir'
  | 'pki_certs'
  | 'pki_keys'
  | 'kubelet_service'
  | 'kubelet_kubeconfig'
  | 'kubelet_config'
  | 'kubelet_config_dir'
  | 'kubelet_client_ca'
  | 'proxy_kubeconfig'
  | 'proxy_config'
  | 'proxy_manifest'
  | 'encryption_config'
  | 'azure_json'

export interface Distribution {
  name: string
  /** Any of these paths names the distribution. */
  detect: string[]
  /** In order; `*` is any name, `**` any depth. What a process names comes before. */
  files: Partial<Record<FileKey, string[]>>
  /** Environment and unit files in which the kubelet's flags stand. */
  flagFiles: string[]
  /** The kubelet's drop-ins where no flag can be read. */
  configDir?: string
}

/** Of these keys every file that matches is reported, of the others the first that exists. */
export const severalFiles: ReadonlySet<FileKey> = new Set<FileKey>([
  'admin_kubeconfig',
  'cni_config',
  'pki_dir',
  'pki_certs',
  'pki_keys',
  'kubelet_config_dir',
])

const manifestCandidates = (folder: string, name: string): string[] =>
  ['yaml', 'yml', 'manifest'].map((extension) => `${folder}/${name}.${extension}`)

const kubeadm: Distribution = {
  name: 'kubeadm',
  detect: [
    '/etc/kubernetes/manifests/kube-apiserver.yaml',
    '/etc/kubernetes/admin.conf',
    '/var/lib/kubelet/kubeadm-flags.env',
  ],
  files: {
    apiserver_manifest: manifestCandidates('/etc/kubernetes/manifests', 'kube-apiserver'),
    controllermanager_manifest: manifestCandidates(
      '/etc/kubernetes/manifests',
      'kube-controller-manager',
    ),
    scheduler_manifest: manifestCandidates('/etc/kubernetes/manifests', 'kube-scheduler'),
    etcd_manifest: [
      ...manifestCandidates('/etc/kubernetes/manifests', 'etcd'),
      '/etc/etcd/etcd.conf',
      '/usr/lib/systemd/system/etcd.service',
    ],
    cni_config: ['/etc/cni/net.d/*', '/var/lib/cni/networks/**'],
    etcd_data_dir: ['/var/lib/etcd', '/var/lib/etcd/default.etcd', '/var/lib/etcd/data.etcd'],
    admin_kubeconfig: ['/etc/kubernetes/admin.conf', '/etc/kubernetes/super-admin.conf'],
    scheduler_kubeconfig: [
      '/etc/kubernetes/scheduler.conf',
      '/var/lib/kube-scheduler/kubeconfig',
      '/var/lib/kube-scheduler/config.yaml',
    ],
    controllermanager_kubeconfig: [
      '/etc/kubernetes/controller-manager.conf',
      '/var/lib/kube-controller-manager/kubeconfig',
    ],
    pki_dir: ['/etc/kubernetes/pki'],
    pki_certs: ['/etc/kubernetes/pki/**/*.crt'],
    pki_keys: ['/etc/kubernetes/pki/**/*.key'],
    kubelet_service: [
      '/etc/systemd/system/kubelet.service.d/10-kubeadm.conf',
      '/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf',
      '/etc/systemd/system/kubelet.service',
      '/usr/lib/systemd/system/kubelet.service',
      '/lib/systemd/system/kubelet.service',
    ],
    kubelet_kubeconfig: [
      '/etc/kubernetes/kubelet.conf',
      '/etc/kubernetes/kubelet-kubeconfig.conf',
      '/var/lib/kubelet/kubeconfig',
    ],
    kubelet_config: [
      '/var/lib/kubelet/config.yaml',
      '/var/lib/kubelet/config.yml',
      '/etc/kubernetes/kubelet-config.yaml',
    ],
    kubelet_client_ca: [
      '/etc/kubernetes/pki/ca.crt',
      '/etc/kubernetes/certs/ca.crt',
      '/etc/kubernetes/cert/ca.pem',
    ],
    proxy_kubeconfig: ['/etc/kubernetes/proxy.conf'],
  },
  flagFiles: [
    '/var/lib/kubelet/kubeadm-flags.env',
    '/etc/default/kubelet',
    '/etc/sysconfig/kubelet',
    '/etc/systemd/system/kubelet.service.d/10-kubeadm.conf',
    '/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf',
    '/etc/systemd/system/kubelet.service',
    '/usr/lib/systemd/system/kubelet.service',
  ],
}

const eks: Distribution = {
  name: 'eks',
  detect: ['/etc/eks', '/etc/kubernetes/kubelet/config.json', '/etc/bottlerocket-release'],
  files: {
    kubelet_config: [
      '/etc/kubernetes/kubelet/config.json',
      '/etc/kubernetes/kubelet/kubelet-config.json',
      '/etc/kubernetes/kubelet/config',
    ],
    kubelet_config_dir: ['/etc/kubernetes/kubelet/config.json.d'],
    kubelet_kubeconfig: ['/var/lib/kubelet/kubeconfig', '/etc/kubernetes/kubelet/kubeconfig'],
    kubelet_service: [
      '/etc/systemd/system/kubelet.service',
      '/etc/systemd/system/kubelet.service.d/*.conf',
    ],
    kubelet_client_ca: ['/etc/kubernetes/pki/ca.crt'],
    cni_config: ['/etc/cni/net.d/*'],
  },
  flagFiles: [
    '/etc/eks/kubelet/environment',
    '/etc/systemd/system/kubelet.service.d/30-kubelet-extra-args.conf',
  ],
}

const aks: Distribution = {
  name: 'aks',
  detect: ['/etc/kubernetes/azure.json'],
  files: {
    kubelet_config: ['/etc/default/kubeletconfig.json'],
    kubelet_kubeconfig: ['/var/lib/kubelet/kubeconfig'],
    kubelet_service: [
      '/etc/systemd/system/kubelet.service',
      '/etc/systemd/system/kubelet.service.d/*.conf',
    ],
    kubelet_client_ca: ['/etc/kubernetes/certs/ca.crt'],
    azure_json: ['/etc/kubernetes/azure.json'],
    cni_config: ['/etc/cni/net.d/*'],
  },
  flagFiles: ['/etc/default/kubelet'],
}

const gke: Distribution = {
  name: 'gke',
  detect: ['/home/kubernetes/kubelet-config.yaml', '/home/kubernetes/bin/kubelet'],
  files: {
    kubelet_config: [
      '/home/kubernetes/kubelet-config.yaml',
      '/home/kubernetes/kubelet-config.yml',
      '/etc/kubernetes/kubelet-config.yaml',
    ],
    kubelet_kubeconfig: ['/var/lib/kubelet/kubeconfig'],
    proxy_kubeconfig: ['/var/lib/kube-proxy/kubeconfig', '/var/lib/kubelet/kubeconfig'],
    proxy_manifest: ['/etc/kubernetes/manifests/kube-proxy.manifest'],
    kubelet_service: ['/etc/systemd/system/kubelet.service'],
    kubelet_client_ca: ['/etc/srv/kubernetes/pki/ca-certificates.crt'],
    cni_config: ['/etc/cni/net.d/*'],
  },
  flagFiles: ['/etc/default/kubelet'],
}

const k3s: Distribution = {
  name: 'k3s',
  detect: ['/var/lib/rancher/k3s'],
  files: {
    cni_config: ['/var/lib/rancher/k3s/agent/etc/cni/net.d/*', '/var/lib/cni/networks/**'],
    etcd_data_dir: ['/var/lib/rancher/k3s/server/db/etcd'],
    etcd_config: ['/var/lib/rancher/k3s/server/db/etcd/config'],
    admin_kubeconfig: [
      '/var/lib/rancher/k3s/server/cred/admin.kubeconfig',
      '/etc/rancher/k3s/k3s.yaml',
    ],
    scheduler_kubeconfig: ['/var/lib/rancher/k3s/server/cred/scheduler.kubeconfig'],
    controllermanager_kubeconfig: ['/var/lib/rancher/k3s/server/cred/controller.kubeconfig'],
    pki_dir: ['/var/lib/rancher/k3s/server/tls'],
    pki_certs: ['/var/lib/rancher/k3s/server/tls/**/*.crt'],
    pki_keys: ['/var/lib/rancher/k3s/server/tls/**/*.key'],
    kubelet_kubeconfig: ['/var/lib/rancher/k3s/agent/kubelet.kubeconfig'],
    kubelet_config_dir: ['/var/lib/rancher/k3s/agent/etc/kubelet.conf.d'],
    kubelet_config: ['/var/lib/rancher/k3s/agent/etc/kubelet.conf.d/00-k3s-defaults.conf'],
    kubelet_client_ca: ['/var/lib/rancher/k3s/agent/client-ca.crt'],
    proxy_kubeconfig: ['/var/lib/rancher/k3s/agent/kubeproxy.kubeconfig'],
    encryption_config: ['/var/lib/rancher/k3s/server/cred/encryption-config.json'],
    kubelet_service: ['/etc/systemd/system/k3s.service', '/etc/systemd/system/k3s-agent.service'],
  },
  flagFiles: ['/etc/rancher/k3s/config.yaml'],
  configDir: '/var/lib/rancher/k3s/agent/etc/kubelet.conf.d',
}

const rke2: Distribution = {
  name: 'rke2',
  detect: ['/var/lib/rancher/rke2'],
  files: {
    apiserver_manifest: ['/var/lib/rancher/rke2/agent/pod-manifests/kube-apiserver.yaml'],
    controllermanager_manifest: [
      '/var/lib/rancher/rke2/agent/pod-manifests/kube-controller-manager.yaml',
    ],
    scheduler_manifest: ['/var/lib/rancher/rke2/agent/pod-manifests/kube-scheduler.yaml'],
    etcd_manifest: ['/var/lib/rancher/rke2/agent/pod-manifests/etcd.yaml'],
    etcd_config: ['/var/lib/rancher/rke2/server/db/etcd/config'],
    etcd_data_dir: ['/var/lib/rancher/rke2/server/db/etcd'],
    cni_config: ['/etc/cni/net.d/*', '/var/lib/cni/networks/**'],
    admin_kubeconfig: [
      '/var/lib/rancher/rke2/server/cred/admin.kubeconfig',
      '/etc/rancher/rke2/rke2.yaml',
    ],
    scheduler_kubeconfig: ['/var/lib/rancher/rke2/server/cred/scheduler.kubeconfig'],
    controllermanager_kubeconfig: ['/var/lib/rancher/rke2/server/cred/controller.kubeconfig'],
    pki_dir: ['/var/lib/rancher/rke2/server/tls'],
    pki_certs: ['/var/lib/rancher/rke2/server/tls/**/*.crt'],
    pki_keys: ['/var/lib/rancher/rke2/server/tls/**/*.key'],
    kubelet_kubeconfig: ['/var/lib/rancher/rke2/agent/kubelet.kubeconfig'],
    kubelet_config_dir: ['/var/lib/rancher/rke2/agent/etc/kubelet.conf.d'],
    kubelet_config: ['/var/lib/rancher/rke2/agent/etc/kubelet.conf.d/00-rke2-defaults.conf'],
    kubelet_client_ca: [
      '/var/lib/rancher/rke2/agent/client-ca.crt',
      '/var/lib/rancher/rke2/agent/server.crt',
    ],
    proxy_kubeconfig: ['/var/lib/rancher/rke2/agent/kubeproxy.kubeconfig'],
    encryption_config: ['/var/lib/rancher/rke2/server/cred/encryption-config.json'],
    kubelet_service: [
      '/usr/lib/systemd/system/rke2-server.service',
      '/usr/local/lib/systemd/system/rke2-server.service',
    ],
  },
  flagFiles: ['/etc/rancher/rke2/config.yaml'],
  configDir: '/var/lib/rancher/rke2/agent/etc/kubelet.conf.d',
}

const microk8s: Distribution = {
  name: 'microk8s',
  detect: ['/var/snap/microk8s/current'],
  files: {
    apiserver_manifest: ['/var/snap/microk8s/current/args/kube-apiserver'],
    controllermanager_manifest: ['/var/snap/microk8s/current/args/kube-controller-manager'],
    scheduler_manifest: ['/var/snap/microk8s/current/args/kube-scheduler'],
    etcd_manifest: [
      '/var/snap/microk8s/current/args/etcd',
      '/var/snap/microk8s/current/args/k8s-dqlite',
    ],
    etcd_data_dir: ['/var/snap/microk8s/current/var/kubernetes/backend'],
    cni_config: ['/var/snap/microk8s/current/args/cni-network/*'],
    admin_kubeconfig: ['/var/snap/microk8s/current/credentials/client.config'],
    pki_dir: ['/var/snap/microk8s/current/certs'],
    pki_certs: ['/var/snap/microk8s/current/certs/*.crt'],
    pki_keys: ['/var/snap/microk8s/current/certs/*.key'],
    kubelet_kubeconfig: ['/var/snap/microk8s/current/credentials/kubelet.config'],
    proxy_kubeconfig: ['/var/snap/microk8s/current/credentials/proxy.config'],
    kubelet_config: ['/var/snap/microk8s/current/args/kubelet'],
    kubelet_client_ca: ['/var/snap/microk8s/current/certs/ca.crt'],
    kubelet_service: [
      '/etc/systemd/system/snap.microk8s.daemon-kubelite.service',
      '/etc/systemd/system/snap.microk8s.daemon-kubelet.service',
    ],
  },
  flagFiles: ['/var/snap/microk8s/current/args/kubelet'],
}

const openshift: Distribution = {
  name: 'openshift',
  detect: ['/etc/kubernetes/manifests/kube-apiserver-pod.yaml', '/etc/kubernetes/kubelet-ca.crt'],
  files: {
    apiserver_manifest: ['/etc/kubernetes/manifests/kube-apiserver-pod.yaml'],
    controllermanager_manifest: ['/etc/kubernetes/manifests/kube-controller-manager-pod.yaml'],
    scheduler_manifest: ['/etc/kubernetes/manifests/kube-scheduler-pod.yaml'],
    etcd_manifest: ['/etc/kubernetes/manifests/etcd-pod.yaml'],
    etcd_data_dir: ['/var/lib/etcd/member', '/var/lib/etcd'],
    admin_kubeconfig: ['/etc/kubernetes/kubeconfig'],
    pki_dir: ['/etc/kubernetes/static-pod-certs', '/etc/kubernetes/static-pod-resources'],
    pki_certs: ['/etc/kubernetes/static-pod-resources/**/*.crt'],
    pki_keys: ['/etc/kubernetes/static-pod-resources/**/*.key'],
    kubelet_service: ['/etc/systemd/system/kubelet.service'],
    kubelet_kubeconfig: ['/var/lib/kubelet/kubeconfig', '/etc/kubernetes/kubeconfig'],
    kubelet_config: ['/etc/kubernetes/kubelet.conf', '/var/data/kubelet/config.json'],
    kubelet_client_ca: ['/etc/kubernetes/kubelet-ca.crt'],
    cni_config: [
      '/etc/cni/net.d/*.conf',
      '/var/run/multus/cni/net.d/*.conf',
      '/var/lib/cni/networks/openshift-sdn/*',
    ],
  },
  flagFiles: [],
}

const talos: Distribution = {
  name: 'talos',
  detect: ['/etc/kubernetes/manifests/talos-kube-apiserver.yaml', '/system/secrets/kubernetes'],
  files: {
    apiserver_manifest: ['/etc/kubernetes/manifests/talos-kube-apiserver.yaml'],
    controllermanager_manifest: ['/etc/kubernetes/manifests/talos-kube-controller-manager.yaml'],
    scheduler_manifest: ['/etc/kubernetes/manifests/talos-kube-scheduler.yaml'],
    scheduler_kubeconfig: ['/system/secrets/kubernetes/kube-scheduler/kubeconfig'],
    controllermanager_kubeconfig: ['/system/secrets/kubernetes/kube-controller-manager/kubeconfig'],
    kubelet_config: [
      '/etc/kubernetes/kubelet.yaml',
      '/system/secrets/kubernetes/kubelet/config.yaml',
    ],
    kubelet_kubeconfig: [
      '/etc/kubernetes/kubeconfig-kubelet',
      '/system/secrets/kubernetes/kubelet/kubeconfig',
    ],
    kubelet_client_ca: [
      '/system/secrets/kubernetes/kubelet/ca.crt',
      '/system/secrets/kubernetes/kube-apiserver/ca.crt',
    ],
    pki_dir: ['/system/secrets/kubernetes'],
    proxy_kubeconfig: ['/system/secrets/kubernetes/kube-proxy/kubeconfig'],
    etcd_data_dir: ['/var/lib/etcd'],
    kubelet_service: ['/system/services/kubelet.yaml'],
  },
  flagFiles: [],
}

const minikube: Distribution = {
  ...kubeadm,
  name: 'minikube',
  detect: ['/var/lib/minikube/certs'],
  files: {
    ...kubeadm.files,
    pki_dir: ['/var/lib/minikube/certs'],
    pki_certs: ['/var/lib/minikube/certs/**/*.crt'],
    pki_keys: ['/var/lib/minikube/certs/**/*.key'],
    etcd_data_dir: ['/var/lib/minikube/etcd'],
    kubelet_client_ca: ['/var/lib/minikube/certs/ca.crt'],
  },
}

const k0s: Distribution = {
  name: 'k0s',
  detect: ['/var/lib/k0s'],
  files: {
    pki_dir: ['/var/lib/k0s/pki'],
    pki_certs: ['/var/lib/k0s/pki/**/*.crt'],
    pki_keys: ['/var/lib/k0s/pki/**/*.key'],
    admin_kubeconfig: ['/var/lib/k0s/pki/admin.conf'],
    etcd_data_dir: ['/var/lib/k0s/etcd'],
    kubelet_config: ['/var/lib/k0s/kubelet-config.yaml'],
    kubelet_kubeconfig: ['/var/lib/k0s/kubelet.conf'],
  },
  flagFiles: [],
}

/** In the order of detection: the special ones before kubeadm, whose paths others share. */
export const distributions: Distribution[] = [
  rke2,
  k3s,
  microk8s,
  k0s,
  openshift,
  talos,
  gke,
  aks,
  eks,
  minikube,
  kubeadm,
]

/** Its paths are the common ones; a node of no known distribution is looked at with them. */
export const unknownDistribution: Distribution = { ...kubeadm, name: 'unknown', detect: [] }
