/** GET /inventory: what is there, by kind, with what was found on each. */

import { FindingsQuery, InventoryKind, parseKql, quoteKql } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type AppHost, readWorld } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { listGroups } from '../storage/finding-groups.ts'
import { countKinds } from '../storage/resources.ts'

/** More kinds than any cluster has; findings of the others would count as none, so it is asked for at once. */
const kindsMax = 5000
const noneFailed = { critical: 0, high: 0, medium: 0, low: 0, info: 0 }
const noneCounted = { passed: 0, failed: 0, unknown: 0, manual: 0 }

const Query = Type.Object({
  cluster: Type.Optional(Type.String({ maxLength: 64 })),
  at: FindingsQuery.properties.at,
})

export function inventoryRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/inventory',
      { schema: { querystring: Query, response: { 200: Type.Array(InventoryKind) } } },
      async (request) => {
        const world = await readWorld(host, request, request.query.at)
        const { cluster } = request.query
        const ids = world.clusters.map((it) => it.clusterId)
        if (cluster !== undefined && !ids.includes(cluster)) {
          throw new ProblemError(404, `There is no cluster ${cluster}.`)
        }
        const found = await listGroups(world.db, world, {
          where: parseKql(cluster === undefined ? '' : `cluster.id : ${quoteKql(cluster)}`),
          fields: ['resource.type', 'resource.sub_type'],
          cursor: undefined,
          limit: kindsMax,
        })
        const groups = new Map(found.groups.map((it) => [it.values.join(' '), it]))
        const kinds = await countKinds(world.db, cluster === undefined ? ids : [cluster], world.at)
        return kinds
          .map(({ subType, ...kind }) => {
            const group = groups.get([kind.type, subType].join(' '))
            return {
              ...kind,
              sub_type: subType,
              counts: group?.counts ?? noneCounted,
              failed: group?.failed ?? noneFailed,
              score: group?.score ?? null,
            }
          })
          .sort((a, b) => b.counts.failed - a.counts.failed || b.resources - a.resources)
      },
    )
  }
}
