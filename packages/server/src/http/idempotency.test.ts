/** Writes that are sent again under one key: done once, answered alike, and no secret is kept. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApi, type TestApi } from '../testing/api.ts'
import { slowMs } from '../testing/world.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
}, slowMs)
afterAll(() => api.world.close())

const exception = {
  query: 'rule.id : profiling',
  reason: 'Known.',
  category: 'accepted',
  owner: 'o',
  until: null,
}
const send = (key: string, body: object = exception, path = '/exceptions') =>
  api.call(`POST /api/v1${path}`, { headers: { 'idempotency-key': key }, body })
const count = async (path: string) => (await api.call(`GET /api/v1${path}`)).json().length

test('the same request under the same key is done once and answered alike', async () => {
  const first = await send('a')
  const again = await send('a')
  expect([again.statusCode, again.body]).toEqual([first.statusCode, first.body])
  expect(again.headers).toMatchObject({
    'idempotency-replayed': 'true',
    'content-type': first.headers['content-type'],
  })
  expect(await count('/exceptions')).toBe(1)
  const audit = (await api.call('GET /api/v1/audit')).json().items
  expect(audit.filter((it: { action: string }) => it.action === 'POST /exceptions')).toHaveLength(1)
})

test('another request under the same key is refused, another key is another request', async () => {
  expect((await send('a', { ...exception, owner: 'p' })).json()).toMatchObject({
    status: 422,
    field: 'idempotency-key',
  })
  expect((await send('b')).headers['idempotency-replayed']).toBeUndefined()
  expect(await count('/exceptions')).toBe(2)
})

test('of requests that come at once one is done', async () => {
  const answers = await Promise.all(Array.from({ length: 5 }, () => send('c')))
  const statuses = answers.map((it) => it.statusCode)
  expect(statuses.filter((it) => it === 201).length).toBeGreaterThan(0)
  expect(statuses.every((it) => it === 201 || it === 409)).toBe(true)
  expect(await count('/exceptions')).toBe(3)
})

test('a mistake takes no key, and a token that was shown is never shown again', async () => {
  expect((await send('d', { ...exception, reason: '' })).statusCode).toBe(400)
  expect((await send('d')).statusCode).toBe(201)
  const body = { name: 'ci', role: 'viewer', expires_at: null }
  const { token } = (await send('e', body, '/tokens')).json()
  expect((await send('e', body, '/tokens')).json()).toMatchObject({ status: 409 })
  expect(await count('/tokens')).toBe(1)
  const rows = await api.world.host.db.selectFrom('idempotencyKey').selectAll().execute()
  expect(JSON.stringify(rows)).not.toContain(token)
})

test('keys are of one caller each, and a process that ended holds none for long', async () => {
  const grant = { name: 'other', role: 'editor', expires_at: null }
  const { token } = (await api.call('POST /api/v1/tokens', { body: grant })).json()
  const headers = { 'idempotency-key': 'a' }
  const other = { bearer: token, headers, body: { ...exception, owner: 'q' } }
  expect((await api.call('POST /api/v1/exceptions', other)).statusCode).toBe(201)
  const { db } = api.world.host
  await db.updateTable('idempotencyKey').set({ status: null }).where('key', '=', 'b').execute()
  expect((await send('b')).statusCode).toBe(409)
  api.world.clock.now = new Date(api.world.clock.now.getTime() + 61_000)
  expect((await send('b')).statusCode).toBe(201)
})

test.each(['', ' ', 'x'.repeat(201), 'ü'])('the key %j is refused', async (key) => {
  expect((await send(key)).json()).toMatchObject({ status: 400, field: 'idempotency-key' })
})
