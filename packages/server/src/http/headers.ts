/** What every answer tells the browser that it may do with it: nothing, unless a route says more. */

import type { FastifyInstance } from 'fastify'

const defaults = {
  /** Answers are data: nothing in them runs, loads or stands in a frame, whatever a cluster named its objects. */
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
} as const

/** For agents, which say whether they fit; nobody else is told. */
const versionHeader = 'evenkeel-version'

/** Answers depend on who asks, so no cache keeps them; one with a tag may be asked for again by it. */
export function addHeaders(app: FastifyInstance, { version }: { version: string }): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.caller?.clusterId) reply.header(versionHeader, version)
    if (!reply.hasHeader('content-security-policy')) reply.headers(defaults)
    if (!reply.hasHeader('cache-control')) {
      reply.header('cache-control', reply.hasHeader('etag') ? 'private, no-cache' : 'no-store')
    }
    return payload
  })
}
