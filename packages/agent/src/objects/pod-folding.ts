/**
 * Folds pods into the workload that made them, so that a finding outlives the pod.
 *
 * A pod that runs as its workload's template says is looked at as that workload. One that differs
 * (a sidecar injected at admission, an old revision, an owner that was not seen) is looked at
 * itself: one resource for all pods of a workload that are alike.
 */

import { createHash } from 'node:crypto'
import type { Resource } from '@evenkeel/model'
import { isRecord, type KubeObject } from '../redaction/objects.ts'
import { type KeptObject, keepAsIs } from './kept-object.ts'
import { controllerOf, type Owner, objectId, toResource } from './object-resource.ts'

/** What folding needs to know of an object; small, so that a leader can hold one for each pod. */
export interface ObjectEntry {
  kind: string
  namespace: string
  name: string
  /** Of what its pods may do; empty where it has no pods. */
  hash: string
  /** The workload that made it. */
  owner: Owner | undefined
  /** It has no pods any more. */
  isIdle: boolean
  /** Its own; undefined for what a workload made. */
  resource: Resource | undefined
  /** Stands for all that the owner made with this hash. */
  object: KeptObject | undefined
  source: Resource['source'] | undefined
}

export interface PodFolding {
  /** Undefined when the object was kept for `rest`, otherwise the resource of its own. */
  take(object: KubeObject, source?: Resource['source']): Resource | undefined
  takeEntry(entry: ObjectEntry): Resource | undefined
  /** The kept pods, ReplicaSets and Jobs that no seen workload speaks for. Call it once, at the end. */
  rest(): Resource[]
}

/** Of pods it is asked for again and again with the same objects. */
export type RestCache = WeakMap<KeptObject, { sameAs: string; resource: Resource }>

