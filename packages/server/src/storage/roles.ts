/** Roles that people made, and who has them. */

import type { Kysely, Selectable } from 'kysely'
import { toJsonText } from './sanitize.ts'
import type { Tables } from './tables.ts'

export type RoleRow = Selectable<Tables['customRole']>

export function listRoles(db: Kysely<Tables>): Promise<RoleRow[]> {
  return db.selectFrom('customRole').selectAll().orderBy('name').execute()
}

/** `forShare` keeps it from being removed, `forUpdate` from being given away too, until the transaction ends. */
export function lockRole(
  db: Kysely<Tables>,
  name: string,
  lock: 'forShare' | 'forUpdate',
): Promise<RoleRow | undefined> {
  return db.selectFrom('customRole').selectAll().where('name', '=', name)[lock]().executeTakeFirst()
}

/** False where the name is taken. */
export async function insertRole(db: Kysely<Tables>, row: RoleRow): Promise<boolean> {
  const result = await db
    .insertInto('customRole')
    .values({ ...row, permissions: toJsonText(row.permissions) })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function updateRole(
  db: Kysely<Tables>,
  { name, permissions, ...change }: RoleRow,
): Promise<void> {
  await db
    .updateTable('customRole')
    .set({ ...change, permissions: toJsonText(permissions) })
    .where('name', '=', name)
    .execute()
}

export async function deleteRole(db: Kysely<Tables>, name: string): Promise<void> {
  await db.deleteFrom('customRole').where('name', '=', name).execute()
}

export interface RoleHolder {
  role: string
  /** The user "ada", the token "ci". */
  holder: string
}

/** Users, and tokens that still serve. */
export async function listRoleHolders(db: Kysely<Tables>, now: Date): Promise<RoleHolder[]> {
  const accounts = await db.selectFrom('account').select(['name', 'role']).orderBy('name').execute()
  const tokens = await db
    .selectFrom('token')
    .select(['subject', 'role'])
    .where('kind', '=', 'api')
    .where((it) => it.or([it('expiresAt', 'is', null), it('expiresAt', '>', now)]))
    .orderBy('subject')
    .execute()
  return [
    ...accounts.map(({ name, role }) => ({ role, holder: `the user "${name}"` })),
    ...tokens.map((it) => ({ role: it.role ?? '', holder: `the token "${it.subject}"` })),
  ]
}
