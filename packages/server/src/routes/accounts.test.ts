/** Two who change the same user: nobody writes over what they have not seen. */

import type { User } from '@evenkeel/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApi, type TestApi } from '../testing/api.ts'
import { slowMs } from '../testing/world.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
}, slowMs)
afterAll(() => api.world.close())

const password = 'correct horse battery'
const line = '/api/v1/users/ada'
const read = async () => {
  const users = (await api.call('GET /api/v1/users')).json() as User[]
  return users.find((it) => it.name === 'ada')
}
const write = (method: string, version: string | undefined, body?: object) =>
  api.call(`${method} ${line}`, {
    headers: version === undefined ? {} : { 'if-match': `"${version}"` },
    ...(body && { body }),
  })

test.each<[what: string, change: object]>([
  ['role', { role: 'operator' }],
  ['reach', { reach: [{ cluster_labels: { team: 'red' }, namespaces: null }] }],
  ['password', { password: `${password} staple` }],
])('a change of the %s makes writes over what stood there before fail', async (_, change) => {
  await api.call('POST /api/v1/users', { body: { name: 'ada', role: 'viewer', password } })
  const seen = await read()
  expect((await write('PATCH', seen?.version, change)).statusCode).toBe(200)
  const now = await read()
  for (const method of ['PATCH', 'DELETE']) {
    const refused = await write(method, seen?.version, method === 'PATCH' ? change : undefined)
    expect(refused.json()).toMatchObject({ status: 412, field: 'if-match' })
  }
  expect(await read()).toEqual(now)
  expect((await write('DELETE', now?.version)).statusCode).toBe(204)
})

test('a login does not make a user another', async () => {
  await api.call('POST /api/v1/users', { body: { name: 'ada', role: 'viewer', password } })
  const seen = await read()
  await api.call('POST /api/v1/session', { body: { name: 'ada', password }, isLoggedIn: false })
  expect((await read())?.last_login_at).not.toBe(seen?.last_login_at)
  expect((await write('PATCH', seen?.version, { role: 'editor' })).statusCode).toBe(200)
})

test('of two at once over the same, one writes', async () => {
  const seen = await read()
  const answers = await Promise.all(
    ['operator', 'viewer'].map((role) => write('PATCH', seen?.version, { role })),
  )
  expect(answers.map((it) => it.statusCode).sort()).toEqual([200, 412])
})

test('a script that says nothing of what it saw writes as ever', async () => {
  expect((await write('PATCH', undefined, { role: 'editor' })).statusCode).toBe(200)
  expect((await write('DELETE', undefined)).statusCode).toBe(204)
})
