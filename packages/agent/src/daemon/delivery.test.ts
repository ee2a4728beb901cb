/** Whatever the server does, the state says it in a sentence, and the latest findings come to it in the end. */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { CycleRequest } from '@evenkeel/model'
import { afterEach, expect, test } from 'vitest'
import { makeRoot } from '../../fixtures/make-root.ts'
import type { CycleHead, CycleRows } from '../publisher/cycle-request.ts'
import { createPublisher } from '../publisher/publisher.ts'
import { nextSequence } from '../publisher/sequence.ts'
import { openSpool } from '../spool/spool.ts'
import { createDelivery, type DeliveryState } from './delivery.ts'
import { createLogger } from './logger.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

type Behaviour = (response: ServerResponse, request: IncomingMessage) => void

const problem =
  (status: number, detail: string, headers: Record<string, string> = {}): Behaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/problem+json', ...headers })
    response.end(JSON.stringify({ detail }))
  }
const answer =
  (body: unknown, headers: Record<string, string> = {}): Behaviour =>
  (response) => {
    response.writeHead(200, headers)
    response.end(JSON.stringify(body))
  }
const applied = { applied: true, findings_changed: 0, resources_changed: 0 }

const tls = (name: string) => readFileSync(join(import.meta.dirname, '../../fixtures/tls', name))

async function startServer(isSecure = false) {
  const cycles: CycleRequest[] = []
  const server = { behaviour: undefined as Behaviour | undefined, cycles, requests: 0, url: '' }
  const listen = async (request: IncomingMessage, response: ServerResponse) => {
    server.requests += 1
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    if (server.behaviour) return server.behaviour(response, request)
    const raw = Buffer.concat(chunks)
    const cycle: CycleRequest = JSON.parse(String(raw[0] === 0x1f ? gunzipSync(raw) : raw))
    if (request.url?.endsWith('/diff')) {
      const resources = cycle.keys.map(({ id }) => id)
      return answer({ resources, findings: [] })(response, request)
    }
    cycles.push(cycle)
    answer(applied)(response, request)
  }
  const http = isSecure
    ? createSecureServer({ cert: tls('server.crt'), key: tls('server.key') }, listen)
    : createServer(listen)
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  ends.push(() => {
    http.closeAllConnections()
    http.close()
  })
  const { port } = http.address() as AddressInfo
  server.url = `http${isSecure ? 's' : ''}://127.0.0.1:${port}`
  return server
}

async function start(url: string, options: { folder?: string; ca?: string } = {}) {
  const { folder = join(makeRoot({ here: '' }), 'spool'), ca } = options
  const publisher = createPublisher({
    url,
    ca,
    version: '1',
    credential: 'mine',
    answerTimeoutMs: 300,
  })
  const spool = await openSpool({ folder, bytesMax: 1e6, memoryBytesMax: 1e6 })
  const states: DeliveryState[] = []
  const failures: string[] = []
  let wanted = 0
  const delivery = createDelivery({
    publisher,
    spool,
    log: createLogger('error', {}),
    onState: (state) => states.push(state),
    onFailure: (reason) => failures.push(reason),
    onNeedsWhole: () => {
      wanted += 1
    },
    pauseMs: () => 20,
    attemptsMax: 1,
  })
  const stop = new AbortController()
  const running = { done: Promise.resolve() }
  ends.push(async () => {
    stop.abort()
    await running.done
    await publisher.close()
  })
  return {
    folder,
    delivery,
    spool,
    failures,
    last: () => states.at(-1),
    wanted: () => wanted,
    run: () => {
      running.done = delivery.run(stop.signal)
    },
  }
}

