/** Who can do what in a cluster, and what one of them can. */

import { AccessGrantPage, AccessPathPage, AccessSubject, AccessSubjectPage } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type AppHost, readWorld, type World } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { listAccessPaths, listRbacObjects } from '../relations/access-paths.ts'
import { findGrants, listSubjects } from '../relations/subject-access.ts'

const ClusterId = Type.String({ maxLength: 64 })
const Word = Type.String({ minLength: 1, maxLength: 300 })
const itemsMax = 5000

export function accessPathRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/access-paths',
      {
        schema: {
          querystring: Type.Object({
            cluster: ClusterId,
            verb: Word,
            resource: Word,
            group: Type.Optional(Type.String({ maxLength: 300 })),
            namespace: Type.Optional(Word),
            name: Type.Optional(Word),
          }),
          response: { 200: AccessPathPage },
        },
      },
      async (request) => {
        const world = await readWorld(host, request)
        const { cluster, verb, resource, group = '', namespace, name } = request.query
        refuseUnknown(world, cluster)
        const verbs = verb.split(',').filter((it) => it !== '')
        const scope = { verbs, resource, group, namespace, name }
        const { paths, warnings } = await listAccessPaths(world, cluster, scope)
        return toPage(paths, warnings)
      },
    )
    app.get(
      '/access-subjects',
      {
        schema: {
          querystring: Type.Object({ cluster: ClusterId }),
          response: { 200: AccessSubjectPage },
        },
      },
      async (request) => {
        const world = await readWorld(host, request)
        refuseUnknown(world, request.query.cluster)
        const { objects, warnings } = await listRbacObjects(world, request.query.cluster)
        return toPage(listSubjects(objects), warnings)
      },
    )
    app.get(
      '/access-grants',
      {
        schema: {
          querystring: Type.Object({
            cluster: ClusterId,
            kind: AccessSubject.properties.kind,
            name: Word,
            namespace: Type.Optional(Word),
          }),
          response: { 200: AccessGrantPage },
        },
      },
      async (request) => {
        const world = await readWorld(host, request)
        const { cluster, kind, name, namespace = null } = request.query
        refuseUnknown(world, cluster)
        const { objects, warnings } = await listRbacObjects(world, cluster)
        return toPage(findGrants(objects, { kind, name, namespace }), warnings)
      },
    )
  }
}

function toPage<T>(all: T[], warnings: string[]) {
  const cut = `Only the first ${itemsMax} of ${all.length} are listed.`
  return {
    items: all.slice(0, itemsMax),
    total: all.length,
    next_cursor: null,
    warnings: all.length > itemsMax ? [...warnings, cut] : warnings,
  }
}

function refuseUnknown(world: World, clusterId: string): void {
  if (world.clusters.some((it) => it.clusterId === clusterId)) return
  throw new ProblemError(404, `There is no cluster ${clusterId}.`, 'cluster')
}
