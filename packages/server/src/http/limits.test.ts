/** Every endpoint holds a caller to a number of requests and a body to a size. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anyId, openTestApi, type TestApi } from '../testing/api.ts'
import { slowMs } from '../testing/world.ts'

const perMinute = 20
let api: TestApi
let operations: { method: string; url: string; route: string }[]
beforeAll(async () => {
  api = await openTestApi({ requestsPerMinute: perMinute })
  const { paths } = (await api.call('GET /openapi.json')).json()
  operations = Object.entries<object>(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase(),
      url: path.replace(/\{\w+\}/g, anyId),
      route: `${method.toUpperCase()} ${path}`,
    })),
  )
}, slowMs)
afterAll(() => api.world.close())

/** Whoever keeps the server running asks as often as it likes. */
const unlimited = new Set(['GET /healthz', 'GET /readyz', 'GET /metrics'])

describe('requests', () => {
  test(
    'are held to a number a minute on every endpoint, and the answer says how long to wait',
    async () => {
      for (const { method, url, route } of operations) {
        if (unlimited.has(route) || route === 'DELETE /api/v1/session') continue
        const bearer = url.includes('/agent/')
          ? { bearer: url.endsWith('/enrol') ? api.enrolmentToken : api.credential }
          : {}
        let answer = await api.call(`${method} ${url}`, bearer)
        // The enrolment of many nodes at once has a limit of its own.
        for (let n = 1; n <= 600 && answer.statusCode !== 429; n += 1) {
          answer = await api.call(`${method} ${url}`, bearer)
        }
        expect([route, answer.statusCode, answer.json().title]).toEqual([
          route,
          429,
          'Too many requests',
        ])
        expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
      }
    },
    slowMs,
  )

  test('without a known token are held too', async () => {
    const ask = () => api.call('GET /api/v1/findings', { bearer: `evk_api_${'x'.repeat(43)}` })
    let answer = await ask()
    for (let n = 0; n < perMinute; n += 1) answer = await ask()
    expect(answer.json()).toMatchObject({ status: 429 })
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  })
})

describe('bodies', () => {
  test(
    'are refused by their length before they are read',
    async () => {
      const open = await openTestApi()
      for (const { method, url, route } of operations) {
        if (method === 'GET' || method === 'DELETE') continue
        const bearer = url.endsWith('/enrol') ? open.enrolmentToken : open.credential
        const answer = await open.call(`${method} ${url}`, {
          ...(url.includes('/agent/') && { bearer }),
          headers: { 'content-type': 'application/json', 'content-length': String(2 ** 29) },
          body: '{}',
        })
        expect([route, answer.statusCode]).toEqual([route, 413])
      }
      await open.world.close()
    },
    slowMs,
  )
})
