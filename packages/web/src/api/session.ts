/** Asks who the page speaks as, and hands in a login token. */

import { Session } from '@evenkeel/model'
import { fetchJson } from './request.ts'

export function fetchSession(signal?: AbortSignal) {
  return fetchJson(Session, '/session', { signal })
}

/** Trades the one-time token of a login link for a session cookie. */
export function createSession(token: string) {
  return fetchJson(Session, '/session', { method: 'POST', body: { token } })
}
