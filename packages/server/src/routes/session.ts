/** Logging in by a one-time link or a password, and what the page learns about itself. */

import { LoginRequest, type Role, Session } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { verifyLogin } from '../accounts/passwords.ts'
import { sessionCookie } from '../http/access.ts'
import type { AppHost } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { createToken, deleteToken, takeToken } from '../storage/tokens.ts'

const sessionMs = 7 * 86_400_000
const loginsPerMinute = 20

interface Login {
  name: string
  role: Role
}

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
        await startSession(host, await takeLogin(host, request.params.token), reply)
        await reply.redirect('/', 303)
      },
    )
    app.post(
      '/api/v1/session',
      { config, schema: { body: LoginRequest, response: { 200: Session } } },
      async (request, reply) => {
        const login = await readLogin(host, request.body)
        await startSession(host, login, reply)
        return describe(host, login)
      },
    )
    app.get('/api/v1/session', { schema: { response: { 200: Session } } }, ({ caller }) =>
      describe(host, { name: caller?.subject ?? '', role: caller?.role ?? 'viewer' }),
    )
    app.delete('/api/v1/session', { config: { role: 'viewer' } }, async (request, reply) => {
      const token = request.cookies[sessionCookie]
      if (token) await deleteToken(host.db, token)
      await reply.clearCookie(sessionCookie, { path: '/' }).status(204).send()
    })
  }
}

async function readLogin(host: AppHost, { token, name, password }: LoginRequest): Promise<Login> {
  if (token !== undefined) return await takeLogin(host, token)
  if (name !== undefined && password !== undefined) return await verifyLogin(host, name, password)
  throw new ProblemError(400, 'Send the token of a login link, or a name and a password.')
}

async function takeLogin(host: AppHost, token: string): Promise<Login> {
  const login = await takeToken(host.db, 'login', token, host.now())
  if (login) return { name: login.subject ?? '', role: login.role ?? 'viewer' }
  throw new ProblemError(
    401,
    'The login link was used already or has expired; start the server anew for another.',
  )
}

async function startSession(
  host: AppHost,
  { name, role }: Login,
  reply: FastifyReply,
): Promise<void> {
  const now = host.now()
  const expiresAt = new Date(now.getTime() + sessionMs)
  const write = { kind: 'session', clusterId: null, subject: name, role, now, expiresAt } as const
  reply.setCookie(sessionCookie, await createToken(host.db, write), {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: host.publicUrl().startsWith('https:'),
    maxAge: sessionMs / 1000,
  })
}

function describe(host: AppHost, user: Login): Session {
  return { user, mode: host.mode, version: host.version }
}
