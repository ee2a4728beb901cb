/** The objects of a cluster as they are now, kept up by lists and watches, in little memory. */

import type { Resource } from '@evenkeel/model'
import { isRecord, type KubeObject } from '../redaction/objects.ts'
import {
  createPodFolding,
  keptKey,
  type ObjectEntry,
  type RestCache,
  toEntry,
} from './pod-folding.ts'

export interface LiveObjects {
  /** Takes the object over; `list` names the kind, as `apps/v1/deployments`. */
  set(list: string, object: KubeObject): void
  delete(list: string, object: KubeObject): void
  /** What is looked at now. A resource that did not change is the very same object as before. */
  resources(): Resource[]
}

export function createLiveObjects(): LiveObjects {
  const lists = new Map<string, Map<string, ObjectEntry>>()
  /** Pods of one workload are alike: they share all but the name with the first one. */
  const shared = new Map<string, ObjectEntry>()
  const cache: RestCache = new WeakMap()

  function listOf(list: string): Map<string, ObjectEntry> {
    const known = lists.get(list)
    if (known) return known
    const created = new Map<string, ObjectEntry>()
    lists.set(list, created)
    return created
  }

  return {
    set(list, object) {
      const entry = toEntry(object)
      if (!entry) return
      if (entry.owner && entry.object) {
        const key = keptKey(entry, entry.owner)
        const first = shared.get(key)
        if (first) share(entry, first)
        else shared.set(key, entry)
      }
      const entries = listOf(list)
      const key = `${entry.namespace}/${entry.name}`
      const before = entries.get(key)?.resource
      if (before && entry.resource && isSame(before, entry.resource)) entry.resource = before
      entries.set(key, entry)
    },
    delete: (list, object) => void listOf(list).delete(keyOf(object)),
    resources() {
      const folding = createPodFolding(cache)
      const resources: Resource[] = []
      for (const entries of lists.values())
        for (const entry of entries.values()) {
          const resource = folding.takeEntry(entry)
          if (resource) resources.push(resource)
        }
      return [...resources, ...folding.rest()]
    },
  }
}

/** Equal texts out of different answers are different texts in memory. */
function share(entry: ObjectEntry, first: ObjectEntry): void {
  entry.object = first.object
  entry.owner = first.owner
  entry.hash = first.hash
  entry.namespace = first.namespace
  entry.kind = first.kind
}

function keyOf({ metadata }: KubeObject): string {
  if (!isRecord(metadata)) return ''
  return `${String(metadata.namespace ?? '')}/${String(metadata.name ?? '')}`
}

/** Most changes are of the status, which was taken out. */
function isSame(a: Resource, b: Resource): boolean {
  return JSON.stringify(a.data) === JSON.stringify(b.data)
}
