/** Starts the session of somebody who proved who they are. */

import type { LoginSource, Permission, Reach, Session } from '@evenkeel/model'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sessionCookie } from '../http/access.ts'
import type { AppHost } from '../http/host.ts'
import { createToken, findToken } from '../storage/tokens.ts'

const sessionMs = 7 * 86_400_000

export interface Login {
  name: string
  role: string
  reach: Reach
  source: LoginSource
  /** A week where nothing is said. */
  lastsMs?: number
}

export async function startSession(
  host: AppHost,
  login: Login,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<void> {
  const now = host.now()
  const lastsMs = login.lastsMs ?? sessionMs
  const token = await createToken(host.db, {
    kind: 'session',
    subject: login.name,
    role: login.role,
    reach: login.reach,
    source: login.source,
    userAgent: request.headers['user-agent'] ?? null,
    address: request.ip,
    now,
    expiresAt: new Date(now.getTime() + lastsMs),
  })
  // So that the audit log names who came.
  request.caller = await findToken(host.db, 'session', token, now)
  reply.setCookie(sessionCookie, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: host.publicUrl().startsWith('https:'),
    maxAge: lastsMs / 1000,
  })
}

interface Holder extends Pick<Login, 'name' | 'role' | 'reach'> {
  source: LoginSource | null
  /** Of a role that people made. */
  permissions?: Permission[] | null | undefined
}

export function describeSession(
  host: AppHost,
  { permissions, source, ...holder }: Holder,
): Session {
  const user = { ...holder, ...(permissions && { permissions }), ...(source && { source }) }
  return { user, mode: host.mode, version: host.version }
}
