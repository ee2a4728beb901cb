/** Digests of what agents and the server say to each other: a byte that was changed on the way is noticed. */

import { createHash, hash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { Transform } from 'node:stream'
import { damagedBodyType, digestHeader, printDigest, readDigest } from '@evenkeel/model'
import type { FastifyInstance, preParsingHookHandler } from 'fastify'
import { ProblemError } from './problem.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer comes with its digest. */
    hasDigest?: boolean
  }
}

/** Before answers are packed. */
export function addDigests(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.routeOptions.config.hasDigest && typeof payload === 'string')
      reply.header(digestHeader, printDigest(hash('sha256', payload, 'base64')))
    return payload
  })
}

/** For a body that comes as it is. */
export const checkDigest: preParsingHookHandler = (request, _reply, payload, done) => {
  const checked = createDigestCheck(request.headers)
  payload.once('error', (error) => checked.destroy(error))
  done(null, payload.pipe(checked))
}

/** Holds the unpacked body to the digest that came with it, if one did. */
export function createDigestCheck(headers: IncomingHttpHeaders): Transform {
  const wanted = readDigest(headers[digestHeader])
  const sum = createHash('sha256')
  return new Transform({
    transform(chunk, _encoding, next) {
      sum.update(chunk)
      next(null, chunk)
    },
    flush(next) {
      const isAsSaid = wanted === undefined || sum.digest('base64') === wanted
      next(isAsSaid ? null : damaged('it is not what its digest says'))
    },
  })
}

/** Whoever sent it sends it again. */
export function damaged(why: string): ProblemError {
  const message = `The body was damaged on its way: ${why}. Send it again.`
  return new ProblemError(400, message, undefined, damagedBodyType)
}
