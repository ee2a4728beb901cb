/** The agents of clusters by their credentials: one agent a node, however often it enrolled or renewed. */

import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Database } from './database.ts'
import type { Tables } from './tables.ts'
import { createToken, hash } from './tokens.ts'

/** Pods come and go, and each may have enrolled. */
const credentialsPerAgent = 5
/** Requests that are under way, and processes of the agent that have not heard of the new one. */
const graceMs = 3_600_000

export interface AgentWrite {
  clusterId: string
  /** The node's name. */
  subject: string | null
  version: string
  now: Date
  expiresAt: Date
}

/** With the sentence that the agent is told. */
export interface AgentRefusal {
  refused: string
  /** Then the agent was revoked because of this very request. */
  isTwoHolders?: boolean
}

/** Refused where the agent of this node was revoked after the enrolment token was made. */
export function enrolAgent(
  db: Database,
  write: AgentWrite,
  enrolmentTokenId: string | null,
): Promise<{ credential: string } | AgentRefusal> {
  return db.transaction().execute(async (transaction) => {
    const known = await findAgent(transaction, write)
    if (known?.revokedAt) {
      const madeAt = await findCreation(transaction, enrolmentTokenId)
      if (!madeAt || madeAt <= known.revokedAt)
        return { refused: `${sentenceOf(known)} ${letInAgain}` }
      await transaction
        .deleteFrom('token')
        .where('kind', '=', 'agent')
        .where('agentId', '=', known.agentId)
        .execute()
    }
    const agentId = known?.agentId ?? randomUUID()
    const credential = await createToken(transaction, { kind: 'agent', agentId, ...tokenOf(write) })
    await keepLatest(transaction, agentId)
    return { credential }
  })
}

/**
 * A new credential in the place of this one, which serves a little longer.
 * An answer that got lost is given anew; but where the successor is in use already, two hold the same
 * credential, and the agent is revoked.
 */
export function renewAgent(
  db: Database,
  token: string,
  write: Omit<AgentWrite, 'clusterId' | 'subject'>,
): Promise<{ credential: string } | AgentRefusal> {
  return db.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('token')
      .select([
        'tokenHash',
        'tokenId',
        'agentId',
        'clusterId',
        'subject',
        'successorId',
        'expiresAt',
      ])
      .where('tokenHash', '=', hash(token))
      .where('kind', '=', 'agent')
      .where('revokedAt', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    const { agentId, clusterId, subject } = row ?? {}
    if (!row || !agentId || !clusterId)
      return { refused: 'The credential is unknown; enrol again.' }
    const { now } = write
    if (row.successorId && (await isUsed(transaction, row.successorId))) {
      await revoke(transaction, agentId, { now, because: 'two-holders' })
      return { refused: `${because['two-holders']}. ${letInAgain}`, isTwoHolders: true }
    }
    if (row.successorId)
      await transaction.deleteFrom('token').where('tokenId', '=', row.successorId).execute()
    const tokenId = randomUUID()
    const given = tokenOf({ ...write, clusterId, subject: subject ?? null })
    const credential = await createToken(transaction, { kind: 'agent', agentId, tokenId, ...given })
    const graceEnd = new Date(now.getTime() + graceMs)
    const expiresAt = row.expiresAt && row.expiresAt < graceEnd ? row.expiresAt : graceEnd
    await transaction
      .updateTable('token')
      .set({ successorId: tokenId, expiresAt })
      .where('tokenHash', '=', row.tokenHash)
      .execute()
    await keepLatest(transaction, agentId)
    return { credential }
  })
}

/** Why a credential is not taken; undefined for one that was never given or is long gone. */
export async function explainRefusal(
  db: Kysely<Tables>,
  token: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('token')
    .select(['subject', 'revokedAt', 'revokedBecause', 'expiresAt'])
    .where('tokenHash', '=', hash(token))
    .where('kind', '=', 'agent')
    .executeTakeFirst()
  if (!row) return undefined
  if (row.revokedAt) return `${sentenceOf(row)} ${letInAgain}`
  return `The credential ended at ${row.expiresAt?.toISOString()}; enrol the agent again.`
}

