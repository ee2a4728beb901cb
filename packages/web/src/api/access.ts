/** Asks for users, tokens, sessions and the audit log, and changes the first three. */

import {
  AuditEntry,
  type CreateTokenRequest,
  CreateTokenResponse,
  type CreateUserRequest,
  nullable,
  SessionGrant,
  TokenGrant,
  type UpdateUserRequest,
  User,
} from '@evenkeel/model'
import { Type } from 'typebox'
import { fetchJson, searchOf } from './request.ts'

const AuditPage = Type.Object({
  items: Type.Array(AuditEntry),
  next_cursor: nullable(Type.String()),
})

export function fetchUsers(signal?: AbortSignal) {
  return fetchJson(Type.Array(User), '/users', { signal })
}

export function createUser(body: CreateUserRequest) {
  return fetchJson(User, '/users', { method: 'POST', body })
}

/** Refused where it is not any more what was seen. */
export function updateUser({ name, version }: User, body: UpdateUserRequest) {
  const options = { method: 'PATCH', body, ifMatch: `"${version}"` } as const
  return fetchJson(User, `/users/${encodeURIComponent(name)}`, options)
}

export function deleteUser({ name, version }: User) {
  const options = { method: 'DELETE', ifMatch: `"${version}"` } as const
  return fetchJson(Type.Undefined(), `/users/${encodeURIComponent(name)}`, options)
}

/** One's own; everybody's for admins. */
export function fetchSessions(signal?: AbortSignal) {
  return fetchJson(Type.Array(SessionGrant), '/sessions', { signal })
}

export function fetchTokens(signal?: AbortSignal) {
  return fetchJson(Type.Array(TokenGrant), '/tokens', { signal })
}

export function createToken(body: CreateTokenRequest) {
  return fetchJson(CreateTokenResponse, '/tokens', { method: 'POST', body })
}

/** Answers nothing: who had it is out. */
export function deleteAccess(kind: 'sessions' | 'tokens', id: string) {
  return fetchJson(Type.Undefined(), `/${kind}/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

export function fetchAudit(
  { q, cursor }: { q: string; cursor: string | undefined },
  signal?: AbortSignal,
) {
  return fetchJson(AuditPage, `/audit${searchOf({ q, cursor })}`, { signal })
}

/** Where a link downloads what the query finds. */
export function auditExportUrl(q: string, format: 'csv' | 'ndjson'): string {
  return `/api/v1/audit/export${searchOf({ q, format })}`
}
