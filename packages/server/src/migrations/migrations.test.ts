/** Every database that a released version left is brought up to date with all that it holds. */
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { checkDatabase } from '../backup/check-database.ts'
import { restoreBackup } from '../backup/restore-backup.ts'
import { knownMigrations } from '../storage/database.ts'
import { readRecord, recorded } from '../testing/records.ts'
import { openTestStore, storeKinds, type TestStore } from '../testing/stores.ts'
import { openWorldOver, slowMs, type TestWorld } from '../testing/world.ts'

interface Header {
  migrations: string[]
}

/** The migrations that it had been through. */
async function restore(store: TestStore['store'], name: string): Promise<string[]> {
  await restoreBackup(store, readRecord(name))
  const { value } = await readRecord(name).next()
  return (JSON.parse(value ?? '') as Header).migrations
}

/** What every version was asked to hold, by the first migration of those that could. */
const answers: [since: string, line: string, expected: unknown][] = [
  ['0001-tables', 'GET /api/v1/findings?q=not%20lifecycle%20%3A%20gone', { total: 4 }],
  ['0001-tables', 'GET /api/v1/findings?q=rule.id%20%3A%20anonymous', { total: 1 }],
  ['0001-tables', 'GET /api/v1/findings?q=resource.name%20%3A%20batch', { total: 0 }],
  ['0001-tables', 'GET /api/v1/clusters', [{ name: 'prod', labels: { team: 'shop' } }]],
  [
    '0001-tables',
    'GET /api/v1/scores',
    { score: { counts: { passed: 1, failed: 2, unknown: 1 } } },
  ],
  [
    '0003-access',
    'GET /api/v1/exceptions',
    [{ query: 'rule.id : profiling', owner: 'team-shop', state: 'active' }],
  ],
  [
    '0003-access',
    'GET /api/v1/findings?q=exception.owner%20%3A%20team-shop',
    { total: 1, items: [{ resource: { name: 'web' } }] },
  ],
  ['0003-access', 'GET /api/v1/users', [{ name: 'zoe', role: 'editor', source: 'local' }]],
  ['0003-access', 'GET /api/v1/tokens', [{ name: 'ci', role: 'viewer' }]],
  ['0003-access', 'GET /api/v1/audit', { items: expect.arrayContaining([expect.anything()]) }],
  ['0010-reports', 'GET /api/v1/views', [{ name: 'Shop', visibility: 'shared' }]],
  ['0010-reports', 'GET /api/v1/attestations', [{ rule_id: 'unnumbered', verdict: 'passed' }]],
]

const get = async (world: TestWorld, url: string) =>
  (await world.app.inject({ method: 'GET', url, cookies: world.cookies })).json()

async function logIn(world: TestWorld): Promise<number> {
  const payload = { name: 'zoe', password: 'correct horse battery' }
  const answer = await world.app.inject({ method: 'POST', url: '/api/v1/session', payload })
  return answer.statusCode
}

test('there are records', () => expect(recorded.length).toBeGreaterThan(4))

describe.each(storeKinds)('%s', (kind) => {
  test.each(recorded)(
    'what %s left is answered, whole, and goes on',
    async (name) => {
      const opened = await openTestStore(kind, { isMigrated: false })
      const migrations = await restore(opened.store, name)
      expect(await opened.store.listMigrations()).toEqual([...knownMigrations].sort())
      const world = await openWorldOver(opened)
      world.clock.now = new Date('2026-03-10T12:30:00.000Z')
      for (const [since, line, expected] of answers) {
        if (!migrations.includes(since)) continue
        const answer = await get(world, line.replace('GET ', ''))
        expect({ line, answer }).toMatchObject({ line, answer: expected })
      }
      if (migrations.includes('0003-access')) expect(await logIn(world)).toBe(200)
      expect((await checkDatabase(opened.store)).problems).toEqual([])
      await world.close()
    },
    slowMs,
  )

  test(
    'one step after another leads to where all at once lead',
    async () => {
      const columnsOf = async (it: TestStore) =>
        (
          await sql<{ line: string }>`
            select table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable as line
            from information_schema.columns where table_schema = current_schema() order by 1`.execute(
            it.store.db,
          )
        ).rows.map((row) => row.line)
      const [atOnce, stepwise, turned] = await Promise.all(
        [1, 2, 3].map(() => openTestStore(kind, { isMigrated: false })),
      )
      if (!atOnce || !stepwise || !turned) throw new Error('There are three.')
      await atOnce.store.migrate()
      for (const [index] of knownMigrations.entries()) {
        await stepwise.store.migrate(knownMigrations.slice(0, index + 1))
      }
      // As it happens where one with a lower number is released after one with a higher.
      await turned.store.migrate(
        knownMigrations.filter((it) => it < '0007' || /^00(09|10)/.test(it)),
      )
      await turned.store.migrate(knownMigrations.filter((it) => !it.startsWith('0007')))
      await turned.store.migrate()
      expect(await columnsOf(stepwise)).toEqual(await columnsOf(atOnce))
      expect(await columnsOf(turned)).toEqual(await columnsOf(atOnce))
      for (const it of [atOnce, stepwise, turned]) await it.remove()
    },
    slowMs,
  )

  test(
    'a database of a newer version is left alone',
    async () => {
      const opened = await openTestStore(kind)
      await sql`insert into kysely_migration values ('9999-next', '')`.execute(opened.store.db)
      await expect(opened.store.migrate()).rejects.toThrow(
        /a newer Evenkeel has served it, with the schema 9999-next/,
      )
      expect(await opened.store.listMigrations()).toEqual([...knownMigrations, '9999-next'].sort())
      await opened.remove()
    },
    slowMs,
  )
})
