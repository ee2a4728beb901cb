/** The objects of a cluster as they are now, kept up by lists and watches, in little memory. */

import type { Resource } from '@evenkeel/model'
import { isRecord, type KubeObject } from '../redaction/objects.ts'
import { keepPacked } from './kept-object.ts'
import {
  createPodFolding,
  keptKey,
  type ObjectEntry,
  type RestCache,
  toEntry,
} from './pod-folding.ts'

export interface LiveObjects {
  /**
   * What a watch says. Takes the object over; `list` names the kind, as `apps/v1/deployments`.
   * False when it says nothing new: most changes are of the status alone.
   */
  set(list: string, object: KubeObject): boolean
  delete(list: string, object: KubeObject): void
  /** A list of the kind begins, while a watch of it may go on. */
  beginListing(list: string): Listing
  /** What is looked at now. A resource that did not change is the very same object as before. */
  resources(): Resource[]
}

/** The objects of one list; what a watch says meanwhile is newer than the list and stays. */
export interface Listing {
  set(object: KubeObject): void
  /** The list is whole: what it did not name is gone. */
  end(): void
  /** The list was not read to its end: what is known stays. */
  abandon(): void
}

/** An object's entry, and when it was last heard of: a listing's number, or half a step after it. */
interface Heard {
  entry: ObjectEntry
  at: number
}

interface KindList {
  entries: Map<string, Heard>
  /** Objects deleted while the kind is being listed, which pages made before may still name. */
  deleted: Map<string, number>
  listings: number
}

export function createLiveObjects(): LiveObjects {
  const lists = new Map<string, KindList>()
  /** Pods of one workload are alike: they share all but the name with the first one. */
  const shared = new Map<string, ObjectEntry>()
  const cache: RestCache = new WeakMap()
  let lastListing = 0

  function listOf(list: string): KindList {
    const known = lists.get(list)
    if (known) return known
    const created: KindList = { entries: new Map(), deleted: new Map(), listings: 0 }
    lists.set(list, created)
    return created
  }

  function put({ entries }: KindList, object: KubeObject, at: number): boolean {
    const entry = toEntry(object)
    if (!entry) return false
    if (entry.owner && entry.object) {
      const key = keptKey(entry, entry.owner)
      const first = shared.get(key)
      if (first) share(entry, first)
      else {
        entry.object = keepPacked(entry.object.read())
        shared.set(key, entry)
      }
    }
    const key = `${entry.namespace}/${entry.name}`
    const before = entries.get(key)?.entry
    if (before?.resource && entry.resource && isSame(before.resource, entry.resource))
      entry.resource = before.resource
    entries.set(key, { entry, at })
    return !before || !isAlike(before, entry)
  }

  /** Otherwise the first pod of every revision there ever was would stay in memory. */
  function forgetUnshared(): void {
    shared.clear()
    for (const { entries } of lists.values())
      for (const { entry } of entries.values())
        if (entry.owner && entry.object && !shared.has(keptKey(entry, entry.owner)))
          shared.set(keptKey(entry, entry.owner), entry)
  }

  return {
    set: (list, object) => put(listOf(list), object, lastListing + 0.5),
    delete(list, object) {
      const kind = listOf(list)
      kind.entries.delete(keyOf(object))
      if (kind.listings > 0) kind.deleted.set(keyOf(object), lastListing + 0.5)
    },
    beginListing(list) {
      lastListing += 1
      const number = lastListing
      const kind = listOf(list)
      kind.listings += 1
      return createListing(kind, {
        number,
        put: (object) => put(kind, object, number),
        onEnd: forgetUnshared,
      })
    },
    resources() {
      const folding = createPodFolding(cache)
      const resources: Resource[] = []
      for (const { entries } of lists.values())
        for (const { entry } of entries.values()) {
          const resource = folding.takeEntry(entry)
          if (resource) resources.push(resource)
        }
      return [...resources, ...folding.rest()]
    },
  }
}

interface ListingOptions {
  number: number
  put(object: KubeObject): unknown
  onEnd(): void
}

function createListing(kind: KindList, { number, put, onEnd }: ListingOptions): Listing {
  const { entries, deleted } = kind
  const leave = (): void => {
    kind.listings -= 1
    if (kind.listings === 0) deleted.clear()
  }
  return {
    set(object) {
      const key = keyOf(object)
      const heardAt = entries.get(key)?.at ?? deleted.get(key) ?? 0
      if (heardAt <= number) put(object)
    },
    end() {
      for (const [key, { at }] of entries)
        if (at < number) {
          entries.delete(key)
          deleted.set(key, number)
        }
      onEnd()
      leave()
    },
    abandon: leave,
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

/** For the folding of pods one may stand for the other. */
function isAlike(a: ObjectEntry, b: ObjectEntry): boolean {
  return (
    a.resource === b.resource &&
    a.hash === b.hash &&
    a.isIdle === b.isIdle &&
    a.owner?.kind === b.owner?.kind &&
    a.owner?.name === b.owner?.name
  )
}

/** The status was taken out. */
function isSame(a: Resource, b: Resource): boolean {
  return JSON.stringify(a.data) === JSON.stringify(b.data)
}
