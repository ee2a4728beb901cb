/** Lets large cycles in one at a time for each cluster, so that agents that come back all at once do no harm. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { ProblemError } from './problem.ts'

export interface Uploads {
  /** Throws 503 with a time to come back where another is under way; let go with the answer. */
  admit(request: FastifyRequest, reply: FastifyReply): void
}

/** Packed; what is smaller never waits. */
const largeBytes = 512 * 1024
/** Of all clusters, in one process: each takes some of its memory. */
const uploadsMax = 4
const retryFirstSeconds = 2
const retryMaxSeconds = 30

export function createUploads(): Uploads {
  const running = new Set<string>()
  /** Since the last that was let in; who comes later comes back later. */
  const refused = new Map<string, number>()
  return {
    admit(request, reply) {
      const clusterId = request.caller?.clusterId ?? ''
      if (!isLarge(request)) return
      if (running.has(clusterId) || running.size >= uploadsMax) {
        const count = (refused.get(clusterId) ?? 0) + 1
        refused.set(clusterId, count)
        reply.header('retry-after', Math.min(retryFirstSeconds * count, retryMaxSeconds))
        throw new ProblemError(
          503,
          'Another large cycle is being taken in; come back a little later.',
        )
      }
      refused.delete(clusterId)
      running.add(clusterId)
      reply.raw.once('close', () => running.delete(clusterId))
    },
  }
}

/** A body of no known length may be any. */
function isLarge({ headers }: FastifyRequest): boolean {
  const length = headers['content-length']
  return length === undefined || Number(length) > largeBytes
}
