/** Backups: equal row for row wherever they are restored, all or nothing, and checked. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readWholeWorld } from '../http/host.ts'
import { applyToAll } from '../ingest/accept.ts'
import { ingestCycle } from '../ingest/ingest.ts'
import type { Store } from '../storage/database.ts'
import { listWholeTables } from '../storage/whole-tables.ts'
import { openTestStore, storeKinds, type TestStore } from '../testing/stores.ts'
import {
  addCluster,
  makeCycle,
  makeFinding,
  makeResource,
  openTestWorld,
  slowMs,
  type TestWorld,
} from '../testing/world.ts'
import { checkDatabase } from './check-database.ts'
import { readLines, writeFile } from './files.ts'
import { createSummer } from './format.ts'
import { backUpTo, check, moveTo, restoreFrom } from './operations.ts'
import { restoreBackup } from './restore-backup.ts'
import { writeBackup } from './write-backup.ts'

let world: TestWorld
let folder: string
let whole: string[]
const now = new Date('2026-03-11T00:00:00Z')

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-backup-'))
  world = await openTestWorld()
  await fill(world)
  whole = await linesOf(world.host.store)
}, slowMs)
afterAll(async () => {
  await world.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Two clusters with history, odd texts, and what people made. */
async function fill(it: TestWorld): Promise<void> {
  for (const name of ['one', 'zwölf ☃ "quoted" \\ line\nbreak']) {
    const { clusterId } = await addCluster(it, name)
    const resources = ['a', 'b\n', 'c'].map((text) => makeResource(text, { labels: { app: text } }))
    const findings = resources.map((resource) => makeFinding(resource, 'privileged'))
    await ingestCycle(it.host, clusterId, makeCycle(resources, findings))
    it.clock.now = new Date(it.clock.now.getTime() + 60_001)
    const turned = [
      makeFinding(resources[0]!, 'privileged', { evaluation: 'passed', reason: '\u2028\t' }),
      ...findings.slice(1, 2),
    ]
    await ingestCycle(it.host, clusterId, makeCycle(resources.slice(0, 2), turned, { sequence: 2 }))
  }
  const body = { query: 'rule.id : privileged', reason: 'known', category: 'accepted' }
  await it.app.inject({
    method: 'POST',
    url: '/api/v1/exceptions',
    payload: { ...body, owner: 'me' },
    cookies: it.cookies,
    headers: { origin: 'https://evenkeel.example.org' },
  })
  await applyToAll(it.host.db, await readWholeWorld(it.host))
}

async function linesOf(store: Store): Promise<string[]> {
  const lines: string[] = []
  for await (const chunk of writeBackup(store, now)) lines.push(...chunk.trimEnd().split('\n'))
  return lines
}

async function* asStream(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines
}

async function countRows(store: Store): Promise<number> {
  let sum = 0
  for (const { name } of await listWholeTables(store.db)) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(
      store.db,
    )
    sum += rows[0]?.n ?? 0
  }
  return sum
}

/** Changes the lines as someone would who computes the checksums anew. */
function forge(change: (line: string) => string): string[] {
  const lines = whole.filter((line) => !line.startsWith('{"sum"')).map(change)
  const [header = '', ...body] = lines
  const sum = (block: string[]) => JSON.stringify({ sum: createSummer()(block) })
  return [header, sum([header]), ...body, sum(body)]
}

const forgeHeader = (fields: object) =>
  forge((line) =>
    line.startsWith('{"evenkeel') ? JSON.stringify({ ...JSON.parse(line), ...fields }) : line,
  )

