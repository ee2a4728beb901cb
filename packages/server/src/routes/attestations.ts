/** Attestations: the list, answering a manual rule, revoking an answer, the document that shows it. */

import { Attestation, CreateAttestationRequest } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import {
  createAttestation,
  describeAttestations,
  endAttestation,
  readAttestationFile,
} from '../attestations/attestations.ts'
import { onRecord } from '../http/audit.ts'
import { type AppHost, readWorld } from '../http/host.ts'

const AttestationId = Type.Object({
  id: Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' }),
})
const Query = Type.Object({
  rule: Type.Optional(Type.String({ maxLength: 256 })),
  cluster: Type.Optional(Type.String({ maxLength: 64 })),
  state: Type.Optional(Attestation.properties.state),
})

const config = { action: 'attestations.write' } as const

export function attestationRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/attestations',
      { schema: { querystring: Query, response: { 200: Type.Array(Attestation) } } },
      async (request) =>
        await describeAttestations(host, await readWorld(host, request), request.query),
    )
    app.post(
      '/attestations',
      { config, schema: { body: CreateAttestationRequest, response: { 201: Attestation } } },
      async (request, reply) => {
        const by = request.caller?.subject ?? ''
        const world = await readWorld(host, request)
        const created = await createAttestation(onRecord(host, request, 201), world, {
          request: request.body,
          by,
        })
        return await reply.status(201).send(created)
      },
    )
    app.delete(
      '/attestations/:id',
      { config, schema: { params: AttestationId } },
      async (request, reply) => {
        const by = request.caller?.subject ?? ''
        const world = await readWorld(host, request)
        await endAttestation(onRecord(host, request, 204), world, { id: request.params.id, by })
        await reply.status(204).send()
      },
    )
    app.get(
      '/attestations/:id/file',
      { schema: { params: AttestationId } },
      async (request, reply) => {
        const file = await readAttestationFile(await readWorld(host, request), request.params.id)
        // People send what they like: nothing of it may run as a page of this server.
        return await reply
          .type(file.mediaType)
          .header('content-disposition', disposition(file.name))
          .header('content-security-policy', "default-src 'none'; sandbox")
          .header('x-content-type-options', 'nosniff')
          .header('cache-control', 'private, no-store')
          .send(Buffer.from(file.content))
      },
    )
  }
}

/** RFC 6266: a plain name for old clients, the real one for the others. */
function disposition(name: string): string {
  const plain = name.replace(/[^\w.-]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
