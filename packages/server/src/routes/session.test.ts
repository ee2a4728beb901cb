/** Logging in and out, what outlives a login, and pages of other sites. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createToken } from '../storage/tokens.ts'
import { openTestApi, type TestApi } from '../testing/api.ts'
import { slowMs } from '../testing/world.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
}, slowMs)
afterAll(() => api.world.close())

describe('logging in', () => {
  test('a user logs in by password, is locked after wrong ones, and is out when removed', async () => {
    const password = 'correct horse battery'
    const body = { name: 'Zoë', role: 'viewer', password }
    expect((await api.call('POST /api/v1/users', { body })).statusCode).toBe(201)
    expect((await api.call('POST /api/v1/users', { body })).statusCode).toBe(409)
    const logIn = (it: string) =>
      api.call('POST /api/v1/session', { isLoggedIn: false, body: { name: 'Zoë', password: it } })
    const first = await logIn(password)
    expect(first.json()).toMatchObject({ user: { name: 'Zoë', role: 'viewer' } })
    const cookies = { [first.cookies[0]!.name]: first.cookies[0]!.value }
    const look = () => api.world.app.inject({ url: '/api/v1/session', cookies })
    expect((await look()).statusCode).toBe(200)
    for (let attempt = 0; attempt < 5; attempt += 1)
      expect((await logIn('wrong')).statusCode).toBe(401)
    expect((await logIn(password)).statusCode).toBe(429)
    expect((await api.call(`DELETE /api/v1/users/${encodeURIComponent('Zoë')}`)).statusCode).toBe(
      204,
    )
    expect((await look()).statusCode).toBe(401)
  })

  test('the audit log tells who wrote what, and no secret', async () => {
    const body = { name: 'ci', role: 'editor', expires_at: null }
    const { token, grant } = (await api.call('POST /api/v1/tokens', { body })).json()
    await api.call('POST /api/v1/exceptions', {
      bearer: token,
      body: { query: 'rule.id : x', reason: 'r', category: 'accepted', owner: 'o', until: null },
    })
    await api.call(`DELETE /api/v1/tokens/${grant.id}`)
    expect((await api.call('GET /api/v1/session', { bearer: token })).statusCode).toBe(401)
    const answer = await api.call('GET /api/v1/audit')
    expect(answer.json().items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ actor: 'admin', action: 'POST /tokens', details: body }),
        expect.objectContaining({ actor: 'ci', action: 'POST /exceptions', status: 201 }),
        expect.objectContaining({ actor: 'admin', action: 'DELETE /tokens/:id', target: grant.id }),
      ]),
    )
    expect(answer.body).not.toMatch(/evk_|correct horse/)
  })
})

describe('sessions', () => {
  test('a login token serves once, and logging out ends the session', async () => {
    const login = {
      kind: 'login',
      clusterId: null,
      subject: 'admin',
      now: api.world.clock.now,
      expiresAt: null,
    } as const
    const token = await createToken(api.world.host.db, login)
    const first = await api.call(`GET /login/${token}`, { isLoggedIn: false })
    expect([first.statusCode, first.headers.location]).toEqual([303, '/'])
    const [cookie] = first.cookies
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', secure: true, path: '/' })
    expect((await api.call(`GET /login/${token}`, { isLoggedIn: false })).statusCode).toBe(401)
    const cookies = { [cookie!.name]: cookie!.value }
    const session = () => api.world.app.inject({ url: '/api/v1/session', cookies })
    expect((await session()).statusCode).toBe(200)
    await api.world.app.inject({ method: 'DELETE', url: '/api/v1/session', cookies })
    expect((await session()).statusCode).toBe(401)
  })

  test.each([
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ origin: 'http://localhost:80', host: 'localhost:80' }, 201],
  ])('a write with %j answers %d', async (headers, status) => {
    const answer = await api.call('POST /api/v1/clusters', {
      headers,
      body: { name: `from ${status}` },
    })
    expect(answer.statusCode).toBe(status)
    if (status === 201) await api.call(`DELETE /api/v1/clusters/${answer.json().cluster.id}`)
  })
})
