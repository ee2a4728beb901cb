/** The other objects of the cluster, as rules read them: `data.inventory` in Gatekeeper's layout. */

import type { Gap, Json, Resource } from '@evenkeel/model'
import { isRecord } from '../contract/records.ts'
import { withoutNulls } from '../contract/without-nulls.ts'
import type { ForeignRule } from '../dialects/dialect.ts'
import type { RuleSet } from '../library/rule-set.ts'
import { createPodLabels } from './pod-labels.ts'

/** Objects by name, by kind, by `group/version`; namespaced ones below their namespace. */
export interface InventoryDocument {
  cluster: Record<string, Record<string, Record<string, Json>>>
  namespace: Record<string, Record<string, Record<string, Record<string, Json>>>>
}

export interface Inventory {
  /** Keeps the object if a rule reads its kind. Objects are shared, not copied. */
  add(resource: Resource): void
  /** Rules that read a kind that could not be listed become unknown instead of seeing none. */
  addGap(gap: Gap): void
  /** Why objects of a kind are missing; undefined where all were seen. */
  gapOf(kind: string): string | undefined
  /** Whether a workload was added: a pod is then judged through it. */
  hasWorkload(namespace: string | undefined, kind: string, name: string): boolean
  readonly document: InventoryDocument
  /** The labels of pods, added or to be made by a workload, each set once; by namespace. */
  readonly podLabels: Readonly<Record<string, Json[]>>
}

/** Kinds whose pods are judged through them. */
export const workloadKinds: ReadonlySet<string> = new Set([
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
])

/** Objects of these kinds without a namespace go there when they are applied. */
const defaultNamespace = 'default'
const namespacedKinds: ReadonlySet<string> = new Set([
  ...workloadKinds,
  'HorizontalPodAutoscaler',
  'Ingress',
  'LimitRange',
  'NetworkPolicy',
  'Pod',
  'PodDisruptionBudget',
  'ResourceQuota',
  'Role',
  'RoleBinding',
  'Service',
  'ServiceAccount',
])

/** Every kind that some rule reads beside its own resource; undefined where that may be any. */
export function inventoryKinds(
  ruleSet: RuleSet,
  foreignRules: readonly ForeignRule[] = [],
): ReadonlySet<string> | undefined {
  const kinds = new Set<string>()
  for (const { inventory } of foreignRules) {
    if (inventory === 'all') return undefined
    for (const kind of inventory) kinds.add(kind)
  }
  for (const { metadata } of ruleSet.modules.values()) {
    for (const kind of metadata.custom.inventory ?? []) kinds.add(kind)
  }
  return kinds
}

/** Keeps objects of the given kinds, or of all kinds where none are given. */
export function createInventory(kinds?: ReadonlySet<string>): Inventory {
  const document: InventoryDocument = emptyByName({
    cluster: emptyByName({}),
    namespace: emptyByName({}),
  })
  const workloads = new Set<string>()
  const podLabels = createPodLabels()
  const gaps = new Map<string, string>()

  function add({ type, subType, apiVersion, name, namespace, data }: Resource): void {
    if (type !== 'k8s_object' || !subType) return
    if (workloadKinds.has(subType)) workloads.add(workloadKey(namespace, subType, name))
    if (workloadKinds.has(subType) || subType === 'Pod') podLabels.add(namespace, subType, data)
    if (kinds && !kinds.has(subType)) return
    const home = namespace ?? (namespacedKinds.has(subType) ? defaultNamespace : undefined)
    const byVersion = home
      ? child(document.namespace, home)
      : (document.cluster as Record<string, Record<string, Record<string, Json>>>)
    // Objects of the API are JSON.
    child(child(byVersion, apiVersion ?? 'v1'), subType)[name] = withoutNulls(data) as Json
  }

  return {
    add,
    addGap({ resourceType, subType, source, reason }) {
      if (resourceType !== 'k8s_object') return
      gaps.set(subType ?? '*', `${source}: ${reason}`)
    },
    gapOf: (kind) => gaps.get(kind) ?? gaps.get('*'),
    hasWorkload: (namespace, kind, name) => workloads.has(workloadKey(namespace, kind, name)),
    document,
    podLabels: podLabels.byNamespace,
  }
}

/** The inventory with some objects in another state, or new; the one beneath stays as it is. */
export function overlayInventory(base: Inventory, resources: readonly Resource[]): Inventory {
  const own = createInventory()
  for (const resource of resources) own.add(resource)
  const podLabels: Record<string, Json[]> = emptyByName({})
  for (const namespace of new Set([
    ...Object.keys(base.podLabels),
    ...Object.keys(own.podLabels),
  ])) {
    const [below, above] = [base.podLabels[namespace], own.podLabels[namespace]]
    podLabels[namespace] = below && above ? [...below, ...above] : (below ?? above ?? [])
  }
  return {
    ...own,
    gapOf: base.gapOf,
    hasWorkload: (...of) => own.hasWorkload(...of) || base.hasWorkload(...of),
    document: merged(base.document, own.document) as InventoryDocument,
    podLabels,
  }
}

/** Levels above the object: scope, namespace, version, kind, name; fewer for cluster-wide kinds. */
function merged(below: unknown, above: unknown, depth = 0): unknown {
  if (above === undefined) return below
  if (below === undefined || depth === 5 || !isRecord(below) || !isRecord(above)) return above
  // An object of the API has its kind in it; everything above is made here, by names.
  if (typeof above.kind === 'string' && isRecord(above.metadata)) return above
  const result: Record<string, unknown> = Object.assign(emptyByName({}), below)
  for (const [key, value] of Object.entries(above)) {
    result[key] = merged(result[key], value, depth + 1)
  }
  return result
}

function workloadKey(namespace: string | undefined, kind: string, name: string): string {
  return `${namespace ?? ''}/${kind}/${name}`
}

function child<T>(parent: Record<string, Record<string, T>>, key: string): Record<string, T> {
  const known = parent[key]
  if (known) return known
  const created: Record<string, T> = emptyByName({})
  parent[key] = created
  return created
}

/** An object without a prototype, so that something may be named `constructor`. */
function emptyByName<T extends object>(fields: T): T {
  return Object.assign(Object.create(null), fields)
}
