/** Saved views: whose they are, which is shown first, and that nobody writes over what they have not seen. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApi, type TestApi } from '../testing/api.ts'
import { slowMs } from '../testing/world.ts'

let api: TestApi
const tokens: Record<string, string> = {}
beforeAll(async () => {
  api = await openTestApi()
  for (const role of ['viewer', 'editor']) {
    const body = { name: role, role, expires_at: null }
    tokens[role] = (await api.call('POST /api/v1/tokens', { body })).json().token
  }
}, slowMs)
afterAll(() => api.world.close())

const base = {
  name: 'Failed',
  page: 'findings',
  search: 'q=result.evaluation+%3A+failed',
  visibility: 'private',
  is_default: false,
}

const as = (name: string) => (name === 'admin' ? {} : { bearer: tokens[name] ?? '' })
const save = (who: string, fields: object = {}) =>
  api.call('POST /api/v1/views', { ...as(who), body: { ...base, ...fields } })
const names = async (who: string, search = '') =>
  (await api.call(`GET /api/v1/views${search}`, as(who)))
    .json()
    .map((it: { name: string; is_default: boolean }) => it.name + (it.is_default ? ' *' : ''))

test('private ones are for their owner, shared ones for all, and the default is each own', async () => {
  expect((await save('editor')).json()).toMatchObject({ owner: 'editor', ...base })
  await save('editor', { name: 'Ours', visibility: 'shared', is_default: true })
  await save('viewer', { name: 'Mine' })
  await save('viewer', { name: 'Other page', page: 'resources' })
  expect(await names('editor')).toEqual(['Failed', 'Ours *'])
  expect(await names('viewer', '?page=findings')).toEqual(['Mine', 'Ours'])
  await save('editor', { name: 'Newer', is_default: true })
  expect(await names('editor')).toEqual(['Failed', 'Newer *', 'Ours'])
  expect((await save('editor')).json()).toMatchObject({ status: 409, field: '/name' })
  expect((await save('viewer', { visibility: 'shared' })).statusCode).toBe(403)
})

test('its owner alone changes it; an admin takes a shared one away', async () => {
  const { id } = (await save('editor', { name: 'Kept', visibility: 'shared' })).json()
  const own = (await save('viewer', { name: 'Hidden' })).json()
  const put = (who: string, body = base) =>
    api.call(`PUT /api/v1/views/${id}`, { ...as(who), body })
  expect((await put('admin', { ...base, name: 'Taken' })).statusCode).toBe(403)
  expect((await put('editor', { ...base, name: 'Renamed' })).json().name).toBe('Renamed')
  for (const line of [`GET /api/v1/views/${own.id}`, `DELETE /api/v1/views/${own.id}`]) {
    expect((await api.call(line)).statusCode).toBe(404)
  }
  const again = (await save('editor', { name: 'Shared', visibility: 'shared' })).json()
  const remove = (who: string) => api.call(`DELETE /api/v1/views/${again.id}`, as(who))
  expect((await remove('viewer')).statusCode).toBe(403)
  expect((await remove('admin')).statusCode).toBe(204)
})

test('a tag spares the same answer, and holds a write against what was read', async () => {
  const saved = await save('admin', { name: 'Tagged' })
  const { etag = '' } = saved.headers as Record<string, string>
  const line = `/api/v1/views/${saved.json().id}`
  const same = await api.call(`GET ${line}`, { headers: { 'if-none-match': etag } })
  expect([same.statusCode, same.body, same.headers.etag]).toEqual([304, '', etag])
  const put = (name: string) =>
    api.call(`PUT ${line}`, { headers: { 'if-match': etag }, body: { ...base, name } })
  expect((await put('First')).statusCode).toBe(200)
  expect((await put('Second')).json()).toMatchObject({ status: 412, field: 'if-match' })
  expect((await api.call(`GET ${line}`, { headers: { 'if-none-match': etag } })).json().name).toBe(
    'First',
  )
})
