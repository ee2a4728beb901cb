/** GET /frameworks: benchmarks and frameworks with the results of their controls. */

import { FrameworkDetail, FrameworkSummary } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { readFramework, readFrameworks } from '../frameworks/read-frameworks.ts'
import { type AppHost, readTime, readWorld } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'

const Id = Type.Object({ id: Type.String({ maxLength: 256 }) })
const Cluster = Type.Optional(Type.String({ maxLength: 64 }))
const Query = Type.Object({
  cluster: Cluster,
  at: Type.Optional(Type.String({ maxLength: 100 })),
  compare: Type.Optional(Type.String({ maxLength: 100 })),
})

export function frameworkRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/frameworks',
      {
        schema: {
          querystring: Type.Object({ cluster: Cluster, at: Query.properties.at }),
          response: { 200: Type.Array(FrameworkSummary) },
        },
      },
      async (request) => {
        const world = await readWorld(host, request)
        const { cluster, at } = request.query
        return await readFrameworks(host, world, {
          clusterId: cluster,
          at: at === undefined ? undefined : readTime(at, world.now, 'at'),
        })
      },
    )
    app.get(
      '/frameworks/:id',
      { schema: { params: Id, querystring: Query, response: { 200: FrameworkDetail } } },
      async (request) => {
        const { cluster } = request.query
        const world = await readWorld(host, request)
        const times = readTimes(world.now, request.query)
        const { detail } = await readFramework(host, world, {
          id: request.params.id,
          clusterId: cluster,
          ...times,
        })
        return detail
      },
    )
  }
}

function readTimes(now: number, { at, compare }: Pick<Static<typeof Query>, 'at' | 'compare'>) {
  const time = at === undefined ? undefined : readTime(at, now, 'at')
  const earlier = compare === undefined ? undefined : readTime(compare, now, 'compare')
  if (earlier && earlier.getTime() >= (time?.getTime() ?? now)) {
    throw new ProblemError(
      400,
      'The time to compare with lies before the one that is shown.',
      'compare',
    )
  }
  return { at: time, compare: earlier }
}
