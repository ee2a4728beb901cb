/** Sessions, tokens and users as they are listed, changed and ended; and writes of who sees a part. */

import type { SessionGrant } from '@evenkeel/model'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sessionCookie } from '../http/access.ts'
import { createToken } from '../storage/tokens.ts'
import { openTestApi, type TestApi } from '../testing/api.ts'
import { addCluster, makeCycle, makeFinding, makeResource, slowMs } from '../testing/world.ts'

const password = 'a long enough password'
const red = [{ cluster_labels: { team: 'red' }, namespaces: null }]

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
  for (const name of ['ada', 'grace']) {
    const body = { name, role: 'viewer', password, reach: name === 'ada' ? red : null }
    expect((await api.call('POST /api/v1/users', { body })).statusCode).toBe(201)
  }
}, slowMs)
afterAll(() => api.world.close())

interface Browser {
  call(
    method: 'GET' | 'DELETE',
    url: string,
  ): Promise<{ status: number; json: <T = unknown>() => T }>
}

async function logIn(name: string, secret = password): Promise<Browser> {
  const { app } = api.world
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/session',
    payload: { name, password: secret },
    headers: { 'user-agent': `Browser of ${name}` },
    remoteAddress: '10.0.0.7',
  })
  const token = answer.cookies.find((it) => it.name === sessionCookie)?.value ?? ''
  return {
    async call(method, url) {
      const cookies = { [sessionCookie]: token }
      const got = await app.inject({
        method,
        url: `/api/v1${url}`,
        cookies,
        remoteAddress: '10.0.0.8',
      })
      return { status: got.statusCode, json: () => got.json() }
    },
  }
}

describe('sessions', () => {
  test('everybody sees their own, with browser, address and last use', async () => {
    const ada = await logIn('ada')
    await logIn('grace')
    api.world.clock.now = new Date(api.world.clock.now.getTime() + 120_000)
    const own = (await ada.call('GET', '/sessions')).json<SessionGrant[]>()
    expect(own).toEqual([
      expect.objectContaining({
        name: 'ada',
        role: 'viewer',
        reach: red,
        source: 'local',
        user_agent: 'Browser of ada',
        is_current: true,
      }),
    ])
    const [again] = (await ada.call('GET', '/sessions')).json<SessionGrant[]>()
    expect(again).toMatchObject({
      last_used_at: api.world.clock.now.toISOString(),
      address: '10.0.0.8',
    })
    const all: SessionGrant[] = (await api.call('GET /api/v1/sessions')).json()
    expect(new Set(all.map((it) => it.name))).toEqual(new Set(['admin', 'ada', 'grace']))
  })

  test('everybody ends their own, and admins everybody’s', async () => {
    const [first, second, other] = [await logIn('ada'), await logIn('ada'), await logIn('grace')]
    const current = async (browser: Browser) =>
      (await browser.call('GET', '/sessions')).json<SessionGrant[]>().find((it) => it.is_current)
        ?.id
    const [secondId, otherId] = [await current(second), await current(other)]
    expect((await first.call('DELETE', `/sessions/${otherId}`)).status).toBe(404)
    expect((await other.call('GET', '/session')).status).toBe(200)
    expect((await first.call('DELETE', `/sessions/${secondId}`)).status).toBe(204)
    expect((await second.call('GET', '/session')).status).toBe(401)
    expect((await api.call(`DELETE /api/v1/sessions/${otherId}`)).statusCode).toBe(204)
    expect((await other.call('GET', '/session')).status).toBe(401)
  })
})

test('a token that bears a user’s name has none of the user’s sessions', async () => {
  await logIn('ada')
  const now = api.world.clock.now
  const write = { kind: 'api', subject: 'ada', role: 'viewer', now, expiresAt: null } as const
  const bearer = await createToken(api.world.host.db, write)
  expect((await api.call('GET /api/v1/sessions', { bearer })).json()).toEqual([])
})

describe('users', () => {
  test('a change of role and reach holds at once, a new password ends sessions', async () => {
    const ada = await logIn('ada')
    const change = (body: object) => api.call('PATCH /api/v1/users/ada', { body })
    expect((await change({ role: 'editor', reach: null })).json()).toMatchObject({
      role: 'editor',
      reach: null,
    })
    expect((await ada.call('GET', '/session')).json()).toMatchObject({
      user: { role: 'editor', reach: null },
    })
    await change({ reach: red })
    expect((await ada.call('GET', '/session')).json()).toMatchObject({
      user: { role: 'editor', reach: red },
    })
    await change({ password: 'quite another password' })
    expect((await ada.call('GET', '/session')).status).toBe(401)
    expect((await (await logIn('ada')).call('GET', '/session')).status).toBe(401)
    const again = await logIn('ada', 'quite another password')
    expect((await again.call('GET', '/session')).status).toBe(200)
    await change({ password })
  })

  test.each([
    ['POST /api/v1/users', { name: 'boss', role: 'admin', password, reach: red }],
    ['PATCH /api/v1/users/ada', { role: 'admin' }],
    ['POST /api/v1/tokens', { name: 'boss', role: 'admin', reach: red, expires_at: null }],
  ])('%s: an admin who sees a part is refused', async (line, body) => {
    const answer = await api.call(line, { body })
    expect([answer.statusCode, answer.json().detail]).toEqual([
      400,
      'An admin sees everything; choose another role or no limit.',
    ])
  })

  test('nobody takes the name of who comes by a login link', async () => {
    const body = { name: 'admin', role: 'viewer', password }
    const answer = await api.call('POST /api/v1/users', { body })
    expect([answer.statusCode, answer.json().field]).toEqual([409, '/name'])
  })

  test.each([
    [{ reach: [] }, '/reach'],
    [{ reach: [{ cluster_labels: {}, namespaces: [] }] }, '/reach/0/namespaces'],
    [{ reach: [{ cluster_labels: { a: 1 }, namespaces: null }] }, '/reach/0/cluster_labels/a'],
    [{ role: 'boss' }, '/role'],
    [{ password: 'short' }, '/password'],
  ])('%j is refused by name', async (body, field) => {
    const answer = await api.call('PATCH /api/v1/users/ada', { body })
    expect([answer.statusCode, answer.json().field]).toEqual([400, field])
  })
})