export async function listAgents(db: Kysely<Tables>, clusterId: string) {
  return await db
    .selectFrom('token')
    .select(({ fn }) => [
      'agentId',
      'subject',
      fn.max('createdAt').as('createdAt'),
      fn.max('usedAt').as('usedAt'),
      fn.max('expiresAt').as('expiresAt'),
      fn.max('revokedAt').as('revokedAt'),
      sql<string | null>`(array_agg(agent_version order by created_at desc))[1]`.as('version'),
      sql<string | null>`(array_agg(address order by used_at desc nulls last))[1]`.as('address'),
      sql<'asked' | 'two-holders' | null>`max(revoked_because)`.as('because'),
    ])
    .where('kind', '=', 'agent')
    .where('clusterId', '=', clusterId)
    .where('agentId', 'is not', null)
    .groupBy(['agentId', 'subject'])
    .orderBy('subject')
    .execute()
}

/** False where the cluster has no such agent. */
export async function revokeAgent(
  db: Kysely<Tables>,
  agent: { clusterId: string; agentId: string; now: Date },
): Promise<boolean> {
  const { clusterId, agentId, now } = agent
  const found = await db
    .selectFrom('token')
    .select('tokenId')
    .where('clusterId', '=', clusterId)
    .where('kind', '=', 'agent')
    .where('agentId', '=', agentId)
    .executeTakeFirst()
  if (found) await revoke(db, agentId, { now, because: 'asked' })
  return found !== undefined
}

/** Every enrolment token of a cluster; agents that run have credentials of their own. */
export async function deleteEnrolmentTokens(db: Kysely<Tables>, clusterId: string): Promise<void> {
  await db
    .deleteFrom('token')
    .where('kind', '=', 'enrolment')
    .where('clusterId', '=', clusterId)
    .execute()
}

interface Revoked {
  subject: string | null
  revokedAt: Date | null
  revokedBecause: 'asked' | 'two-holders' | null
}

const because = {
  asked: 'The agent was revoked',
  'two-holders':
    'Its credential was renewed by two holders, so somebody may have copied it, and the agent was revoked',
} as const
const letInAgain = 'Only an enrolment token that was made after that lets it in again.'

function sentenceOf({ subject, revokedAt, revokedBecause }: Revoked): string {
  const whose = subject === null ? '' : ` (${subject})`
  return `${because[revokedBecause ?? 'asked']}${whose} at ${revokedAt?.toISOString()}.`
}

function tokenOf({ clusterId, subject, version, now, expiresAt }: AgentWrite) {
  return { clusterId, subject, agentVersion: version, now, expiresAt }
}

async function findAgent(db: Kysely<Tables>, { clusterId, subject }: AgentWrite) {
  const row = await db
    .selectFrom('token')
    .select(['agentId', 'subject', 'revokedAt', 'revokedBecause'])
    .where('kind', '=', 'agent')
    .where('clusterId', '=', clusterId)
    .where('subject', subject === null ? 'is' : '=', subject)
    .where('agentId', 'is not', null)
    .orderBy('revokedAt', (order) => order.desc().nullsLast())
    .executeTakeFirst()
  return row?.agentId ? { ...row, agentId: row.agentId } : undefined
}

async function findCreation(db: Kysely<Tables>, tokenId: string | null): Promise<Date | undefined> {
  if (tokenId === null) return undefined
  const query = db.selectFrom('token').select('createdAt').where('tokenId', '=', tokenId)
  return (await query.executeTakeFirst())?.createdAt
}

async function isUsed(db: Kysely<Tables>, tokenId: string): Promise<boolean> {
  const query = db.selectFrom('token').select('usedAt').where('tokenId', '=', tokenId)
  return Boolean((await query.executeTakeFirst())?.usedAt)
}

/** Kept without an end, so that its holder is told and the node does not simply enrol again. */
async function revoke(
  db: Kysely<Tables>,
  agentId: string,
  { now, because }: { now: Date; because: 'asked' | 'two-holders' },
): Promise<void> {
  await db
    .updateTable('token')
    .set({ revokedAt: now, revokedBecause: because, expiresAt: null })
    .where('kind', '=', 'agent')
    .where('agentId', '=', agentId)
    .where('revokedAt', 'is', null)
    .execute()
}

async function keepLatest(db: Kysely<Tables>, agentId: string): Promise<void> {
  const rows = await db
    .selectFrom('token')
    .select('tokenHash')
    .where('kind', '=', 'agent')
    .where('agentId', '=', agentId)
    .orderBy('createdAt', 'desc')
    .offset(credentialsPerAgent)
    .execute()
  for (const { tokenHash } of rows)
    await db.deleteFrom('token').where('tokenHash', '=', tokenHash).execute()
}
