/** Finds wrongly typed fields in objects that rules read, so that no verdict rests on garbage. */

import type { Resource } from '@evenkeel/model'
import { isRecord } from '../contract/records.ts'

/** What a field must be where it is there; null is the same as not there, as in the Kubernetes API. */
type Shape =
  | 'boolean'
  | 'string'
  | 'number'
  | 'any'
  | { list: Shape }
  | { map: Shape }
  | { fields: Readonly<Record<string, Shape>>; required?: readonly string[] }

const texts: Shape = { list: 'string' }
const names: Shape = { map: 'string' }

const handler: Shape = {
  fields: { httpGet: { fields: { host: 'string' } }, tcpSocket: { fields: { host: 'string' } } },
}

const securityContext: Shape = {
  fields: {
    privileged: 'boolean',
    allowPrivilegeEscalation: 'boolean',
    readOnlyRootFilesystem: 'boolean',
    runAsNonRoot: 'boolean',
    runAsUser: 'number',
    runAsGroup: 'number',
    fsGroup: 'number',
    supplementalGroups: { list: 'number' },
    procMount: 'string',
    capabilities: { fields: { add: texts, drop: texts } },
    seccompProfile: { fields: { type: 'string' } },
    appArmorProfile: { fields: { type: 'string' } },
    seLinuxOptions: { fields: { type: 'string', user: 'string', role: 'string' } },
    windowsOptions: { fields: { hostProcess: 'boolean' } },
    sysctls: { list: { fields: { name: 'string' } } },
  },
}

const resources: Shape = { fields: { limits: { map: 'any' }, requests: { map: 'any' } } }

const container: Shape = {
  fields: {
    name: 'string',
    image: 'string',
    imagePullPolicy: 'string',
    command: texts,
    args: texts,
    securityContext,
    resources,
    env: {
      list: {
        fields: {
          name: 'string',
          value: 'string',
          valueFrom: { fields: { secretKeyRef: { fields: { name: 'string' } } } },
        },
      },
    },
    envFrom: { list: { fields: { secretRef: { fields: { name: 'string' } } } } },
    ports: { list: { fields: { hostPort: 'number', containerPort: 'number' } } },
    volumeMounts: {
      list: { fields: { name: 'string', mountPath: 'string', readOnly: 'boolean' } },
    },
    livenessProbe: handler,
    readinessProbe: handler,
    startupProbe: handler,
    lifecycle: { fields: { postStart: handler, preStop: handler } },
  },
}

const podSpec: Shape = {
  required: ['containers'],
  fields: {
    hostPID: 'boolean',
    hostIPC: 'boolean',
    hostNetwork: 'boolean',
    hostUsers: 'boolean',
    automountServiceAccountToken: 'boolean',
    serviceAccountName: 'string',
    serviceAccount: 'string',
    nodeName: 'string',
    priorityClassName: 'string',
    os: { fields: { name: 'string' } },
    securityContext,
    resources,
    containers: { list: container },
    initContainers: { list: container },
    ephemeralContainers: { list: container },
    volumes: {
      list: {
        fields: {
          name: 'string',
          hostPath: { fields: { path: 'string' } },
          secret: { fields: { secretName: 'string' } },
          configMap: { fields: { name: 'string' } },
          projected: { fields: { sources: { list: { fields: {} } } } },
        },
      },
    },
  },
}

const metadata: Shape = {
  fields: {
    name: 'string',
    namespace: 'string',
    labels: names,
    annotations: names,
    ownerReferences: {
      list: { fields: { kind: 'string', name: 'string', controller: 'boolean' } },
    },
  },
}

const selector: Shape = {
  fields: {
    matchLabels: names,
    matchExpressions: { list: { fields: { key: 'string', operator: 'string', values: texts } } },
  },
}

const template: Shape = {
  required: ['spec'],
  fields: { metadata, spec: podSpec },
}

const workload: Shape = {
  required: ['spec'],
  fields: { metadata, spec: { required: ['template'], fields: { template, replicas: 'number' } } },
}

const policyRules: Shape = {
  list: {
    fields: {
      verbs: texts,
      apiGroups: texts,
      resources: texts,
      resourceNames: texts,
      nonResourceURLs: texts,
    },
  },
}

const role: Shape = {
  fields: {
    metadata,
    rules: policyRules,
    aggregationRule: { fields: { clusterRoleSelectors: { list: selector } } },
  },
}

const binding: Shape = {
  required: ['roleRef'],
  fields: {
    metadata,
    roleRef: { required: ['kind', 'name'], fields: { kind: 'string', name: 'string' } },
    subjects: {
      list: {
        required: ['kind', 'name'],
        fields: { kind: 'string', name: 'string', namespace: 'string' },
      },
    },
  },
}

