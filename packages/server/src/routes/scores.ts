/** GET /scores: the overview, the parts of a score, and what moved it. */

import { ScoreChanges, ScoreParts, Scores, scoreDimensions } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type AppHost, readTime, readWorld, type World } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { readScoreChanges } from '../scores/changes.ts'
import { readScores } from '../scores/overview.ts'
import { type PartsBy, readScoreParts } from '../scores/parts.ts'

const Cluster = Type.Optional(Type.String({ maxLength: 64 }))
const Time = Type.String({ maxLength: 100 })
const At = Type.Optional(Time)

const daysDefault = 90
/** Of the trend; charts show 30, 90 and 365. */
const Days = Type.Optional(Type.Integer({ minimum: 1, maximum: 366, default: daysDefault }))

export function scoreRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/scores',
      {
        schema: {
          querystring: Type.Object({ cluster: Cluster, at: At, days: Days }),
          response: { 200: Scores },
        },
      },
      async (request) => {
        const world = await readWorld(host, request, request.query.at)
        const { cluster, days = daysDefault } = request.query
        refuseUnknown(world, cluster)
        return await readScores(world, { clusterId: cluster, days })
      },
    )
    addPartRoutes(app, host)
  }
}

type RoutesApp = Parameters<FastifyPluginAsyncTypebox>[0]

function addPartRoutes(app: RoutesApp, host: AppHost): void {
  app.get(
    '/scores/parts',
    {
      schema: {
        querystring: Type.Object({ by: Type.String({ maxLength: 200 }), cluster: Cluster, at: At }),
        response: { 200: ScoreParts },
      },
    },
    async (request) => {
      const world = await readWorld(host, request, request.query.at)
      const { by, cluster } = request.query
      refuseUnknown(world, cluster)
      return await readScoreParts(world, readBy(by), cluster)
    },
  )
  app.get(
    '/scores/changes',
    {
      schema: {
        querystring: Type.Object({ from: Time, to: Type.Optional(Time), cluster: Cluster }),
        response: { 200: ScoreChanges },
      },
    },
    async (request) => {
      const world = await readWorld(host, request)
      const { from, to = 'now', cluster } = request.query
      refuseUnknown(world, cluster)
      const span = { from: readTime(from, world.now, 'from'), to: readTime(to, world.now, 'to') }
      if (span.from >= span.to) {
        throw new ProblemError(400, 'The time "from" is before the time "to".', 'from')
      }
      return await readScoreChanges(world, { ...span, clusterId: cluster })
    },
  )
}

function refuseUnknown(world: World, clusterId: string | undefined): void {
  if (clusterId === undefined || world.clusters.some((it) => it.clusterId === clusterId)) return
  throw new ProblemError(404, `There is no cluster ${clusterId}.`)
}

const labelPrefix = 'label:'

function readBy(by: string): PartsBy {
  if (by.startsWith(labelPrefix) && by.length > labelPrefix.length) {
    return { label: by.slice(labelPrefix.length) }
  }
  const dimension = scoreDimensions.find((it) => it === by)
  if (dimension) return { dimension }
  throw new ProblemError(
    400,
    `Scores have no parts by "${by}". Possible are ${scoreDimensions.join(', ')} and ${labelPrefix}<key>.`,
    'by',
  )
}
