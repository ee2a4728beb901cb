/** Asks who the page speaks as, and hands in a login token. */

import { type LoginRequest, Session } from '@evenkeel/model'
import { Type } from 'typebox'
import { fetchJson } from './request.ts'

export function fetchSession(signal?: AbortSignal) {
  return fetchJson(Session, '/session', { signal })
}

/** Trades the one-time token of a login link, or a name and its password, for a session cookie. */
export function createSession(login: LoginRequest) {
  return fetchJson(Session, '/session', { method: 'POST', body: login })
}

/** Answers nothing: the session is over. */
export function deleteSession() {
  return fetchJson(Type.Undefined(), '/session', { method: 'DELETE' })
}
