/** Tokens of every kind, kept as hashes only. */

import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Reach, Role } from '@evenkeel/model'
import type { Kysely } from 'kysely'
import { toJsonText } from './sanitize.ts'
import type { Tables } from './tables.ts'

export type TokenKind = 'enrolment' | 'agent' | 'login' | 'session' | 'api'

export interface TokenRecord {
  clusterId: string | null
  /** A node's name for an agent, a user's name for the others. */
  subject: string | null
  /** What the holder may; null for agents. */
  role: Role | null
  /** What the holder sees; null for everything, and for agents. */
  reach: Reach
  tokenId: string | null
}

export interface TokenWrite extends Omit<TokenRecord, 'role' | 'reach' | 'tokenId'> {
  role?: Role | null
  reach?: Reach
  kind: TokenKind
  now: Date
  expiresAt: Date | null
}

/** The token's text; it can never be read again. */
export async function createToken(db: Kysely<Tables>, write: TokenWrite): Promise<string> {
  const { kind, clusterId, subject, role = null, reach = null, now, expiresAt } = write
  // The prefix lets secret scanners find tokens that leaked.
  const token = `evk_${kind}_${randomBytes(32).toString('base64url')}`
  await db
    .insertInto('token')
    .values({
      tokenHash: hash(token),
      tokenId: randomUUID(),
      kind,
      clusterId,
      subject,
      role,
      reach: reach && toJsonText(reach),
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
    .select(['clusterId', 'subject', 'role', 'reach', 'tokenId', 'expiresAt'])
    .where('tokenHash', '=', hash(token))
    .where('kind', '=', kind)
    .executeTakeFirst()
  if (!row || (row.expiresAt && row.expiresAt <= now)) return undefined
  const { expiresAt: _, ...record } = row
  return record
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
    .returning(['clusterId', 'subject', 'role', 'reach', 'tokenId', 'expiresAt'])
    .executeTakeFirst()
  if (!row || (row.expiresAt && row.expiresAt <= now)) return undefined
  const { expiresAt: _, ...record } = row
  return record
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

/** Of sessions or API tokens that still serve, latest first. */
export function listTokens(db: Kysely<Tables>, kind: 'session' | 'api', now: Date) {
  return db
    .selectFrom('token')
    .select(['tokenId', 'subject', 'role', 'reach', 'createdAt', 'expiresAt'])
    .where('kind', '=', kind)
    .where((it) => it.or([it('expiresAt', 'is', null), it('expiresAt', '>', now)]))
    .orderBy('createdAt', 'desc')
    .execute()
}

export async function deleteTokenById(
  db: Kysely<Tables>,
  kind: 'session' | 'api',
  tokenId: string,
): Promise<boolean> {
  const result = await db
    .deleteFrom('token')
    .where('kind', '=', kind)
    .where('tokenId', '=', tokenId)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** Ends every session of a user. */
export async function deleteSessionsOf(db: Kysely<Tables>, subject: string): Promise<void> {
  await db
    .deleteFrom('token')
    .where('kind', '=', 'session')
    .where('subject', '=', subject)
    .execute()
}

function hash(token: string): Uint8Array {
  return createHash('sha256').update(token).digest()
}
