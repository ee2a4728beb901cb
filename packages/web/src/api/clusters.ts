/** Asks for clusters, and adds one. */

import {
  ClusterDetail,
  ClusterSummary,
  type CreateClusterRequest,
  CreateClusterResponse,
} from '@evenkeel/model'
import { Type } from 'typebox'
import { fetchJson } from './request.ts'

export function fetchClusters(signal?: AbortSignal) {
  return fetchJson(Type.Array(ClusterSummary), '/clusters', { signal })
}

export function fetchCluster(id: string, signal?: AbortSignal) {
  return fetchJson(ClusterDetail, `/clusters/${encodeURIComponent(id)}`, { signal })
}

export function createCluster(body: CreateClusterRequest) {
  return fetchJson(CreateClusterResponse, '/clusters', { method: 'POST', body })
}

/** Answers nothing: what it had is gone. */
export function deleteCluster(id: string) {
  return fetchJson(Type.Undefined(), `/clusters/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

/** Where the browser downloads the manifest; each download brings a new enrolment token. */
export function manifestAddress(id: string): string {
  return `/api/v1/clusters/${encodeURIComponent(id)}/manifest`
}
