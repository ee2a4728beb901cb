/** What one object names or selects: the links that a map is drawn from. */

import type { LabelSelector, LinkKind, LinksWrite } from '../storage/resource-links.ts'
import { type Fields, groupOf, objectId, podOf, record, records, text, texts } from './objects.ts'
import { serviceAccountId, subjectTarget } from './subjects.ts'

/** Bump it where links are made otherwise; those of every cluster are then made anew. */
export const linksVersion = 1

interface Link {
  kind: LinkKind
  /** The id of the resource that is named. */
  target: string
  label: string
}

export interface ResourceLinks extends Pick<LinksWrite, 'podLabels' | 'selector'> {
  links: Link[]
}

export interface Linked {
  type: string
  subType: string | null
  apiVersion: string | null
  namespace: string | null
  owner: string | null
  data: unknown
}

/** More than any real object names; a hostile one names no more. */
const linksMax = 500
const labelLengthMax = 200

export function readLinks(row: Linked): ResourceLinks {
  if (row.type !== 'k8s_object') return { links: [], podLabels: null, selector: null }
  const kind = row.subType ?? ''
  const namespace = row.namespace ?? ''
  const object = record(row.data)
  const pod = podOf(kind, object)
  const links = [
    ...ownerLinks(row, object),
    ...(pod ? podLinks(pod.spec, namespace) : []),
    ...(Object.hasOwn(readers, kind) ? (readers[kind]?.(object, namespace) ?? []) : []),
  ]
  return {
    links: withoutRepeats(links),
    podLabels: pod?.labels ?? null,
    selector: selectorOf(kind, object),
  }
}

function withoutRepeats(links: readonly Link[]): Link[] {
  const seen = new Map<string, Link>()
  for (const link of links) {
    const label = link.label.slice(0, labelLengthMax)
    const key = JSON.stringify([link.kind, link.target, label])
    if (seen.size < linksMax) seen.set(key, { ...link, label })
  }
  return [...seen.values()]
}

/** A static pod is owned by its node, which it says by running there. */
function ownerLinks({ namespace, owner }: Linked, { metadata }: Fields): Link[] {
  const links: Link[] = []
  for (const reference of records(record(metadata).ownerReferences)) {
    const [kind, name] = [text(reference.kind), text(reference.name)]
    if (kind === '' || name === '' || kind === 'Node') continue
    const target = objectId(groupOf(text(reference.apiVersion)), kind, namespace ?? '', name)
    links.push({ kind: 'owns', target, label: '' })
  }
  // A pod is folded into what its ReplicaSet belongs to, and that one is named apart.
  const [kind = '', name = ''] = owner?.split('/') ?? []
  const group = Object.hasOwn(workloadGroups, kind) ? workloadGroups[kind] : undefined
  if (group === undefined || name === '') return links
  const target = objectId(group, kind, namespace ?? '', name)
  if (links.some((link) => link.target === target)) return links
  // A ReplicaSet or Job in between is not seen itself where its workload is.
  return [{ kind: 'owns', target, label: '' }]
}

const workloadGroups: Readonly<Record<string, string>> = {
  Deployment: 'apps',
  ReplicaSet: 'apps',
  StatefulSet: 'apps',
  DaemonSet: 'apps',
  Job: 'batch',
  CronJob: 'batch',
  ReplicationController: '',
}

function podLinks(spec: Fields, namespace: string): Link[] {
  const account = text(spec.serviceAccountName) || text(spec.serviceAccount) || 'default'
  const node = text(spec.nodeName)
  return [
    { kind: 'runs-as', target: serviceAccountId(namespace, account), label: '' },
    ...(node === ''
      ? []
      : [{ kind: 'runs-on' as const, target: objectId('', 'Node', '', node), label: '' }]),
    ...records(spec.volumes).flatMap((volume) => volumeLinks(volume, namespace)),
    ...['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) =>
      records(spec[list]).flatMap((container) => containerLinks(container, namespace)),
    ),
    ...records(spec.imagePullSecrets).flatMap((it) =>
      mount('Secret', namespace, it.name, 'image pull secret'),
    ),
  ]
}

function mount(kind: string, namespace: string, name: unknown, label: string): Link[] {
  if (text(name) === '') return []
  return [{ kind: 'mounts', target: objectId('', kind, namespace, text(name)), label }]
}

function volumeLinks(volume: Fields, namespace: string): Link[] {
  const label = `volume ${text(volume.name)}`
  const sources = [volume, ...records(record(volume.projected).sources)]
  return [
    ...mount(
      'PersistentVolumeClaim',
      namespace,
      record(volume.persistentVolumeClaim).claimName,
      label,
    ),
    ...sources.flatMap((source) => [
      ...mount('ConfigMap', namespace, record(source.configMap).name, label),
      ...mount(
        'Secret',
        namespace,
        record(source.secret).secretName ?? record(source.secret).name,
        label,
      ),
    ]),
  ]
}

