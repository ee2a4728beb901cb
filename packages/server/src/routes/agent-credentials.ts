/** How agents come to their credentials: an enrolment token for the first, and each for its successor. */

import { EnrolRequest, EnrolResponse } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { bearerOf } from '../http/access.ts'
import { checkDigest } from '../http/digest.ts'
import type { AppHost } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { enrolAgent, renewAgent } from '../storage/agents.ts'
import { insertAudit } from '../storage/audit.ts'
import { findCluster } from '../storage/clusters.ts'
import { clusterOf } from './agent.ts'

const enrolmentsPerMinute = 600
/** Agents renew theirs after some two thirds of it. */
const credentialMsUsual = 30 * 86_400_000

export function agentCredentialRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  const rateLimit = { max: enrolmentsPerMinute, timeWindow: '1 minute' }
  const schema = { body: EnrolRequest, response: { 200: EnrolResponse } }
  return async (app) => {
    app.post(
      '/agent/enrol',
      {
        config: { access: 'enrolment', rateLimit, hasDigest: true },
        preParsing: checkDigest,
        schema,
      },
      async (request) => {
        const cluster = await findOwnCluster(host, clusterOf(request))
        const { node: subject, version } = request.body
        const times = timesOf(host)
        const write = { clusterId: cluster.id, subject, version, ...times }
        const given = await enrolAgent(host.db, write, request.caller?.tokenId ?? null)
        if ('refused' in given) throw new ProblemError(403, given.refused)
        host.events.publish({ kind: 'cluster', cluster: cluster.id })
        return answerOf(cluster, given.credential, times)
      },
    )
    app.post(
      '/agent/credential',
      {
        config: { access: 'agent', rateLimit, hasDigest: true },
        preParsing: checkDigest,
        schema,
      },
      async (request) => {
        const cluster = await findOwnCluster(host, clusterOf(request))
        const times = timesOf(host)
        const write = { version: request.body.version, ...times }
        const given = await renewAgent(host.db, bearerOf(request) ?? '', write)
        if ('refused' in given) {
          if (given.isTwoHolders) await recordTwoHolders(host, request)
          throw new ProblemError(401, given.refused)
        }
        return answerOf(cluster, given.credential, times)
      },
    )
  }
}

/** Nobody asked for it, so no other line of the log tells of it. */
async function recordTwoHolders(
  { db, now }: AppHost,
  { caller, ip }: FastifyRequest,
): Promise<void> {
  await insertAudit(db, {
    at: now(),
    actor: caller?.subject ?? 'agent',
    action: 'POST /agent/credential',
    target: caller?.clusterId ?? '',
    status: 401,
    address: ip,
    details: { reason: 'One credential had two holders; the agent was revoked.' },
  })
}

async function findOwnCluster(host: AppHost, clusterId: string) {
  const cluster = await findCluster(host.db, clusterId)
  if (!cluster) throw new ProblemError(404, 'The cluster of this token was removed.')
  return { id: cluster.clusterId, name: cluster.name }
}

interface Times {
  now: Date
  expiresAt: Date
}

function timesOf({ now, credentialMs }: AppHost): Times {
  const at = now()
  return { now: at, expiresAt: new Date(at.getTime() + (credentialMs ?? credentialMsUsual)) }
}

function answerOf(cluster: EnrolResponse['cluster'], credential: string, { expiresAt }: Times) {
  return { cluster, credential, expires_at: expiresAt.toISOString() }
}
