/** Two server processes that start at once over the database that an old version left. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { checkDatabase } from '../backup/check-database.ts'
import { restoreBackup } from '../backup/restore-backup.ts'
import { knownMigrations, openStore, type Store } from '../storage/database.ts'
import { readRecord } from '../testing/records.ts'
import { createTestDatabase, storeKinds } from '../testing/stores.ts'
import { slowMs } from '../testing/world.ts'

/** What each statement of the schema did, and which connection asked for it; in a schema of its own. */
const watching = [
  'create schema watching',
  'create table watching.done (pid integer not null, tag text not null, object text)',
  `create function watching.note() returns event_trigger language plpgsql as $$ begin
    insert into watching.done select pg_backend_pid(), command_tag, object_identity
    from pg_event_trigger_ddl_commands() where schema_name = 'public';
  end $$`,
  'create event trigger watching on ddl_command_end execute function watching.note()',
]

/** The rows as they were left, and the schema as it was: nothing brings it up to date yet. */
async function leaveOld(store: Store, name: string): Promise<void> {
  const old: Store = {
    ...store,
    migrate: async (names) => {
      if (names) await store.migrate(names)
    },
  }
  await restoreBackup(old, readRecord(name))
  for (const statement of watching) await sql.raw(statement).execute(store.db)
}

function start(databaseUrl: string): ChildProcess {
  const program = join(import.meta.dirname, '../testing/server-child.ts')
  return spawn(process.execPath, ['--import', 'tsx', program], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Rejects where the process ends instead. */
async function addressOf({ stdout, pid }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('The process has no output.')
  for await (const line of createInterface({ input: stdout })) return line
  throw new Error(`The server ${pid} ended before it answered.`)
}

async function logIn(url: string): Promise<number> {
  const body = JSON.stringify({ name: 'zoe', password: 'correct horse battery' })
  const headers = { 'content-type': 'application/json' }
  return (await fetch(`${url}/api/v1/session`, { method: 'POST', body, headers })).status
}

describe.skipIf(!storeKinds.includes('postgresql'))('two servers on postgresql', () => {
  test.each([
    ['0001-tables', 401],
    ['0010-reports', 200],
  ])(
    'bring what %s left up to date once, and both serve all of it',
    async (name, login) => {
      const { url, drop } = await createTestDatabase()
      const store = await openStore({ databaseUrl: url, isMigrated: false })
      await leaveOld(store, `${name}.jsonl.gz`)
      const before = await countRows(store)
      expect((await store.listMigrations()).length).toBeLessThan(knownMigrations.length)
      const children = [start(url), start(url)]
      try {
        for (const address of await Promise.all(children.map(addressOf))) {
          expect((await fetch(`${address}/readyz`)).status).toBe(200)
          expect(await logIn(address)).toBe(login)
        }
      } finally {
        for (const child of children) {
          const ended = once(child, 'exit')
          child.kill('SIGTERM')
          await ended
        }
      }
      expect(await store.listMigrations()).toEqual([...knownMigrations].sort())
      expect(await listMakers(store)).toHaveLength(1)
      expect(await countRows(store)).toEqual(before)
      expect((await checkDatabase(store)).problems).toEqual([])
      await store.close()
      await drop()
    },
    slowMs,
  )
})

/** The connections that changed tables; partitions that maintenance adds are none of them. */
async function listMakers({ db }: Store): Promise<number[]> {
  const { rows } = await sql<{ pid: number }>`
    select distinct pid from watching.done where tag = 'ALTER TABLE' or object = 'public.custom_role'`.execute(
    db,
  )
  return rows.map((row) => row.pid)
}

async function countRows({ db }: Store): Promise<unknown> {
  const { rows } = await sql`
    select (select count(*) from finding) as findings, (select count(*) from resource) as resources,
      (select count(*) from finding_change) as changes, (select count(*) from cluster) as clusters`.execute(
    db,
  )
  return rows
}
