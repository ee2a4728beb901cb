/** Reads what one Kubernetes object says of others, out of JSON whose shape nobody promised. */

export type Fields = Record<string, unknown>

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Empty where there is no such record. */
export function record(value: unknown): Fields {
  return isRecord(value) ? value : {}
}

/** The records of a list; what is none is left out. */
export function records(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((it) => typeof it === 'string') : []
}

export function textMap(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record(value)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  )
}

/** As the agent names objects: the group without a version, `core` for none. */
export function objectId(group: string, kind: string, namespace: string, name: string): string {
  const parts = ['k8s_object', group === '' ? 'core' : group, kind]
  return [...parts, ...(namespace === '' ? [] : [namespace]), name].join('/')
}

export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/')
  return slash < 0 ? '' : apiVersion.slice(0, slash)
}

/** A user or group, which is no object. */
export function subjectId(kind: 'User' | 'Group', name: string): string {
  return `subject/${kind}/${name}`
}

export interface ObjectName {
  kind: string
  name: string
  namespace: string | null
}

/** What an id says of what it names: `k8s_object/core/Secret/payments/keys`, `subject/Group/ops`. */
export function parseId(id: string): ObjectName {
  const parts = id.split('/')
  if (parts[0] === 'subject') {
    return { kind: parts[1] ?? '', name: parts.slice(2).join('/'), namespace: null }
  }
  if (parts[0] !== 'k8s_object') return { kind: parts[0] ?? '', name: id, namespace: null }
  const [, , kind = '', ...rest] = parts
  return { kind, name: rest.at(-1) ?? id, namespace: rest.length > 1 ? (rest[0] ?? null) : null }
}

/** What pods are made of: the pod's own, or the template of what makes pods; undefined for anything else. */
export function podOf(
  kind: string,
  data: unknown,
): { spec: Fields; labels: Record<string, string> } | undefined {
  const object = record(data)
  if (kind === 'Pod') return toPod(object)
  if (!templateKinds.has(kind)) return undefined
  const holder = kind === 'CronJob' ? record(record(object.spec).jobTemplate) : object
  return toPod(record(record(holder.spec).template))
}

const templateKinds = new Set([
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'ReplicationController',
])

function toPod({ metadata, spec }: Fields) {
  return { spec: record(spec), labels: textMap(record(metadata).labels) }
}
