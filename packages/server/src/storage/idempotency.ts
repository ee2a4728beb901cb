/** Keeps the answers to writes that may be sent again. */

import type { Kysely, Selectable } from 'kysely'
import { toJsonText } from './sanitize.ts'
import type { Tables } from './tables.ts'

export type KeyRow = Selectable<Tables['idempotencyKey']>

/** True for the one that may go on: the key is new, or its holder has been silent for longer than it may work. */
export async function claimKey(
  db: Kysely<Tables>,
  {
    caller,
    key,
    requestHash,
    now,
  }: { caller: string; key: string; requestHash: string; now: Date },
  workMs: number,
): Promise<boolean> {
  const row = { caller, key, requestHash, createdAt: now, status: null, headers: null, body: null }
  const inserted = await db
    .insertInto('idempotencyKey')
    .values(row)
    .onConflict((conflict) => conflict.columns(['caller', 'key']).doNothing())
    .executeTakeFirst()
  if ((inserted.numInsertedOrUpdatedRows ?? 0n) > 0n) return true
  const taken = await db
    .updateTable('idempotencyKey')
    .set({ createdAt: now })
    .where('caller', '=', caller)
    .where('key', '=', key)
    .where('requestHash', '=', requestHash)
    .where('status', 'is', null)
    .where('createdAt', '<', new Date(now.getTime() - workMs))
    .executeTakeFirst()
  return taken.numUpdatedRows > 0n
}

export function findKey(
  db: Kysely<Tables>,
  caller: string,
  key: string,
): Promise<KeyRow | undefined> {
  return db
    .selectFrom('idempotencyKey')
    .selectAll()
    .where('caller', '=', caller)
    .where('key', '=', key)
    .executeTakeFirst()
}

export async function recordAnswer(
  db: Kysely<Tables>,
  { caller, key }: { caller: string; key: string },
  answer: { status: number; headers: Record<string, string>; body: string | null },
): Promise<void> {
  await db
    .updateTable('idempotencyKey')
    .set({
      status: answer.status,
      headers: toJsonText(answer.headers),
      body: answer.body?.replaceAll('\0', '\ufffd') ?? null,
    })
    .where('caller', '=', caller)
    .where('key', '=', key)
    .execute()
}

export async function forgetKey(db: Kysely<Tables>, caller: string, key: string): Promise<void> {
  await db
    .deleteFrom('idempotencyKey')
    .where('caller', '=', caller)
    .where('key', '=', key)
    .execute()
}

export async function deleteKeysBefore(db: Kysely<Tables>, before: Date): Promise<void> {
  await db.deleteFrom('idempotencyKey').where('createdAt', '<', before).execute()
}
