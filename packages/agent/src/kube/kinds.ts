/** Every kind of the Kubernetes API that rules read, with what is asked for each. */

export interface CollectedKind {
  /** Empty for the core group. */
  group: string
  version: string
  resource: string
  kind: string
  isNamespaced: boolean
  /** An add-on's kind: the cluster without the add-on answers 404, which is normal. */
  isOptional?: boolean
  /** Names, labels and owners are enough. */
  isMetadataOnly?: boolean
  /** Kept up by a watch between cycles; each holds a connection, so their number is bounded here. */
  isWatched?: boolean
}

type Options = Partial<Pick<CollectedKind, 'isOptional' | 'isMetadataOnly' | 'isWatched'>>

const watched: Options = { isWatched: true }
const watchedNames: Options = { isMetadataOnly: true, isWatched: true }
const optional: Options = { isOptional: true, isWatched: true }
const optionalNames: Options = { isOptional: true, isMetadataOnly: true, isWatched: true }

const namespaced =
  (group: string, version: string) =>
  (resource: string, kind: string, options: Options = {}): CollectedKind => ({
    group,
    version,
    resource,
    kind,
    isNamespaced: true,
    ...options,
  })
const wide =
  (group: string, version: string) =>
  (resource: string, kind: string, options: Options = {}): CollectedKind => ({
    group,
    version,
    resource,
    kind,
    isNamespaced: false,
    ...options,
  })

const core = namespaced('', 'v1')
const coreWide = wide('', 'v1')
const apps = namespaced('apps', 'v1')
const batch = namespaced('batch', 'v1')
const rbac = namespaced('rbac.authorization.k8s.io', 'v1')
const rbacWide = wide('rbac.authorization.k8s.io', 'v1')
const networking = namespaced('networking.k8s.io', 'v1')
const admission = wide('admissionregistration.k8s.io', 'v1')

/**
 * Workloads stand before ReplicaSets, Jobs and pods, so that those can be folded at once.
 * Secrets are not here and are never asked for.
 */
export const collectedKinds: CollectedKind[] = [
  coreWide('namespaces', 'Namespace', watched),
  coreWide('nodes', 'Node', watched),
  core('serviceaccounts', 'ServiceAccount', watched),
  rbacWide('clusterroles', 'ClusterRole', watched),
  rbacWide('clusterrolebindings', 'ClusterRoleBinding', watched),
  rbac('roles', 'Role', watched),
  rbac('rolebindings', 'RoleBinding', watched),
  networking('networkpolicies', 'NetworkPolicy', watched),
  networking('ingresses', 'Ingress', watched),
  core('services', 'Service', watched),
  core('limitranges', 'LimitRange', watched),
  core('resourcequotas', 'ResourceQuota', watchedNames),
  admission('validatingwebhookconfigurations', 'ValidatingWebhookConfiguration', watched),
  admission('mutatingwebhookconfigurations', 'MutatingWebhookConfiguration', watched),
  admission('validatingadmissionpolicies', 'ValidatingAdmissionPolicy', optional),
  admission('validatingadmissionpolicybindings', 'ValidatingAdmissionPolicyBinding', optional),
  wide('admissionregistration.k8s.io', 'v1beta1')(
    'mutatingadmissionpolicies',
    'MutatingAdmissionPolicy',
    optional,
  ),
  wide('apiextensions.k8s.io', 'v1')(
    'customresourcedefinitions',
    'CustomResourceDefinition',
    watchedNames,
  ),
  coreWide('persistentvolumes', 'PersistentVolume', optional),
  core('persistentvolumeclaims', 'PersistentVolumeClaim', optionalNames),
  wide('storage.k8s.io', 'v1')('storageclasses', 'StorageClass', optional),
  wide('storage.k8s.io', 'v1')('csidrivers', 'CSIDriver', optionalNames),
  wide('node.k8s.io', 'v1')('runtimeclasses', 'RuntimeClass', optional),
  wide('certificates.k8s.io', 'v1')(
    'certificatesigningrequests',
    'CertificateSigningRequest',
    optional,
  ),
  namespaced('autoscaling', 'v2')('horizontalpodautoscalers', 'HorizontalPodAutoscaler', optional),
  namespaced('policy', 'v1')('poddisruptionbudgets', 'PodDisruptionBudget', optional),
  namespaced('gateway.networking.k8s.io', 'v1')('gateways', 'Gateway', optional),
  namespaced('gateway.networking.k8s.io', 'v1')('httproutes', 'HTTPRoute', optional),
  namespaced('networking.istio.io', 'v1')('gateways', 'Gateway', optional),
  namespaced('networking.istio.io', 'v1')('virtualservices', 'VirtualService', optional),
  wide('kyverno.io', 'v1')('clusterpolicies', 'ClusterPolicy', optional),
  namespaced('kyverno.io', 'v1')('policies', 'Policy', optional),
  namespaced('cilium.io', 'v2')('ciliumnetworkpolicies', 'CiliumNetworkPolicy', optional),
  wide('cilium.io', 'v2')(
    'ciliumclusterwidenetworkpolicies',
    'CiliumClusterwideNetworkPolicy',
    optional,
  ),
  namespaced('crd.projectcalico.org', 'v1')('networkpolicies', 'NetworkPolicy', optional),
  wide('crd.projectcalico.org', 'v1')('globalnetworkpolicies', 'GlobalNetworkPolicy', optional),
  wide('policy.networking.k8s.io', 'v1alpha1')(
    'adminnetworkpolicies',
    'AdminNetworkPolicy',
    optional,
  ),
  wide('policy.networking.k8s.io', 'v1alpha1')(
    'baselineadminnetworkpolicies',
    'BaselineAdminNetworkPolicy',
    optional,
  ),
  namespaced('secrets-store.csi.x-k8s.io', 'v1')(
    'secretproviderclasses',
    'SecretProviderClass',
    optionalNames,
  ),
  namespaced('external-secrets.io', 'v1')('externalsecrets', 'ExternalSecret', optionalNames),
  wide('security.openshift.io', 'v1')(
    'securitycontextconstraints',
    'SecurityContextConstraints',
    optional,
  ),
  wide('operator.openshift.io', 'v1')('kubeapiservers', 'KubeAPIServer', optional),
  wide('operator.openshift.io', 'v1')('openshiftapiservers', 'OpenShiftAPIServer', optional),
  namespaced('observability.openshift.io', 'v1')(
    'clusterlogforwarders',
    'ClusterLogForwarder',
    optional,
  ),
  apps('deployments', 'Deployment', watched),
  apps('statefulsets', 'StatefulSet', watched),
  apps('daemonsets', 'DaemonSet', watched),
  batch('cronjobs', 'CronJob', watched),
  core('replicationcontrollers', 'ReplicationController', optional),
  apps('replicasets', 'ReplicaSet', watched),
  batch('jobs', 'Job', watched),
  core('pods', 'Pod', watched),
]

export function apiVersionOf({ group, version }: CollectedKind): string {
  return group === '' ? version : `${group}/${version}`
}

/** `/apis/apps/v1/deployments`, or below one namespace. */
export function pathOf(kind: CollectedKind, namespace?: string): string {
  const base = kind.group === '' ? `/api/${kind.version}` : `/apis/${apiVersionOf(kind)}`
  const within =
    namespace && kind.isNamespaced ? `/namespaces/${encodeURIComponent(namespace)}` : ''
  return `${base}${within}/${kind.resource}`
}