const peers: Shape = {
  list: {
    fields: {
      ipBlock: { fields: { cidr: 'string', except: texts } },
      podSelector: selector,
      namespaceSelector: selector,
    },
  },
}

const networkPolicy: Shape = {
  required: ['spec'],
  fields: {
    metadata,
    spec: {
      fields: {
        podSelector: selector,
        policyTypes: texts,
        ingress: { list: { fields: { from: peers, ports: { list: 'any' } } } },
        egress: { list: { fields: { to: peers, ports: { list: 'any' } } } },
      },
    },
  },
}

const service: Shape = {
  fields: {
    metadata,
    spec: {
      fields: {
        type: 'string',
        externalIPs: texts,
        selector: names,
        ports: { list: { fields: {} } },
      },
    },
  },
}

const ingress: Shape = {
  fields: {
    metadata,
    spec: { fields: { tls: { list: { fields: {} } }, rules: { list: { fields: {} } } } },
  },
}

const shapes: Readonly<Record<string, Shape>> = {
  Pod: { required: ['spec'], fields: { metadata, spec: podSpec } },
  PodTemplate: { required: ['template'], fields: { metadata, template } },
  Deployment: workload,
  ReplicaSet: workload,
  ReplicationController: workload,
  StatefulSet: workload,
  DaemonSet: workload,
  Job: workload,
  CronJob: {
    required: ['spec'],
    fields: {
      metadata,
      spec: { required: ['jobTemplate'], fields: { jobTemplate: workload } },
    },
  },
  Role: role,
  ClusterRole: role,
  RoleBinding: binding,
  ClusterRoleBinding: binding,
  NetworkPolicy: networkPolicy,
  Service: service,
  Ingress: ingress,
  ServiceAccount: { fields: { metadata, automountServiceAccountToken: 'boolean' } },
}

const anyObject: Shape = { fields: { metadata } }

/** What is wrong with an object, in one sentence that names the field. */
export interface Mistake {
  reason: string
  /** What is there can be trusted, but not that nothing bad is in what is missing. */
  isOmission: boolean
}

/** The first mistake, omissions last; undefined where all is well. */
export function findMistake(resource: Resource): Mistake | undefined {
  const shape = shapes[resource.subType ?? ''] ?? anyObject
  const wrong = mistakeIn(resource.data, shape, '')
  if (wrong) return { reason: wrong, isOmission: false }
  const missing = omissionIn(resource.data, shape, '')
  return missing ? { reason: missing, isOmission: true } : undefined
}

function mistakeIn(value: unknown, shape: Shape, path: string): string | undefined {
  if (shape === 'any') return undefined
  if (typeof shape === 'string') {
    if (typeof value === shape) return undefined
    return `${path} is ${describe(value)} where a ${shape} belongs.`
  }
  if ('list' in shape) {
    if (!Array.isArray(value)) return `${path} is ${describe(value)} where a list belongs.`
    for (let index = 0; index < value.length; index++) {
      const mistake = mistakeIn(value[index], shape.list, `${path}[${index}]`)
      if (mistake) return mistake
    }
    return undefined
  }
  if (!isRecord(value))
    return `${path || 'The object'} is ${describe(value)} where an object belongs.`
  if ('map' in shape) {
    for (const key of Object.keys(value)) {
      if (value[key] == null) continue
      const mistake = mistakeIn(value[key], shape.map, join(path, key))
      if (mistake) return mistake
    }
    return undefined
  }
  return mistakeInFields(value, shape, path)
}

type Fields = { fields: Readonly<Record<string, Shape>>; required?: readonly string[] }

function mistakeInFields(
  value: Record<string, unknown>,
  { fields }: Fields,
  path: string,
): string | undefined {
  for (const key in fields) {
    const field = value[key]
    const shape = fields[key]
    if (field == null || shape === undefined) continue
    const mistake = mistakeIn(field, shape, join(path, key))
    if (mistake) return mistake
  }
  return undefined
}

/** Fields that must be there, on the way down to the pod. */
function omissionIn(value: unknown, shape: Shape, path: string): string | undefined {
  if (typeof shape === 'string' || !('fields' in shape) || !isRecord(value)) return undefined
  for (const key of shape.required ?? []) {
    const field = value[key]
    const name = join(path, key)
    if (field == null || (Array.isArray(field) && field.length === 0)) {
      return `${name} is missing or empty.`
    }
    const below = omissionIn(field, shape.fields[key] ?? 'any', name)
    if (below) return below
  }
  return undefined
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}

function describe(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
