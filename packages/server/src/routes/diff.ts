/** GET /diff: what moved between two times. */

import { Evaluation, Finding, FindingsQuery, nullable, parseKql } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type AppHost, readTime, readWorld } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { listDifferences } from '../storage/finding-differences.ts'
import { toFinding } from '../storage/findings.ts'

const Move = { before: nullable(Evaluation), after: nullable(Evaluation) }
const Diff = Type.Object({
  from: Type.String(),
  to: Type.String(),
  moves: Type.Array(Type.Object({ ...Move, count: Type.Integer() })),
  /** As they are at the later time, latest changed first. */
  items: Type.Array(Type.Object({ ...Move, finding: Finding })),
})

const Query = Type.Object({
  q: FindingsQuery.properties.q,
  from: Type.String({ maxLength: 100 }),
  /** Now, where it is not given. */
  to: Type.Optional(Type.String({ maxLength: 100 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
})

export function diffRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/diff',
      { schema: { querystring: Query, response: { 200: Diff } } },
      async (request) => {
        const { q = '', limit = 100 } = request.query
        const now = host.now().getTime()
        const from = readTime(request.query.from, now, 'from')
        const at = readTime(request.query.to ?? 'now', now, 'to')
        if (from >= at)
          throw new ProblemError(400, 'The time "from" is before the time "to".', 'from')
        const world = { ...(await readWorld(host, request)), at }
        const { moves, items } = await listDifferences(world.db, world, {
          where: parseKql(q),
          from,
          limit,
        })
        return {
          from: from.toISOString(),
          to: at.toISOString(),
          moves,
          items: items.map(({ record, before, after }) => ({
            before,
            after,
            finding: toFinding(record, world),
          })),
        }
      },
    )
  }
}
