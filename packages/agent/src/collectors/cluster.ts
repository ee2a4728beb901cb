/** Collects a cluster through its Kubernetes API: every kind that rules read, page by page. */

import type { Gap, Observation, Resource } from '@evenkeel/model'
import type { KubeClient } from '../kube/client.ts'
import { isKubeError, type KubeError } from '../kube/errors.ts'
import { apiVersionOf, type CollectedKind, collectedKinds, pathOf } from '../kube/kinds.ts'
import { isServed } from '../kube/served.ts'
import { type ClusterFacts, createClusterFacts } from '../objects/cluster-facts.ts'
import type { LiveObjects } from '../objects/live-objects.ts'
import { toResource } from '../objects/object-resource.ts'
import { createPodFolding, type PodFolding } from '../objects/pod-folding.ts'
import type { KubeObject } from '../redaction/objects.ts'
import { isRecord } from '../redaction/objects.ts'
import { exclusionQuery, isExcluded } from './exclusion.ts'

export interface ClusterOptions {
  /** Only objects in these namespaces, and those in none. */
  namespaces?: string[] | undefined
  excludedNamespaces?: string[] | undefined
  /** The name of the `kubernetes_cluster` resource. */
  clusterName?: string | undefined
  /**
   * Keeps the objects beyond the collection, for watches; without it pods are folded as they come.
   * `namespaces` is then not heeded.
   */
  live?: LiveObjects | undefined
  /** The version from which a watch of the kind goes on; only with `live`. */
  onListed?: ((kind: CollectedKind, resourceVersion: string) => void) | undefined
  signal?: AbortSignal | undefined
  onProgress?: ((progress: { kind: string; objects: number }) => void) | undefined
}

/** Throws KubeError only when the API as a whole cannot be used; a kind that fails is a gap. */
export async function* collectCluster(
  kube: KubeClient,
  options: ClusterOptions = {},
): AsyncGenerator<Observation> {
  const facts = createClusterFacts()
  const folding = createPodFolding()
  facts.setVersion(await readVersion(kube, options.signal))
  const walk: Walk = { kube, options, facts, folding, objects: 0 }
  for (const kind of collectedKinds) yield* collectKind(walk, kind)
  for (const kind of await constraintKinds(kube, options.signal)) yield* collectKind(walk, kind)
  for (const resource of options.live?.resources() ?? folding.rest()) yield { resource }
  yield* collectConfigMaps(walk)
  const cluster = facts.resource(options.clusterName ?? kube.connection.clusterName ?? 'cluster')
  if (cluster) yield { resource: cluster }
}

interface Walk {
  kube: KubeClient
  options: ClusterOptions
  facts: ClusterFacts
  folding: PodFolding
  objects: number
}

async function readVersion(kube: KubeClient, signal?: AbortSignal): Promise<string | undefined> {
  try {
    const version = await kube.get('/version', { signal })
    return isRecord(version) && typeof version.gitVersion === 'string'
      ? version.gitVersion
      : undefined
  } catch (error) {
    // Some clusters hide it from all but administrators; the nodes tell the version as well.
    if (isKubeError(error, 'forbidden')) return undefined
    throw error
  }
}

async function* collectKind(walk: Walk, kind: CollectedKind): AsyncGenerator<Observation> {
  const { namespaces, live } = walk.options
  if (live) {
    const gap = await listInto(walk.kube, kind, { ...walk.options, live, facts: walk.facts })
    if (gap) yield { gap }
    return
  }
  const paths =
    namespaces && kind.isNamespaced
      ? namespaces.map((namespace) => pathOf(kind, namespace))
      : [pathOf(kind)]
  for (const path of paths) yield* collectPath(walk, kind, path)
}

interface ListIntoOptions
  extends Pick<ClusterOptions, 'excludedNamespaces' | 'onListed' | 'signal'> {
  live: LiveObjects
  facts?: ClusterFacts | undefined
}

/** Lists one kind into the live objects. Throws what `collectCluster` throws. */
export async function listInto(
  kube: KubeClient,
  kind: CollectedKind,
  options: ListIntoOptions,
): Promise<Gap | undefined> {
  const path = pathOf(kind)
  let listing = options.live.beginListing(path)
  try {
    let version = ''
    const query = exclusionQuery(kind, options)
    const asked = { signal: options.signal, isMetadataOnly: kind.isMetadataOnly ?? false, query }
    for await (const { items, resourceVersion, isAnew } of kube.list(path, asked)) {
      if (isAnew) {
        listing.abandon()
        listing = options.live.beginListing(path)
      }
      version = resourceVersion
      for (const item of items) {
        nameKind(kind, item)
        options.facts?.add(item)
        if (!isExcluded(options, item)) listing.set(item)
      }
    }
    listing.end()
    options.onListed?.(kind, version)
    return undefined
  } catch (error) {
    const isRefused = isKubeError(error, 'forbidden') || isKubeError(error, 'not-found')
    // What may not be seen any more is not known; after a passing failure a watch still keeps it up.
    if (isRefused) listing.end()
    else listing.abandon()
    return await kindGap(kube, kind, { path, error })
  }
}

