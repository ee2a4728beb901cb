/** GET /events: server-sent events that say that something changed; the page then asks anew. */

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { ServerEvent } from '../http/event-hub.ts'
import type { AppHost } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { findCluster } from '../storage/clusters.ts'
import { openReader } from '../storage/reach.ts'
import { findTokenById } from '../storage/tokens.ts'

const streamsMax = 500
const keepAliveMs = 25_000

export function eventRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    const open = new Set<() => void>()
    // Before the server waits for its connections to end; these never would.
    app.addHook('preClose', async () => {
      for (const end of open) end()
    })
    app.get('/events', { schema: { hide: true } }, (request, reply) => {
      if (host.events.count() >= streamsMax) {
        throw new ProblemError(
          503,
          'Too many pages listen for events; this one has to ask by itself.',
        )
      }
      reply.hijack()
      const { raw } = reply
      raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        // A connection that were kept for the next request would keep the server from ending.
        connection: 'close',
      })
      raw.write('retry: 3000\n\n')
      // One after the other, so that what is told stays in order.
      let telling = Promise.resolve()
      const stop = host.events.subscribe((event) => {
        telling = telling.then(async () => {
          const told = await tellable(host, request, event)
          if (told && !raw.writableEnded) {
            raw.write(`event: changed\ndata: ${JSON.stringify(told)}\n\n`)
          }
        })
      })
      // A session that was ended hears nothing more, and one that sees something else hears of that.
      const keepAlive = setInterval(() => {
        void refreshCaller(host, request).then((isThere) => {
          if (isThere) raw.write(': still here\n\n')
          else end()
        })
      }, host.eventKeepAliveMs ?? keepAliveMs)
      const end = () => {
        clearInterval(keepAlive)
        stop()
        open.delete(end)
        raw.end()
      }
      open.add(end)
      request.raw.once('close', end)
    })
  }
}

async function refreshCaller(host: AppHost, request: FastifyRequest): Promise<boolean> {
  try {
    const tokenId = request.caller?.tokenId
    request.caller = tokenId ? await findTokenById(host.db, tokenId, host.now()) : undefined
    return request.caller !== undefined
  } catch (err) {
    request.log.warn({ err }, 'Whether a page may still listen could not be looked up.')
    return false
  }
}

/**
 * Asked anew for each event: clusters come, go and change their labels while a page is open.
 * Of clusters beyond a caller's reach it hears that the list may have changed, because one that left is beyond it too.
 */
async function tellable(
  host: AppHost,
  { caller, log }: FastifyRequest,
  event: ServerEvent,
): Promise<ServerEvent | undefined> {
  if (!caller) return undefined
  if (caller.reach === null || event.cluster === '') return event
  try {
    const db = await openReader(host.db, { name: caller.subject ?? '', reach: caller.reach })
    if (await findCluster(db, event.cluster)) return event
  } catch (err) {
    log.warn({ err }, 'A page may not have heard of a change: its cluster could not be looked up.')
  }
  return event.kind === 'cluster' ? { kind: 'cluster', cluster: '' } : undefined
}