/** `send(delivery, 'a b')` for a whole cycle of these resources, `'+a'` for a part. */
function cycleOf(text: string): { rows: CycleRows; head: CycleHead } {
  const isPart = text.startsWith('+')
  const ids = text.replace('+', '').split(' ').filter(Boolean)
  const head: CycleHead = {
    scope: 'kube-api',
    sequence: nextSequence(new Date()),
    is_complete: !isPart,
    gone: [],
    started_at: '2026-01-01T00:00:00Z',
    finished_at: '2026-01-01T00:00:01Z',
    agent: { version: '1', node: 'n' },
    detected: { benchmark: null, kubernetes_version: null, provider: null },
    coverage: { expected: 1, evaluated: 1, gaps: [] },
  }
  const rows: CycleRows = {
    keys: ids.map((id) => ({ id, hash: 'h', findings: [] })),
    rowsFor: ({ resources }) => ({
      findings: [],
      resources: resources.map((id) => ({
        id,
        type: 'k8s_object',
        sub_type: null,
        api_version: null,
        name: id,
        namespace: null,
        node: null,
        owner: null,
        labels: {},
        data: null,
      })),
    }),
  }
  return { rows, head }
}

type Agent = Awaited<ReturnType<typeof start>>

function send({ delivery }: Agent, text: string) {
  const { rows, head } = cycleOf(text)
  const { coverage } = head
  const gaps = head.is_complete ? delivery.lossGaps() : []
  return delivery.deliver(rows, { ...head, coverage: { ...coverage, gaps } }, {})
}

const shown = (cycles: CycleRequest[]) =>
  cycles.map(({ is_complete, resources }) => {
    const ids = resources.map(({ id }) => id).join(' ')
    return is_complete ? ids : `+${ids}`
  })

const faults: [name: string, behaviour: Behaviour, sentence: RegExp][] = [
  [
    '401',
    problem(401, 'The agent was revoked (n) at noon.'),
    /does not accept.*was revoked \(n\) at noon/,
  ],
  ['429', problem(429, 'Too many.', { 'retry-after': '0' }), /status 429 \(Too many\.\)/],
  ['503', problem(503, 'Busy.', { 'retry-after': '0' }), /status 503 \(Busy\.\)/],
  ['507', problem(507, 'The disk is full.'), /status 507 \(The disk is full\.\)/],
  [
    '413 whatever the size',
    problem(413, 'Too big.'),
    /takes no cycle of this size \(Too big\.\); raise its limit/,
  ],
  ['a page of a proxy', (it) => it.end('<html>Log in</html>'), /no JSON; is the address right/],
  [
    'another protocol',
    answer({ hello: 1 }),
    /form that this agent does not know; do their versions fit/,
  ],
  [
    'bytes that are no gzip',
    (it) => {
      it.writeHead(200, { 'content-encoding': 'gzip' })
      it.end('plain')
    },
    /cannot be reached/,
  ],
  [
    'half an answer',
    (it) => {
      it.writeHead(200, { 'content-length': '1000' })
      it.write('{"resources":')
      setTimeout(() => it.destroy(), 20)
    },
    /the connection broke/,
  ],
  [
    'an answer that stops',
    (it) => {
      it.writeHead(200, { 'content-length': '1000' })
      it.write('{')
    },
    /does not answer in time/,
  ],
  ['no answer at all', () => undefined, /does not answer in time/],
  ['a broken connection', (it) => it.destroy(), /the connection broke/],
]

test.each(faults)(
  'a server that answers with %s is told, and gets everything later',
  async (_, behaviour, sentence) => {
    const server = await startServer()
    const agent = await start(server.url)
    server.behaviour = behaviour
    expect(await send(agent, 'a')).toBeUndefined()
    expect(agent.last()).toMatchObject({ waiting: 1, troubles: [expect.stringMatching(sentence)] })
    agent.run()
    await expect.poll(() => agent.failures.length).toBeGreaterThan(1)
    await send(agent, 'a b')
    await send(agent, '+c')
    server.behaviour = undefined
    await expect.poll(() => shown(server.cycles)).toEqual(['a b', '+c'])
    await expect.poll(() => agent.last()).toMatchObject({ waiting: 0, losses: 0, troubles: [] })
    // And now it goes directly again.
    expect(await send(agent, '+d')).toEqual(applied)
  },
)

