/** How a resource hangs together with others, and what it was before. */

import { Relations, ResourceVersion, ResourceVersionDetail } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type AppHost, readWorld, type World } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { readRelations } from '../relations/map.ts'
import { type DescribedVersion, describeVersions, readVersionData } from '../relations/versions.ts'
import { findResources, type ResourceRecord } from '../storage/resources.ts'

const ResourceId = { id: Type.String({ maxLength: 1024 }) }
const Cluster = Type.Optional(Type.String({ maxLength: 64 }))

const hopsDefault = 2
const hopsMax = 3

export function relationRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/resources/:id/relations',
      {
        schema: {
          params: Type.Object(ResourceId),
          querystring: Type.Object({
            cluster: Cluster,
            hops: Type.Optional(
              Type.Integer({ minimum: 1, maximum: hopsMax, default: hopsDefault }),
            ),
          }),
          response: { 200: Relations },
        },
      },
      async (request) => {
        const world = await readWorld(host, request)
        const { cluster, hops = hopsDefault } = request.query
        const row = await findOne(world, request.params.id, cluster)
        const start = { id: row.id, uuid: row.resourceId }
        return await readRelations(world.db, row.clusterId, { start, hops })
      },
    )
    addVersionRoutes(app, host)
  }
}

type RoutesApp = Parameters<FastifyPluginAsyncTypebox>[0]

const VersionQuery = Type.Object({
  cluster: Cluster,
  rule: Type.Optional(Type.String({ maxLength: 256 })),
})

function addVersionRoutes(app: RoutesApp, host: AppHost): void {
  app.get(
    '/resources/:id/versions',
    {
      schema: {
        params: Type.Object(ResourceId),
        querystring: VersionQuery,
        response: { 200: Type.Array(ResourceVersion) },
      },
    },
    async (request) => {
      const world = await readWorld(host, request)
      const row = await findOne(world, request.params.id, request.query.cluster)
      return (await describeVersions(world.db, row, request.query.rule)).map(toVersion)
    },
  )
  app.get(
    '/resources/:id/versions/:hash',
    {
      schema: {
        params: Type.Object({ ...ResourceId, hash: Type.String({ maxLength: 64 }) }),
        querystring: VersionQuery,
        response: { 200: ResourceVersionDetail },
      },
    },
    async (request) => {
      const world = await readWorld(host, request)
      const { id, hash } = request.params
      const row = await findOne(world, id, request.query.cluster)
      const versions = await describeVersions(world.db, row, request.query.rule)
      const version = versions.find((it) => it.hash === hash)
      const found = version && (await readVersionData(world.db, row, version))
      if (!version || !found) {
        throw new ProblemError(404, `No version "${hash}" of "${id}" was kept.`, 'hash')
      }
      return { version: toVersion(version), data: found.data }
    },
  )
}

function toVersion({ hash, since, until, evaluation }: DescribedVersion): ResourceVersion {
  return { hash, at: since.toISOString(), is_current: until === null, evaluation }
}

function refuseUnknown(world: World, clusterId: string): void {
  if (world.clusters.some((it) => it.clusterId === clusterId)) return
  throw new ProblemError(404, `There is no cluster ${clusterId}.`, 'cluster')
}

async function findOne(
  world: World,
  id: string,
  clusterId: string | undefined,
): Promise<ResourceRecord> {
  if (clusterId !== undefined) refuseUnknown(world, clusterId)
  const ids = clusterId === undefined ? world.clusters.map((it) => it.clusterId) : [clusterId]
  // PostgreSQL knows no NUL in text, so no id holds one.
  const [row, other] = id.includes('\0') ? [] : await findResources(world.db, id, ids)
  if (!row) throw new ProblemError(404, `There is no resource "${id}".`)
  if (!other) return row
  const detail = `Several clusters have "${id}"; say which with cluster=<id>.`
  throw new ProblemError(409, detail, 'cluster')
}
