/** Asks for findings: pages, groups, facets, one in full, its history. */

import {
  Facets,
  FindingChange,
  FindingDetail,
  FindingGroupPage,
  FindingPage,
} from '@evenkeel/model'
import { Type } from 'typebox'
import { fetchJson, searchOf } from './request.ts'

export interface FindingsRequest {
  q: string
  sort?: string | undefined
  cursor?: string | undefined
  limit?: number | undefined
  /** Keys of labels to answer as well, separated by commas. */
  labels?: string | undefined
  /** As they were then; now where it is not set. */
  at?: string | undefined
}

export function fetchFindings(request: FindingsRequest, signal?: AbortSignal) {
  return fetchJson(FindingPage, `/findings${searchOf({ ...request })}`, { signal })
}

export function fetchFindingGroups(
  request: FindingsRequest & { group: string },
  signal?: AbortSignal,
) {
  return fetchJson(FindingGroupPage, `/findings${searchOf({ ...request })}`, { signal })
}

export interface ExportRequest {
  q: string
  sort: string | undefined
  at?: string | undefined
  format: 'csv' | 'json' | 'ndjson'
}

/** Where the browser downloads all findings of a query. */
export function exportAddress(request: ExportRequest): string {
  return `/api/v1/export${searchOf({ ...request })}`
}

export function fetchFacets(
  { q, at, fields }: { q: string; at: string | undefined; fields: readonly string[] },
  signal?: AbortSignal,
) {
  return fetchJson(Facets, `/facets${searchOf({ q, at, fields: fields.join(',') })}`, { signal })
}

export function fetchFinding(id: string, at: string | undefined, signal?: AbortSignal) {
  return fetchJson(FindingDetail, `/findings/${encodeURIComponent(id)}${searchOf({ at })}`, {
    signal,
  })
}

export function fetchFindingHistory(id: string, signal?: AbortSignal) {
  return fetchJson(Type.Array(FindingChange), `/findings/${encodeURIComponent(id)}/history`, {
    signal,
  })
}
