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
  const name = `evenkeel_test_${randomBytes(6).toString('hex')}`
  await onServer(serverUrl, `create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const store = await openStore({ ...options, databaseUrl: url.href })
  return {
    store,
    async remove() {
      await store.close()
      await onServer(serverUrl, `drop database ${name}`)
    },
  }
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
