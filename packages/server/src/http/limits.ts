/** How often a caller may ask: each has its own count, and so has an address that is refused again and again. */

import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AppHost } from './host.ts'
import { ProblemError } from './problem.ts'

/** A page asks for some ten things; a script or an agent seldom for more than one at a time. */
const requestsPerMinute = 6000
/** Of one address without a token that is known. */
const refusalsPerMinute = 600
const timeWindow = '1 minute'

/** Routes may set a lower limit of their own with `config.rateLimit`. Needs to run before the routes are there. */
export async function addLimits(app: FastifyInstance, host: AppHost): Promise<void> {
  await app.register(rateLimit, {
    max: host.requestsPerMinute ?? requestsPerMinute,
    timeWindow,
    keyGenerator: ({ caller, ip }) => caller?.tokenId ?? ip,
  })
}

/** Counts a request that is refused for want of a token; throws instead where there were too many. */
export function createRefusalLimit(app: FastifyInstance, host: AppHost) {
  const max = Math.min(refusalsPerMinute, host.requestsPerMinute ?? requestsPerMinute)
  const count = app.createRateLimit({ max, timeWindow, keyGenerator: ({ ip }) => `refused ${ip}` })
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const limit = await count(request)
    if (limit.isAllowed || !limit.isExceeded) return
    reply.header('retry-after', limit.ttlInSeconds)
    throw new ProblemError(
      429,
      `Too many requests without a valid token came from your address; wait ${limit.ttlInSeconds} seconds.`,
    )
  }
}
