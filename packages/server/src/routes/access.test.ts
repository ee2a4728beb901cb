/** Who may call what. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createToken } from '../storage/tokens.ts'
import { anyId, openTestApi, reportedCycle, type TestApi } from '../testing/api.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
})
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
  ['GET /api/v1/exceptions', 401, 200],
  ['POST /api/v1/exceptions', 401, 400],
  ['POST /api/v1/exceptions/preview', 401, 400],
  [`DELETE /api/v1/exceptions/${anyId}`, 401, 404],
  ['POST /api/v1/agent/enrol', 401, 401],
  ['POST /api/v1/agent/diff', 401, 401],
  ['POST /api/v1/agent/cycles', 401, 401],
]

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
