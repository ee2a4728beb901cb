/** What agents call with their credential: settings, diff and cycles. */

import { createGunzip } from 'node:zlib'
import {
  AgentSettings,
  CycleRequest,
  CycleResponse,
  DiffRequest,
  DiffResponse,
} from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest, preParsingHookHandler } from 'fastify'
import { createDigestCheck, damaged } from '../http/digest.ts'
import type { AppHost } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { createUploads } from '../http/uploads.ts'
import { readClusterSettings, toAgentSettings } from '../ingest/cluster-settings.ts'
import { diffCycle, type IngestResult, ingestCycle } from '../ingest/ingest.ts'
import { findContradiction } from '../ingest/plan.ts'
import type { CycleOutcome } from '../metrics/server-metrics.ts'
import { findCluster } from '../storage/clusters.ts'

/** A first cycle of some 400,000 findings; its sender has proved who it is before the body is read. */
const cycleBytesMax = 256 * 1024 * 1024

export function agentRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    const uploads = createUploads()
    const options = {
      config: { access: 'agent' as const, hasDigest: true },
      onRequest: async (request: FastifyRequest, reply: FastifyReply) =>
        uploads.admit(request, reply),
      bodyLimit: cycleBytesMax,
      preParsing: inflate,
    }
    app.get(
      '/agent/settings',
      {
        config: { access: 'agent', hasEtag: true, hasDigest: true },
        schema: { response: { 200: AgentSettings } },
      },
      async (request) => {
        const cluster = await findCluster(host.db, clusterOf(request))
        if (!cluster) throw new ProblemError(404, 'The cluster of this token was removed.')
        const settings = toAgentSettings(await readClusterSettings(host.db, cluster))
        const { askedAt } = cluster
        return { ...settings, ...(askedAt && { evaluate_at: askedAt.toISOString() }) }
      },
    )
    app.post(
      '/agent/diff',
      { ...options, schema: { body: DiffRequest, response: { 200: DiffResponse } } },
      async (request) => {
        refuseContradiction(request.body)
        return await diffCycle(host, clusterOf(request), request.body)
      },
    )
    app.post(
      '/agent/cycles',
      {
        ...options,
        schema: { body: CycleRequest, response: { 200: CycleResponse, 409: DiffResponse } },
      },
      async (request, reply) => {
        refuseContradiction(request.body)
        refuseBadTimes(request.body)
        const clusterId = clusterOf(request)
        const result = await measured(host, () => ingestCycle(host, clusterId, request.body))
        if ('missing' in result) return reply.status(409).send(result.missing)
        if (result.response.applied) host.events.publish({ kind: 'cycle', cluster: clusterId })
        return result.response
      },
    )
  }
}

async function measured(
  { metrics }: AppHost,
  ingest: () => Promise<IngestResult>,
): Promise<IngestResult> {
  const startedAt = performance.now()
  const observe = (outcome: CycleOutcome, findingsChanged: number): void => {
    const seconds = (performance.now() - startedAt) / 1000
    metrics.observeCycle({ outcome, seconds, findingsChanged })
  }
  try {
    const result = await ingest()
    if ('missing' in result) observe('lacking', 0)
    else observe(result.response.applied ? 'applied' : 'repeated', result.response.findings_changed)
    return result
  } catch (error) {
    observe('failed', 0)
    throw error
  }
}

export function clusterOf(request: FastifyRequest): string {
  const clusterId = request.caller?.clusterId
  if (!clusterId) throw new ProblemError(401, 'The token belongs to no cluster.')
  return clusterId
}

function refuseContradiction(request: DiffRequest): void {
  const contradiction = findContradiction(request)
  if (contradiction) throw new ProblemError(400, contradiction, '/keys')
}

function refuseBadTimes(request: CycleRequest): void {
  for (const field of ['started_at', 'finished_at'] as const) {
    const time = Date.parse(request[field])
    if (Number.isNaN(time) || time < 0 || time > Date.UTC(9999, 0, 1)) {
      throw new ProblemError(
        400,
        `${field} is not a time such as 2026-01-31T10:00:00Z.`,
        `/${field}`,
      )
    }
  }
}

/** Bodies may come as gzip; what they unfold to is held to the same limit. */
const inflate: preParsingHookHandler = (request, _reply, payload, done) => {
  const encoding = request.headers['content-encoding']
  const checked = createDigestCheck(request.headers)
  if (encoding === undefined || encoding === 'identity') {
    payload.once('error', (error) => checked.destroy(error))
    done(null, payload.pipe(checked))
    return
  }
  if (encoding !== 'gzip') {
    done(new ProblemError(415, `The content encoding "${encoding}" is not known; use gzip.`))
    return
  }
  // The length of the header is that of the packed body, which Fastify would hold the unpacked one to.
  delete request.headers['content-length']
  const gunzip = createGunzip()
  gunzip.once('error', ({ message }) => checked.destroy(damaged(`it is not gzip (${message})`)))
  done(null, payload.pipe(gunzip).pipe(checked))
}
