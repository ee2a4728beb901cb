/** Idempotency keys: a write that is sent again, because its answer was lost, is not done again. */

import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { claimKey, findKey, forgetKey, type KeyRow, recordAnswer } from '../storage/idempotency.ts'
import type { AppHost } from './host.ts'
import { ProblemError } from './problem.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer holds a secret that is shown once, so it is never kept. */
    answersSecret?: boolean
  }
  interface FastifyRequest {
    /** The key that this request holds until its answer is on record. */
    idempotencyKey: { caller: string; key: string } | undefined
  }
}

const header = 'idempotency-key'
/** Set on an answer that was given before. */
export const replayedHeader = 'idempotency-replayed'
const keyPattern = /^[\x21-\x7e]{1,200}$/
const keptHeaders = ['content-type', 'etag']
const answerLengthMax = 256 * 1024
/** How long a process may take; after that it is taken to have ended before its answer was on record. */
const workMs = 60_000

export function addIdempotency(app: FastifyInstance, host: AppHost): void {
  app.decorateRequest('idempotencyKey', undefined)
  // After validation, so that a mistake takes no key.
  app.addHook('preHandler', async (request, reply) => {
    const caller = callerOf(request)
    const key = request.headers[header]
    if (caller === undefined || key === undefined) return
    if (typeof key !== 'string' || !keyPattern.test(key)) {
      throw new ProblemError(400, 'A key is 1 to 200 visible ASCII characters.', header)
    }
    const claim = { caller, key, requestHash: hashOf(request), now: host.now() }
    if (await claimKey(host.db, claim, workMs)) {
      request.idempotencyKey = { caller, key }
      return
    }
    const row = await findKey(host.db, caller, key)
    return row && (await replay(row, claim.requestHash, reply))
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const { idempotencyKey } = request
    if (idempotencyKey) await record(host, idempotencyKey, { reply, payload })
    return payload
  })
}

/** Writes of people and scripts; agents' messages may arrive twice as they are. */
function callerOf({ method, caller, routeOptions }: FastifyRequest): string | undefined {
  const isWrite = method === 'POST' && (routeOptions.config.access ?? 'session') === 'session'
  // A user and a token of the same name are two callers.
  return isWrite && caller ? `${caller.source ?? 'token'} ${caller.subject ?? ''}` : undefined
}

function hashOf(request: FastifyRequest): string {
  const text = JSON.stringify([request.method, request.url, request.body ?? null])
  return createHash('sha256').update(text).digest('base64url')
}

async function replay(row: KeyRow, requestHash: string, reply: FastifyReply) {
  if (row.requestHash !== requestHash) {
    throw new ProblemError(
      422,
      'This key came with another request before; take a new one.',
      header,
    )
  }
  if (row.status === null) {
    throw new ProblemError(409, 'The first request with this key is still worked on.', header)
  }
  if (row.body === null) {
    throw new ProblemError(
      409,
      'This was done by an earlier request with the same key; its answer held a secret, which is shown once.',
      header,
    )
  }
  return await reply
    .status(row.status)
    .headers(row.headers ?? {})
    .header(replayedHeader, 'true')
    .serializer((body: string) => body)
    .send(row.body)
}

async function record(
  host: AppHost,
  { caller, key }: { caller: string; key: string },
  { reply, payload }: { reply: FastifyReply; payload: unknown },
): Promise<void> {
  const isText = typeof payload === 'string' || payload === undefined || payload === null
  const body = isText ? (payload ?? '') : undefined
  // What failed in the server may be tried again under the same key.
  if (reply.statusCode >= 500 || body === undefined || body.length > answerLengthMax) {
    await forgetKey(host.db, caller, key)
    return
  }
  const { config } = reply.request.routeOptions
  const headers = Object.fromEntries(
    keptHeaders.flatMap((name) => {
      const value = reply.getHeader(name)
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
  const isSecret = config.answersSecret === true && reply.statusCode < 300
  await recordAnswer(
    host.db,
    { caller, key },
    {
      status: reply.statusCode,
      headers,
      body: isSecret ? null : body,
    },
  )
}