async function* collectPath(
  walk: Walk,
  kind: CollectedKind,
  path: string,
): AsyncGenerator<Observation> {
  const { kube, options } = walk
  try {
    const list = kube.list(path, {
      signal: options.signal,
      isMetadataOnly: kind.isMetadataOnly ?? false,
      query: exclusionQuery(kind, options),
    })
    for await (const { items } of list) {
      for (const item of items) {
        const resource = takeObject(walk, kind, item)
        if (resource) yield { resource }
      }
      walk.objects += items.length
      options.onProgress?.({ kind: kind.kind, objects: walk.objects })
    }
  } catch (error) {
    const gap = await kindGap(kube, kind, { path, error })
    if (gap) yield { gap }
  }
}

function takeObject(walk: Walk, kind: CollectedKind, item: KubeObject): Resource | undefined {
  nameKind(kind, item)
  walk.facts.add(item)
  if (isExcluded(walk.options, item)) return undefined
  return walk.folding.take(item)
}

/** Lists of one kind leave it out of their items; metadata-only lists name another. */
export function nameKind(kind: CollectedKind, item: KubeObject): void {
  item.apiVersion = apiVersionOf(kind)
  item.kind = kind.kind
}

/** Where the permission was left out, an add-on that is not installed is refused like one that is. */
async function isAbsentAddOn(
  kube: KubeClient,
  kind: CollectedKind,
  error: KubeError,
): Promise<boolean> {
  if (!kind.isOptional || error.kind !== 'forbidden') return false
  return !(await isServed(kube, kind))
}

/** Undefined for an add-on that is not installed. Errors of the whole API are thrown again. */
async function kindGap(
  kube: KubeClient,
  kind: CollectedKind,
  { path, error }: { path: string; error: unknown },
): Promise<Gap | undefined> {
  if (!isKubeError(error) || isOfWholeApi(error)) throw error
  if (error.kind === 'not-found' && kind.isOptional) return undefined
  if (await isAbsentAddOn(kube, kind, error)) return undefined
  const group = kind.group === '' ? '""' : kind.group
  const reason =
    error.kind === 'forbidden'
      ? `The agent may not list ${kind.resource}; grant the verb list on the resource ${kind.resource} of the API group ${group}.`
      : error.message
  return {
    collector: 'kube-api',
    source: `GET ${path}`,
    reason,
    resourceType: 'k8s_object',
    subType: kind.kind,
    apiVersion: apiVersionOf(kind),
  }
}

function isOfWholeApi(error: KubeError): boolean {
  return ['unauthorized', 'unreachable', 'expired-certificate'].includes(error.kind)
}

/** Gatekeeper makes a kind of its own for each constraint template. */
async function constraintKinds(kube: KubeClient, signal?: AbortSignal): Promise<CollectedKind[]> {
  const [group, version] = ['constraints.gatekeeper.sh', 'v1beta1']
  let answer: unknown
  try {
    answer = await kube.get(`/apis/${group}/${version}`, { signal })
  } catch (error) {
    // Discovery is open to all; without Gatekeeper there is no such group.
    if (isKubeError(error, 'not-found') || isKubeError(error, 'forbidden')) return []
    throw error
  }
  const resources = isRecord(answer) && Array.isArray(answer.resources) ? answer.resources : []
  return resources.flatMap((it: unknown): CollectedKind[] => {
    if (!isRecord(it) || typeof it.name !== 'string' || typeof it.kind !== 'string') return []
    if (it.name.includes('/')) return []
    const kind = { group, version, resource: it.name, kind: it.kind }
    return [{ ...kind, isNamespaced: false, isOptional: true }]
  })
}

/** The ConfigMaps that are asked for by name; ConfigMaps are never listed. */
export const configMaps = ['kubeadm-config', 'kubelet-config', 'kube-proxy', 'aws-auth']

async function* collectConfigMaps({ kube, options }: Walk): AsyncGenerator<Observation> {
  if (options.namespaces && !options.namespaces.includes('kube-system')) return
  for (const name of configMaps) {
    const path = `/api/v1/namespaces/kube-system/configmaps/${name}`
    try {
      const object = await kube.get(path, { signal: options.signal })
      const resource = isRecord(object)
        ? toResource({ ...object, apiVersion: 'v1', kind: 'ConfigMap' })
        : undefined
      if (resource) yield { resource }
    } catch (error) {
      if (!isKubeError(error) || isOfWholeApi(error)) throw error
      // Each distribution has some of them.
      if (error.kind === 'not-found') continue
      const reason =
        error.kind === 'forbidden'
          ? `The agent may not get the ConfigMap kube-system/${name}; grant the verb get on the resource configmaps with that resource name in the namespace kube-system.`
          : error.message
      yield { gap: { collector: 'kube-api', source: `GET ${path}`, reason } }
    }
  }
}
