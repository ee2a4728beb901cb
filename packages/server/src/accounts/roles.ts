/** Roles that people make: what each may, who has it, and how it ends. */

import {
  type CreateRoleRequest,
  type CustomRole,
  isBuiltIn,
  permissions,
  type RoleValues,
} from '@evenkeel/model'
import { type WritingHost, writeOnRecord } from '../http/audit.ts'
import type { AppHost } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import type { Database } from '../storage/database.ts'
import {
  deleteRole,
  insertRole,
  listRoleHolders,
  listRoles,
  lockRole,
  type RoleHolder,
  type RoleRow,
  updateRole,
} from '../storage/roles.ts'

const rolesMax = 100

export async function describeRoles(host: AppHost): Promise<CustomRole[]> {
  const holders = await findHolders(host, host.db)
  return (await listRoles(host.db)).map((row) => describe(row, holders))
}

export async function createRole(
  host: WritingHost,
  { name, ...values }: CreateRoleRequest,
  by: string,
): Promise<CustomRole> {
  if (isBuiltIn(name.toLowerCase())) {
    throw new ProblemError(409, `The role ${name.toLowerCase()} is there by itself.`, '/name')
  }
  const row = toRow(name, values, { by, now: host.now() })
  await writeOnRecord(host, async (db) => {
    if ((await listRoles(db)).length >= rolesMax) {
      throw new ProblemError(409, `There are at most ${rolesMax} roles; remove one first.`)
    }
    const isNew = await insertRole(db, row)
    if (!isNew) throw new ProblemError(409, `There is a role "${name}" already.`, '/name')
  })
  return describe(row, [])
}

interface Write {
  name: string
  /** Throws where the caller has not seen what stands there. */
  verify(now: CustomRole): void
}

/** What it may holds at once for everybody who has it. */
export async function changeRole(
  host: WritingHost,
  values: RoleValues,
  { name, by, verify }: Write & { by: string },
): Promise<CustomRole> {
  return await writeOnRecord(host, async (db) => {
    const held = await lockKnown(host, db, name)
    verify(held)
    const row = toRow(held.name, values, { by, now: host.now() })
    await updateRole(db, row)
    return { ...describe(row, []), held_by: held.held_by }
  })
}

/** Refused while anybody has it. */
export async function removeRole(host: WritingHost, { name, verify }: Write): Promise<void> {
  await writeOnRecord(host, async (db) => {
    const held = await lockKnown(host, db, name)
    verify(held)
    if (held.held_by.length > 0) {
      throw new ProblemError(
        409,
        `The role "${name}" is held by ${tellHolders(held.held_by)}; give them another first.`,
      )
    }
    await deleteRole(db, held.name)
  })
}

/** To be called where the role is given away, so that it is not removed meanwhile. */
export async function requireRole(db: Database, name: string): Promise<void> {
  if (isBuiltIn(name) || (await lockRole(db, name, 'forShare'))) return
  throw new ProblemError(
    400,
    `There is no role "${name}"; choose viewer, operator, editor, admin or one of /roles.`,
    '/role',
  )
}

async function lockKnown(host: AppHost, db: Database, name: string): Promise<CustomRole> {
  const row = await lockRole(db, name.replaceAll('\0', '\ufffd'), 'forUpdate')
  if (row) return describe(row, await findHolders(host, db))
  throw new ProblemError(
    404,
    isBuiltIn(name) ? `The role ${name} stays as it is.` : `There is no role "${name}".`,
  )
}

async function findHolders({ oidc, now }: AppHost, db: Database): Promise<RoleHolder[]> {
  return [...(await listRoleHolders(db, now())), ...(oidc?.holders ?? [])]
}

const namedMax = 5

function tellHolders(holders: readonly string[]): string {
  const more = holders.length - namedMax
  return holders.slice(0, namedMax).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

function toRow(name: string, values: RoleValues, { by, now }: { by: string; now: Date }): RoleRow {
  return {
    name,
    description: values.description.replaceAll('\0', '\ufffd'),
    permissions: permissions.filter((it) => values.permissions.includes(it)),
    updatedAt: now,
    updatedBy: by,
  }
}

function describe(row: RoleRow, holders: readonly RoleHolder[]): CustomRole {
  return {
    name: row.name,
    description: row.description,
    permissions: row.permissions,
    updated_at: row.updatedAt.toISOString(),
    updated_by: row.updatedBy,
    held_by: holders.filter((it) => it.role === row.name).map((it) => it.holder),
  }
}