function containerLinks(container: Fields, namespace: string): Link[] {
  const label = `environment of ${text(container.name)}`
  return [
    ...records(container.envFrom).flatMap((from) => [
      ...mount('ConfigMap', namespace, record(from.configMapRef).name, label),
      ...mount('Secret', namespace, record(from.secretRef).name, label),
    ]),
    ...records(container.env).flatMap((variable) => {
      const from = record(variable.valueFrom)
      return [
        ...mount('ConfigMap', namespace, record(from.configMapKeyRef).name, label),
        ...mount('Secret', namespace, record(from.secretKeyRef).name, label),
      ]
    }),
  ]
}

const readers: Readonly<Record<string, (object: Fields, namespace: string) => Link[]>> = {
  RoleBinding: bindingLinks,
  ClusterRoleBinding: bindingLinks,
  Ingress: ({ spec }, namespace) => ingressLinks(record(spec), namespace),
  HTTPRoute: ({ spec }, namespace) =>
    records(record(spec).rules).flatMap((rule) =>
      records(rule.backendRefs).flatMap((it) =>
        (text(it.kind) || 'Service') === 'Service'
          ? routeTo(
              text(it.namespace) || namespace,
              it.name,
              texts(record(spec).hostnames).join(', '),
            )
          : [],
      ),
    ),
  ServiceAccount: ({ secrets, imagePullSecrets }, namespace) => [
    ...records(secrets).flatMap((it) => mount('Secret', namespace, it.name, 'token')),
    ...records(imagePullSecrets).flatMap((it) =>
      mount('Secret', namespace, it.name, 'image pull secret'),
    ),
  ],
}

function bindingLinks({ roleRef, subjects }: Fields, namespace: string): Link[] {
  const { kind, name } = record(roleRef)
  const role = { kind: text(kind), name: text(name) }
  const within = role.kind === 'Role' ? namespace : ''
  const target = objectId(rbacGroup, role.kind, within, role.name)
  return [
    ...(role.kind === '' || role.name === ''
      ? []
      : [{ kind: 'grants' as const, target, label: '' }]),
    ...records(subjects).flatMap((subject): Link[] => {
      const named = subjectTarget(subject, namespace)
      return named === undefined ? [] : [{ kind: 'subject-of', target: named, label: '' }]
    }),
  ]
}

export const rbacGroup = 'rbac.authorization.k8s.io'

function ingressLinks(spec: Fields, namespace: string): Link[] {
  const fallback = record(record(spec.defaultBackend).service).name
  return [
    ...routeTo(namespace, fallback, 'everything else'),
    ...records(spec.rules).flatMap((rule) =>
      records(record(rule.http).paths).flatMap((path) =>
        routeTo(
          namespace,
          record(record(path.backend).service).name,
          `${text(rule.host)}${text(path.path)}`,
        ),
      ),
    ),
    ...records(spec.tls).flatMap((it) => mount('Secret', namespace, it.secretName, 'TLS')),
  ]
}

function routeTo(namespace: string, name: unknown, label: string): Link[] {
  if (text(name) === '') return []
  return [{ kind: 'routes-to', target: objectId('', 'Service', namespace, text(name)), label }]
}

/** A Service without a selector selects nothing; a policy with an empty one every pod. */
function selectorOf(kind: string, { apiVersion, spec }: Fields): LabelSelector | null {
  if (kind === 'Service') {
    const matchLabels = Object.fromEntries(
      Object.entries(record(record(spec).selector)).map(([key, value]) => [key, String(value)]),
    )
    return Object.keys(matchLabels).length === 0 ? null : { matchLabels, matchExpressions: [] }
  }
  const isPolicy = kind === 'NetworkPolicy' && groupOf(text(apiVersion)) === 'networking.k8s.io'
  if (!isPolicy) return null
  return readSelector(record(record(spec).podSelector))
}

export function readSelector({ matchLabels, matchExpressions }: Fields): LabelSelector {
  return {
    matchLabels: Object.fromEntries(
      Object.entries(record(matchLabels)).map(([key, value]) => [key, String(value)]),
    ),
    matchExpressions: records(matchExpressions).map((it) => ({
      key: text(it.key),
      operator: text(it.operator),
      values: Array.isArray(it.values) ? it.values.map(String) : [],
    })),
  }
}

/** As the API server matches labels. */
export function selects(
  { matchLabels, matchExpressions }: LabelSelector,
  labels: Readonly<Record<string, string>>,
): boolean {
  const isEqual = Object.entries(matchLabels).every(([key, value]) => labels[key] === value)
  return isEqual && matchExpressions.every((it) => holds(it, labels))
}

function holds(
  { key, operator, values }: LabelSelector['matchExpressions'][number],
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value)
    case 'NotIn':
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    default:
      return false
  }
}
