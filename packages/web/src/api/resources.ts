/** Asks for resources: pages, most failed first, and single ones. */

import { nullable, pageOf, ResourceSummary } from '@evenkeel/model'
import { type Static, Type } from 'typebox'
import { fetchJson, searchOf } from './request.ts'

const ResourcePage = pageOf(ResourceSummary)

const ResourceDetail = Type.Object({
  resource: ResourceSummary,
  api_version: nullable(Type.String()),
  node: nullable(Type.String()),
  labels: Type.Record(Type.String(), Type.String()),
  data: Type.Unknown(),
})
export type ResourceDetail = Static<typeof ResourceDetail>

export interface ResourcesRequest {
  cluster?: string | undefined
  search?: string | undefined
  kind?: string | undefined
  namespace?: string | undefined
  cursor?: string | undefined
  limit?: number | undefined
}

export function fetchResources(request: ResourcesRequest, signal?: AbortSignal) {
  return fetchJson(ResourcePage, `/resources${searchOf({ ...request })}`, { signal })
}

export function fetchResource(id: string, clusterId: string | undefined, signal?: AbortSignal) {
  const path = `/resources/${encodeURIComponent(id)}${searchOf({ cluster: clusterId })}`
  return fetchJson(ResourceDetail, path, { signal })
}