interface Kept {
  object: KeptObject
  owner: Owner
  namespace: string
  hash: string
  source: Resource['source'] | undefined
  /** The workload was seen and says something else, so that it does not speak for this. */
  isDrifted?: boolean
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

/** Which of the workloads make which kind. Whoever writes a reference may name any other, to hide behind it. */
const makers: Record<string, readonly string[]> = {
  Pod: ['ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Job'],
  ReplicaSet: ['Deployment'],
  Job: ['CronJob'],
}

/** Kinds of other people, such as a Rollout, may make what they like. */
function makerOf(object: KubeObject): Owner | undefined {
  const owner = controllerOf(object)
  const known = makers[String(object.kind)]
  if (!owner || !known) return undefined
  const isOthers = owner.kind !== 'Pod' && !templateKinds.has(owner.kind)
  return isOthers || known.includes(owner.kind) ? owner : undefined
}

/** Takes the object over: it is redacted in place. Undefined when it is no Kubernetes object. */
export function toEntry(object: KubeObject, source?: Resource['source']): ObjectEntry | undefined {
  const kind = String(object.kind)
  const hash = templateHash(object)
  const controller = makerOf(object)
  // A static pod belongs to its node and keeps its name over restarts.
  const owner = controller?.kind === 'Node' ? undefined : controller
  const isIdleNow = isIdle(object)
  const resource = toResource(object, source)
  if (!resource) return undefined
  return {
    kind,
    namespace: namespaceOf(object),
    name: nameOf(object),
    hash,
    owner,
    isIdle: isIdleNow,
    resource: owner ? undefined : resource,
    object: owner && !isIdleNow ? keepAsIs(object) : undefined,
    source,
  }
}

export function createPodFolding(cache: RestCache = new WeakMap()): PodFolding {
  /** The hash of each workload's template, by `Kind/namespace/name`. */
  const templates = new Map<string, string>()
  /** The owner of each ReplicaSet and Job that has one. */
  const owners = new Map<string, Owner>()
  /** One for each owner and hash. */
  const kept = new Map<string, Kept>()

  function takeEntry(entry: ObjectEntry): Resource | undefined {
    const { kind, namespace, name, hash, owner, object, source } = entry
    const entryKey = `${kind}/${namespace}/${name}`
    if (templateKinds.has(kind)) templates.set(entryKey, hash)
    if (!owner) return entry.resource
    if (kind !== 'Pod') owners.set(entryKey, owner)
    const key = keptKey(entry, owner)
    if (object && !kept.has(key)) kept.set(key, { object, owner, namespace, hash, source })
    return undefined
  }

  return {
    takeEntry,
    take(object, source) {
      const entry = toEntry(object, source)
      return entry ? takeEntry(entry) : undefined
    },
    rest() {
      const groups = new Map<string, Kept[]>()
      const speaking = new Set<string>()
      for (const entry of kept.values())
        if (entry.object.kind !== 'Pod') {
          const top = topOwner(entry, owners)
          speaking.add(`${top.kind}/${entry.namespace}/${top.name}#${entry.hash}`)
        }
      for (const entry of kept.values()) {
        const top = topOwner(entry, owners)
        const key = `${top.kind}/${entry.namespace}/${top.name}`
        const template = templates.get(key)
        if (template === entry.hash) continue
        // A ReplicaSet or Job that is kept itself speaks for its own pods.
        if (entry.object.kind === 'Pod' && speaking.has(`${key}#${entry.hash}`)) continue
        const group = `${entry.object.kind}:${key}`
        const isDrifted = template !== undefined
        groups.set(group, [...(groups.get(group) ?? []), { ...entry, owner: top, isDrifted }])
      }
      return [...groups.values()].flatMap((group) => toResources(group, cache))
    },
  }
}

/** What one owner made with the same hash is alike. */
export function keptKey({ kind, namespace, hash }: ObjectEntry, owner: Owner): string {
  return `${owner.kind}/${namespace}/${owner.name}#${kind}#${hash}`
}

function topOwner({ owner, namespace }: Kept, owners: Map<string, Owner>): Owner {
  const above = owners.get(`${owner.kind}/${namespace}/${owner.name}`)
  return above ?? owner
}

/** Named for the owner; where pods of one owner differ, numbered in the order of their hashes. */
function toResources(group: Kept[], cache: RestCache): Resource[] {
  const variants = [...group].sort((a, b) => (a.hash < b.hash ? -1 : 1))
  const seen = new Set<string>()
  const resources: Resource[] = []
  for (const kept of variants) {
    if (seen.has(kept.hash)) continue
    seen.add(kept.hash)
    const name = `${kept.owner.name}-*${seen.size > 1 ? `~${seen.size}` : ''}`
    const isDrifted = kept.isDrifted ?? false
    const known = cache.get(kept.object)
    const sameAs = `${kept.owner.kind}/${name}/${isDrifted}`
    const resource =
      known?.sameAs === sameAs ? known.resource : toGroupResource(kept, name, isDrifted)
    if (!resource) continue
    cache.set(kept.object, { sameAs, resource })
    resources.push(resource)
  }
  return resources
}

function toGroupResource(kept: Kept, name: string, isDrifted: boolean): Resource | undefined {
  const { object, owner, namespace, source } = kept
  const resource = toResource(withoutInstance(object.read(), name, isDrifted), source)
  if (!resource) return undefined
  const { apiVersion = 'v1', subType: kind = 'Pod' } = resource
  const id = objectId({ apiVersion, kind, namespace: namespace || undefined, name })
  const { owner: _direct, ...own } = resource
  return { ...own, id, ...(isDrifted ? {} : { owner: `${owner.kind}/${owner.name}` }) }
}

/** What only this one pod has would make the resource look changed with each new pod. */
function withoutInstance(object: KubeObject, name: string, isDrifted: boolean): KubeObject {
  const metadata = isRecord(object.metadata) ? object.metadata : {}
  const spec = isRecord(object.spec) ? object.spec : {}
  const labels = isRecord(metadata.labels) ? { ...metadata.labels } : undefined
  if (labels) for (const label of instanceLabels) delete labels[label]
  const { nodeName: _node, hostname: _host, affinity: _affinity, ...rest } = spec
  const { creationTimestamp: _created, generateName: _generate, ...kept } = metadata
  // Rules skip what has a workload that they judge; this is to be judged itself.
  if (isDrifted) delete kept.ownerReferences
  return {
    ...object,
    metadata: { ...kept, name, ...(labels ? { labels } : {}) },
    spec: rest,
  }
}

const instanceLabels = [
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'controller-uid',
  'job-name',
]

/** A ReplicaSet of an old revision without pods, a finished pod or Job. */
function isIdle(object: KubeObject): boolean {
  const spec = isRecord(object.spec) ? object.spec : {}
  const status = isRecord(object.status) ? object.status : {}
  if (object.kind === 'ReplicaSet') return spec.replicas === 0
  return object.kind === 'Pod' && (status.phase === 'Succeeded' || status.phase === 'Failed')
}

/** A hash of what a pod may do, free of what scheduling and admission add to each pod. */
function templateHash(object: KubeObject): string {
  const spec = podSpecOf(object)
  if (!spec) return ''
  const text = JSON.stringify(spec, (key, value: unknown) => {
    if (scheduling.has(key)) return undefined
    if (key === 'volumes' || key === 'volumeMounts')
      return Array.isArray(value) ? value.filter((it) => !isInstanceVolume(it)) : value
    if (isRecord(value)) return sortKeys(value)
    return value
  })
  return createHash('sha1').update(text).digest('base64url').slice(0, 16)
}

const scheduling = new Set([
  'nodeName',
  'hostname',
  'subdomain',
  'affinity',
  'tolerations',
  'priority',
  'preemptionPolicy',
  'enableServiceLinks',
  'imagePullSecrets',
  'serviceAccount',
  'schedulerName',
  'terminationMessagePath',
  'terminationMessagePolicy',
  'overhead',
])

/** The service account's token, and claims, which a StatefulSet makes for each pod. */
function isInstanceVolume(value: unknown): boolean {
  if (!isRecord(value)) return false
  return /^kube-api-access-/.test(String(value.name)) || isRecord(value.persistentVolumeClaim)
}

/** Empty lists, maps and `default` accounts are what the API server fills in for absent ones. */
function sortKeys(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record)
      .filter(
        ([key, value]) => !isEmpty(value) && !(key === 'serviceAccountName' && value === 'default'),
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.filter((it) => !isInstanceVolume(it)).length === 0
  return isRecord(value) && Object.keys(value).length === 0
}

function podSpecOf(object: KubeObject): Record<string, unknown> | undefined {
  const spec = isRecord(object.spec) ? object.spec : undefined
  if (object.kind === 'Pod') return spec
  const holder = object.kind === 'CronJob' ? spec?.jobTemplate : object
  const inner = isRecord(holder) && isRecord(holder.spec) ? holder.spec : undefined
  const template = isRecord(inner?.template) ? inner.template : undefined
  return isRecord(template?.spec) ? template.spec : undefined
}

function namespaceOf(object: KubeObject): string {
  return isRecord(object.metadata) ? String(object.metadata.namespace ?? '') : ''
}

function nameOf(object: KubeObject): string {
  return isRecord(object.metadata) ? String(object.metadata.name ?? '') : ''
}
