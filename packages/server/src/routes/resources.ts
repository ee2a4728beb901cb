/** Resources: pages by most failed, and single ones with their redacted configuration. */

import { FindingsQuery, pageOf, ResourceSummary, wordNeedles } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type AppHost, readWorld, type World } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import type { KqlWorld } from '../storage/kql-sql.ts'
import { findDataAt } from '../storage/resource-versions.ts'
import {
  countResources,
  findResourceData,
  findResources,
  listResources,
  type ResourceFilter,
  type ResourceRecord,
} from '../storage/resources.ts'

const ResourceDetail = Type.Object({
  resource: ResourceSummary,
  api_version: Type.Union([Type.String(), Type.Null()]),
  node: Type.Union([Type.String(), Type.Null()]),
  labels: Type.Record(Type.String(), Type.String()),
  data: Type.Unknown(),
  /** Why there is no data; absent where there is. */
  missing: Type.Optional(Type.String()),
})

const Query = Type.Object({
  cluster: Type.Optional(Type.String({ maxLength: 64 })),
  search: Type.Optional(Type.String({ maxLength: 200 })),
  kind: Type.Optional(Type.String({ maxLength: 200 })),
  namespace: Type.Optional(Type.String({ maxLength: 200 })),
  cursor: Type.Optional(Type.String({ maxLength: 500 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
  at: FindingsQuery.properties.at,
})

export function resourceRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/resources',
      { schema: { querystring: Query, response: { 200: pageOf(ResourceSummary) } } },
      async (request) => {
        const world = await readWorld(host, request, request.query.at)
        const { search = '', kind, namespace, cursor, limit = 50 } = request.query
        const filter: ResourceFilter = {
          clusterIds: clusterIdsOf(world, request.query.cluster),
          needles: wordNeedles(search, false),
          kind: storable(kind),
          namespace: storable(namespace),
          after: cursor === undefined ? undefined : readCursor(cursor),
          limit: limit + 1,
          at: world.at,
        }
        const rows = await listResources(world.db, filter)
        const page = rows.slice(0, limit)
        const last = page.at(-1)
        return {
          items: page.map((row) => toSummary(row, world)),
          total: await countResources(world.db, filter),
          next_cursor: rows.length > limit && last ? toCursor(last) : null,
          warnings: [],
        }
      },
    )
    app.get(
      '/resources/:id',
      {
        schema: {
          params: Type.Object({ id: Type.String({ maxLength: 1024 }) }),
          querystring: Type.Object({
            cluster: Type.Optional(Type.String({ maxLength: 64 })),
            at: FindingsQuery.properties.at,
          }),
          response: { 200: ResourceDetail },
        },
      },
      async (request) => {
        const world = await readWorld(host, request, request.query.at)
        const { id } = request.params
        const clusterIds = clusterIdsOf(world, request.query.cluster)
        const [row, other] = await findResources(world.db, storable(id) ?? '', clusterIds, world.at)
        if (!row) throw new ProblemError(404, `There is no resource "${id}".`)
        if (other) {
          throw new ProblemError(
            409,
            `Several clusters have "${id}"; say which with cluster=<id>.`,
            'cluster',
          )
        }
        return {
          resource: toSummary(row, world),
          api_version: row.apiVersion,
          node: row.node,
          labels: row.labels,
          ...(await readData(world, row)),
        }
      },
    )
  }
}

async function readData({ db, at }: World, row: ResourceRecord) {
  if (!at) return { data: await findResourceData(db, row.clusterId, row.resourceId) }
  const found = await findDataAt(db, row, at)
  return found ?? { data: null, missing: 'The configuration of that time was not kept.' }
}

/** PostgreSQL knows no NUL in text. */
function storable(text: string | undefined): string | undefined {
  return text?.replaceAll('\0', '\ufffd')
}

function clusterIdsOf(world: KqlWorld, clusterId: string | undefined): string[] {
  const ids = world.clusters.map((it) => it.clusterId)
  if (clusterId === undefined) return ids
  if (!ids.includes(clusterId)) throw new ProblemError(404, `There is no cluster ${clusterId}.`)
  return [clusterId]
}

function toSummary(row: ResourceRecord, world: KqlWorld): ResourceSummary {
  const { passed, failed, unknown, manual } = row
  return {
    id: row.id,
    type: row.type,
    sub_type: row.subType,
    name: row.name,
    namespace: row.namespace,
    owner: row.owner,
    cluster: {
      id: row.clusterId,
      name: world.clusters.find((it) => it.clusterId === row.clusterId)?.name ?? '',
    },
    counts: { passed, failed, unknown, manual },
  }
}

function toCursor(row: ResourceRecord): string {
  return Buffer.from(JSON.stringify([row.failed, row.clusterId, row.resourceId])).toString(
    'base64url',
  )
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function readCursor(cursor: string): ResourceFilter['after'] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(value)) {
      const [failed, clusterId, resourceId] = value
      const isValid = Number.isInteger(failed) && Math.abs(failed) < 2_000_000_000
      if (isValid && uuid.test(String(clusterId)) && uuid.test(String(resourceId))) {
        return { failed, clusterId: String(clusterId), resourceId: String(resourceId) }
      }
    }
  } catch {
    // Not JSON: refused below like any other foreign cursor.
  }
  throw new ProblemError(
    400,
    'The cursor is not one of this list; start from the first page.',
    'cursor',
  )
}
