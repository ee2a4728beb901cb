/** The Kubernetes client against a server that misbehaves. */
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type Answer, type FakeApi, startFakeApi, status } from '../../fixtures/fake-api.ts'
import { createKubeClient, type KubeClient } from './client.ts'
import type { KubeErrorKind } from './errors.ts'

let api: FakeApi | undefined
let kube: KubeClient | undefined

afterEach(async () => {
  await kube?.close()
  await api?.close()
})

async function start(answer: (line: string, count: number) => Answer): Promise<KubeClient> {
  api = await startFakeApi(answer)
  kube = createKubeClient({ server: api.url, name: 'fake' })
  return kube
}

const errors: [name: string, answer: Answer, kind: KubeErrorKind, message: RegExp][] = [
  ['403', status(403, 'pods is forbidden'), 'forbidden', /GET \/x is forbidden: pods is forbidden/],
  ['404', status(404, 'not there'), 'not-found', /GET \/x does not exist/],
  ['401', status(401, 'Unauthorized'), 'unauthorized', /does not accept the credentials/],
  ['a page of a proxy', { text: '<html>' }, 'invalid-answer', /no JSON/],
  ['410', status(410, 'too old'), 'gone', /too old/],
]

test.each(errors)('tells %s apart', async (_, answer, kind, message) => {
  const client = await start(() => answer)
  await expect(client.get('/x')).rejects.toMatchObject({
    kind,
    message: expect.stringMatching(message),
  })
  expect(api?.requests).toHaveLength(1)
})

const passing: [name: string, trouble: Answer][] = [
  ['429 with Retry-After', { ...status(429, 'slow down'), headers: { 'retry-after': '0' } }],
  ['503', status(503, 'busy')],
  ['a reset connection', { reset: true }],
]

test.each(passing)('tries again after %s', async (_, trouble) => {
  const client = await start((_line, count) => (count < 3 ? trouble : { body: { ok: true } }))
  expect(await client.get('/x')).toEqual({ ok: true })
  expect(api?.requests).toHaveLength(3)
})

test('says that nothing listens', async () => {
  const client = createKubeClient({ server: 'https://127.0.0.1:1', name: 'nowhere' })
  await expect(client.get('/x')).rejects.toMatchObject({
    kind: 'unreachable',
    message:
      'https://127.0.0.1:1 cannot be reached: the connection was refused; is the API server running.',
  })
})

test('says that a name does not resolve', async () => {
  const client = createKubeClient({ server: 'https://no-such-host.invalid:1', name: 'nowhere' })
  await expect(client.get('/x')).rejects.toMatchObject({ kind: 'unreachable' })
})

test('reads a list page by page, compressed', async () => {
  const client = await start((line) => {
    const isFirst = !line.includes('continue=')
    return {
      gzip: true,
      body: {
        metadata: { resourceVersion: '7', ...(isFirst ? { continue: 'abc' } : {}) },
        items: [{ n: isFirst ? 1 : 2 }],
      },
    }
  })
  const items: unknown[] = []
  for await (const page of client.list('/pods')) items.push(...page.items)
  expect(items).toEqual([{ n: 1 }, { n: 2 }])
  expect(api?.requests.map(({ line }) => line)).toEqual([
    'GET /pods?limit=500',
    'GET /pods?limit=500&continue=abc',
  ])
  expect(client.usage.requests).toBe(2)
  expect(client.usage.bytes).toBeGreaterThan(50)
})

test('starts a list anew whose place grew too old', async () => {
  const client = await start((line, count) => {
    if (!line.includes('continue='))
      return { body: { metadata: count < 2 ? { continue: 'old' } : {}, items: [{ n: count }] } }
    return status(410, 'expired')
  })
  const pages: number[] = []
  for await (const page of client.list('/pods')) pages.push(...page.items.map((it) => Number(it.n)))
  expect(pages).toEqual([1, 2])
})

test('asks for a new credential after 401, once', async () => {
  api = await startFakeApi((_line, count) =>
    count === 1 ? status(401, 'old') : { body: { ok: 1 } },
  )
  let token = 'old'
  kube = createKubeClient({
    server: api.url,
    name: 'fake',
    headers: async () => ({ authorization: `Bearer ${token}` }),
    refresh: async () => {
      token = 'new'
      return true
    },
  })
  expect(await kube.get('/x')).toEqual({ ok: 1 })
  expect(api.requests.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer old',
    'Bearer new',
  ])
})

test('never repeats a write', async () => {
  const client = await start(() => status(503, 'busy'))
  await expect(client.write('POST', '/leases', {})).rejects.toMatchObject({ kind: 'server-error' })
  expect(api?.requests).toHaveLength(1)
})

test('does not wait for ever for a list, nor read one without an end', async () => {
  const { createServer } = await import('node:http')
  // It begins an answer and never ends it.
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const drip = setInterval(() => response.write(' '), 20)
    response.on('close', () => clearInterval(drip))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const slow = createKubeClient(
    { server: `http://127.0.0.1:${port}`, name: 'slow' },
    { pageMs: 200 },
  )
  try {
    await expect(slow.list('/x').next()).rejects.toMatchObject({
      kind: 'too-slow',
      message: expect.stringMatching(/^GET \/x gave no whole page within 0\.2 s; /),
    })
  } finally {
    await slow.close()
    server.closeAllConnections()
    server.close()
  }
  api = await startFakeApi(() => ({ body: { items: [{}, {}], metadata: { continue: 'more' } } }))
  kube = createKubeClient({ server: api.url, name: 'endless' }, { objectsMax: 5 })
  const read = async () => {
    for await (const _ of kube?.list('/x') ?? []);
  }
  await expect(read()).rejects.toMatchObject({ kind: 'too-many' })
  expect(api.requests).toHaveLength(3)
})

test('stops at the signal', async () => {
  const client = await start(() => status(503, 'busy'))
  const signal = AbortSignal.timeout(50)
  await expect(client.get('/x', { signal })).rejects.toThrow()
})
