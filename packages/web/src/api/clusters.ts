/** Asks for clusters, and adds one. */

import {
  ClusterAgent,
  ClusterDetail,
  ClusterSummary,
  type CreateClusterRequest,
  CreateClusterResponse,
  EnrolmentToken,
  EvaluationStatus,
} from '@evenkeel/model'
import { Type } from 'typebox'
import { fetchFile, fetchJson, searchOf } from './request.ts'

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

export function fetchAgents(clusterId: string, signal?: AbortSignal) {
  return fetchJson(Type.Array(ClusterAgent), `/clusters/${encodeURIComponent(clusterId)}/agents`, {
    signal,
  })
}

/** Answers nothing. The agent is let in again by an enrolment token that is made after this. */
export function revokeAgent(clusterId: string, agentId: string) {
  const path = `/clusters/${encodeURIComponent(clusterId)}/agents/${encodeURIComponent(agentId)}`
  return fetchJson(Type.Undefined(), path, { method: 'DELETE' })
}

/** In the place of those that nobody used yet. */
export function createEnrolmentToken(id: string) {
  const path = `/clusters/${encodeURIComponent(id)}/enrolment-token`
  return fetchJson(EnrolmentToken, path, { method: 'POST' })
}

/** By the options of `evenkeel manifest`; it holds a token of its own. */
export async function fetchManifest(id: string, query: Record<string, string>): Promise<string> {
  const file = await fetchFile(`/clusters/${encodeURIComponent(id)}/manifest${searchOf(query)}`)
  return await file.content.text()
}

export function fetchEvaluation(clusterId: string, signal?: AbortSignal) {
  return fetchJson(EvaluationStatus, `/clusters/${encodeURIComponent(clusterId)}/evaluate`, {
    signal,
  })
}

/** Asks the agents of the cluster to look at everything anew. */
export function askToEvaluate(clusterId: string) {
  const path = `/clusters/${encodeURIComponent(clusterId)}/evaluate`
  return fetchJson(EvaluationStatus, path, { method: 'POST' })
}