describe('tokens', () => {
  test('are kept as hashes, say what they may, and end', async () => {
    const expires = new Date(api.world.clock.now.getTime() + 3_600_000).toISOString()
    const body = {
      name: 'ci',
      role: 'editor',
      abilities: ['read'],
      reach: red,
      expires_at: expires,
    }
    const { token, grant } = (await api.call('POST /api/v1/tokens', { body })).json()
    expect(token).toMatch(/^evk_api_[\w-]{43}$/)
    expect(grant).toMatchObject({ ...body, last_used_at: null })
    const { rows } = await sql<{ text: string }>`select t::text as text from token t`.execute(
      api.world.host.db,
    )
    expect(rows.some((row) => row.text.includes(token))).toBe(false)
    expect((await api.call('GET /api/v1/findings', { bearer: token })).statusCode).toBe(200)
    const [listed] = (await api.call('GET /api/v1/tokens')).json()
    expect(listed.last_used_at).toBe(api.world.clock.now.toISOString())
    api.world.clock.now = new Date(api.world.clock.now.getTime() + 3_600_000)
    expect((await api.call('GET /api/v1/findings', { bearer: token })).statusCode).toBe(401)
  })
})

describe('who sees a part', () => {
  async function bearerOf(name: string, role: 'operator' | 'editor', reach: typeof red | object[]) {
    const write = { kind: 'api', subject: name, role, reach: reach as typeof red } as const
    const now = api.world.clock.now
    return await createToken(api.world.host.db, { ...write, now, expiresAt: null })
  }

  test('adds clusters within it only', async () => {
    const bearer = await bearerOf('op', 'operator', red)
    const add = (labels?: object) =>
      api.call('POST /api/v1/clusters', {
        bearer,
        body: { name: 'mine', ...(labels && { labels }) },
      })
    expect((await add()).json().detail).toBe('You may add clusters with the labels team=red.')
    expect((await add({ team: 'blue' })).statusCode).toBe(403)
    const added = await add({ team: 'red', env: 'test' })
    expect([added.statusCode, added.json().cluster.name]).toEqual([201, 'mine'])
    const list = await api.call('GET /api/v1/clusters', { bearer })
    expect(list.json().map((it: { name: string }) => it.name)).toEqual(['mine'])
  })

  test('takes no manifest of a cluster of which it sees namespaces', async () => {
    const parts = [{ cluster_labels: {}, namespaces: ['payments'] }]
    const bearer = await bearerOf('op 2', 'operator', parts)
    const answer = await api.call(`GET /api/v1/clusters/${api.clusterId}/manifest`, { bearer })
    expect([answer.statusCode, answer.json().detail]).toEqual([
      403,
      'This needs the whole cluster; you see some of its namespaces.',
    ])
    const added = await api.call('POST /api/v1/clusters', { bearer, body: { name: 'x' } })
    expect(added.json().detail).toBe('You see namespaces only, so you cannot add a cluster.')
  })

  test('accepts findings within it only, whatever the query says', async () => {
    const { clusterId, token } = await addCluster(api.world, 'red one', { team: 'red' })
    const enrol = { bearer: token, body: { node: null, version: '1' } }
    const { credential } = (await api.call('POST /api/v1/agent/enrol', enrol)).json()
    const own = makeResource('own')
    const cycle = makeCycle([own], [makeFinding(own, 'privileged')])
    await api.call('POST /api/v1/agent/cycles', { bearer: credential, body: cycle })
    const bearer = await bearerOf('ed', 'editor', red)
    const query = 'rule.id : privileged or rule.id : profiling'
    const body = { query, reason: 'r', category: 'accepted', owner: 'o', until: null }
    const created = await api.call('POST /api/v1/exceptions', { bearer, body })
    expect([created.statusCode, created.json()]).toMatchObject([201, { findings: 1 }])
    expect(created.json().query).toContain(`and (cluster.id : (`)
    expect(created.json().query).toContain(`"${clusterId}"`)
    const accepted = await api.call('GET /api/v1/findings?q=exception.owner%20:%20o')
    expect(accepted.json().items).toHaveLength(1)
    expect(accepted.json().items[0].cluster.name).toBe('red one')
  })
})
