/** Sessions of browsers and tokens of scripts: who holds them, and how they end. */

import {
  type Ability,
  CreateTokenRequest,
  CreateTokenResponse,
  mayDo,
  SessionGrant,
  TokenGrant,
} from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { refuseLimitedAdmin } from '../accounts/reach.ts'
import { requireRole } from '../accounts/roles.ts'
import { onRecord, writeOnRecord } from '../http/audit.ts'
import type { AppHost } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import {
  createToken,
  deleteTokenById,
  findToken,
  type GrantRow,
  listTokens,
} from '../storage/tokens.ts'

const params = Type.Object({
  id: Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' }),
})
const manage = { action: 'access.manage' } as const
const allAbilities: Ability[] = ['read', 'export', 'write']

type RoutesApp = Parameters<FastifyPluginAsyncTypebox>[0]

export function grantRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    addSessions(app, host)
    addTokens(app, host)
  }
}

function addSessions(app: RoutesApp, host: AppHost): void {
  app.get(
    '/sessions',
    { schema: { response: { 200: Type.Array(SessionGrant) } } },
    async (request) => {
      const filter = { kind: 'session', subject: ownOnly(request), now: host.now() } as const
      const rows = await listTokens(host.db, filter)
      return rows.map((row) => ({
        ...toGrant(row),
        source: row.source ?? 'link',
        user_agent: row.userAgent,
        address: row.address,
        is_current: row.tokenId === request.caller?.tokenId,
      }))
    },
  )
  app.delete(
    '/sessions/:id',
    { config: { action: 'own.write' }, schema: { params } },
    async (request, reply) => {
      const token = {
        kind: 'session',
        tokenId: request.params.id,
        subject: ownOnly(request),
      } as const
      await writeOnRecord(onRecord(host, request, 204), async (db) => {
        if (!(await deleteTokenById(db, token)))
          throw new ProblemError(404, `There is no session ${request.params.id}.`)
      })
      await reply.status(204).send()
    },
  )
}

/** Whose sessions a caller sees; undefined for everybody's. */
function ownOnly({ caller }: FastifyRequest): string | undefined {
  if (!caller?.role) return ''
  if (mayDo({ role: caller.role }, 'access.manage')) return undefined
  // A token may bear a user's name, and has no sessions.
  return caller.source === null ? '' : (caller.subject ?? '')
}

function addTokens(app: RoutesApp, host: AppHost): void {
  app.get(
    '/tokens',
    { config: manage, schema: { response: { 200: Type.Array(TokenGrant) } } },
    async () => (await listTokens(host.db, { kind: 'api', now: host.now() })).map(toTokenGrant),
  )
  app.post(
    '/tokens',
    {
      config: { ...manage, answersSecret: true },
      schema: { body: CreateTokenRequest, response: { 201: CreateTokenResponse } },
    },
    async (request, reply) => {
      const { name, role, abilities = null, reach = null } = request.body
      refuseLimitedAdmin(role, reach)
      const now = host.now()
      const expiresAt = readExpiry(request.body.expires_at, now)
      const write = { kind: 'api', subject: name, role, reach, abilities, now, expiresAt } as const
      const recorded = onRecord(host, request, 201)
      const token = await writeOnRecord(recorded, async (db) => {
        await requireRole(db, role)
        return await createToken(db, write)
      })
      const created = await findToken(host.db, 'api', token, now)
      const rows = await listTokens(host.db, { kind: 'api', now })
      const row = rows.find((it) => it.tokenId === created?.tokenId)
      if (!row) throw new Error('The token that was just made is not there.')
      return await reply.status(201).send({ grant: toTokenGrant(row), token })
    },
  )
  app.delete('/tokens/:id', { config: manage, schema: { params } }, async (request, reply) => {
    const { id } = request.params
    await writeOnRecord(onRecord(host, request, 204), async (db) => {
      if (!(await deleteTokenById(db, { kind: 'api', tokenId: id })))
        throw new ProblemError(404, `There is no token ${id}.`)
    })
    await reply.status(204).send()
  })
}

function toTokenGrant(row: GrantRow): TokenGrant {
  return { ...toGrant(row), abilities: row.abilities ?? allAbilities }
}

function toGrant(row: GrantRow) {
  return {
    id: row.tokenId ?? '',
    name: row.subject ?? '',
    role: row.role ?? 'viewer',
    reach: row.reach,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt?.toISOString() ?? null,
    last_used_at: row.usedAt?.toISOString() ?? null,
  }
}

function readExpiry(text: string | null, now: Date): Date | null {
  if (text === null) return null
  const time = Date.parse(text)
  if (Number.isNaN(time) || time <= now.getTime() || time > Date.UTC(9999, 0, 1)) {
    throw new ProblemError(
      400,
      'A token ends at a time in the future, such as 2030-01-31T00:00:00Z.',
      '/expires_at',
    )
  }
  return new Date(time)
}
