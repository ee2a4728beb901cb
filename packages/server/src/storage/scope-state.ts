/** What the server holds of a scope, as the agent's keys are compared with it. */

import { type Kysely, sql } from 'kysely'
import type { Database } from './database.ts'
import { isStoredAsIs } from './sanitize.ts'
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

/** More resources than these are not asked for one by one. */
const idsMax = 1_000

/** With `ids` the state may hold these resources only, which is much less than those of a large cluster. */
export async function readScopeState(
  db: Kysely<Tables>,
  { clusterId, scope, ids }: { clusterId: string; scope: string; ids?: readonly string[] },
): Promise<ScopeState> {
  const head = await readScopeHead(db, clusterId, scope)
  const ofScope = db
    .selectFrom('resourceKey')
    .select(['id', 'hash', 'findings'])
    .where('clusterId', '=', clusterId)
    .where('scope', '=', scope)
  const asked =
    ids && ids.length <= idsMax
      ? ofScope.where('id', '=', sql<string>`any(${ids.filter(isStoredAsIs)}::text[])`)
      : ofScope
  const rows = head ? await asked.execute() : []
  return {
    sequence: head?.sequence ?? 0,
    benchmarkId: head?.benchmarkId ?? null,
    rulesVersion: head?.rulesVersion ?? null,
    startedAt: head?.startedAt ?? null,
    resources: new Map(rows.map(({ id, hash, findings }) => [id, { hash, findings }])),
  }
}

/** Of all resources of the scope. */
export async function readScopeIds(
  db: Kysely<Tables>,
  { clusterId, scope }: { clusterId: string; scope: string },
): Promise<Set<string>> {
  const rows = await db
    .selectFrom('resourceKey')
    .select('id')
    .where('clusterId', '=', clusterId)
    .where('scope', '=', scope)
    .execute()
  return new Set(rows.map(({ id }) => id))
}

export function readScopeHead(db: Kysely<Tables>, clusterId: string, scope: string) {
  return db
    .selectFrom('scope')
    .select(['sequence', 'benchmarkId', 'startedAt', 'rulesVersion'])
    .where('clusterId', '=', clusterId)
    .where('scope', '=', scope)
    .executeTakeFirst()
}

const turns = new WeakMap<Database, Map<string, Promise<unknown>>>()

/**
 * What changes the findings of a cluster comes one after another. Whoever waits has no transaction open yet:
 * the embedded database has one connection, which the one that is waited for needs.
 */
export async function inTurn<T>(
  db: Database,
  clusterId: string,
  run: () => Promise<T>,
): Promise<T> {
  const queues = turns.get(db) ?? new Map<string, Promise<unknown>>()
  turns.set(db, queues)
  const before = queues.get(clusterId)
  const mine = (async () => {
    // What went wrong there is told to whoever asked for it.
    await before?.catch(() => undefined)
    return await run()
  })()
  queues.set(clusterId, mine)
  try {
    return await mine
  } finally {
    if (queues.get(clusterId) === mine) queues.delete(clusterId)
  }
}

/** A transaction that has the findings of the cluster to itself, over all processes. */
export function changeCluster<T>(
  db: Database,
  clusterId: string,
  run: (transaction: Database) => Promise<T>,
): Promise<T> {
  return inTurn(db, clusterId, () =>
    db.transaction().execute(async (transaction) => {
      await lockCluster(transaction, clusterId)
      return await run(transaction)
    }),
  )
}

/** Within a transaction, and in turn; let go when the transaction ends. */
export async function lockCluster(db: Kysely<Tables>, clusterId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${clusterId}, 0))`.execute(db)
}
