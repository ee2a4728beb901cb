/** Asks how a resource hangs together with others, and what it was before. */

import { Relations, ResourceVersion, ResourceVersionDetail } from '@evenkeel/model'
import { Type } from 'typebox'
import { fetchJson, searchOf } from './request.ts'

export interface ResourcePlace {
  id: string
  clusterId: string
}

const addressOf = ({ id }: ResourcePlace) => `/resources/${encodeURIComponent(id)}`

export function fetchRelations(place: ResourcePlace, hops: number, signal?: AbortSignal) {
  const search = searchOf({ cluster: place.clusterId, hops })
  return fetchJson(Relations, `${addressOf(place)}/relations${search}`, { signal })
}

/** Newest first; with what the rule said of each. */
export function fetchVersions(place: ResourcePlace, rule: string, signal?: AbortSignal) {
  const search = searchOf({ cluster: place.clusterId, rule })
  return fetchJson(Type.Array(ResourceVersion), `${addressOf(place)}/versions${search}`, { signal })
}

export function fetchVersion(place: ResourcePlace, hash: string, signal?: AbortSignal) {
  const path = `${addressOf(place)}/versions/${encodeURIComponent(hash)}`
  return fetchJson(ResourceVersionDetail, `${path}${searchOf({ cluster: place.clusterId })}`, {
    signal,
  })
}
