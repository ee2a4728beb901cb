/** Saved views: everybody keeps private ones; to share one a person needs the role editor. */

import { mayDo, SaveViewRequest, View, ViewPage } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { onRecord } from '../http/audit.ts'
import { requireMatch } from '../http/etag.ts'
import type { AppHost } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import {
  changeView,
  createView,
  describeViews,
  type Person,
  readView,
  removeView,
} from '../views/views.ts'

const ViewId = Type.Object({
  id: Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' }),
})
const Query = Type.Object({ page: Type.Optional(ViewPage) })
const own = { action: 'own.write' } as const
const tagged = { hasEtag: true } as const

export function viewRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/views',
      { config: tagged, schema: { querystring: Query, response: { 200: Type.Array(View) } } },
      (request) => describeViews(host, personOf(request), request.query.page),
    )
    app.get(
      '/views/:id',
      { config: tagged, schema: { params: ViewId, response: { 200: View } } },
      (request) => readView(host, personOf(request), request.params.id),
    )
    app.post(
      '/views',
      { config: { ...own, ...tagged }, schema: { body: SaveViewRequest, response: { 201: View } } },
      async (request, reply) => {
        const person = personOf(request)
        refuseSharing(person, request.body)
        return await reply
          .status(201)
          .send(await createView(onRecord(host, request, 201), person, request.body))
      },
    )
    app.put(
      '/views/:id',
      {
        config: { ...own, ...tagged },
        schema: { params: ViewId, body: SaveViewRequest, response: { 200: View } },
      },
      async (request, reply) => {
        const person = personOf(request)
        refuseSharing(person, request.body)
        return await changeView(onRecord(host, request, 200), person, {
          id: request.params.id,
          request: request.body,
          verify: (current) => requireMatch(reply, current),
        })
      },
    )
    app.delete(
      '/views/:id',
      {
        config: { ...own, holdsMatch: true },
        schema: { params: ViewId, response: { 200: View, 204: Type.Null() } },
      },
      async (request, reply) => {
        await removeView(onRecord(host, request, 204), personOf(request), {
          id: request.params.id,
          verify: (current) => requireMatch(reply, current),
        })
        return await reply.status(204).send(null)
      },
    )
  }
}

function personOf({ caller }: FastifyRequest): Person {
  return {
    name: caller?.subject ?? '',
    role: caller?.role ?? 'viewer',
    permissions: caller?.permissions,
    reach: caller?.reach ?? null,
  }
}

function refuseSharing(person: Person, { visibility }: SaveViewRequest): void {
  if (visibility === 'shared' && !mayDo(person, 'views.share')) {
    throw new ProblemError(
      403,
      `To share a view needs the role editor; you have ${person.role}.`,
      '/visibility',
    )
  }
}
