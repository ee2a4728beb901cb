/** Kubernetes objects for tests, as an agent reports them. */

import type { ResourceRow } from '@evenkeel/model'

export interface ObjectFields {
  apiVersion?: string
  namespace?: string
  labels?: Record<string, string>
  owner?: string
  /** What stands beside kind and metadata. */
  [field: string]: unknown
}

/** `Deployment/api` with its other fields. */
export function makeObject(path: string, fields: ObjectFields = {}): ResourceRow {
  const [kind = '', name = ''] = path.split('/')
  const { apiVersion = 'v1', namespace, labels = {}, owner, metadata, ...rest } = fields
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : 'core'
  return {
    id: ['k8s_object', group, kind, ...(namespace ? [namespace] : []), name].join('/'),
    type: 'k8s_object',
    sub_type: kind,
    api_version: apiVersion,
    name,
    namespace: namespace ?? null,
    node: null,
    owner: owner ?? null,
    labels,
    data: {
      apiVersion,
      kind,
      metadata: { name, ...(namespace && { namespace }), labels, ...(metadata as object) },
      ...rest,
    },
  }
}

const apps = 'apps/v1'
const rbac = 'rbac.authorization.k8s.io/v1'
const payments = { namespace: 'payments' }

export const clusterObjects: ResourceRow[] = [
  makeObject('Namespace/payments'),
  makeObject('ServiceAccount/api', payments),
  makeObject('Deployment/api', {
    ...payments,
    apiVersion: apps,
    spec: {
      template: {
        metadata: { labels: { app: 'api', tier: 'web' } },
        spec: {
          serviceAccountName: 'api',
          hostNetwork: true,
          containers: [
            {
              name: 'main',
              securityContext: { privileged: true },
              envFrom: [{ secretRef: { name: 'keys' } }],
            },
          ],
          volumes: [
            { name: 'settings', configMap: { name: 'settings' } },
            { name: 'files', persistentVolumeClaim: { claimName: 'files' } },
          ],
        },
      },
    },
  }),
  makeObject('Deployment/other', {
    ...payments,
    apiVersion: apps,
    spec: {
      template: {
        metadata: { labels: { app: 'other' } },
        spec: { serviceAccountName: 'api', containers: [{ name: 'main' }] },
      },
    },
  }),
  makeObject('Pod/api-*', {
    ...payments,
    owner: 'Deployment/api',
    labels: { app: 'api' },
    metadata: {
      ownerReferences: [{ apiVersion: apps, kind: 'ReplicaSet', name: 'api-1', controller: true }],
    },
    spec: { nodeName: 'node-1', containers: [{ name: 'main' }] },
  }),
  makeObject('Node/node-1'),
  makeObject('Service/api', {
    ...payments,
    spec: { type: 'LoadBalancer', selector: { app: 'api', tier: 'web' } },
  }),
  makeObject('Ingress/shop', {
    ...payments,
    apiVersion: 'networking.k8s.io/v1',
    spec: {
      rules: [
        {
          host: 'shop.example.org',
          http: { paths: [{ path: '/pay', backend: { service: { name: 'api' } } }] },
        },
      ],
      tls: [{ secretName: 'shop-tls' }],
    },
  }),
  makeObject('NetworkPolicy/web', {
    ...payments,
    apiVersion: 'networking.k8s.io/v1',
    spec: { podSelector: { matchExpressions: [{ key: 'tier', operator: 'In', values: ['web'] }] } },
  }),
  makeObject('ClusterRole/cluster-admin', {
    apiVersion: rbac,
    rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
  }),
  makeObject('ClusterRoleBinding/api-admin', {
    apiVersion: rbac,
    roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', name: 'api', namespace: 'payments' }],
  }),
  makeObject('ClusterRoleBinding/all-accounts', {
    apiVersion: rbac,
    roleRef: { kind: 'ClusterRole', name: 'missing' },
    subjects: [{ kind: 'Group', name: 'system:serviceaccounts:payments' }],
  }),
]
