/** Users: those with a password here, and those whom an identity provider sent. */

import type { LoginSource, Reach } from '@evenkeel/model'
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

/** The same for who changes it: nobody else does until the transaction ends. */
export function lockAccount(db: Kysely<Tables>, name: string): Promise<AccountRow | undefined> {
  return db
    .selectFrom('account')
    .selectAll()
    .where('name', '=', name)
    .forUpdate()
    .executeTakeFirst()
}

export interface AccountWrite {
  name: string
  role: string
  reach: Reach
  source: Exclude<LoginSource, 'link'>
  /** Null for users of a provider, whose password it knows. */
  passwordHash: string | null
  /** How the provider calls the user for ever; null for local ones. */
  subject: string | null
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
      lastLoginAt: null,
      reachSince: write.createdAt,
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export type AccountChange = Partial<
  Pick<AccountWrite, 'role' | 'reach' | 'passwordHash'> & {
    failedLogins: number
    lockedUntil: Date | null
    lastLoginAt: Date
    /** Given where the reach becomes another. */
    reachSince: Date
  }
>

export async function updateAccount(
  db: Kysely<Tables>,
  name: string,
  { reach, ...change }: AccountChange,
): Promise<void> {
  await db
    .updateTable('account')
    .set({ ...change, ...(reach !== undefined && { reach: reach && toJsonText(reach) }) })
    .where('name', '=', name)
    .execute()
}

export async function deleteAccount(db: Kysely<Tables>, name: string): Promise<boolean> {
  const result = await db.deleteFrom('account').where('name', '=', name).executeTakeFirst()
  return result.numDeletedRows > 0n
}
