/** What browsers are told, what pages of other sites get, and which names the server answers to. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApi, type TestApi } from '../testing/api.ts'
import { openTestWorld, slowMs } from '../testing/world.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
}, slowMs)
afterAll(() => api.world.close())

const anywhere = [
  'GET /api/v1/findings',
  'GET /api/v1/export?format=csv',
  'GET /api/v1/nothing',
  'GET /api/v1/findings?q=(',
  'POST /api/v1/clusters',
  'GET /openapi.json',
  'GET /healthz',
]

describe('headers', () => {
  test.each(anywhere)('%s', async (line) => {
    const { headers } = await api.call(line)
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'strict-transport-security': expect.stringContaining('max-age=31536000'),
      'cache-control': expect.stringMatching(/^(?:no-store|private, no-cache)$/),
    })
    expect(headers['x-powered-by']).toBeUndefined()
    expect(headers.server).toBeUndefined()
  })
})

describe('pages of other sites', () => {
  const origin = 'https://evil.example'

  test.each([...anywhere, 'OPTIONS /api/v1/findings', 'OPTIONS /api/v1/clusters'])(
    'may not read %s',
    async (line) => {
      const asked = { 'access-control-request-method': 'POST' }
      const { headers } = await api.call(line, { headers: { origin, ...asked } })
      const allowing = Object.keys(headers).filter((name) => name.startsWith('access-control-'))
      expect(allowing).toEqual([])
    },
  )

  test('may not write anything', async () => {
    const { paths } = (await api.call('GET /openapi.json')).json()
    const written: string[] = []
    for (const [path, methods] of Object.entries<object>(paths)) {
      for (const method of Object.keys(methods).filter((it) => it !== 'get')) {
        const line = `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, 'x')}`
        const answer = await api.call(line, { headers: { origin }, body: {} })
        if (answer.statusCode !== 403) written.push(`${line} ${answer.statusCode}`)
      }
    }
    expect(written).toEqual([])
  })
})

test('in local mode no endpoint answers to a name that a page could have chosen', async () => {
  const allowedHosts = new Set(['localhost', '127.0.0.1', '[::1]'])
  const world = await openTestWorld('embedded', { mode: 'local', allowedHosts })
  const ask = (url: string, host: string) =>
    world.app.inject({ url, headers: { host }, cookies: world.cookies })
  for (const host of ['localhost:4400', '127.0.0.1:4400', '[::1]:4400', 'localhost']) {
    expect([host, (await ask('/api/v1/findings', host)).statusCode]).toEqual([host, 200])
  }
  const { paths } = (await ask('/openapi.json', 'localhost')).json()
  const urls = [...Object.keys(paths), '/', '/login/x', '/metrics', '/openapi.json', '/nothing']
  const answered: string[] = []
  for (const url of urls.map((it) => it.replace(/\{\w+\}/g, 'x'))) {
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:4400']) {
      const { statusCode } = await ask(url, host)
      if (statusCode !== 421 && statusCode !== 400) answered.push(`${host}${url} ${statusCode}`)
    }
  }
  expect(answered).toEqual([])
  await world.close()
})
