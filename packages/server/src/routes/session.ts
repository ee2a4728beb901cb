/** Logging in by a one-time link or a password, logging out, and what the page learns about itself. */

import { LoginOptions, LoginRequest, LogoutResponse, Session } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { verifyLogin } from '../accounts/passwords.ts'
import { describeSession, type Login, startSession } from '../accounts/sessions.ts'
import { sessionCookie } from '../http/access.ts'
import type { AppHost } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { deleteToken, takeToken } from '../storage/tokens.ts'

const loginsPerMinute = 20

export function sessionRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    const config = {
      access: 'public' as const,
      rateLimit: { max: loginsPerMinute, timeWindow: '1 minute' },
    }
    app.get(
      '/login/:token',
      { config, schema: { hide: true, params: Type.Object({ token: Type.String() }) } },
      async (request, reply) => {
        const login = await takeLogin(host, request.params.token)
        await startSession(host, login, { request, reply })
        await reply.redirect('/', 303)
      },
    )
    app.get(
      '/api/v1/login-options',
      { config: { access: 'public' }, schema: { response: { 200: LoginOptions } } },
      () => ({ oidc: host.oidc ? { name: host.oidc.name } : null }),
    )
    app.post(
      '/api/v1/session',
      { config, schema: { body: LoginRequest, response: { 200: Session } } },
      async (request, reply) => {
        const login = await readLogin(host, request.body)
        await startSession(host, login, { request, reply })
        const { permissions } = request.caller ?? {}
        return describeSession(host, { ...login, permissions })
      },
    )
    app.get('/api/v1/session', { schema: { response: { 200: Session } } }, ({ caller }) => {
      const { subject, role, permissions, reach = null, source = null } = caller ?? {}
      const name = subject ?? ''
      return describeSession(host, { name, role: role ?? 'viewer', permissions, reach, source })
    })
    app.delete(
      '/api/v1/session',
      { config: { action: 'own.write' }, schema: { response: { 200: LogoutResponse } } },
      async (request, reply) => {
        const token = request.cookies[sessionCookie]
        if (token) await deleteToken(host.db, token)
        reply.clearCookie(sessionCookie, { path: '/' })
        const isOfProvider = request.caller?.source === 'oidc'
        const url = isOfProvider ? await host.oidc?.logoutUrl(host.publicUrl()) : undefined
        return { provider_logout_url: url ?? null }
      },
    )
  }
}

async function readLogin(host: AppHost, { token, name, password }: LoginRequest): Promise<Login> {
  if (token !== undefined) return await takeLogin(host, token)
  if (name === undefined || password === undefined) {
    throw new ProblemError(
      400,
      'Send the token of a login link, or a name and a password.',
      name === undefined ? '/name' : '/password',
    )
  }
  const account = await verifyLogin(host, name, password)
  return { name: account.name, role: account.role, reach: account.reach, source: 'local' }
}

async function takeLogin(host: AppHost, token: string): Promise<Login> {
  const login = await takeToken(host.db, 'login', token, host.now())
  if (login) {
    const { subject, role, reach } = login
    return { name: subject ?? '', role: role ?? 'viewer', reach, source: 'link' }
  }
  throw new ProblemError(
    401,
    'The login link was used already or has expired; start the server anew for another.',
  )
}
