/** Who may call what. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createToken } from '../storage/tokens.ts'
import { anyId, openTestApi, reportedCycle, type TestApi } from '../testing/api.ts'
import { slowMs } from '../testing/world.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
}, slowMs)
afterAll(() => api.world.close())

/** Every endpoint: what it answers to a caller without login, and to one with. */
const endpoints: [line: string, withoutLogin: number, withLogin: number][] = [
  ['GET /healthz', 200, 200],
  ['GET /readyz', 200, 200],
  ['GET /metrics', 200, 200],
  ['GET /openapi.json', 200, 200],
  ['GET /login/nonsense', 401, 401],
  ['POST /api/v1/session', 400, 400],
  ['GET /api/v1/session', 401, 200],
  ['GET /api/v1/findings', 401, 200],
  ['GET /api/v1/findings?group=rule.section', 401, 200],
  [`GET /api/v1/findings/${anyId}`, 401, 404],
  [`GET /api/v1/findings/${anyId}/history`, 401, 404],
  ['GET /api/v1/facets?fields=rule.severity', 401, 200],
  ['GET /api/v1/fields', 401, 200],
  ['GET /api/v1/fields/rule.id/values', 401, 200],
  ['GET /api/v1/resources', 401, 200],
  ['GET /api/v1/resources/nothing', 401, 404],
  ['GET /api/v1/clusters', 401, 200],
  ['POST /api/v1/clusters', 401, 400],
  [`GET /api/v1/clusters/${anyId}`, 401, 404],
  [`GET /api/v1/clusters/${anyId}/manifest`, 401, 404],
  [`DELETE /api/v1/clusters/${anyId}`, 401, 404],
  ['GET /api/v1/benchmarks', 401, 200],
  ['GET /api/v1/benchmarks/cis-kubernetes-1.12', 401, 200],
  ['GET /api/v1/rules', 401, 200],
  ['GET /api/v1/rules/privileged', 401, 200],
  ['GET /api/v1/scores', 401, 200],
  ['GET /api/v1/export', 401, 200],
  ['GET /api/v1/diff?from=now-1d', 401, 200],
  ['GET /api/v1/exceptions', 401, 200],
  ['POST /api/v1/exceptions', 401, 400],
  ['POST /api/v1/exceptions/preview', 401, 400],
  [`DELETE /api/v1/exceptions/${anyId}`, 401, 404],
  [`POST /api/v1/exceptions/${anyId}/decision`, 401, 400],
  ['POST /api/v1/exceptions/import', 401, 400],
  ['GET /api/v1/exceptions.yaml', 401, 200],
  ['GET /api/v1/attestations', 401, 200],
  ['POST /api/v1/attestations', 401, 400],
  [`DELETE /api/v1/attestations/${anyId}`, 401, 404],
  [`GET /api/v1/attestations/${anyId}/file`, 401, 404],
  ['GET /api/v1/views', 401, 200],
  ['POST /api/v1/views', 401, 400],
  [`GET /api/v1/views/${anyId}`, 401, 404],
  [`PUT /api/v1/views/${anyId}`, 401, 400],
  [`DELETE /api/v1/views/${anyId}`, 401, 404],
  ['GET /api/v1/users', 401, 200],
  ['POST /api/v1/users', 401, 400],
  ['DELETE /api/v1/users/nobody', 401, 404],
  ['GET /api/v1/sessions', 401, 200],
  [`DELETE /api/v1/sessions/${anyId}`, 401, 404],
  ['GET /api/v1/tokens', 401, 200],
  ['POST /api/v1/tokens', 401, 400],
  [`DELETE /api/v1/tokens/${anyId}`, 401, 404],
  ['GET /api/v1/audit', 401, 200],
  ['POST /api/v1/agent/enrol', 401, 401],
  ['POST /api/v1/agent/diff', 401, 401],
  ['POST /api/v1/agent/cycles', 401, 401],
]

/** What a viewer and an editor may not. Everything else that is read is open to both, and writes to editors. */
const adminOnly = ['/users', '/sessions', '/tokens', '/audit', 'DELETE /api/v1/clusters']
const editorOnly = [
  'POST /api/v1/clusters',
  '/manifest',
  'POST /api/v1/exceptions',
  'DELETE /api/v1/exceptions',
  'POST /api/v1/attestations',
  'DELETE /api/v1/attestations',
]

describe('roles', () => {
  const lines = endpoints
    .map(([line]) => line)
    .filter((line) => line.includes('/api/v1') && !/agent|POST \/api\/v1\/session$/.test(line))

  test.each(['viewer', 'editor', 'admin'] as const)('a token of the role %s', async (role) => {
    const body = { name: role, role, expires_at: null }
    const { token } = (await api.call('POST /api/v1/tokens', { body })).json()
    const refused: string[] = []
    for (const line of lines) {
      const { statusCode } = await api.call(line, { bearer: token })
      expect(statusCode).not.toBe(401)
      if (statusCode === 403) refused.push(line)
    }
    const isOf = (list: string[]) => (line: string) => list.some((it) => line.includes(it))
    const expected = lines.filter(
      (line) =>
        (role !== 'admin' && isOf(adminOnly)(line)) ||
        (role === 'viewer' && isOf(editorOnly)(line)),
    )
    expect(refused).toEqual(expected)
  })

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

describe('who may call what', () => {
  test.each(endpoints)('%s: %d without login, %d with', async (line, without, withLogin) => {
    expect((await api.call(line, { isLoggedIn: false })).statusCode).toBe(without)
    expect((await api.call(line)).statusCode).toBe(withLogin)
  })

  test('the table above names every route of the API', async () => {
    const { paths } = (await api.call('GET /openapi.json')).json()
    const listed = endpoints.map(([line]) => line.replace(/\?.*/, ''))
    const missing = Object.entries<object>(paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .map((method) => `${method.toUpperCase()} ${path}`)
        .filter((route) => {
          const pattern = new RegExp(`^${route.replace(/\{\w+\}/g, '[^/]+')}$`)
          return !listed.some((line) => pattern.test(line))
        }),
    )
    // Logging out would end the session that the other cases use; it has its own case.
    expect(missing).toEqual(['DELETE /api/v1/session'])
  })

  test('a token of one kind does not open what another opens', async () => {
    expect(
      (
        await api.call('POST /api/v1/agent/diff', {
          bearer: api.enrolmentToken,
          body: reportedCycle,
        })
      ).statusCode,
    ).toBe(401)
    expect(
      (await api.call('POST /api/v1/agent/enrol', { bearer: api.credential, body: {} })).statusCode,
    ).toBe(401)
    expect((await api.call('GET /api/v1/findings', { bearer: api.credential })).statusCode).toBe(
      401,
    )
  })

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
