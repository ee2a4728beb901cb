/** Assigns findings, and reads and writes what people say of them. */

import { type AssignRequest, AssignResponse, FindingNote } from '@evenkeel/model'
import { Type } from 'typebox'
import { fetchJson } from './request.ts'

export function assignFindings(body: AssignRequest) {
  return fetchJson(AssignResponse, '/assignments', { method: 'POST', body })
}

export function fetchNotes(findingId: string, signal?: AbortSignal) {
  const path = `/findings/${encodeURIComponent(findingId)}/notes`
  return fetchJson(Type.Array(FindingNote), path, { signal })
}

export function addComment(findingId: string, text: string) {
  const path = `/findings/${encodeURIComponent(findingId)}/comments`
  return fetchJson(FindingNote, path, { method: 'POST', body: { text } })
}
