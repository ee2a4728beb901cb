/** Exceptions: the list, a preview of what one would cover, creating and revoking. */

import { CreateExceptionRequest, Exception, ExceptionPreview } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import {
  createException,
  describeExceptions,
  endException,
  previewException,
} from '../exceptions/exceptions.ts'
import { type AppHost, readWorld } from '../http/host.ts'

const ExceptionId = Type.Object({
  id: Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' }),
})

export function exceptionRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/exceptions',
      { schema: { response: { 200: Type.Array(Exception) } } },
      async (request) => describeExceptions(host, await readWorld(host, request)),
    )
    app.post(
      '/exceptions',
      { schema: { body: CreateExceptionRequest, response: { 201: Exception } } },
      async (request, reply) => {
        const created = await createException(host, await readWorld(host, request), {
          request: request.body,
          by: request.caller?.subject ?? '',
        })
        return await reply.status(201).send(created)
      },
    )
    app.post(
      '/exceptions/preview',
      {
        config: { action: 'look', ability: 'read' },
        schema: {
          body: Type.Object({ query: CreateExceptionRequest.properties.query }),
          response: { 200: ExceptionPreview },
        },
      },
      async (request) => previewException(await readWorld(host, request), request.body.query),
    )
    app.delete('/exceptions/:id', { schema: { params: ExceptionId } }, async (request, reply) => {
      await endException(host, await readWorld(host, request), {
        exceptionId: request.params.id,
        by: request.caller?.subject ?? '',
      })
      await reply.status(204).send()
    })
  }
}
