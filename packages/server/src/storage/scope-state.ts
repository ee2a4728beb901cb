/** What the server holds of a scope, as the agent's keys are compared with it. */

import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

export interface HeldResource {
  hash: string
  /** Hashes of its findings by rule id. */
  findings: Record<string, string>
}

export interface ScopeState {
  /** Of the last cycle; 0 where there was none. */
  sequence: number
  benchmarkId: string | null
  rulesVersion: string | null
  startedAt: Date | null
  resources: Map<string, HeldResource>
}

export async function readScopeState(
  db: Kysely<Tables>,
  clusterId: string,
  scope: string,
): Promise<ScopeState> {
  const head = await readScopeHead(db, clusterId, scope)
  const rows = head
    ? await db
        .selectFrom('resourceKey')
        .select(['id', 'hash', 'findings'])
        .where('clusterId', '=', clusterId)
        .where('scope', '=', scope)
        .execute()
    : []
  return {
    sequence: head?.sequence ?? 0,
    benchmarkId: head?.benchmarkId ?? null,
    rulesVersion: head?.rulesVersion ?? null,
    startedAt: head?.startedAt ?? null,
    resources: new Map(rows.map(({ id, hash, findings }) => [id, { hash, findings }])),
  }
}

export function readScopeHead(db: Kysely<Tables>, clusterId: string, scope: string) {
  return db
    .selectFrom('scope')
    .select(['sequence', 'benchmarkId', 'startedAt', 'rulesVersion'])
    .where('clusterId', '=', clusterId)
    .where('scope', '=', scope)
    .executeTakeFirst()
}

/** One cycle of a cluster at a time, over all processes; let go when the transaction ends. */
export async function lockCluster(db: Kysely<Tables>, clusterId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${clusterId}, 0))`.execute(db)
}
