/** TLS through an HTTP proxy: CONNECT first, then the handshake inside. */

import { request as httpRequest } from 'node:http'
import { Agent, type AgentOptions } from 'node:https'
import type { Duplex } from 'node:stream'
import { connect as tlsConnect } from 'node:tls'

const connectTimeoutMs = 10_000

/** The proxy's user and password may stand in its URL. */
export function proxyAgent(proxyUrl: string, options: AgentOptions): Agent {
  const proxy = new URL(proxyUrl)
  const agent = new Agent(options)
  const connect = (
    target: { host?: string | null; port?: number | string | null; servername?: string },
    done: (error: Error | null, socket?: Duplex) => void,
  ): undefined => {
    const host = String(target.host)
    openTunnel(proxy, `${host}:${target.port ?? 443}`).then(
      (socket) => done(null, tlsConnect({ ...options, ...serverName(target, host), socket })),
      (error: Error) => done(error),
    )
    return undefined
  }
  return Object.assign(agent, { createConnection: connect })
}

function serverName({ servername }: { servername?: string }, host: string) {
  // An address is no name that a certificate is asked for by.
  return /^[\d.:]+$/.test(host) ? {} : { servername: servername ?? host }
}

function openTunnel(proxy: URL, target: string): Promise<Duplex> {
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`
  const request = httpRequest({
    host: proxy.hostname,
    port: proxy.port || 80,
    method: 'CONNECT',
    path: target,
    headers: {
      host: target,
      ...(proxy.username ? { 'proxy-authorization': authorization } : {}),
    },
  })
  return new Promise((done, fail) => {
    request.setTimeout(connectTimeoutMs, () =>
      request.destroy(new Error(`the proxy ${proxy.host} does not answer`)),
    )
    request.once('error', fail)
    request.once('connect', ({ statusCode }, socket) => {
      socket.setTimeout(0)
      if (statusCode === 200) return done(socket)
      socket.destroy()
      fail(new Error(`the proxy ${proxy.host} answered with status ${statusCode}`))
    })
    request.end()
  })
}
