/** GET /system and its support bundle: for whoever keeps the server running. */

import { SystemStatus } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { type AppHost, readWorld } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { makeBundle } from '../system/bundle.ts'
import { readSystemStatus } from '../system/status.ts'

const config = { action: 'access.manage' } as const

export function systemRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/system', { config, schema: { response: { 200: SystemStatus } } }, (request) => {
      refusePart(request)
      return readSystemStatus(host)
    })
    app.get(
      '/system/bundle',
      { config: { ...config, ability: 'export' } },
      async (request, reply) => {
        refusePart(request)
        const bundle = await makeBundle(host, await readWorld(host, request))
        const name = `evenkeel-support-${bundle.made_at.slice(0, 10)}.json`
        return await reply
          .type('application/json')
          .header('content-disposition', `attachment; filename="${name}"`)
          .header('cache-control', 'no-store')
          .send(JSON.stringify(bundle, null, 2))
      },
    )
  }
}

/** It counts all clusters. */
function refusePart({ caller }: FastifyRequest): void {
  if (!caller?.reach) return
  throw new ProblemError(403, 'This counts every cluster; you see a part of them.')
}
