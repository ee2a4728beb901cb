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
import type { AppHost } from '../http/host.ts'

const ExceptionId = Type.Object({
  id: Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' }),
})

export function exceptionRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/exceptions', { schema: { response: { 200: Type.Array(Exception) } } }, () =>
      describeExceptions(host),
    )
    app.post(
      '/exceptions',
      { schema: { body: CreateExceptionRequest, response: { 201: Exception } } },
      async (request, reply) => {
        const created = await createException(host, request.body, request.caller?.subject ?? '')
        return await reply.status(201).send(created)
      },
    )
    app.post(
      '/exceptions/preview',
      {
        schema: {
          body: Type.Object({ query: CreateExceptionRequest.properties.query }),
          response: { 200: ExceptionPreview },
        },
      },
      (request) => previewException(host, request.body.query),
    )
    app.delete('/exceptions/:id', { schema: { params: ExceptionId } }, async (request, reply) => {
      await endException(host, request.params.id, request.caller?.subject ?? '')
      await reply.status(204).send()
    })
  }
}
