/** Collects Kubernetes objects from files, folders, standard input and List dumps. */

import type { Observation, Resource } from '@evenkeel/model'
import { collectedKinds } from '../kube/kinds.ts'
import { readParts } from '../manifests/read-file.ts'
import {
  findManifests,
  type ManifestFile,
  type RenderFolder,
  readReason,
} from '../manifests/targets.ts'
import { type ClusterFacts, createClusterFacts } from '../objects/cluster-facts.ts'
import type { JsonPart } from '../objects/json-stream.ts'
import { createPodFolding, type PodFolding } from '../objects/pod-folding.ts'
import { isRecord, type KubeObject } from '../redaction/objects.ts'

export interface ManifestOptions {
  /** Only objects in these namespaces, and those in none. */
  namespaces?: string[] | undefined
  clusterName?: string | undefined
  signal?: AbortSignal | undefined
  /** For Helm charts and the like; without it they are gaps. */
  render?: RenderFolder | undefined
  /** Where the text of a file lies, where that is not the file itself. */
  pathOf?: ((file: string) => string) | undefined
  /** A named file without Kubernetes objects is no gap. */
  areOthersFine?: boolean | undefined
  onProgress?: ((progress: { file: string; objects: number }) => void) | undefined
}

/** A broken document is a gap with its place; everything else is still read. Standard input is `-`. */
export async function* collectManifests(
  targets: string[],
  options: ManifestOptions = {},
): AsyncGenerator<Observation> {
  const walk: Walk = {
    options,
    facts: createClusterFacts(),
    folding: createPodFolding(),
    ids: new Set(),
    objects: 0,
  }
  for await (const target of findManifests(targets, options.render)) {
    options.signal?.throwIfAborted()
    if ('gap' in target) yield { gap: { collector: 'manifests', ...target.gap } }
    else yield* collectFile(walk, target.file)
  }
  for (const resource of walk.folding.rest()) yield { resource: unique(walk, resource) }
  const cluster = walk.facts.resource(options.clusterName ?? 'cluster')
  if (cluster) yield { resource: cluster }
}

interface Walk {
  options: ManifestOptions
  facts: ClusterFacts
  folding: PodFolding
  ids: Set<string>
  objects: number
}

const progressEvery = 1000

async function* collectFile(walk: Walk, file: ManifestFile): AsyncGenerator<Observation> {
  const name = file.shown ?? (file.path === '-' ? 'standard input' : file.path)
  const before = walk.objects
  let isBroken = false
  try {
    for await (const part of readParts(walk.options.pathOf?.(file.path) ?? file.path)) {
      if (part.state === 'broken') {
        isBroken = true
        yield broken(name, part)
        continue
      }
      yield* collectObject(walk, part, name)
    }
  } catch (error) {
    isBroken = true
    yield { gap: { collector: 'manifests', source: name, reason: readReason(name, error) } }
  }
  walk.options.onProgress?.({ file: name, objects: walk.objects })
  if (file.isNamed && !isBroken && walk.objects === before && !walk.options.areOthersFine)
    yield {
      gap: {
        collector: 'manifests',
        source: name,
        reason: `${name} holds no Kubernetes object: nothing in it has apiVersion, kind and metadata.name.`,
      },
    }
}

function broken(name: string, part: JsonPart & { state: 'broken' }): Observation {
  const source = `${name}:${part.line}:${part.column}`
  return { gap: { collector: 'manifests', source, reason: `${source}: ${part.reason}.` } }
}

function* collectObject(
  walk: Walk,
  part: JsonPart & { state: 'object' },
  file: string,
): Generator<Observation> {
  const object = part.value
  // Values files, kustomizations and the like lie among manifests; they are nobody's gap.
  if (!isRecord(object)) {
    if (part.list) yield misshapen(file, part.line, 'an item of the list is no object')
    return
  }
  if (part.list) nameKind(object, part.list)
  if (!isKubernetes(object)) {
    const mistake = mistakeIn(object)
    if (mistake) yield misshapen(file, part.line, mistake)
    return
  }
  walk.objects += 1
  if (walk.objects % progressEvery === 0) walk.options.onProgress?.({ file, objects: walk.objects })
  walk.facts.add(object)
  if (!isWanted(walk.options, object)) return
  const resource = walk.folding.take(object, { file, line: part.line })
  if (resource) yield { resource: unique(walk, resource) }
}

/** Items of a typed list do not say what they are. */
function nameKind(object: KubeObject, list: { kind?: string; apiVersion?: string }): void {
  if (!list.kind?.endsWith('List') || list.kind === 'List') return
  object.kind ??= list.kind.slice(0, -'List'.length)
  object.apiVersion ??= list.apiVersion
}

function isKubernetes(object: KubeObject): boolean {
  const { apiVersion, kind, metadata } = object
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isRecord(metadata))
    return false
  return typeof metadata.name === 'string' || typeof metadata.generateName === 'string'
}

function misshapen(file: string, line: number, mistake: string): Observation {
  const source = `${file}:${line}`
  return { gap: { collector: 'manifests', source, reason: `${source}: ${mistake}.` } }
}

const knownKinds = new Set(collectedKinds.map(({ kind }) => kind))

/** What keeps an object from being read; undefined where it was never meant for a cluster. */
function mistakeIn({ apiVersion, kind, metadata }: KubeObject): string | undefined {
  if (typeof apiVersion !== 'string' || kind === undefined) return undefined
  if (typeof kind !== 'string')
    return isRecord(metadata) ? `kind is ${kindOf(kind)}, not a text` : undefined
  const name = isRecord(metadata) ? (metadata.name ?? null) : null
  if (name !== null) return `the name of the ${kind} is ${kindOf(name)}, not a text`
  return knownKinds.has(kind) ? `the ${kind} has no name` : undefined
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function isWanted({ namespaces }: ManifestOptions, object: KubeObject): boolean {
  const namespace = isRecord(object.metadata) ? object.metadata.namespace : undefined
  return !namespaces || typeof namespace !== 'string' || namespaces.includes(namespace)
}

/** The same object in two files is two resources, the later one with its place in the id. */
function unique(walk: Walk, resource: Resource): Resource {
  const { source } = resource
  let id = resource.id
  if (walk.ids.has(id)) id = `${id}@${source?.file ?? ''}`
  if (walk.ids.has(id)) id = `${id}:${source?.line ?? 0}`
  walk.ids.add(id)
  return id === resource.id ? resource : { ...resource, id }
}
