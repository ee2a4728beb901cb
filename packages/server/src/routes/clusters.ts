/** Clusters: the list with coverage and score, adding, looking at and removing one, its manifest. */

import {
  ClusterDetail,
  ClusterSummary,
  CreateClusterRequest,
  CreateClusterResponse,
} from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { createCluster, issueEnrolmentToken } from '../clusters/create.ts'
import { describeCluster, describeClusters } from '../clusters/describe.ts'
import type { AppHost } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { generateManifest } from '../manifest/manifest.ts'
import { deleteCluster, findCluster } from '../storage/clusters.ts'

const uuidPattern = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
const ClusterId = Type.Object({ id: Type.String({ pattern: uuidPattern }) })

export function clusterRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/clusters',
      { schema: { response: { 200: Type.Array(ClusterSummary) } } },
      async () => {
        const details = await describeClusters(host)
        return details.map((detail) => detail.cluster)
      },
    )
    app.post(
      '/clusters',
      { schema: { body: CreateClusterRequest, response: { 201: CreateClusterResponse } } },
      async (request, reply) => {
        const { name, labels = {} } = request.body
        const created = await createCluster(host, { name, labels, kind: 'agent' })
        const { cluster } = await describeKnown(host, created.clusterId)
        const manifest = generateManifest({
          clusterName: cluster.name,
          serverUrl: host.publicUrl(),
          token: created.token,
        })
        return await reply.status(201).send({
          cluster,
          enrolment_token: created.token,
          expires_at: created.expiresAt.toISOString(),
          manifest,
        })
      },
    )
    app.get(
      '/clusters/:id',
      { schema: { params: ClusterId, response: { 200: ClusterDetail } } },
      (request) => describeKnown(host, request.params.id),
    )
    app.delete(
      '/clusters/:id',
      { config: { role: 'admin' }, schema: { params: ClusterId } },
      async (request, reply) => {
        const { id } = request.params
        const isDeleted = await host.db.transaction().execute((it) => deleteCluster(it, id))
        if (!isDeleted) throw new ProblemError(404, `There is no cluster ${id}.`)
        host.events.publish({ kind: 'cluster', cluster: id })
        await reply.status(204).send()
      },
    )
    app.get(
      '/clusters/:id/manifest',
      {
        config: { role: 'editor' },
        schema: { params: ClusterId, response: { 200: Type.String() } },
      },
      async (request, reply) => {
        const cluster = await findCluster(host.db, request.params.id)
        if (!cluster) throw new ProblemError(404, `There is no cluster ${request.params.id}.`)
        // Tokens are kept as hashes, so a manifest that is fetched again brings a new one.
        const { token } = await issueEnrolmentToken(host, cluster.clusterId)
        const serverUrl = host.publicUrl()
        const text = generateManifest({ clusterName: cluster.name, serverUrl, token })
        return await reply.type('application/yaml').header('cache-control', 'no-store').send(text)
      },
    )
  }
}

async function describeKnown(host: AppHost, clusterId: string): Promise<ClusterDetail> {
  const detail = await describeCluster(host, clusterId.toLowerCase())
  if (!detail) throw new ProblemError(404, `There is no cluster ${clusterId}.`)
  return detail
}
