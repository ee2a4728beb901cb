/** What the agent may read of the Kubernetes API, and what each permission is for. */

import { hostPaths } from './host-paths.ts'

export interface Permission {
  /** What `without` calls it. */
  id: string
  group: string
  /** The kind of each resource. */
  resources: Record<string, string>
  verbs: string[]
  /** Only these objects. */
  names?: string[]
  /** Stands above the rule as a comment. */
  reason: string
}

const follow = ['list', 'watch']

const native: Permission[] = [
  {
    id: 'workloads',
    group: '',
    resources: {
      namespaces: 'Namespace',
      pods: 'Pod',
      replicationcontrollers: 'ReplicationController',
      serviceaccounts: 'ServiceAccount',
      services: 'Service',
    },
    verbs: follow,
    reason: 'Pods, the accounts they run as, and the namespaces and services around them.',
  },
  {
    id: 'bounds',
    group: '',
    resources: { limitranges: 'LimitRange', resourcequotas: 'ResourceQuota' },
    verbs: follow,
    reason: 'What a namespace may use at most.',
  },
  {
    id: 'volumes',
    group: '',
    resources: {
      persistentvolumes: 'PersistentVolume',
      persistentvolumeclaims: 'PersistentVolumeClaim',
    },
    verbs: follow,
    reason: 'Volumes that reach the host.',
  },
  {
    id: 'nodes',
    group: '',
    resources: { nodes: 'Node' },
    verbs: ['get', ...follow],
    reason:
      "The nodes that there are, so that one without an agent is named; and each agent's own.",
  },
  {
    id: 'identity',
    group: '',
    resources: { namespaces: 'Namespace' },
    verbs: ['get'],
    names: ['kube-system'],
    reason: 'The uid of kube-system is the identity of a cluster where no server says it.',
  },
  {
    id: 'controllers',
    group: 'apps',
    resources: {
      daemonsets: 'DaemonSet',
      deployments: 'Deployment',
      replicasets: 'ReplicaSet',
      statefulsets: 'StatefulSet',
    },
    verbs: follow,
    reason: 'Workloads, which findings are about instead of their single pods.',
  },
  {
    id: 'jobs',
    group: 'batch',
    resources: { cronjobs: 'CronJob', jobs: 'Job' },
    verbs: follow,
    reason: 'Workloads that end.',
  },
  {
    id: 'rbac',
    group: 'rbac.authorization.k8s.io',
    resources: {
      clusterrolebindings: 'ClusterRoleBinding',
      clusterroles: 'ClusterRole',
      rolebindings: 'RoleBinding',
      roles: 'Role',
    },
    verbs: follow,
    reason: 'Who may do what.',
  },
  {
    id: 'network',
    group: 'networking.k8s.io',
    resources: { ingresses: 'Ingress', networkpolicies: 'NetworkPolicy' },
    verbs: follow,
    reason: 'What may talk to what, and what is open to the outside.',
  },
  {
    id: 'admission',
    group: 'admissionregistration.k8s.io',
    resources: {
      mutatingadmissionpolicies: 'MutatingAdmissionPolicy',
      mutatingwebhookconfigurations: 'MutatingWebhookConfiguration',
      validatingadmissionpolicies: 'ValidatingAdmissionPolicy',
      validatingadmissionpolicybindings: 'ValidatingAdmissionPolicyBinding',
      validatingwebhookconfigurations: 'ValidatingWebhookConfiguration',
    },
    verbs: follow,
    reason: 'What admits or changes objects.',
  },
  {
    id: 'custom-resources',
    group: 'apiextensions.k8s.io',
    resources: { customresourcedefinitions: 'CustomResourceDefinition' },
    verbs: follow,
    reason: 'Which add-ons there are; their names are read, not their schemas.',
  },
]

type Row = [id: string, group: string, resources: Record<string, string>]

