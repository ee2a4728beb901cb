/** The agent's own small HTTP server: /healthz, /readyz and /metrics. */

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Metrics } from './metrics.ts'

export interface Health {
  /** Undefined while all is well, else what is not. */
  notReady(): string | undefined
  /** Undefined while the loops turn, else what hangs: then the kubelet starts the agent anew. */
  notAlive(): string | undefined
  /** Sentences on what is in the way although the agent works; they follow the "ok" of /readyz. */
  troubles(): string[]
}

export interface HealthServer {
  port: number
  close(): Promise<void>
}

/** Throws a sentence when the port is taken. Port 0 takes a free one. */
export function startHealthServer(
  port: number,
  health: Health,
  metrics: Metrics,
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0]
    const answer = answerOf(path, health, metrics)
    response.writeHead(answer.status, { 'content-type': 'text/plain; charset=utf-8' })
    response.end(answer.text)
  })
  return new Promise((done, fail) => {
    server.once('error', (cause) => fail(listenError(port, cause)))
    server.listen(port, () => done({ port: portOf(server), close: () => closeServer(server) }))
  })
}

function answerOf(
  path: string | undefined,
  health: Health,
  metrics: Metrics,
): { status: number; text: string } {
  if (path === '/metrics') return { status: 200, text: metrics.render() }
  if (path !== '/healthz' && path !== '/readyz') return { status: 404, text: 'Not found\n' }
  const trouble = path === '/healthz' ? health.notAlive() : health.notReady()
  const lines = path === '/readyz' ? health.troubles() : []
  const text = [trouble ?? 'ok', ...lines].map((line) => `${line}\n`).join('')
  return { status: trouble ? 503 : 200, text }
}

function listenError(port: number, cause: Error): Error {
  const isTaken = 'code' in cause && cause.code === 'EADDRINUSE'
  const reason = isTaken ? 'is taken by another process' : `cannot be opened: ${cause.message}`
  return new Error(`The agent's port ${port} ${reason}; choose another with EVENKEEL_PORT.`, {
    cause,
  })
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((done) => {
    server.close(() => done())
  })
}
