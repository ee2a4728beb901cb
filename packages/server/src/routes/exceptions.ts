/** Exceptions: the list, a preview, creating, deciding and revoking, and the file for scans. */

import {
  CreateExceptionRequest,
  DecideExceptionRequest,
  Exception,
  ExceptionPreview,
  ExceptionScope,
  ImportExceptionsResponse,
  mayDo,
} from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  type Author,
  createException,
  describeExceptions,
  endException,
  previewException,
  settleException,
} from '../exceptions/exceptions.ts'
import { exportExceptions, importExceptions } from '../exceptions/import.ts'
import { onRecord } from '../http/audit.ts'
import { type AppHost, readWorld } from '../http/host.ts'

const ExceptionId = Type.Object({
  id: Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' }),
})
const ImportQuery = Type.Object({ dry_run: Type.Optional(Type.Boolean({ default: false })) })
const asks = { action: 'exceptions.request' } as const
const approves = { action: 'exceptions.approve' } as const
const yaml = 'application/yaml'

type RoutesApp = Parameters<FastifyPluginAsyncTypebox>[0]

export function exceptionRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/exceptions',
      { schema: { response: { 200: Type.Array(Exception) } } },
      async (request) => describeExceptions(host, await readWorld(host, request)),
    )
    app.post(
      '/exceptions',
      { config: asks, schema: { body: CreateExceptionRequest, response: { 201: Exception } } },
      async (request, reply) => {
        const world = await readWorld(host, request)
        const written = { request: request.body, by: authorOf(request) }
        return await reply
          .status(201)
          .send(await createException(onRecord(host, request, 201), world, written))
      },
    )
    app.post(
      '/exceptions/preview',
      {
        config: { action: 'look', ability: 'read' },
        schema: { body: ExceptionScope, response: { 200: ExceptionPreview } },
      },
      async (request) => previewException(await readWorld(host, request), request.body),
    )
    app.post(
      '/exceptions/:id/decision',
      {
        config: approves,
        schema: { params: ExceptionId, body: DecideExceptionRequest, response: { 200: Exception } },
      },
      async (request) =>
        settleException(onRecord(host, request, 200), await readWorld(host, request), {
          exceptionId: request.params.id.toLowerCase(),
          request: request.body,
          by: authorOf(request).name,
        }),
    )
    app.delete(
      '/exceptions/:id',
      { config: asks, schema: { params: ExceptionId } },
      async (request, reply) => {
        const exceptionId = request.params.id.toLowerCase()
        const world = await readWorld(host, request)
        await endException(onRecord(host, request, 204), world, {
          exceptionId,
          by: authorOf(request),
        })
        await reply.status(204).send()
      },
    )
    addFile(app, host)
  }
}

function addFile(app: RoutesApp, host: AppHost): void {
  app.get('/exceptions.yaml', { schema: { produces: [yaml] } }, async (request, reply) => {
    const text = await exportExceptions(host, await readWorld(host, request))
    return await reply
      .type(yaml)
      .header('content-disposition', 'attachment; filename="exceptions.yaml"')
      .send(text)
  })
  for (const type of [yaml, 'application/x-yaml', 'text/yaml', 'text/plain']) {
    app.addContentTypeParser(type, { parseAs: 'string' }, (_request, body, done) => {
      done(null, body)
    })
  }
  app.post(
    '/exceptions/import',
    {
      config: asks,
      schema: {
        consumes: [yaml],
        querystring: ImportQuery,
        body: Type.String({ minLength: 1 }),
        response: { 200: ImportExceptionsResponse },
      },
    },
    async (request) =>
      importExceptions(onRecord(host, request, 200), await readWorld(host, request), {
        text: request.body,
        by: authorOf(request),
        isDryRun: request.query.dry_run === true,
      }),
  )
}

function authorOf({ caller }: FastifyRequest): Author {
  const held = { role: caller?.role ?? 'viewer', permissions: caller?.permissions }
  return { name: caller?.subject ?? '', mayApprove: mayDo(held, 'exceptions.approve') }
}
