/** Asks for users, tokens, sessions and the audit log, and changes the first three. */

import {
  AccessGrant,
  AuditEntry,
  type CreateTokenRequest,
  CreateTokenResponse,
  type CreateUserRequest,
  nullable,
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

/** Sessions of browsers or tokens of scripts. */
export function fetchGrants(kind: 'sessions' | 'tokens', signal?: AbortSignal) {
  return fetchJson(Type.Array(AccessGrant), `/${kind}`, { signal })
}

export function createToken(body: CreateTokenRequest) {
  return fetchJson(CreateTokenResponse, '/tokens', { method: 'POST', body })
}

/** Answers nothing: who had it is out. */
export function deleteAccess(kind: 'users' | 'sessions' | 'tokens', id: string) {
  return fetchJson(Type.Undefined(), `/${kind}/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

export function fetchAudit(cursor: string | undefined, signal?: AbortSignal) {
  return fetchJson(AuditPage, `/audit${searchOf({ cursor })}`, { signal })
}
