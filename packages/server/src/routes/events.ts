/** GET /events: server-sent events that say that something changed; the page then asks anew. */

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { ServerEvent } from '../http/event-hub.ts'
import type { AppHost } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { findCluster } from '../storage/clusters.ts'
import { openReader } from '../storage/reach.ts'

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
      })
      raw.write('retry: 3000\n\n')
      const stop = host.events.subscribe((event) => {
        void isSeen(host, request, event).then((seen) => {
          if (seen && !raw.writableEnded) {
            raw.write(`event: changed\ndata: ${JSON.stringify(event)}\n\n`)
          }
        })
      })
      const keepAlive = setInterval(() => raw.write(': still here\n\n'), keepAliveMs)
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

/** Asked anew for each event: clusters come, go and change their labels while a page is open. */
async function isSeen(
  host: AppHost,
  { caller, log }: FastifyRequest,
  { cluster }: ServerEvent,
): Promise<boolean> {
  if (!caller) return false
  if (caller.reach === null || cluster === '') return true
  try {
    const db = await openReader(host.db, { name: caller.subject ?? '', reach: caller.reach })
    return (await findCluster(db, cluster)) !== undefined
  } catch (err) {
    log.warn(
      { err },
      'An event was not told to a page, because its cluster could not be looked up.',
    )
    return false
  }
}