const beside: Row[] = [
  [
    'certificates',
    'certificates.k8s.io',
    { certificatesigningrequests: 'CertificateSigningRequest' },
  ],
  ['storage', 'storage.k8s.io', { csidrivers: 'CSIDriver', storageclasses: 'StorageClass' }],
  ['runtimes', 'node.k8s.io', { runtimeclasses: 'RuntimeClass' }],
  ['autoscaling', 'autoscaling', { horizontalpodautoscalers: 'HorizontalPodAutoscaler' }],
  ['disruption', 'policy', { poddisruptionbudgets: 'PodDisruptionBudget' }],
]

const addOns: Row[] = [
  ['gateway-api', 'gateway.networking.k8s.io', { gateways: 'Gateway', httproutes: 'HTTPRoute' }],
  ['istio', 'networking.istio.io', { gateways: 'Gateway', virtualservices: 'VirtualService' }],
  ['kyverno', 'kyverno.io', { clusterpolicies: 'ClusterPolicy', policies: 'Policy' }],
  [
    'cilium',
    'cilium.io',
    {
      ciliumclusterwidenetworkpolicies: 'CiliumClusterwideNetworkPolicy',
      ciliumnetworkpolicies: 'CiliumNetworkPolicy',
    },
  ],
  [
    'calico',
    'crd.projectcalico.org',
    { globalnetworkpolicies: 'GlobalNetworkPolicy', networkpolicies: 'NetworkPolicy' },
  ],
  [
    'admin-network-policies',
    'policy.networking.k8s.io',
    {
      adminnetworkpolicies: 'AdminNetworkPolicy',
      baselineadminnetworkpolicies: 'BaselineAdminNetworkPolicy',
    },
  ],
  ['secrets-store', 'secrets-store.csi.x-k8s.io', { secretproviderclasses: 'SecretProviderClass' }],
  ['external-secrets', 'external-secrets.io', { externalsecrets: 'ExternalSecret' }],
  [
    'openshift-constraints',
    'security.openshift.io',
    { securitycontextconstraints: 'SecurityContextConstraints' },
  ],
  [
    'openshift-operators',
    'operator.openshift.io',
    { kubeapiservers: 'KubeAPIServer', openshiftapiservers: 'OpenShiftAPIServer' },
  ],
  [
    'openshift-logging',
    'observability.openshift.io',
    { clusterlogforwarders: 'ClusterLogForwarder' },
  ],
]

/** For the whole cluster. No Secret, no nodes/proxy, no write verb. */
export const clusterPermissions: Permission[] = [
  ...native,
  ...beside.map(toPermission('Facts beside the workloads.')),
  ...addOns.map(toPermission('An add-on, where the cluster has it.')),
]

function toPermission(reason: string): (row: Row) => Permission {
  return ([id, group, resources]) => ({ id, group, resources, verbs: follow, reason })
}

/** In kube-system. */
export const configPermission: Permission = {
  id: 'cluster-configuration',
  group: '',
  resources: { configmaps: 'ConfigMap' },
  verbs: ['get'],
  names: ['aws-auth', 'kube-proxy', 'kubeadm-config', 'kubelet-config'],
  reason: 'How the cluster was set up. Other ConfigMaps stay closed.',
}

export const leaseName = 'evenkeel-leader'

/** In the namespace of the agent: the only writes. They cannot be left out. */
export const leasePermissions: Permission[] = [
  {
    id: 'lease',
    group: 'coordination.k8s.io',
    resources: { leases: 'Lease' },
    verbs: ['get', 'update'],
    names: [leaseName],
    reason: 'One of the agents leads and reads the API; the others wait. This is the only write.',
  },
  {
    id: 'lease',
    group: 'coordination.k8s.io',
    resources: { leases: 'Lease' },
    verbs: ['create'],
    reason: 'Names cannot be given for create.',
  },
]

/** Everything that `without` can name. The kinds are those whose rules are then unknown. */
export const leavable: { id: string; reason: string; kinds: string[]; path?: string }[] = [
  ...[...clusterPermissions, configPermission].map(({ id, reason, resources }) => ({
    id,
    reason,
    // The identity takes no kind away: namespaces are listed by another permission.
    kinds: id === 'identity' ? [] : Object.values(resources),
  })),
  ...hostPaths.map(({ name, reason, path }) => ({ id: name, reason, path, kinds: [] })),
]
