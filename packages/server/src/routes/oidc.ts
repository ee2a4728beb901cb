/** GET /login/oidc and its callback: signing in at the identity provider. */

import { timingSafeEqual } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { recordIdentity } from '../accounts/provider-login.ts'
import { startSession } from '../accounts/sessions.ts'
import type { AppHost } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { OidcError, type OidcFailure, type OidcProvider } from '../oidc/provider.ts'
import { insertLoginAttempt, takeLoginAttempt } from '../storage/login-attempts.ts'
import { listRoles } from '../storage/roles.ts'

const attemptMs = 10 * 60_000
const loginsPerMinute = 60
const attemptCookie = 'evenkeel_login'
const callbackPath = '/login/oidc/callback'

const statuses: Record<OidcFailure, number> = {
  'provider-unavailable': 503,
  'login-refused': 401,
  'no-role': 403,
}

export function oidcRoutes(host: AppHost, oidc: OidcProvider): FastifyPluginAsyncTypebox {
  return async (app) => {
    const config = {
      access: 'public' as const,
      rateLimit: { max: loginsPerMinute, timeWindow: '1 minute' },
    }
    const querystring = Type.Object({ return_to: Type.Optional(Type.String({ maxLength: 2000 })) })
    app.get('/login/oidc', { config, schema: { hide: true, querystring } }, (request, reply) =>
      orBackToLogin({ request, reply }, async () => {
        const { attempt, url } = await oidc.begin(redirectUri(host))
        await insertLoginAttempt(host.db, {
          ...attempt,
          returnTo: ownPath(request.query.return_to),
          expiresAt: new Date(host.now().getTime() + attemptMs),
        })
        // Lax, because the provider's page sends the browser back.
        reply.setCookie(attemptCookie, attempt.state, {
          path: '/login/oidc',
          httpOnly: true,
          sameSite: 'lax',
          secure: host.publicUrl().startsWith('https:'),
          maxAge: attemptMs / 1000,
        })
        await reply.redirect(url, 302)
      }),
    )
    app.get(callbackPath, { config, schema: { hide: true } }, (request, reply) =>
      orBackToLogin({ request, reply }, async () => {
        const returnTo = await finish(host, oidc, { request, reply })
        await reply.redirect(returnTo, 303)
      }),
    )
  }
}

interface Exchange {
  request: FastifyRequest
  reply: FastifyReply
}

async function finish(host: AppHost, oidc: OidcProvider, exchange: Exchange): Promise<string> {
  const { request, reply } = exchange
  const returned = new URL(request.url, host.publicUrl())
  const state = returned.searchParams.get('state') ?? ''
  reply.clearCookie(attemptCookie, { path: '/login/oidc' })
  // Another browser's state would sign this one in as somebody else.
  const isOwn = isEqual(state, request.cookies[attemptCookie] ?? '')
  const attempt = isOwn ? await takeLoginAttempt(host.db, state, host.now()) : undefined
  if (!attempt) {
    throw new OidcError(
      'login-refused',
      'This login was not begun in this browser, or more than ten minutes ago; sign in again.',
    )
  }
  returned.pathname = new URL(redirectUri(host)).pathname
  const roles = await listRoles(host.db)
  const identity = await oidc.finish(returned, { ...attempt, state }, roles)
  await recordIdentity(host, identity)
  const { name, role, reach } = identity
  await startSession(
    host,
    { name, role, reach, source: 'oidc', lastsMs: oidc.sessionMs },
    { request, reply },
  )
  return attempt.returnTo
}

function redirectUri(host: AppHost): string {
  return `${host.publicUrl().replace(/\/$/, '')}${callbackPath}`
}

/** A path of these pages, never another site. */
function ownPath(path = '/'): string {
  return /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(path) ? path : '/'
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length > 0 && left.length === right.length && timingSafeEqual(left, right)
}

/** A browser goes back to the login page, which has a sentence for each failure; a script gets the problem. */
async function orBackToLogin(
  { request, reply }: Exchange,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act()
  } catch (error) {
    const failure = failureOf(error)
    if (!failure) throw error
    request.log.warn({ err: error }, 'A login at the identity provider failed.')
    if (request.headers.accept?.includes('text/html')) {
      await reply.redirect(`/login?failure=${failure}`, 303)
      return
    }
    if (error instanceof OidcError) throw new ProblemError(statuses[error.failure], error.message)
    throw error
  }
}

function failureOf(error: unknown): OidcFailure | 'name-taken' | undefined {
  if (error instanceof OidcError) return error.failure
  return error instanceof ProblemError && error.status === 409 ? 'name-taken' : undefined
}
