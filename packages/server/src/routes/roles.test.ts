/** Roles that people make: what they let their holders do, and how they end. */

import type { Permission } from '@evenkeel/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createToken } from '../storage/tokens.ts'
import { openTestApi, type TestApi } from '../testing/api.ts'
import { slowMs } from '../testing/world.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
}, slowMs)
afterAll(() => api.world.close())

const make = (name: string, permissions: Permission[] = []) =>
  api.call('POST /api/v1/roles', { body: { name, description: '', permissions } })
const password = 'correct horse battery'
const exception = {
  reason: 'x',
  category: 'accepted',
  owner: 'x',
  until: null,
  query: 'rule.id : x',
}

async function bearerOf(role: string): Promise<string> {
  const write = { kind: 'api', subject: role, role, now: api.world.clock.now } as const
  return await createToken(api.world.host.db, { ...write, expiresAt: null })
}

test.each<[name: string, body: object, status: number]>([
  ['of a built-in name', { name: 'Admin' }, 409],
  ['that would decide who may', { name: 'Boss', permissions: ['access.manage'] }, 400],
  ['with a permission that is none', { name: 'Odd', permissions: ['everything'] }, 400],
  ['with a name of control characters', { name: 'a\u0000b' }, 400],
])('none is made %s', async (_, body, status) => {
  const whole = { description: '', permissions: [], ...body }
  expect((await api.call('POST /api/v1/roles', { body: whole })).statusCode).toBe(status)
})

test('what it may holds at once for who has it, and nothing else', async () => {
  expect((await make('Approver', ['exceptions.request'])).statusCode).toBe(201)
  const bearer = await bearerOf('Approver')
  const ask = async () =>
    (await api.call('POST /api/v1/exceptions', { bearer, body: exception })).json()
  expect(await ask()).toMatchObject({ state: 'requested' })
  expect((await api.call('GET /api/v1/session', { bearer })).json().user).toMatchObject({
    role: 'Approver',
    permissions: ['exceptions.request'],
  })
  const body = { description: '', permissions: ['exceptions.approve', 'exceptions.request'] }
  await api.call('PUT /api/v1/roles/Approver', { body })
  expect(await ask()).toMatchObject({ state: 'active' })
  await api.call('PUT /api/v1/roles/Approver', { body: { ...body, permissions: [] } })
  expect(await ask()).toMatchObject({
    status: 403,
    detail: 'This needs exceptions.request, which your role "Approver" does not have.',
  })
})

test('one that is held stays, and says by whom', async () => {
  await make('Keeper')
  const body = { name: 'ada', role: 'Keeper', password }
  expect((await api.call('POST /api/v1/users', { body })).statusCode).toBe(201)
  const token = { name: 'ci', role: 'Keeper', expires_at: null }
  expect((await api.call('POST /api/v1/tokens', { body: token })).statusCode).toBe(201)
  const refused = await api.call('DELETE /api/v1/roles/Keeper')
  expect([refused.statusCode, refused.json().detail]).toEqual([
    409,
    'The role "Keeper" is held by the user "ada", the token "ci"; give them another first.',
  ])
  await api.call('PATCH /api/v1/users/ada', { body: { role: 'viewer' } })
  const [{ id }] = (await api.call('GET /api/v1/tokens'))
    .json()
    .filter((it: { name: string }) => it.name === 'ci')
  await api.call(`DELETE /api/v1/tokens/${id}`)
  expect((await api.call('DELETE /api/v1/roles/Keeper')).statusCode).toBe(204)
})

test('one that is not there is given to nobody', async () => {
  const user = { name: 'bob', role: 'Nothing', password }
  const token = { name: 'x', role: 'Nothing', expires_at: null }
  for (const [line, body] of [
    ['POST /api/v1/users', user],
    ['POST /api/v1/tokens', token],
  ] as const) {
    expect((await api.call(line, { body })).json()).toMatchObject({ status: 400, field: '/role' })
  }
})

test('who has not seen what it may does not change or remove it', async () => {
  const seen = (await make('Twice')).json()
  api.world.clock.now = new Date(api.world.clock.now.getTime() + 1000)
  const body = { description: 'Changed.', permissions: [] }
  const headers = { 'if-match': `"${seen.updated_at}"` }
  const changes = [
    `PUT /api/v1/roles/Twice`,
    'PUT /api/v1/roles/Twice',
    'DELETE /api/v1/roles/Twice',
  ]
  const got: number[] = []
  for (const line of changes) {
    const part = line.startsWith('PUT') ? { body } : {}
    got.push((await api.call(line, { headers, ...part })).statusCode)
  }
  expect(got).toEqual([200, 412, 412])
})

test('making, changing and removing one is on record', async () => {
  const { items } = (await api.call('GET /api/v1/audit?q=actor%20%3A%20admin')).json()
  const actions = items.map((it: { action: string }) => it.action)
  expect(actions).toEqual(
    expect.arrayContaining(['POST /roles', 'PUT /roles/:name', 'DELETE /roles/:name']),
  )
})
