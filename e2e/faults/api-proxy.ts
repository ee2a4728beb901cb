/** Stands between the agents and a real Kubernetes API, and answers as overloaded, broken or locked ones do. */

import {
  createServer,
  type IncomingMessage,
  type request as plainRequest,
  type ServerResponse,
} from 'node:http'
import { Agent, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { ApiOnlyCluster } from '../cluster/api-only.ts'
import { credentialsOf } from '../cluster/requests.ts'

export type Mood =
  /** Passes everything on. */
  | 'well'
  /** 403 for every second kind. */
  | 'forbidding'
  /** Every watch breaks after a second. */
  | 'resetting'
  /** Every watch lost its place. */
  | 'forgetting'
  /** 429 for every second request. */
  | 'throttling'
  /** A page of some proxy instead of what was asked for, for every second kind. */
  | 'babbling'

/** A list or a watch that an agent asked for, by the token that it came with. */
export interface Collecting {
  by: string
  startedAt: number
  /** When the answer was there or the connection gone. */
  endedAt: number
}

export interface ApiProxy {
  /** Plain HTTP, as the administrator. */
  url: string
  set(mood: Mood): void
  /** How often it answered something else. */
  troubles(): number
  collected: readonly Collecting[]
  /** Of the API paths of kinds, those that `forbidding` and `babbling` are about. */
  isHidden(path: string): boolean
  close(): void
}

const watchMs = 1_000

export async function startApiProxy(cluster: ApiOnlyCluster): Promise<ApiProxy> {
  const credentials = await credentialsOf(cluster)
  const agent = new Agent({ keepAlive: true, ...credentials })
  let mood: Mood = 'well'
  let troubles = 0
  let requests = 0
  const collected: Collecting[] = []
  const server = createServer((asked, answer) => {
    requests += 1
    const { pathname, searchParams } = new URL(asked.url ?? '/', cluster.url)
    const isWatch = searchParams.has('watch')
    if (isWatch || searchParams.has('limit')) collected.push(collectingOf(asked, answer))
    const trouble = troubleOf(mood, { path: pathname, isWatch, isEven: requests % 2 === 0 })
    if (trouble) {
      troubles += 1
      asked.resume()
      answer.writeHead(trouble.status, { 'content-type': 'application/json', 'retry-after': '1' })
      answer.end(trouble.text)
      return
    }
    const passed = pass(asked, answer, { agent, url: cluster.url })
    if (isWatch && mood === 'resetting') {
      troubles += 1
      setTimeout(() => {
        passed.destroy()
        answer.destroy()
      }, watchMs)
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set(next) {
      mood = next
      // What was opened in an earlier mood would go on in it.
      server.closeAllConnections()
    },
    troubles: () => troubles,
    collected,
    isHidden,
    close() {
      server.closeAllConnections()
      server.close()
      agent.destroy()
    },
  }
}

/** Its end is filled in when it comes. */
function collectingOf(asked: IncomingMessage, answer: ServerResponse): Collecting {
  const by = asked.headers.authorization?.slice('Bearer '.length) ?? ''
  const it = { by, startedAt: performance.now(), endedAt: Number.POSITIVE_INFINITY }
  answer.once('close', () => {
    it.endedAt = performance.now()
  })
  return it
}

interface Asked {
  path: string
  isWatch: boolean
  isEven: boolean
}

interface Trouble {
  status: number
  text: string
}

const status = (code: number, message: string): Trouble => ({
  status: code,
  text: JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code }),
})

function troubleOf(mood: Mood, { path, isWatch, isEven }: Asked): Trouble | undefined {
  if (path.includes('/leases')) return undefined
  if (mood === 'forbidding' && isHidden(path)) return status(403, `${path} is forbidden`)
  if (mood === 'babbling' && isHidden(path)) return { status: 200, text: '<html>Log in</html>' }
  if (mood === 'throttling' && isEven && !isWatch) return status(429, 'slow down')
  if (mood === 'forgetting' && isWatch) return status(410, 'too old resource version')
  return undefined
}

/** Half of the kinds, those of the tests' own objects among both halves. */
function isHidden(path: string): boolean {
  const kind = path.split('/').at(-1) ?? ''
  return /^\/apis?\/.*[a-z]$/.test(path) && kind.length % 2 === 0
}

function pass(
  asked: IncomingMessage,
  answer: ServerResponse,
  to: { agent: Agent; url: string },
): ReturnType<typeof plainRequest> {
  const { authorization: _own, host: _host, ...headers } = asked.headers
  const sent = request(new URL(asked.url ?? '/', to.url), {
    agent: to.agent,
    method: asked.method,
    headers,
  })
  sent.on('response', (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers)
    response.pipe(answer)
    response.on('error', () => answer.destroy())
  })
  sent.on('error', () => answer.destroy())
  answer.on('close', () => sent.destroy())
  asked.pipe(sent)
  return sent
}
