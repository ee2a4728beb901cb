/** Sends many requests to a cluster's API over one connection: a kubectl for each would take minutes. */

import { Agent, request } from 'node:https'
import { text } from 'node:stream/consumers'
import type { ApiOnlyCluster } from './api-only.ts'

export interface ApiReply {
  status: number
  /** The object, or the API's `Status` where it refused. */
  body: unknown
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface ApiConnection {
  send(method: Method, path: string, body?: unknown): Promise<ApiReply>
  /** The body; throws for an answer that is no success. */
  ask(method: Method, path: string, body?: unknown): Promise<unknown>
  close(): void
}

const timeoutMs = 30_000

export interface Credentials {
  ca: Buffer
  cert: Buffer
  key: Buffer
}

/** Those of the administrator of the kubeconfig. */
export async function credentialsOf(cluster: ApiOnlyCluster): Promise<Credentials> {
  const view = JSON.parse(await cluster.kubectl(['config', 'view', '--raw', '-o', 'json']))
  const decode = (base64: string) => Buffer.from(base64, 'base64')
  const { user } = view.users[0]
  return {
    ca: decode(view.clusters[0].cluster['certificate-authority-data']),
    cert: decode(user['client-certificate-data']),
    key: decode(user['client-key-data']),
  }
}

/** Connects as the administrator of the kubeconfig, with so many requests at once. */
export async function connect(cluster: ApiOnlyCluster, socketsMax = 1): Promise<ApiConnection> {
  const credentials = await credentialsOf(cluster)
  const agent = new Agent({ keepAlive: true, maxSockets: socketsMax, ...credentials })
  const send: ApiConnection['send'] = (method, path, body) => {
    const type = method === 'PATCH' ? 'strategic-merge-patch+json' : 'json'
    const content = body === undefined ? '' : JSON.stringify(body)
    const headers = {
      'content-type': `application/${type}`,
      accept: 'application/json',
      // Node says the length of a body by itself, but not with DELETE.
      'content-length': Buffer.byteLength(content),
    }
    const options = { method, agent, headers, timeout: timeoutMs }
    return new Promise<ApiReply>((resolve, reject) => {
      const sent = request(new URL(path, cluster.url), options, (response) => {
        text(response)
          .then((it) => resolve({ status: response.statusCode ?? 0, body: JSON.parse(it) }))
          .catch(reject)
      })
      sent.on('timeout', () => sent.destroy(new Error(`${method} ${path} took too long.`)))
      sent.on('error', reject)
      sent.end(content)
    })
  }
  return {
    send,
    async ask(method, path, given) {
      const { status, body } = await send(method, path, given)
      if (status < 300) return body
      throw new Error(`${method} ${path} was answered with ${status}: ${JSON.stringify(body)}`)
    },
    close: () => agent.destroy(),
  }
}
