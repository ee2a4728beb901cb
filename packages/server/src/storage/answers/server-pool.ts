/**
 * Answers of a PostgreSQL server, kept as long as nothing was committed there, by whatever process.
 *
 * Two statements with the same snapshot (`pg_current_snapshot()`) see the same rows: a commit takes its
 * transaction out of the list of those that run, or moves the end. To ask for the snapshot takes a fraction of a
 * millisecond; counting a million findings anew takes two cores for a second.
 */

import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import { type Answer, createReadCache, isRead, type ReadCache } from './read-cache.ts'
import { stateAfter, type TransactionState } from './transaction-state.ts'

export function keepAnswers(pool: Pool): PostgresPool {
  const kept: Kept = { cache: createReadCache(), snapshot: '', asked: new Map() }
  return {
    connect: async () => createClient(await pool.connect(), kept),
    end: () => pool.end(),
  }
}

interface Kept {
  cache: ReadCache
  /** That the kept answers are of. */
  snapshot: string
  /** What is being asked, so that many who want the same at once ask it once. */
  asked: Map<string, Promise<Answer>>
}

function createClient(client: PoolClient, kept: Kept): PostgresPoolClient {
  let state: TransactionState = 'none'
  const ask = async (sql: string, parameters: readonly unknown[]): Promise<Answer> => {
    const { rows, rowCount, command } = await client.query(sql, [...parameters])
    return { rows, rowCount: rowCount ?? 0, command }
  }
  const readSnapshot = async (): Promise<string> => {
    const { rows } = await client.query('select pg_current_snapshot()::text as snapshot')
    return String(rows[0]?.snapshot)
  }

  async function readAndKeep(snapshot: string, sql: string, parameters: readonly unknown[]) {
    const answer = await ask(sql, parameters)
    // What was committed meanwhile may be in it or not.
    if ((await readSnapshot()) === snapshot && kept.snapshot === snapshot)
      kept.cache.keep(sql, parameters, answer)
    return answer
  }

  async function read(sql: string, parameters: readonly unknown[]): Promise<Answer> {
    const snapshot = await readSnapshot()
    if (kept.snapshot !== snapshot) {
      kept.cache.clear()
      kept.snapshot = snapshot
    }
    const known = kept.cache.find(sql, parameters)
    if (known) return known
    const key = `${snapshot}\0${sql}\0${JSON.stringify(parameters)}`
    const other = kept.asked.get(key)
    if (other) return structuredClone(await other)
    const mine = readAndKeep(snapshot, sql, parameters)
    kept.asked.set(key, mine)
    try {
      // Callers may do with their answer what they like.
      return structuredClone(await mine)
    } finally {
      kept.asked.delete(key)
    }
  }

  const query = async (sql: string, parameters: readonly unknown[]): Promise<Answer> => {
    if (state === 'none' && isRead(sql)) return await read(sql, parameters)
    state = stateAfter(sql, state)
    return await ask(sql, parameters)
  }
  return {
    // Kysely calls with text and parameters only; its cursor form is not used here.
    query: query as PostgresPoolClient['query'],
    release: () => client.release(),
  }
}
