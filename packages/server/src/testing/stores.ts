/** Fresh databases for tests: embedded always, PostgreSQL where one is given. */

import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { openStore, type Store } from '../storage/database.ts'

/** A server whose user may create databases. */
const serverUrl = process.env.EVENKEEL_TEST_DATABASE_URL

export const storeKinds: Store['kind'][] = serverUrl ? ['embedded', 'postgresql'] : ['embedded']

export interface TestStore {
  store: Store
  /** Closes it and leaves nothing behind. */
  remove(): Promise<void>
}

export async function openTestStore(
  kind: Store['kind'],
  options: { isMigrated?: boolean } = {},
): Promise<TestStore> {
  if (kind === 'embedded' || !serverUrl) {
    const store = await openStore(options)
    return { store, remove: () => store.close() }
  }
  const { url, drop } = await createTestDatabase()
  const store = await openStore({ ...options, databaseUrl: url })
  return {
    store,
    async remove() {
      await store.close()
      await drop()
    },
  }
}

/** An empty one on the server that the tests were given. */
export async function createTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  if (!serverUrl) throw new Error('EVENKEEL_TEST_DATABASE_URL names no PostgreSQL server.')
  const name = `evenkeel_test_${randomBytes(6).toString('hex')}`
  await onServer(serverUrl, `create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(serverUrl, `drop database ${name} with (force)`) }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
