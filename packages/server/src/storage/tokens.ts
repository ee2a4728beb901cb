/** Tokens of every kind, kept as hashes only. */

import { createHash, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

export type TokenKind = 'enrolment' | 'agent' | 'login' | 'session'

export interface TokenRecord {
  clusterId: string | null
  /** A node's name for an agent, a user's name for the others. */
  subject: string | null
}

export interface TokenWrite extends TokenRecord {
  kind: TokenKind
  now: Date
  expiresAt: Date | null
}

/** The token's text; it can never be read again. */
export async function createToken(db: Kysely<Tables>, write: TokenWrite): Promise<string> {
  const { kind, clusterId, subject, now, expiresAt } = write
  // The prefix lets secret scanners find tokens that leaked.
  const token = `evk_${kind}_${randomBytes(32).toString('base64url')}`
  await db
    .insertInto('token')
    .values({
      tokenHash: hash(token),
      kind,
      clusterId,
      subject,
      createdAt: now,
      expiresAt,
      usedAt: null,
    })
    .execute()
  return token
}

/** Undefined for a token that is unknown, of another kind or expired. */
export async function findToken(
  db: Kysely<Tables>,
  kind: TokenKind,
  token: string,
  now: Date,
): Promise<TokenRecord | undefined> {
  const row = await db
    .selectFrom('token')
    .select(['clusterId', 'subject', 'expiresAt'])
    .where('tokenHash', '=', hash(token))
    .where('kind', '=', kind)
    .executeTakeFirst()
  if (!row || (row.expiresAt && row.expiresAt <= now)) return undefined
  return { clusterId: row.clusterId, subject: row.subject }
}

/** Finds a token and removes it, so that it serves once. */
export async function takeToken(
  db: Kysely<Tables>,
  kind: TokenKind,
  token: string,
  now: Date,
): Promise<TokenRecord | undefined> {
  const row = await db
    .deleteFrom('token')
    .where('tokenHash', '=', hash(token))
    .where('kind', '=', kind)
    .returning(['clusterId', 'subject', 'expiresAt'])
    .executeTakeFirst()
  if (!row || (row.expiresAt && row.expiresAt <= now)) return undefined
  return { clusterId: row.clusterId, subject: row.subject }
}

export async function deleteToken(db: Kysely<Tables>, token: string): Promise<void> {
  await db.deleteFrom('token').where('tokenHash', '=', hash(token)).execute()
}

export async function deleteExpiredTokens(db: Kysely<Tables>, now: Date): Promise<void> {
  await db.deleteFrom('token').where('expiresAt', '<=', now).execute()
}

/** Of an agent's credentials of one node only the latest few stay: pods come and go. */
export async function keepLatestTokens(
  db: Kysely<Tables>,
  filter: { kind: TokenKind; clusterId: string; subject: string | null },
  count: number,
): Promise<void> {
  const rows = await db
    .selectFrom('token')
    .select('tokenHash')
    .where('kind', '=', filter.kind)
    .where('clusterId', '=', filter.clusterId)
    .where('subject', filter.subject === null ? 'is' : '=', filter.subject)
    .orderBy('createdAt', 'desc')
    .offset(count)
    .execute()
  for (const { tokenHash } of rows) {
    await db.deleteFrom('token').where('tokenHash', '=', tokenHash).execute()
  }
}

/** Whether any agent of the cluster ever enrolled. */
export async function listEnrolledClusters(db: Kysely<Tables>): Promise<Set<string>> {
  const rows = await db
    .selectFrom('token')
    .select('clusterId')
    .distinct()
    .where('kind', '=', 'agent')
    .execute()
  return new Set(rows.flatMap((row) => row.clusterId ?? []))
}

function hash(token: string): Uint8Array {
  return createHash('sha256').update(token).digest()
}
