/** Connections to one API server, with its certificates, through a proxy where one is set. */

import { Agent, type Dispatcher, ProxyAgent } from 'undici'
import type { KubeConnection } from './connection.ts'

const connectionsMax = 8
const connectTimeoutMs = 10_000
const headersTimeoutMs = 60_000
/** Between two parts of a body; a watch sends bookmarks about every minute. */
const bodyTimeoutMs = 120_000

export function createDispatcher(connection: KubeConnection): Dispatcher {
  const tls = {
    ...(connection.ca ? { ca: connection.ca } : {}),
    ...(connection.clientCertificate ? { cert: connection.clientCertificate } : {}),
    ...(connection.clientKey ? { key: connection.clientKey } : {}),
    ...(connection.tlsServerName ? { servername: connection.tlsServerName } : {}),
    // The kubeconfig itself says insecure-skip-tls-verify.
    ...(connection.isInsecure ? { rejectUnauthorized: false } : {}),
  }
  const options = {
    connections: connectionsMax,
    headersTimeout: headersTimeoutMs,
    bodyTimeout: bodyTimeoutMs,
  }
  if (connection.proxyUrl)
    return new ProxyAgent({ ...options, uri: connection.proxyUrl, requestTls: tls })
  return new Agent({ ...options, connect: { ...tls, timeout: connectTimeoutMs } })
}
