/** Large cycles of a cluster come in one at a time; small ones never wait. */
import { type ClientRequest, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApi, type TestApi } from '../testing/api.ts'
import { slowMs } from '../testing/world.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
  await api.world.app.listen({ port: 0, host: '127.0.0.1' })
}, slowMs)
afterAll(async () => {
  api.world.app.server.closeAllConnections()
  await api.world.close()
})

/** Says that it will send so many bytes, and sends some of them. */
function begin(path: string, bytes: number): ClientRequest {
  const { port } = api.world.app.server.address() as AddressInfo
  const sent = request({
    host: '127.0.0.1',
    port,
    path: `/api/v1/agent/${path}`,
    method: 'POST',
    headers: {
      authorization: `Bearer ${api.credential}`,
      'content-type': 'application/json',
      'content-length': String(bytes),
    },
  })
  sent.on('error', () => undefined)
  sent.write(' '.repeat(100))
  return sent
}

function answerTo(
  sent: ClientRequest,
): Promise<{ status: number; retryAfter: string | undefined }> {
  return new Promise((done, fail) => {
    sent.once('error', fail)
    sent.once('response', (answer) => {
      answer.resume()
      sent.destroy()
      done({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] })
    })
  })
}

const large = 2_000_000

/** Of one more large upload, which is broken off when it is let in. */
async function retryAfter(): Promise<number> {
  const { status, retryAfter } = await answerTo(begin('cycles', large))
  expect(status).toBe(503)
  return Number(retryAfter)
}

test('a second large upload is told when to come back, and a small one passes', async () => {
  const first = begin('cycles', large)
  await new Promise((done) => first.once('socket', (socket) => socket.once('connect', done)))
  const seconds = await retryAfter()
  expect(seconds).toBeGreaterThan(0)
  expect(await retryAfter()).toBeGreaterThan(seconds)
  const small = begin('diff', 102)
  small.end('{}')
  expect((await answerTo(small)).status).toBe(400)
  // One that broke off lets the next one in, which is then read to its end and found wanting.
  first.destroy()
  await expect
    .poll(async () => {
      const next = begin('cycles', large)
      next.end(' '.repeat(large - 100))
      return (await answerTo(next)).status
    })
    .toBe(400)
})
