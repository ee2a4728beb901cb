/** The agents of a cluster and what they enrol with: who they are, letting them in, shutting them out. */

import { ClusterAgent, EnrolmentToken, EvaluationStatus } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { issueEnrolmentToken } from '../clusters/create.ts'
import { askToEvaluate, describeEvaluation } from '../clusters/evaluate.ts'
import { onRecord, writeOnRecord } from '../http/audit.ts'
import { type AppHost, readWorld, type World } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { deleteEnrolmentTokens, listAgents, revokeAgent } from '../storage/agents.ts'
import { type ClusterRow, findCluster } from '../storage/clusters.ts'
import { findVisible } from '../storage/reach.ts'

const uuidPattern = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
const ClusterId = Type.Object({ id: Type.String({ pattern: uuidPattern }) })
const AgentId = Type.Object({
  ...ClusterId.properties,
  agent: Type.String({ pattern: uuidPattern }),
})

type RoutesApp = Parameters<FastifyPluginAsyncTypebox>[0]

export function clusterAgentRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    addEvaluate(app, host)
    app.get(
      '/clusters/:id/agents',
      { schema: { params: ClusterId, response: { 200: Type.Array(ClusterAgent) } } },
      async (request) => {
        const clusterId = await wholeCluster(host, request, request.params.id)
        return (await listAgents(host.db, clusterId)).map(toAgent)
      },
    )
    app.delete(
      '/clusters/:id/agents/:agent',
      { config: { action: 'clusters.operate' }, schema: { params: AgentId } },
      async (request, reply) => {
        const clusterId = await wholeCluster(host, request, request.params.id)
        const agentId = request.params.agent.toLowerCase()
        await writeOnRecord(onRecord(host, request, 204), async (db) => {
          if (!(await revokeAgent(db, { clusterId, agentId, now: host.now() })))
            throw new ProblemError(404, `The cluster has no agent ${agentId}.`)
        })
        host.events.publish({ kind: 'cluster', cluster: clusterId })
        await reply.status(204).send()
      },
    )
    app.post(
      '/clusters/:id/enrolment-token',
      {
        config: { action: 'clusters.operate', answersSecret: true },
        schema: { params: ClusterId, response: { 201: EnrolmentToken } },
      },
      async (request, reply) => {
        const clusterId = await wholeCluster(host, request, request.params.id)
        const recorded = onRecord(host, request, 201)
        const { token, expiresAt } = await writeOnRecord(recorded, async (db) => {
          await deleteEnrolmentTokens(db, clusterId)
          return await issueEnrolmentToken(db, clusterId, host.now())
        })
        return await reply.status(201).send({
          enrolment_token: token,
          expires_at: expiresAt.toISOString(),
          server: host.publicUrl(),
        })
      },
    )
  }
}

function addEvaluate(app: RoutesApp, host: AppHost): void {
  const schema = { params: ClusterId }
  app.get(
    '/clusters/:id/evaluate',
    { schema: { ...schema, response: { 200: EvaluationStatus } } },
    async (request) => {
      const world = await readWorld(host, request)
      const cluster = await findWhole(world, request.params.id)
      return await describeEvaluation({ db: world.db, now: host.now }, cluster)
    },
  )
  app.post(
    '/clusters/:id/evaluate',
    {
      config: { action: 'clusters.operate' },
      schema: { ...schema, response: { 202: EvaluationStatus } },
    },
    async (request, reply) => {
      const clusterId = await wholeCluster(host, request, request.params.id)
      const by = request.caller?.subject ?? ''
      const status = await askToEvaluate(onRecord(host, request, 202), clusterId, by)
      host.events.publish({ kind: 'cluster', cluster: clusterId })
      return await reply.status(202).send(status)
    },
  )
}

/** Agents speak for the whole cluster, so who sees a part of it neither sees nor stops them. */
async function wholeCluster(
  host: AppHost,
  request: FastifyRequest,
  clusterId: string,
): Promise<string> {
  return (await findWhole(await readWorld(host, request), clusterId)).clusterId
}

async function findWhole({ db, reach, clusters }: World, clusterId: string): Promise<ClusterRow> {
  const cluster = await findCluster(db, clusterId.toLowerCase())
  if (!cluster) throw new ProblemError(404, `There is no cluster ${clusterId}.`)
  if (reach !== null && !findVisible(reach, clusters).whole.includes(cluster.clusterId))
    throw new ProblemError(403, 'This needs the whole cluster; you see some of its namespaces.')
  return cluster
}

function toAgent(agent: Awaited<ReturnType<typeof listAgents>>[number]): ClusterAgent {
  return {
    id: agent.agentId ?? '',
    node: agent.subject,
    version: agent.version,
    address: agent.address,
    credential_created_at: new Date(agent.createdAt).toISOString(),
    credential_expires_at: isoOf(agent.revokedAt ? null : agent.expiresAt),
    last_seen_at: isoOf(agent.usedAt),
    revoked_at: isoOf(agent.revokedAt),
    revoked_because: agent.because,
  }
}

function isoOf(date: Date | null): string | null {
  return date ? new Date(date).toISOString() : null
}
