/** Users: their role, what they see, their password. */

import { CreateUserRequest, type Reach, UpdateUserRequest, User } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { linkName } from '../accounts/link-name.ts'
import { hashPassword } from '../accounts/passwords.ts'
import { reachChange, refuseLimitedAdmin } from '../accounts/reach.ts'
import { requireRole } from '../accounts/roles.ts'
import { onRecord, type WritingHost, writeOnRecord } from '../http/audit.ts'
import { requireVersion, versionOf } from '../http/etag.ts'
import type { AppHost } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import {
  type AccountRow,
  deleteAccount,
  findAccount,
  insertAccount,
  listAccounts,
  lockAccount,
  updateAccount,
} from '../storage/accounts.ts'
import type { Database } from '../storage/database.ts'
import { deleteSessionsOf, updateSessionsOf } from '../storage/tokens.ts'

const config = { action: 'access.manage' } as const
const held = { ...config, holdsMatch: true } as const
const params = Type.Object({ name: Type.String({ maxLength: 100 }) })

type RoutesApp = Parameters<FastifyPluginAsyncTypebox>[0]

export function accountRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/users', { config, schema: { response: { 200: Type.Array(User) } } }, async () =>
      (await listAccounts(host.db)).map((row) => toUser(row, host.now())),
    )
    addCreation(app, host)
    addChange(app, host)
    app.delete('/users/:name', { config: held, schema: { params } }, async (request, reply) => {
      const { name } = await findKnown(host, request.params.name)
      await writeOnRecord(onRecord(host, request, 204), async (db) => {
        requireVersion(request, versionOfAccount(await lockKnown(db, name)))
        await deleteAccount(db, name)
        await deleteSessionsOf(db, name)
      })
      await reply.status(204).send()
    })
  }
}

function addCreation(app: RoutesApp, host: AppHost): void {
  app.post(
    '/users',
    { config, schema: { body: CreateUserRequest, response: { 201: User } } },
    async (request, reply) => {
      const { name, role, password, reach = null } = request.body
      refuseLimitedAdmin(role, reach)
      if (name === linkName) {
        throw new ProblemError(409, `"${linkName}" is who comes by a login link.`, '/name')
      }
      const passwordHash = await hashPassword(password)
      const account = { name, role, reach, source: 'local', subject: null, passwordHash } as const
      await writeOnRecord(onRecord(host, request, 201), async (db) => {
        await requireRole(db, role)
        const isNew = await insertAccount(db, { ...account, createdAt: host.now() })
        if (!isNew) throw new ProblemError(409, `There is a user "${name}" already.`, '/name')
      })
      return await reply.status(201).send(toUser(await findKnown(host, name), host.now()))
    },
  )
}

function addChange(app: RoutesApp, host: AppHost): void {
  app.patch(
    '/users/:name',
    { config: held, schema: { params, body: UpdateUserRequest, response: { 200: User } } },
    async (request) => {
      const account = await findKnown(host, request.params.name)
      const { role = account.role, reach = account.reach, password } = request.body
      if (account.source === 'oidc') {
        throw new ProblemError(
          409,
          `"${account.name}" comes from the identity provider; what they may follows their groups.`,
        )
      }
      refuseLimitedAdmin(role, reach)
      const passwordHash = password === undefined ? undefined : await hashPassword(password)
      await changeAccount(onRecord(host, request, 200), account, {
        role,
        reach,
        passwordHash,
        verify: (now) => requireVersion(request, versionOfAccount(now)),
      })
      return toUser(await findKnown(host, account.name), host.now())
    },
  )
}

interface Change {
  role: string
  reach: Reach
  passwordHash: string | undefined
  /** Throws where the caller has not seen what stands there. */
  verify(now: AccountRow): void
}

async function changeAccount(
  host: WritingHost,
  account: AccountRow,
  { role, reach, passwordHash, verify }: Change,
): Promise<void> {
  const { name } = account
  await writeOnRecord(host, async (db) => {
    verify(await lockKnown(db, name))
    await requireRole(db, role)
    await updateAccount(db, name, {
      role,
      ...reachChange(account, reach, host.now()),
      ...(passwordHash && { passwordHash }),
    })
    // Whoever knew the old password is out; other changes hold at once for the sessions that are open.
    if (passwordHash) await deleteSessionsOf(db, name)
    else await updateSessionsOf(db, name, { role, reach })
  })
}

async function lockKnown(db: Database, name: string): Promise<AccountRow> {
  const account = await lockAccount(db, name)
  if (!account) throw new ProblemError(404, `There is no user "${name}".`)
  return account
}

/** Logins do not make it another. */
function versionOfAccount({ role, reach, passwordHash }: AccountRow): string {
  return versionOf([role, reach, passwordHash])
}

async function findKnown(host: AppHost, name: string): Promise<AccountRow> {
  const account = await findAccount(host.db, name.replaceAll('\0', ''))
  if (!account) throw new ProblemError(404, `There is no user "${name}".`)
  return account
}

function toUser(row: AccountRow, now: Date): User {
  const isLocked = row.lockedUntil !== null && row.lockedUntil > now
  return {
    name: row.name,
    role: row.role,
    reach: row.reach,
    source: row.source,
    created_at: row.createdAt.toISOString(),
    last_login_at: row.lastLoginAt?.toISOString() ?? null,
    locked_until: isLocked ? (row.lockedUntil?.toISOString() ?? null) : null,
    version: versionOfAccount(row),
  }
}
