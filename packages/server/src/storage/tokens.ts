/** Tokens of every kind, kept as hashes only. */

import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Ability, LoginSource, Permission, Reach } from '@evenkeel/model'
import type { Kysely } from 'kysely'
import { toJsonText } from './sanitize.ts'
import type { Tables, TokenKind } from './tables.ts'

export interface TokenRecord {
  clusterId: string | null
  /** A node's name for an agent, a user's name for the others. */
  subject: string | null
  /** What the holder may; null for agents. */
  role: string | null
  /** Of a role that people made, as it is now; null for the others. */
  permissions: Permission[] | null
  /** What the holder sees; null for everything, and for agents. */
  reach: Reach
  /** What a token may at most; null for all that the role may. */
  abilities: Ability[] | null
  /** Of sessions: where the user is known. */
  source: LoginSource | null
  tokenId: string | null
  usedAt: Date | null
}

export interface TokenWrite {
  kind: TokenKind
  clusterId?: string | null
  subject: string | null
  role?: string | null
  reach?: Reach
  abilities?: Ability[] | null
  source?: LoginSource | null
  userAgent?: string | null
  address?: string | null
  tokenId?: string
  agentId?: string | null
  agentVersion?: string | null
  now: Date
  expiresAt: Date | null
}

const userAgentLengthMax = 300

/** The token's text; it can never be read again. */
export async function createToken(db: Kysely<Tables>, write: TokenWrite): Promise<string> {
  const { kind, now, reach = null, abilities = null, userAgent } = write
  // The prefix lets secret scanners find tokens that leaked.
  const token = `evk_${kind}_${randomBytes(32).toString('base64url')}`
  await db
    .insertInto('token')
    .values({
      tokenHash: hash(token),
      tokenId: write.tokenId ?? randomUUID(),
      agentId: write.agentId ?? null,
      agentVersion: write.agentVersion ?? null,
      kind,
      clusterId: write.clusterId ?? null,
      subject: write.subject,
      role: write.role ?? null,
      reach: reach && toJsonText(reach),
      abilities: abilities && toJsonText(abilities),
      source: write.source ?? null,
      userAgent: userAgent?.replaceAll('\0', '').slice(0, userAgentLengthMax) ?? null,
      address: write.address ?? null,
      createdAt: now,
      expiresAt: write.expiresAt,
      usedAt: null,
    })
    .execute()
  return token
}

const recordColumns = [
  'clusterId',
  'subject',
  'role',
  'reach',
  'abilities',
  'source',
  'tokenId',
  'usedAt',
  'expiresAt',
  'revokedAt',
] as const

/** Undefined for a token that is unknown, of another kind or expired. */
export async function findToken(
  db: Kysely<Tables>,
  kind: TokenKind,
  token: string,
  now: Date,
): Promise<TokenRecord | undefined> {
  const row = await db
    .selectFrom('token')
    .leftJoin('customRole', 'customRole.name', 'token.role')
    .select([...recordColumns, 'permissions'])
    .where('tokenHash', '=', hash(token))
    .where('kind', '=', kind)
    .executeTakeFirst()
  return row && isValid(row, now) ? row : undefined
}

/** Finds a token and removes it, so that it serves once. */
export async function takeToken(
  db: Kysely<Tables>,
  kind: TokenKind,
  token: string,
  now: Date,
): Promise<Omit<TokenRecord, 'permissions'> | undefined> {
  const row = await db
    .deleteFrom('token')
    .where('tokenHash', '=', hash(token))
    .where('kind', '=', kind)
    .returning(recordColumns)
    .executeTakeFirst()
  return row && isValid(row, now) ? row : undefined
}

/** As it is now; undefined for one that was ended or has expired. */
export async function findTokenById(
  db: Kysely<Tables>,
  tokenId: string,
  now: Date,
): Promise<TokenRecord | undefined> {
  const row = await db
    .selectFrom('token')
    .leftJoin('customRole', 'customRole.name', 'token.role')
    .select([...recordColumns, 'permissions'])
    .where('tokenId', '=', tokenId)
    .executeTakeFirst()
  return row && isValid(row, now) ? row : undefined
}

interface Ending {
  expiresAt: Date | null
  revokedAt: Date | null
}

function isValid({ expiresAt, revokedAt }: Ending, now: Date): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now)
}

const usedStepMs = 60_000

/** Once a minute at most, so that a busy page does not write with every request. */
export async function recordUse(
  db: Kysely<Tables>,
  { tokenId, usedAt }: TokenRecord,
  use: { at: Date; address: string },
): Promise<void> {
  if (usedAt && use.at.getTime() - usedAt.getTime() < usedStepMs) return
  await db
    .updateTable('token')
    .set({ usedAt: use.at, address: use.address })
    .where('tokenId', '=', tokenId)
    .execute()
}

export async function deleteToken(db: Kysely<Tables>, token: string): Promise<void> {
  await db.deleteFrom('token').where('tokenHash', '=', hash(token)).execute()
}

export async function deleteExpiredTokens(db: Kysely<Tables>, now: Date): Promise<void> {
  await db.deleteFrom('token').where('expiresAt', '<=', now).execute()
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

export type GrantRow = Awaited<ReturnType<typeof listTokens>>[number]

/** Of sessions or API tokens that still serve, latest first; of one user or of all. */
export function listTokens(
  db: Kysely<Tables>,
  filter: { kind: 'session' | 'api'; subject?: string | undefined; now: Date },
) {
  const query = db
    .selectFrom('token')
    .select([...recordColumns, 'createdAt', 'userAgent', 'address'])
    .where('kind', '=', filter.kind)
    .where((it) => it.or([it('expiresAt', 'is', null), it('expiresAt', '>', filter.now)]))
    .orderBy('createdAt', 'desc')
    .orderBy('tokenId')
  return (
    filter.subject === undefined ? query : query.where('subject', '=', filter.subject)
  ).execute()
}

/** With a subject only where it is that user's. */
export async function deleteTokenById(
  db: Kysely<Tables>,
  token: { kind: 'session' | 'api'; tokenId: string; subject?: string | undefined },
): Promise<boolean> {
  const query = db
    .deleteFrom('token')
    .where('kind', '=', token.kind)
    .where('tokenId', '=', token.tokenId)
  const result = await (token.subject === undefined
    ? query
    : query.where('subject', '=', token.subject)
  ).executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** What a user may changes in the sessions that are open, too. */
export async function updateSessionsOf(
  db: Kysely<Tables>,
  subject: string,
  { role, reach }: { role: string; reach: Reach },
): Promise<void> {
  await db
    .updateTable('token')
    .set({ role, reach: reach && toJsonText(reach) })
    .where('kind', '=', 'session')
    .where('subject', '=', subject)
    .execute()
}

/** Ends every session of a user. */
export async function deleteSessionsOf(db: Kysely<Tables>, subject: string): Promise<void> {
  await db
    .deleteFrom('token')
    .where('kind', '=', 'session')
    .where('subject', '=', subject)
    .execute()
}

export function hash(token: string): Uint8Array {
  return createHash('sha256').update(token).digest()
}
