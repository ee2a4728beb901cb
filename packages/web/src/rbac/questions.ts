/** The questions that are asked most about who can do what, in plain words. */

export interface Question {
  label: string
  verb: string
  resource: string
  /** What somebody who can do it gains. */
  why: string
}

export const questions: readonly Question[] = [
  {
    label: 'Read secrets',
    verb: 'get,list,watch',
    resource: 'secrets',
    why: 'Passwords, keys and tokens of everything that runs there. A list shows their contents too.',
  },
  {
    label: 'Run commands in pods',
    verb: 'create,get',
    resource: 'pods/exec',
    why: 'Acts as the workload, with its service account and its secrets.',
  },
  {
    label: 'Create pods',
    verb: 'create',
    resource: 'pods',
    why: 'Runs anything as any service account of the namespace, and mounts its secrets.',
  },
  {
    label: 'Create deployments',
    verb: 'create',
    resource: 'deployments.apps',
    why: 'Makes pods by way of a controller, which gives the same as creating them.',
  },
  {
    label: 'Widen roles beyond their own rights',
    verb: 'escalate',
    resource: 'clusterroles.rbac.authorization.k8s.io',
    why: 'Writes rules into roles that the writer does not have.',
  },
  {
    label: 'Bind any role',
    verb: 'bind',
    resource: 'clusterroles.rbac.authorization.k8s.io',
    why: 'Gives roles to anybody, the writer included, without having their rights.',
  },
  {
    label: 'Change bindings of the cluster',
    verb: 'create,update,patch',
    resource: 'clusterrolebindings.rbac.authorization.k8s.io',
    why: 'Hands out rights that the writer has, to anybody.',
  },
  {
    label: 'Act as other users',
    verb: 'impersonate',
    resource: 'users',
    why: 'Does whatever the other user may; the audit log of the cluster names both.',
  },
  {
    label: 'Reach kubelets through nodes/proxy',
    verb: 'get,create',
    resource: 'nodes/proxy',
    why: 'Runs commands in every pod of a node, past admission and audit.',
  },
  {
    label: 'Make tokens of service accounts',
    verb: 'create',
    resource: 'serviceaccounts/token',
    why: 'Signs in as any service account of the namespace.',
  },
  {
    label: 'Delete namespaces',
    verb: 'delete',
    resource: 'namespaces',
    why: 'Takes all that is in them away.',
  },
  {
    label: 'Do everything',
    verb: '*',
    resource: '*.*',
    why: 'Every verb on every resource of every group: an administrator of the cluster.',
  },
]

export const verbs = [
  'get',
  'list',
  'watch',
  'get,list,watch',
  'create',
  'update',
  'patch',
  'create,update,patch',
  'delete',
  'deletecollection',
  'bind',
  'escalate',
  'impersonate',
  'approve',
  'sign',
  'use',
  '*',
] as const

/** Those that are asked for most; any other can be typed. */
export const resources = [
  ...new Set([
    ...questions.map((it) => it.resource),
    'configmaps',
    'nodes',
    'pods/log',
    'pods/portforward',
    'pods/attach',
    'pods/ephemeralcontainers',
    'serviceaccounts',
    'persistentvolumes',
    'daemonsets.apps',
    'statefulsets.apps',
    'jobs.batch',
    'cronjobs.batch',
    'roles.rbac.authorization.k8s.io',
    'rolebindings.rbac.authorization.k8s.io',
    'networkpolicies.networking.k8s.io',
    'validatingwebhookconfigurations.admissionregistration.k8s.io',
    'mutatingwebhookconfigurations.admissionregistration.k8s.io',
    'certificatesigningrequests.certificates.k8s.io',
  ]),
].sort()
