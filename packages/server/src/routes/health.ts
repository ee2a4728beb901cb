/** GET /healthz, /readyz, /metrics: for whoever keeps the server running. */

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { Type } from 'typebox'
import type { AppHost } from '../http/host.ts'
import { ping } from '../storage/health.ts'

/** Whoever keeps the server running asks as often as it likes. */
const config = { access: 'public' as const, rateLimit: false as const }
const Status = Type.Object({ status: Type.String() })

export function healthRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    const registry = new Registry()
    collectDefaultMetrics({ register: registry, prefix: 'evenkeel_' })
    const requests = new Histogram({
      name: 'evenkeel_http_request_seconds',
      help: 'Duration of HTTP requests by route.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
      registers: [registry],
    })
    new Gauge({
      name: 'evenkeel_event_streams',
      help: 'Open event streams.',
      registers: [registry],
      collect() {
        this.set(host.events.count())
      },
    })
    app.addHook('onResponse', async (request, reply) => {
      const route = request.routeOptions.url ?? 'none'
      requests.observe(
        { method: request.method, route, status: reply.statusCode },
        reply.elapsedTime / 1000,
      )
    })

    app.get('/healthz', { config, schema: { response: { 200: Status } } }, () => ({ status: 'ok' }))
    app.get('/readyz', { config, schema: { response: { 200: Status } } }, async () => {
      await ping(host.db)
      return { status: 'ready' }
    })
    app.get('/metrics', { config, schema: { hide: true } }, async (_, reply) => {
      await reply.type(registry.contentType).send(await registry.metrics())
    })
  }
}
