/** HTTP over Node's own client: kept connections, certificates, proxies, time limits. */

import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { ConnectionOptions } from 'node:tls'
import { proxyAgent } from './proxy.ts'

export interface TransportOptions {
  tls?: ConnectionOptions
  /** `http://proxy:3128`; reached by CONNECT. */
  proxyUrl?: string | undefined
  connectionsMax?: number
  /** Until the answer begins. */
  answerTimeoutMs: number
  /** Between two parts of an answer. */
  idleTimeoutMs: number
}

export interface TransportRequest {
  method: 'GET' | 'POST' | 'PUT'
  headers: Record<string, string>
  body?: string | Buffer | undefined
  signal?: AbortSignal | undefined
}

export interface TransportAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: IncomingMessage
}

export interface Transport {
  /** Throws Node's own errors, with their codes. */
  send(url: string, request: TransportRequest): Promise<TransportAnswer>
  close(): void
}

const connectionsUsual = 8
const keptMs = 30_000

export function createTransport(options: TransportOptions): Transport {
  const kept = {
    keepAlive: true,
    maxSockets: options.connectionsMax ?? connectionsUsual,
    keepAliveMsecs: keptMs,
    scheduling: 'lifo' as const,
  }
  const http = new HttpAgent(kept)
  const https = options.proxyUrl
    ? proxyAgent(options.proxyUrl, { ...kept, ...options.tls })
    : new HttpsAgent({ ...kept, ...options.tls })
  return {
    send: (url, request) => send(url, request, { options, http, https }),
    close() {
      http.destroy()
      https.destroy()
    },
  }
}

interface Agents {
  options: TransportOptions
  http: HttpAgent
  https: HttpsAgent
}

function send(
  url: string,
  { method, headers, body, signal }: TransportRequest,
  { options, http, https }: Agents,
): Promise<TransportAnswer> {
  const isSecure = url.startsWith('https:')
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const settings = {
    method,
    headers: { ...headers, ...length },
    agent: isSecure ? https : http,
    ...(signal ? { signal } : {}),
  }
  return new Promise((done, fail) => {
    const request = isSecure ? httpsRequest(url, settings) : httpRequest(url, settings)
    request.setTimeout(options.answerTimeoutMs, () => request.destroy(timeout('no answer came')))
    request.once('error', fail)
    request.once('response', (answer) => {
      request.setTimeout(options.idleTimeoutMs, () => answer.destroy(timeout('the answer stopped')))
      done({ status: answer.statusCode ?? 0, headers: answer.headers, body: answer })
    })
    request.end(body)
  })
}

function timeout(what: string): Error {
  return Object.assign(new Error(`${what} in time`), { code: 'ETIMEDOUT' })
}
