/** Local users. */

import type { Reach, Role } from '@evenkeel/model'
import type { Kysely, Selectable } from 'kysely'
import { toJsonText } from './sanitize.ts'
import type { Tables } from './tables.ts'

export type AccountRow = Selectable<Tables['account']>

export function listAccounts(db: Kysely<Tables>): Promise<AccountRow[]> {
  return db.selectFrom('account').selectAll().orderBy('name').execute()
}

export function findAccount(db: Kysely<Tables>, name: string): Promise<AccountRow | undefined> {
  return db.selectFrom('account').selectAll().where('name', '=', name).executeTakeFirst()
}

export interface AccountWrite {
  name: string
  role: Role
  reach: Reach
  passwordHash: string
  createdAt: Date
}

/** False where the name is taken. */
export async function insertAccount(db: Kysely<Tables>, write: AccountWrite): Promise<boolean> {
  const result = await db
    .insertInto('account')
    .values({
      ...write,
      reach: write.reach && toJsonText(write.reach),
      failedLogins: 0,
      lockedUntil: null,
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function deleteAccount(db: Kysely<Tables>, name: string): Promise<boolean> {
  const result = await db.deleteFrom('account').where('name', '=', name).executeTakeFirst()
  return result.numDeletedRows > 0n
}

export async function recordLogin(
  db: Kysely<Tables>,
  name: string,
  state: { failedLogins: number; lockedUntil: Date | null },
): Promise<void> {
  await db.updateTable('account').set(state).where('name', '=', name).execute()
}
