/** Gives each request an id that stands in its answer, in its problem and in every line of the log. */

import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'

const header = 'x-request-id'
/** What proxies send; anything else could forge lines of the log or fill it. */
const wellFormed = /^[\w.:=+/-]{8,128}$/

/** The one that a proxy gave, else a new one. */
export function readRequestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers[header]
  return typeof given === 'string' && wellFormed.test(given) ? given : randomUUID()
}

export function addRequestIds(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header(header, request.id)
  })
}
