/** GET /scores: the overview. */

import { Scores } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type AppHost, readWorld } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { readScores } from '../scores/overview.ts'

export function scoreRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/scores',
      {
        schema: {
          querystring: Type.Object({ cluster: Type.Optional(Type.String({ maxLength: 64 })) }),
          response: { 200: Scores },
        },
      },
      async (request) => {
        const world = await readWorld(host, request)
        const { cluster } = request.query
        if (cluster !== undefined && !world.clusters.some((it) => it.clusterId === cluster)) {
          throw new ProblemError(404, `There is no cluster ${cluster}.`)
        }
        return await readScores(world, cluster)
      },
    )
  }
}
