/** Logins that were sent to an identity provider and have not come back. */

import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'
import { hash } from './tokens.ts'

export interface LoginAttemptWrite {
  state: string
  nonce: string
  verifier: string
  returnTo: string
  expiresAt: Date
}

export async function insertLoginAttempt(
  db: Kysely<Tables>,
  { state, ...attempt }: LoginAttemptWrite,
): Promise<void> {
  await db
    .insertInto('loginAttempt')
    .values({ ...attempt, stateHash: hash(state) })
    .execute()
}

/** Removes it, so that it serves once. Undefined where it is unknown or too old. */
export async function takeLoginAttempt(db: Kysely<Tables>, state: string, now: Date) {
  const row = await db
    .deleteFrom('loginAttempt')
    .where('stateHash', '=', hash(state))
    .returning(['nonce', 'verifier', 'returnTo', 'expiresAt'])
    .executeTakeFirst()
  return row && row.expiresAt > now ? row : undefined
}

export async function deleteOldLoginAttempts(db: Kysely<Tables>, now: Date): Promise<void> {
  await db.deleteFrom('loginAttempt').where('expiresAt', '<=', now).execute()
}