describe.each(storeKinds)('%s', (kind) => {
  let empty: TestStore
  let filled: TestStore
  beforeAll(async () => {
    empty = await openTestStore(kind, { isMigrated: false })
    filled = await openTestStore(kind, { isMigrated: false })
  }, slowMs)
  afterAll(async () => {
    await empty.remove()
    await filled.remove()
  })

  test.each<[string, () => string[], string | RegExp]>([
    ['nothing', () => [], 'ends after line 0'],
    ['another file', () => ['hello'], 'Line 1: this is no backup of Evenkeel.'],
    ['a file that is cut off', () => whole.slice(0, -20), /ends after line \d+, before the end/],
    [
      'a changed value',
      () => whole.map((line) => line.replace('"privileged"', '"privilegeD"')),
      /Lines \d+ to \d+: the checksum is not that/,
    ],
    [
      'a line too little',
      () => whole.filter((_, index) => index !== whole.length - 8),
      /Lines \d+ to \d+: the checksum/,
    ],
    ['more after the end', () => [...whole, '[]'], /there is more after the end/],
    ['a newer format', () => forgeHeader({ evenkeel_backup: 2 }), 'has format 2'],
    [
      'a newer schema',
      () => forgeHeader({ migrations: ['0001-tables', '9999-next'] }),
      'the schema 9999-next, which this version does not have',
    ],
    [
      'an unknown table',
      () => forge((line) => line.replace('"table":"finding"', '"table":"pg_class"')),
      'the table pg_class is unknown',
    ],
    [
      'other columns',
      () => forge((line) => line.replace('"columns":["cluster_id",', '"columns":["x",')),
      /the table \w+ has the columns .*cluster_id, /,
    ],
    [
      'a partition that is a statement',
      () => forge((line) => line.replace('"finding_change_2026_03"', '"a; drop table finding"')),
      'Line ',
    ],
    [
      'rows that do not fit',
      () => forge((line) => line.replace(/^\["[0-9a-f-]{36}"/, '["no uuid"')),
      /do not fit into the table \w+: invalid input syntax for type uuid/,
    ],
    [
      'a count that is wrong',
      () => forge((line) => line.replace(/"rows":\d+/, '"rows":1')),
      'the backup says 1 rows',
    ],
  ])(
    '%s is refused by its place, and nothing is kept',
    async (_, damaged, message) => {
      await expect(restoreBackup(empty.store, asStream(damaged()))).rejects.toThrow(message)
      expect(await countRows(empty.store)).toBe(0)
    },
    slowMs,
  )

  test(
    'holds the same rows after a restore, and so does a backup of it',
    async () => {
      const { store } = filled
      const restored = await restoreBackup(store, asStream(whole))
      expect(restored.rows).toBeGreaterThan(60)
      expect((await linesOf(store)).slice(2)).toEqual(whole.slice(2))
      expect(await checkDatabase(store)).toMatchObject({ problems: [] })
      // And back into an embedded one.
      const back = await openTestStore('embedded', { isMigrated: false })
      const again = await restoreBackup(back.store, asStream(await linesOf(store)))
      expect(again.sum).toBe(restored.sum)
      // The database goes on numbering where it was.
      const { rows } = await sql<{ no: number }>`
        insert into rule (rule_id, body) values ('new', '{}') returning rule_no as no`.execute(
        back.store.db,
      )
      expect(rows[0]?.no).toBeGreaterThan(4)
      await back.remove()
      await expect(restoreBackup(store, asStream(whole))).rejects.toThrow(
        /^The database is not empty: there are rows in .*finding, /,
      )
      expect((await linesOf(store)).slice(2)).toEqual(whole.slice(2))
    },
    slowMs,
  )

  test.each<[string, string, string, string]>([
    ['finding_count', 'update finding_count set n = n + 1', 'finding_count is the sum', 'anew'],
    ['owner_count', 'update owner_count set n = 0', 'owner_count is the sum', 'anew'],
    ['accepted', 'update finding_count set excepted = 7', 'finding_count is the sum', 'anew'],
    ['a resource', 'update resource set failed = 9', 'the counts of a resource', 'anew'],
    [
      'keys',
      `update resource_key set findings = findings || '{"anonymous":"h"}'`,
      'every hash that agents compare with has its finding',
      'send',
    ],
    ['no keys', 'delete from resource_key', 'every finding has its hash', 'send'],
    [
      'evidence',
      'delete from finding_evidence',
      'row of finding has its row of finding_evidence',
      'backup',
    ],
    ['orphans', 'delete from resource', 'row of finding has its row of resource', 'backup'],
    ['a lifecycle', 'update finding set evaluation = 0', 'lifecycle of a finding fits', 'backup'],
    ['clusters', 'delete from cluster', 'row of scope is of a cluster', 'backup'],
    [
      'an old schema',
      `delete from kysely_migration where name like '0009%'`,
      'the schema',
      'Start the server once',
    ],
    [
      'a new schema',
      `insert into kysely_migration values ('9999-next', '')`,
      'the schema 9999-next',
      'Use the version',
    ],
  ])(
    'a check finds what is wrong with %s and says what to do',
    async (_, damage, message, advice) => {
      const db = await filled.store.db.startTransaction().execute()
      await sql.raw(damage).execute(db)
      const listMigrations = () => filled.store.listMigrations(db)
      const { problems } = await checkDatabase({ ...filled.store, db, listMigrations })
      await db.rollback().execute()
      expect(problems.map((it) => it.message).join('\n')).toContain(message)
      expect(problems.find((it) => it.message.includes(message))?.advice).toContain(advice)
    },
    slowMs,
  )

  test(
    'a repair counts anew, and makes agents send again what it cannot know',
    async () => {
      const { store } = filled
      for (const damage of [
        'update finding_count set n = n + 1, excepted = 7',
        'update owner_count set n = 0',
        'update resource set failed = 9',
      ]) {
        await sql.raw(damage).execute(store.db)
      }
      expect((await checkDatabase(store, { repair: true })).problems).not.toEqual([])
      expect(await checkDatabase(store)).toMatchObject({ problems: [] })
      expect((await linesOf(store)).slice(2)).toEqual(whole.slice(2))
      await sql`delete from resource_key where id like '%a'`.execute(store.db)
      await checkDatabase(store, { repair: true })
      expect(await store.db.selectFrom('resourceKey').selectAll().execute()).toEqual([])
    },
    slowMs,
  )
})

test(
  'files are written whole, moved and restored with one call each',
  async () => {
    const source = join(folder, 'source')
    const [first, second] = [join(folder, 'a.gz'), join(folder, 'b.gz')]
    await writeFile(first, asChunks(whole))
    await restoreFrom({ dataDir: source }, first)
    await backUpTo({ dataDir: source }, second)
    expect(unpack(second).slice(2)).toEqual(whole.slice(2))
    const target = join(folder, 'target')
    await moveTo({ dataDir: source }, { dataDir: target })
    expect(await check({ dataDir: target }, false)).toMatchObject({ problems: [] })
    await expect(restoreFrom({ dataDir: target }, first)).rejects.toThrow('is not empty')
    await expect(backUpTo({ dataDir: source }, first)).rejects.toThrow('exists already')
    await expect(backUpTo({ dataDir: join(folder, 'typo') }, join(folder, 'c'))).rejects.toThrow(
      'There is no database in',
    )
    expect(readdirSync(folder).sort()).toEqual(['a.gz', 'b.gz', 'source', 'target'])
  },
  slowMs,
)

test.each<[string, (bytes: Buffer) => Buffer, RegExp]>([
  ['no gzip', () => Buffer.from('text'), /damaged or cut off at its beginning, or is no backup/],
  ['a cut', (bytes) => bytes.subarray(0, bytes.length - 100), /damaged or cut off after line \d+/],
  ['nothing in it', () => gzipSync(''), /ends after line 0/],
])(
  'a file with %s leaves no database behind',
  async (name, damage, message) => {
    const path = join(folder, 'damaged.gz')
    writeFileSync(path, damage(gzipSync(`${whole.join('\n')}\n`)))
    const dataDir = join(folder, `restored ${name}`)
    await expect(restoreFrom({ dataDir }, path)).rejects.toThrow(message)
    expect(readdirSync(dataDir)).toEqual([])
    rmSync(dataDir, { recursive: true })
    rmSync(path)
  },
  slowMs,
)

test('lines are read as they were written, however the chunks fall', async () => {
  const path = join(folder, 'lines.gz')
  await writeFile(path, asChunks(['ä'.repeat(100_000), '', 'x']))
  const lines: string[] = []
  for await (const line of readLines(path)) lines.push(line)
  expect(lines).toEqual(['ä'.repeat(100_000), '', 'x'])
  rmSync(path)
})

async function* asChunks(lines: readonly string[]): AsyncGenerator<string> {
  for (const line of lines) yield `${line}\n`
}

function unpack(path: string): string[] {
  return gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n')
}