test('comes back when the server said, and not before', async () => {
  const server = await startServer()
  const agent = await start(server.url)
  server.behaviour = problem(503, 'Busy.', { 'retry-after': '1' })
  await send(agent, 'a')
  agent.run()
  await expect.poll(() => agent.failures.length).toBe(2)
  const before = server.requests
  await new Promise((done) => setTimeout(done, 300))
  expect(server.requests).toBe(before)
  server.behaviour = undefined
  await expect.poll(() => shown(server.cycles), { timeout: 5_000 }).toEqual(['a'])
})

test('goes on after a restart where it stopped', async () => {
  const server = await startServer()
  server.behaviour = (response) => response.destroy()
  const first = await start(server.url)
  for (const text of ['a', 'a b', '+c', '+d']) await send(first, text)
  server.behaviour = undefined
  const second = await start(server.url, { folder: first.folder })
  second.run()
  await expect.poll(() => shown(server.cycles)).toEqual(['a b', '+c', '+d'])
})

test('what the server takes for wrong is dropped, said, and made good by a whole cycle', async () => {
  const server = await startServer()
  server.behaviour = (response) => response.destroy()
  const agent = await start(server.url)
  await send(agent, '+a')
  server.behaviour = problem(400, 'Keys repeat.')
  agent.run()
  await expect.poll(() => agent.wanted()).toBeGreaterThan(0)
  expect(agent.last()).toMatchObject({ waiting: 0, losses: 1 })
  server.behaviour = undefined
  await send(agent, 'a b')
  expect(server.cycles[0]?.coverage.gaps).toMatchObject([
    { collector: 'spool', reason: expect.stringMatching(/1 cycle was refused by the server/) },
  ])
  expect(agent.last()).toMatchObject({ losses: 0, troubles: [] })
})

test('a cycle that the server holds a later one of is not taken for sent', async () => {
  const server = await startServer()
  const agent = await start(server.url)
  const later = Date.now() + 3_600_000
  server.behaviour = (response, request) =>
    request.url?.endsWith('/diff')
      ? answer({ resources: [], findings: [] })(response, request)
      : answer({ ...applied, applied: false, sequence: later })(response, request)
  await expect(send(agent, 'a')).rejects.toThrow(/holds a later cycle of kube-api.*is a clock/)
  server.behaviour = undefined
  await send(agent, 'a')
  expect(server.cycles[0]?.sequence).toBeGreaterThan(later)
})

test.each([
  [3_600_000, /3\d\d\d s behind the server's/],
  [-3_600_000, /3\d\d\d s ahead of the server's/],
  [2_000, undefined],
])('tells that the clocks differ by %i ms', async (milliseconds, sentence) => {
  const server = await startServer()
  const agent = await start(server.url)
  const date = new Date(Date.now() + milliseconds).toUTCString()
  server.behaviour = answer({ resources: [], findings: [], ...applied }, { date })
  await send(agent, 'a')
  expect(agent.last()?.troubles).toEqual(sentence ? [expect.stringMatching(sentence)] : [])
})

test('trusts the given authority alone', async () => {
  const server = await startServer(true)
  const right = await start(server.url, { ca: String(tls('ca.crt')) })
  await send(right, 'a')
  expect(shown(server.cycles)).toEqual(['a'])
  for (const ca of [String(tls('other-ca.crt')), undefined]) {
    const wrong = await start(server.url, ca ? { ca } : {})
    await send(wrong, 'b')
    expect(wrong.last()?.troubles).toEqual([
      expect.stringMatching(/certificate is signed by.*set EVENKEEL_SERVER_CA_FILE/),
    ])
  }
  const elsewhere = await start(server.url.replace('127.0.0.1', 'localhost'), {
    ca: String(tls('ca.crt')),
  })
  await send(elsewhere, 'c')
  expect(shown(server.cycles)).toEqual(['a', 'c'])
})
