/** Logging in by a one-time link, and what the page learns about itself. */

import { Session } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { sessionCookie } from '../http/access.ts'
import type { AppHost } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { createToken, deleteToken, takeToken } from '../storage/tokens.ts'

const sessionMs = 7 * 86_400_000
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
        await logIn(host, request.params.token, reply)
        await reply.redirect('/', 303)
      },
    )
    app.post(
      '/api/v1/session',
      {
        config,
        schema: {
          body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) }),
          response: { 200: Session },
        },
      },
      async (request, reply) => {
        const name = await logIn(host, request.body.token, reply)
        return describe(host, name)
      },
    )
    app.get('/api/v1/session', { schema: { response: { 200: Session } } }, (request) =>
      describe(host, request.caller?.subject ?? ''),
    )
    app.delete('/api/v1/session', async (request, reply) => {
      const token = request.cookies[sessionCookie]
      if (token) await deleteToken(host.db, token)
      await reply.clearCookie(sessionCookie, { path: '/' }).status(204).send()
    })
  }
}

async function logIn(host: AppHost, token: string, reply: FastifyReply): Promise<string> {
  const now = host.now()
  const login = await takeToken(host.db, 'login', token, now)
  if (!login) {
    throw new ProblemError(
      401,
      'The login link was used already or has expired; start the server anew for another.',
    )
  }
  const expiresAt = new Date(now.getTime() + sessionMs)
  const session = await createToken(host.db, { kind: 'session', ...login, now, expiresAt })
  reply.setCookie(sessionCookie, session, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: host.publicUrl().startsWith('https:'),
    maxAge: sessionMs / 1000,
  })
  return login.subject ?? ''
}

function describe(host: AppHost, name: string): Session {
  return { user: { name, role: 'admin' }, mode: host.mode, version: host.version }
}
