/** Answers of the embedded database are kept exactly as long as they are true. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { slowMs } from '../../testing/world.ts'
import { type EmbeddedPool, openEmbedded } from '../embedded/pool.ts'
import { isRead } from './read-cache.ts'

let pool: EmbeddedPool
type Client = Awaited<ReturnType<EmbeddedPool['connect']>>

beforeAll(async () => {
  pool = await openEmbedded(undefined)
  await run('create table t (n integer primary key, data jsonb)')
}, slowMs)
afterAll(() => pool.end())

beforeEach(async () => {
  await run('delete from t')
  await run('insert into t values (1, \'{"a": 1}\')')
})

async function run(sql: string): Promise<unknown[]> {
  const client = await pool.connect()
  try {
    return await ask(client, sql)
  } finally {
    client.release()
  }
}

async function ask(client: Client, sql: string): Promise<unknown[]> {
  return (await client.query<unknown>(sql, [])).rows
}

const sum = 'select sum(n)::integer as n from t'

test('a read is answered while another holds the connection, with what was true before', async () => {
  expect(await run(sum)).toEqual([{ n: 1 }])
  const writer = await pool.connect()
  await ask(writer, 'begin')
  await ask(writer, 'insert into t values (2)')
  expect(await run(sum)).toEqual([{ n: 1 }])
  expect(await ask(writer, sum)).toEqual([{ n: 3 }])
  const asked = ask(writer, 'commit')
  expect(await Promise.all([asked.then(() => writer.release()), run(sum)])).toEqual([
    undefined,
    [{ n: 3 }],
  ])
})

test.each([
  ['insert into t values (2)', 3],
  ['update t set n = 7', 7],
  ['with gone as (delete from t returning n) select * from gone', null],
  ['truncate t', null],
  ['/* text in front */ insert into t values (2)', 3],
])('after %s it is asked again', async (statement, expected) => {
  expect(await run(sum)).toEqual([{ n: 1 }])
  await run(statement)
  expect(await run(sum)).toEqual([{ n: expected }])
})

test('what is taken back was never there', async () => {
  const writer = await pool.connect()
  await ask(writer, 'begin')
  await ask(writer, 'update t set n = 5')
  expect(await ask(writer, sum)).toEqual([{ n: 5 }])
  await ask(writer, 'rollback')
  writer.release()
  expect(await run(sum)).toEqual([{ n: 1 }])
})

test('what is prepared shows when it is committed', async () => {
  const writer = await pool.connect()
  await ask(writer, 'begin')
  await ask(writer, 'insert into t values (2)')
  await ask(writer, "prepare transaction 'one'")
  await ask(writer, 'commit')
  expect(await ask(writer, sum)).toEqual([{ n: 1 }])
  await ask(writer, "commit prepared 'one'")
  writer.release()
  expect(await run(sum)).toEqual([{ n: 3 }])
})

test('callers may do with their answer what they like', async () => {
  const read = async () => (await run('select data from t')) as { data: { a: number } }[]
  for (const row of await read()) row.data.a = 2
  for (const row of await read()) row.data.a = 3
  expect(await read()).toEqual([{ data: { a: 1 } }])
})

test('other parameters are another question', async () => {
  const client = await pool.connect()
  const ofN = async (n: number) =>
    (await client.query<unknown>('select count(*)::integer as n from t where n = $1', [n])).rows
  expect(await ofN(1)).toEqual([{ n: 1 }])
  expect(await ofN(2)).toEqual([{ n: 0 }])
  client.release()
})

test.each([
  ['select 1', true],
  [' with a as (select 1) select * from a', true],
  ['(select updated_at from deleted)', true],
  ['select pg_advisory_xact_lock(1)', false],
  ['select * into b from a', false],
  ['vacuum', false],
  ['select setval(1)', false],
])('%s is a read: %s', (sql, expected) => {
  expect(isRead(sql)).toBe(expected)
})
