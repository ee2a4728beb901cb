/** Asks for exceptions, previews, makes and revokes them. */

import { type CreateExceptionRequest, Exception, ExceptionPreview } from '@evenkeel/model'
import { Type } from 'typebox'
import { fetchJson } from './request.ts'

export function fetchExceptions(signal?: AbortSignal) {
  return fetchJson(Type.Array(Exception), '/exceptions', { signal })
}

/** What an exception of this query would cover, and the score with it. */
export function previewException(query: string, signal?: AbortSignal) {
  return fetchJson(ExceptionPreview, '/exceptions/preview', {
    method: 'POST',
    body: { query },
    signal,
  })
}

export function createException(body: CreateExceptionRequest) {
  return fetchJson(Exception, '/exceptions', { method: 'POST', body })
}

/** Answers nothing: the exception stays on record as revoked. */
export function revokeException(id: string) {
  return fetchJson(Type.Undefined(), `/exceptions/${encodeURIComponent(id)}`, { method: 'DELETE' })
}
