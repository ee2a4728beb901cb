/** GET /healthz, /readyz, /metrics: for whoever keeps the server running. */

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { AppHost } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { lookUpMetrics } from '../metrics/look-up.ts'
import { ping } from '../storage/health.ts'

/** Whoever keeps the server running asks as often as it likes. */
const config = { access: 'public' as const, rateLimit: false as const }
const Status = Type.Object({ status: Type.String() })

export function healthRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    const { metrics } = host
    metrics.lookUpBy({
      read: () => lookUpMetrics(host.db, host.now()),
      countStreams: () => host.events.count(),
      countConnections: () => host.store.countConnections(),
    })
    app.get('/healthz', { config, schema: { response: { 200: Status } } }, () => ({ status: 'ok' }))
    app.get('/readyz', { config, schema: { response: { 200: Status } } }, async () => {
      if (host.isStopping?.()) throw new ProblemError(503, 'The server is stopping.')
      await ping(host.db)
      return { status: 'ready' }
    })
    app.get('/metrics', { config, schema: { hide: true } }, async (_, reply) => {
      await reply.type(metrics.contentType).send(await metrics.print())
    })
  }
}
