/** HTTP through a proxy and over connections that break. */
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type Answer, startFakeApi } from '../../fixtures/fake-api.ts'
import { readBody } from './body.ts'
import { createTransport } from './transport.ts'

const ends: (() => Promise<void> | void)[] = []
const limits = { answerTimeoutMs: 500, idleTimeoutMs: 500 }

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function startProxy(answer: 'tunnel' | 'refuse') {
  const asked: string[] = []
  const server = createServer()
  server.on('connect', (request, socket) => {
    asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim())
    if (answer === 'refuse') {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
      return
    }
    const [host, port] = (request.url ?? '').split(':')
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      upstream.pipe(socket).pipe(upstream)
    })
    upstream.on('error', () => socket.destroy())
    socket.on('error', () => upstream.destroy())
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { asked, port: (server.address() as AddressInfo).port }
}

test('says that a proxy refuses', async () => {
  const proxy = await startProxy('refuse')
  const transport = createTransport({ ...limits, proxyUrl: `http://a:b@127.0.0.1:${proxy.port}` })
  ends.push(() => transport.close())
  const sent = transport.send('https://kube.example:6443/version', { method: 'GET', headers: {} })
  await expect(sent).rejects.toThrow(`the proxy 127.0.0.1:${proxy.port} answered with status 407`)
  expect(proxy.asked).toEqual([`kube.example:6443 Basic ${Buffer.from('a:b').toString('base64')}`])
})

test('speaks TLS inside the tunnel of a proxy', async () => {
  const target = await startFakeApi(() => ({ body: {} }))
  ends.push(target.close)
  const proxy = await startProxy('tunnel')
  const transport = createTransport({ ...limits, proxyUrl: `http://127.0.0.1:${proxy.port}` })
  ends.push(() => transport.close())
  const { port } = new URL(target.url)
  // The target speaks no TLS, so that the handshake is what fails.
  const sent = transport.send(`https://127.0.0.1:${port}/`, { method: 'GET', headers: {} })
  await expect(sent).rejects.toThrow(/SSL|EPROTO|wrong version|socket disconnected/i)
  expect(proxy.asked).toEqual([`127.0.0.1:${port}`])
})

const bodies: [name: string, answer: Answer, bytesMax: number, error: RegExp][] = [
  ['an answer that is too large', { text: 'x'.repeat(2000) }, 1000, /larger than 1000 bytes/],
  [
    'one that is too large unpacked',
    { text: 'x'.repeat(100_000), gzip: true },
    5000,
    /larger than 5000 bytes/,
  ],
  [
    'one that is not what it says',
    { text: 'plain', headers: { 'content-encoding': 'gzip' } },
    5000,
    /incorrect header/,
  ],
]

test.each(bodies)('refuses %s', async (_, answer, bytesMax, error) => {
  const api = await startFakeApi(() => answer)
  ends.push(api.close)
  const transport = createTransport(limits)
  ends.push(() => transport.close())
  const got = await transport.send(api.url, { method: 'GET', headers: {} })
  await expect(readBody(got, bytesMax)).rejects.toThrow(error)
})

test('does not wait for ever for an answer', async () => {
  const server = createServer(() => undefined)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const transport = createTransport(limits)
  ends.push(() => transport.close())
  await expect(
    transport.send(`http://127.0.0.1:${port}/`, { method: 'GET', headers: {} }),
  ).rejects.toMatchObject({ code: 'ETIMEDOUT' })
})
