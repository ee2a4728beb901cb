/** What is logged: a line of JSON with an id for each request, and nothing that is secret. */
import { Writable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createApp } from '../app.ts'
import { addCluster, openTestWorld, slowMs, type TestWorld } from '../testing/world.ts'

const canary = 'cAnArY0123456789'
let world: TestWorld
let app: FastifyInstance
let text = ''

beforeAll(async () => {
  world = await openTestWorld()
  const stream = new Writable({
    write(chunk, _, done) {
      text += chunk
      done()
    },
  })
  app = await createApp(world.host, { logger: pino({ level: 'debug' }, stream) })
}, slowMs)
afterAll(async () => {
  await app.close()
  await world.close()
})
beforeEach(() => {
  text = ''
})

const lines = (): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

test('a request is one line with its route and its id, which the answer carries', async () => {
  const answer = await app.inject({ url: '/api/v1/clusters', cookies: world.cookies })
  const id = answer.headers['x-request-id']
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  expect(lines().filter(({ msg }) => msg === 'request')).toEqual([
    expect.objectContaining({
      reqId: id,
      method: 'GET',
      route: '/api/v1/clusters',
      status: 200,
      ms: expect.any(Number),
    }),
  ])
})

test.each([
  ['of a proxy is kept', '4bf92f3577b34da6a3ce929d0e0e4736', true],
  ['with a trace is kept', 'Root=1-67891233-abcdef012345678912345678', true],
  ['with a line break', 'abcdefgh\n{"level":60}', false],
  ['with blanks', 'abc def ghi', false],
  ['too short', 'a', false],
  ['too long', 'a'.repeat(129), false],
])('an id %s', async (_, given, isKept) => {
  const answer = await app.inject({ url: '/no-such', headers: { 'x-request-id': given } })
  expect(answer.headers['x-request-id'] === given).toBe(isKept)
  expect(answer.json().request_id).toBe(answer.headers['x-request-id'])
})

test('no secret of a request is logged, at any level', async () => {
  const { token } = await addCluster(world, 'logged')
  const requests = [
    { url: `/login/${canary}` },
    { url: '/api/v1/session', method: 'POST' as const, payload: { token: canary } },
    {
      url: '/api/v1/session',
      method: 'POST' as const,
      payload: { name: 'admin', password: canary },
    },
    { url: '/api/v1/findings', headers: { authorization: `Bearer evk_${canary}` } },
    { url: '/api/v1/findings', cookies: { evenkeel_session: canary } },
    { url: `/api/v1/findings?q=${canary}`, cookies: world.cookies },
    { url: `/api/v1/findings/${canary}`, cookies: world.cookies },
    { url: `/nothing/${canary}?token=${canary}` },
    { url: `/%${canary}` },
    {
      url: '/api/v1/agent/cycles',
      method: 'POST' as const,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      payload: `{"scope": "${canary}`,
    },
    {
      url: '/api/v1/users',
      method: 'POST' as const,
      cookies: world.cookies,
      payload: { name: 'someone', role: 'viewer', password: `${canary}-long-enough` },
    },
  ]
  for (const request of requests) await app.inject(request)
  expect(lines().length).toBeGreaterThanOrEqual(requests.length - 1)
  expect(text).not.toContain(canary)
  for (const value of Object.values(world.cookies)) expect(text).not.toContain(value)
  expect(text).not.toContain(token)
})

test('what went wrong inside is logged under the id that the answer carries', async () => {
  const broken = { ...world.host, db: undefined } as never
  const stream = new Writable({
    write(chunk, _, done) {
      text += chunk
      done()
    },
  })
  const other = await createApp(broken, { logger: pino({ level: 'debug' }, stream) })
  const answer = await other.inject('/readyz')
  await other.close()
  expect(answer.statusCode).toBe(500)
  const failure = lines().find(({ msg }) => msg === 'A request failed.')
  expect(failure).toMatchObject({ level: 50, reqId: answer.json().request_id })
})
