/** Asks who the page speaks as, and hands in a login token. */

import { LoginOptions, type LoginRequest, LogoutResponse, Session } from '@evenkeel/model'
import { fetchJson } from './request.ts'

export function fetchSession(signal?: AbortSignal) {
  return fetchJson(Session, '/session', { signal })
}

/** Trades the one-time token of a login link, or a name and its password, for a session cookie. */
export function createSession(login: LoginRequest) {
  return fetchJson(Session, '/session', { method: 'POST', body: login })
}

/** Ends the session, and says where the provider's is ended. */
export function deleteSession() {
  return fetchJson(LogoutResponse, '/session', { method: 'DELETE' })
}

/** How somebody without a session can sign in. */
export function fetchLoginOptions(signal?: AbortSignal) {
  return fetchJson(LoginOptions, '/login-options', { signal })
}
