/** A stream of random changes of objects that rules look at, and that depend on each other. */

import type { Random } from '../pods/random.ts'

type Ask = (method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) => Promise<unknown>

interface Kind {
  path(namespace: string): string
  /** Undefined where its objects are only made and removed. */
  isUpdated: boolean
  make(name: string, namespace: string, random: Random): object
}

const namespaces = ['fault-a', 'fault-b', 'fault-c'] as const
const namesMax = 12

const kinds: [Kind, ...Kind[]] = [
  {
    path: (namespace) => `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/roles`,
    isUpdated: true,
    make: (name, namespace, { pick }) => ({
      metadata: { name, namespace },
      rules: [
        {
          apiGroups: [pick(['', '*', 'apps'])],
          resources: [pick(['pods', '*', 'secrets', 'pods/exec'])],
          verbs: [pick(['get', '*', 'create', 'escalate'])],
        },
      ],
    }),
  },
  {
    path: (namespace) => `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings`,
    isUpdated: false,
    make: (name, namespace, { pick, below }) => ({
      metadata: { name, namespace },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: pick(['Role', 'ClusterRole']),
        name: pick(['cluster-admin', 'view', `o${below(namesMax)}`]),
      },
      subjects: [{ kind: 'ServiceAccount', name: 'default', namespace }],
    }),
  },
  {
    path: (namespace) => `/api/v1/namespaces/${namespace}/pods`,
    isUpdated: false,
    make: (name, namespace, random) => ({
      metadata: { name, namespace },
      spec: podSpec(random),
    }),
  },
  {
    path: (namespace) => `/apis/apps/v1/namespaces/${namespace}/daemonsets`,
    isUpdated: true,
    make: (name, namespace, random) => ({
      metadata: { name, namespace },
      spec: {
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels: { app: name } }, spec: podSpec(random) },
      },
    }),
  },
  {
    path: (namespace) => `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`,
    isUpdated: true,
    make: (name, namespace, { pick }) => ({
      metadata: { name, namespace },
      spec: { podSelector: {}, policyTypes: pick([['Ingress'], ['Ingress', 'Egress']]) },
    }),
  },
  {
    // Names alone are read of it, and say whether a namespace has one.
    path: (namespace) => `/api/v1/namespaces/${namespace}/resourcequotas`,
    isUpdated: false,
    make: (name, namespace) => ({
      metadata: { name, namespace },
      spec: { hard: { 'count/configmaps': '1000' } },
    }),
  },
  {
    path: (namespace) => `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`,
    isUpdated: false,
    make: (name, namespace, { below }) => ({
      metadata: { name, namespace },
      spec: { maxUnavailable: 1, selector: { matchLabels: { app: `o${below(namesMax)}` } } },
    }),
  },
]

function podSpec({ pick, chance }: Random): object {
  return {
    hostNetwork: chance(20),
    automountServiceAccountToken: chance(50),
    containers: [
      {
        name: 'main',
        image: pick(['registry.example/app:1', 'registry.example/app:latest']),
        securityContext: {
          runAsNonRoot: chance(50),
          ...pick<object>([{ privileged: true }, { allowPrivilegeEscalation: false }, {}]),
        },
      },
    ],
  }
}

export interface Stream {
  namespaces: readonly string[]
  /** One change; which, the random numbers say. */
  next(): Promise<void>
  counts: { made: number; updated: number; removed: number }
}

export function createStream(ask: Ask, random: Random): Stream {
  const there = new Set<string>()
  const counts = { made: 0, updated: 0, removed: 0 }
  return {
    namespaces,
    counts,
    async next() {
      const kind = random.pick(kinds)
      const namespace = random.pick(namespaces)
      const name = `o${random.below(namesMax)}`
      const folder = kind.path(namespace)
      const path = `${folder}/${name}`
      if (!there.has(path)) {
        await ask('POST', folder, kind.make(name, namespace, random))
        there.add(path)
        counts.made += 1
      } else if (kind.isUpdated && random.chance(70)) {
        await ask('PUT', path, kind.make(name, namespace, random))
        counts.updated += 1
      } else {
        await ask('DELETE', path, { gracePeriodSeconds: 0 })
        there.delete(path)
        counts.removed += 1
      }
    },
  }
}
