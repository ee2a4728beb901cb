/** Asks for exceptions, previews, makes, decides on and revokes them. */

import {
  type CreateExceptionRequest,
  type DecideExceptionRequest,
  Exception,
  ExceptionPreview,
  ImportExceptionsResponse,
} from '@evenkeel/model'
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

/** Somebody's word on one that waits. */
export function decideException({ id, ...body }: DecideExceptionRequest & { id: string }) {
  const path = `/exceptions/${encodeURIComponent(id)}/decision`
  return fetchJson(Exception, path, { method: 'POST', body })
}

/** The address of the file of those in force, as a scan reads it. */
export const exceptionsFileUrl = '/api/v1/exceptions.yaml'

/** All of the file or nothing; a dry run only says what would happen. */
export function importExceptions({ file, isDryRun }: { file: Blob; isDryRun: boolean }) {
  const body = new Blob([file], { type: 'application/yaml' })
  const path = `/exceptions/import${isDryRun ? '?dry_run=true' : ''}`
  return fetchJson(ImportExceptionsResponse, path, { method: 'POST', body })
}

/** Answers nothing: the exception stays on record as revoked. */
export function revokeException(id: string) {
  return fetchJson(Type.Undefined(), `/exceptions/${encodeURIComponent(id)}`, { method: 'DELETE' })
}
