/** What the agent may read of the Kubernetes API, and what each permission is for. */

export interface Permission {
  group: string
  resources: string[]
  verbs: string[]
  /** Only these objects. */
  names?: string[]
  /** Stands above the rule as a comment. */
  reason: string
}

const follow = ['list', 'watch']

/** For the whole cluster. No Secret, no nodes/proxy, no write verb. */
export const clusterPermissions: Permission[] = [
  {
    group: '',
    resources: ['namespaces', 'pods', 'replicationcontrollers', 'serviceaccounts', 'services'],
    verbs: follow,
    reason: 'Workloads and the accounts they run as. Without it their rules are unknown.',
  },
  {
    group: '',
    resources: ['limitranges', 'resourcequotas', 'persistentvolumes', 'persistentvolumeclaims'],
    verbs: follow,
    reason: 'Bounds of namespaces, and volumes that reach the host.',
  },
  {
    group: '',
    resources: ['nodes'],
    verbs: ['get', ...follow],
    reason:
      "The nodes that there are, so that one without an agent is named; and each agent's own.",
  },
  {
    group: '',
    resources: ['namespaces'],
    verbs: ['get'],
    names: ['kube-system'],
    reason: 'The uid of kube-system is the identity of the cluster.',
  },
  {
    group: 'apps',
    resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'],
    verbs: follow,
    reason: 'Workloads, which findings are about instead of their single pods.',
  },
  { group: 'batch', resources: ['cronjobs', 'jobs'], verbs: follow, reason: 'Workloads that end.' },
  {
    group: 'rbac.authorization.k8s.io',
    resources: ['clusterrolebindings', 'clusterroles', 'rolebindings', 'roles'],
    verbs: follow,
    reason: 'Who may do what.',
  },
  {
    group: 'networking.k8s.io',
    resources: ['ingresses', 'networkpolicies'],
    verbs: follow,
    reason: 'What may talk to what, and what is open to the outside.',
  },
  {
    group: 'admissionregistration.k8s.io',
    resources: [
      'mutatingadmissionpolicies',
      'mutatingwebhookconfigurations',
      'validatingadmissionpolicies',
      'validatingadmissionpolicybindings',
      'validatingwebhookconfigurations',
    ],
    verbs: follow,
    reason: 'What admits or changes objects.',
  },
  {
    group: 'apiextensions.k8s.io',
    resources: ['customresourcedefinitions'],
    verbs: follow,
    reason: 'Which add-ons there are.',
  },
  ...[
    ['certificates.k8s.io', 'certificatesigningrequests'],
    ['storage.k8s.io', 'csidrivers', 'storageclasses'],
    ['node.k8s.io', 'runtimeclasses'],
    ['autoscaling', 'horizontalpodautoscalers'],
    ['policy', 'poddisruptionbudgets'],
  ].map(
    ([group = '', ...resources]): Permission => ({
      group,
      resources,
      verbs: follow,
      reason: 'Facts beside the workloads; may be left out.',
    }),
  ),
  ...[
    ['gateway.networking.k8s.io', 'gateways', 'httproutes'],
    ['networking.istio.io', 'gateways', 'virtualservices'],
    ['kyverno.io', 'clusterpolicies', 'policies'],
    ['cilium.io', 'ciliumclusterwidenetworkpolicies', 'ciliumnetworkpolicies'],
    ['crd.projectcalico.org', 'globalnetworkpolicies', 'networkpolicies'],
    ['policy.networking.k8s.io', 'adminnetworkpolicies', 'baselineadminnetworkpolicies'],
    ['secrets-store.csi.x-k8s.io', 'secretproviderclasses'],
    ['external-secrets.io', 'externalsecrets'],
    ['security.openshift.io', 'securitycontextconstraints'],
    ['operator.openshift.io', 'kubeapiservers', 'openshiftapiservers'],
    ['observability.openshift.io', 'clusterlogforwarders'],
  ].map(
    ([group = '', ...resources]): Permission => ({
      group,
      resources,
      verbs: follow,
      reason: 'An add-on, where the cluster has it; may be left out.',
    }),
  ),
]

/** In kube-system. */
export const configPermissions: Permission[] = [
  {
    group: '',
    resources: ['configmaps'],
    verbs: ['get'],
    names: ['aws-auth', 'kube-proxy', 'kubeadm-config', 'kubelet-config'],
    reason: 'How the cluster was set up. Other ConfigMaps stay closed.',
  },
]

export const leaseName = 'evenkeel-leader'

/** In the namespace of the agent: the only writes. */
export const leasePermissions: Permission[] = [
  {
    group: 'coordination.k8s.io',
    resources: ['leases'],
    verbs: ['get', 'update'],
    names: [leaseName],
    reason: 'One of the agents leads and reads the API; the others wait. This is the only write.',
  },
  {
    group: 'coordination.k8s.io',
    resources: ['leases'],
    verbs: ['create'],
    reason: 'Names cannot be given for create.',
  },
]

/** The rules of a role, as YAML at the left edge. */
export function printPermissions(permissions: readonly Permission[]): string {
  return permissions
    .map(({ group, resources, verbs, names, reason }) => {
      const lines = [
        `  # ${reason}`,
        `  - apiGroups: ['${group}']`,
        `    resources: [${resources.map((it) => `'${it}'`).join(', ')}]`,
        ...(names ? [`    resourceNames: [${names.join(', ')}]`] : []),
        `    verbs: [${verbs.join(', ')}]`,
      ]
      return lines.join('\n')
    })
    .join('\n')
}
