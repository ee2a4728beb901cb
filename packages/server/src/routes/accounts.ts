/** Users, their sessions, API tokens and the audit log: for admins. */

import {
  AccessGrant,
  AuditEntry,
  CreateTokenRequest,
  CreateTokenResponse,
  CreateUserRequest,
  pageOf,
  User,
} from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { readAuditCursor, toAuditCursor } from '../accounts/audit-cursor.ts'
import { hashPassword } from '../accounts/passwords.ts'
import type { AppHost } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { type AccountRow, deleteAccount, insertAccount, listAccounts } from '../storage/accounts.ts'
import { listAudit } from '../storage/audit.ts'
import {
  createToken,
  deleteSessionsOf,
  deleteTokenById,
  findToken,
  listTokens,
} from '../storage/tokens.ts'

const config = { role: 'admin' } as const
const TokenId = Type.Object({
  id: Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' }),
})
const auditLimit = 100

type RoutesApp = Parameters<FastifyPluginAsyncTypebox>[0]

export function accountRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    addUsers(app, host)
    addTokens(app, host)
    for (const [path, kind] of [
      ['/sessions', 'session'],
      ['/tokens', 'api'],
    ] as const) {
      app.get(path, { config, schema: { response: { 200: Type.Array(AccessGrant) } } }, async () =>
        (await listTokens(host.db, kind, host.now())).map(toGrant),
      )
      app.delete(`${path}/:id`, { config, schema: { params: TokenId } }, async (request, reply) => {
        const isDeleted = await deleteTokenById(host.db, kind, request.params.id)
        if (!isDeleted) throw new ProblemError(404, `There is no ${kind} ${request.params.id}.`)
        await reply.status(204).send()
      })
    }
    addAudit(app, host)
  }
}

function addUsers(app: RoutesApp, host: AppHost): void {
  app.get('/users', { config, schema: { response: { 200: Type.Array(User) } } }, async () =>
    (await listAccounts(host.db)).map((row) => toUser(row, host.now())),
  )
  app.post(
    '/users',
    { config, schema: { body: CreateUserRequest, response: { 201: User } } },
    async (request, reply) => {
      const { name, role, password } = request.body
      const passwordHash = await hashPassword(password)
      const createdAt = host.now()
      if (!(await insertAccount(host.db, { name, role, reach: null, passwordHash, createdAt }))) {
        throw new ProblemError(409, `There is a user "${name}" already.`, '/name')
      }
      const user = { name, role, created_at: createdAt.toISOString(), locked_until: null }
      return await reply.status(201).send(user)
    },
  )
  app.delete(
    '/users/:name',
    { config, schema: { params: Type.Object({ name: Type.String({ maxLength: 100 }) }) } },
    async (request, reply) => {
      const name = request.params.name.replaceAll('\0', '')
      if (!(await deleteAccount(host.db, name)))
        throw new ProblemError(404, `There is no user "${name}".`)
      await deleteSessionsOf(host.db, name)
      await reply.status(204).send()
    },
  )
}

function addTokens(app: RoutesApp, host: AppHost): void {
  app.post(
    '/tokens',
    { config, schema: { body: CreateTokenRequest, response: { 201: CreateTokenResponse } } },
    async (request, reply) => {
      const { name, role } = request.body
      const now = host.now()
      const expiresAt = readExpiry(request.body.expires_at, now)
      const write = { kind: 'api', clusterId: null, subject: name, role, now, expiresAt } as const
      const token = await createToken(host.db, write)
      const tokens = await listTokens(host.db, 'api', now)
      const created = await findToken(host.db, 'api', token, now)
      const row = tokens.find((it) => it.tokenId === created?.tokenId)
      if (!row) throw new Error('The token that was just made is not there.')
      return await reply.status(201).send({ grant: toGrant(row), token })
    },
  )
}

function addAudit(app: RoutesApp, host: AppHost): void {
  app.get(
    '/audit',
    {
      config,
      schema: {
        querystring: Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 200 })) }),
        response: { 200: Type.Omit(pageOf(AuditEntry), ['total', 'warnings']) },
      },
    },
    async (request) => {
      const before = readAuditCursor(request.query.cursor)
      const rows = await listAudit(host.db, { before, limit: auditLimit + 1 })
      const page = rows.slice(0, auditLimit)
      const last = page.at(-1)
      return {
        items: page.map(({ at, actor, action, target, status, details }) => {
          return { at: at.toISOString(), actor, action, target, status, details }
        }),
        next_cursor: rows.length > auditLimit && last ? toAuditCursor(last) : null,
      }
    },
  )
}

function toUser({ name, role, createdAt, lockedUntil }: AccountRow, now: Date): User {
  const isLocked = lockedUntil !== null && lockedUntil > now
  return {
    name,
    role,
    created_at: createdAt.toISOString(),
    locked_until: isLocked ? lockedUntil.toISOString() : null,
  }
}

function toGrant(row: Awaited<ReturnType<typeof listTokens>>[number]): AccessGrant {
  return {
    id: row.tokenId ?? '',
    name: row.subject ?? '',
    role: row.role ?? 'viewer',
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt?.toISOString() ?? null,
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
