/** Answers of a PostgreSQL server are kept exactly as long as they are true, whoever writes. */
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, storeKinds } from '../../testing/stores.ts'
import { keepAnswers } from './server-pool.ts'

type Client = Awaited<ReturnType<ReturnType<typeof keepAnswers>['connect']>>

const sum = 'select sum(n)::integer as n from t'

describe.runIf(storeKinds.includes('postgresql'))('a server', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>
  let pool: ReturnType<typeof keepAnswers>
  /** Another process. */
  let other: pg.Pool
  const clients: Client[] = []
  let asked = 0

  beforeAll(async () => {
    database = await createTestDatabase()
    const own = new pg.Pool({ connectionString: database.url })
    own.on('connect', (client) => {
      const query = client.query.bind(client) as (...args: unknown[]) => unknown
      client.query = ((...args: unknown[]) => {
        if (args[0] === sum) asked += 1
        return query(...args)
      }) as typeof client.query
    })
    pool = keepAnswers(own)
    other = new pg.Pool({ connectionString: database.url })
    await other.query('create table t (n integer)')
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) client.release()
    await other.query('delete from t')
    await other.query('insert into t values (1)')
  })
  afterAll(async () => {
    await pool.end()
    await other.end()
    await database.drop()
  })

  async function connect(): Promise<Client> {
    const client = await pool.connect()
    clients.push(client)
    return client
  }
  const read = async (client: Client) => (await client.query<{ n: number }>(sum, [])).rows

  test('asks anew after each commit of anybody, and not without one', async () => {
    await other.query('delete from t; insert into t values (1)')
    const client = await connect()
    expect(await read(client)).toEqual([{ n: 1 }])
    const before = asked
    expect(await read(client)).toEqual([{ n: 1 }])
    expect(asked).toBe(before)
    await other.query('insert into t values (2)')
    expect(await read(client)).toEqual([{ n: 3 }])
    expect(asked).toBe(before + 1)
  })

  test('sees what is written within its own transaction alone until it is committed', async () => {
    const [writer, reader] = [await connect(), await connect()]
    expect(await read(reader)).toEqual([{ n: 1 }])
    await writer.query('begin', [])
    await writer.query('insert into t values (2)', [])
    expect(await read(writer)).toEqual([{ n: 3 }])
    expect(await read(reader)).toEqual([{ n: 1 }])
    await writer.query('commit', [])
    expect(await read(reader)).toEqual([{ n: 3 }])
    await writer.query('begin', [])
    await writer.query('update t set n = 9', [])
    await writer.query('rollback', [])
    expect(await read(reader)).toEqual([{ n: 3 }])
  })

  test('many who want the same at once ask it once, and may change what they get', async () => {
    const four = await Promise.all([connect(), connect(), connect(), connect()])
    await other.query('insert into t values (4)')
    const before = asked
    const answers = await Promise.all(four.map(read))
    expect(answers).toEqual(four.map(() => [{ n: 5 }]))
    expect(asked - before).toBeLessThan(3)
    for (const row of answers.flat()) row.n = 0
    expect(await read(await connect())).toEqual([{ n: 5 }])
  })
})
