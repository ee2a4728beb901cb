/** Clusters: the list with coverage and score, adding, looking at and removing one, its manifest. */

import {
  ClusterDetail,
  ClusterSummary,
  CreateClusterRequest,
  CreateClusterResponse,
  type Reach,
} from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { createCluster, issueEnrolmentToken } from '../clusters/create.ts'
import { describeCluster, describeClusters } from '../clusters/describe.ts'
import { removeCluster } from '../clusters/remove.ts'
import { onRecord, writeOnRecord } from '../http/audit.ts'
import { type AppHost, readWorld, type World } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { ManifestError, manifestOfOptions, optionNames } from '../manifest/manifest.ts'
import { findCluster } from '../storage/clusters.ts'
import { findVisible } from '../storage/reach.ts'

const uuidPattern = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
const ClusterId = Type.Object({ id: Type.String({ pattern: uuidPattern }) })

type RoutesApp = Parameters<FastifyPluginAsyncTypebox>[0]

export function clusterRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/clusters',
      { schema: { response: { 200: Type.Array(ClusterSummary) } } },
      async (request) => {
        const details = await describeClusters(host, await readWorld(host, request))
        return details.map((detail) => detail.cluster)
      },
    )
    app.post(
      '/clusters',
      {
        config: { action: 'clusters.operate', answersSecret: true },
        schema: { body: CreateClusterRequest, response: { 201: CreateClusterResponse } },
      },
      async (request, reply) => {
        const { name, labels = {} } = request.body
        refuseUnseen(request.caller?.reach ?? null, labels)
        const created = await createCluster(onRecord(host, request, 201), {
          name,
          labels,
          kind: 'agent',
        })
        const { cluster } = await describeKnown(
          host,
          await readWorld(host, request),
          created.clusterId,
        )
        const manifest = printManifest(host, { cluster: cluster.name, token: created.token })
        return await reply.status(201).send({
          cluster,
          enrolment_token: created.token,
          expires_at: created.expiresAt.toISOString(),
          server: host.publicUrl(),
          manifest,
        })
      },
    )
    app.get(
      '/clusters/:id',
      { schema: { params: ClusterId, response: { 200: ClusterDetail } } },
      async (request) => describeKnown(host, await readWorld(host, request), request.params.id),
    )
    app.delete(
      '/clusters/:id',
      { config: { action: 'clusters.remove' }, schema: { params: ClusterId } },
      async (request, reply) => {
        const { id } = request.params
        if (!(await removeCluster(onRecord(host, request, 204), id))) {
          throw new ProblemError(404, `There is no cluster ${id}.`)
        }
        await reply.status(204).send()
      },
    )
    addManifest(app, host)
  }
}

function addManifest(app: RoutesApp, host: AppHost): void {
  app.get(
    '/clusters/:id/manifest',
    {
      config: { action: 'clusters.operate' },
      schema: {
        params: ClusterId,
        querystring: ManifestQuery,
        response: { 200: Type.String() },
      },
    },
    async (request, reply) => {
      const { db, ...world } = await readWorld(host, request)
      const cluster = await findCluster(db, request.params.id)
      if (!cluster) throw new ProblemError(404, `There is no cluster ${request.params.id}.`)
      refusePartly(world, cluster.clusterId)
      // Tokens are kept as hashes, so a manifest that is fetched again brings a new one.
      // What is wrong with the options is said before that.
      const options = { cluster: cluster.name, ...request.query }
      printManifest(host, { ...options, token: 'none yet' })
      const isElsewhere = Boolean(request.query['token-secret'])
      const token = isElsewhere
        ? undefined
        : await writeOnRecord(onRecord(host, request, 200), async (transaction) => {
            const now = host.now()
            return (await issueEnrolmentToken(transaction, cluster.clusterId, now)).token
          })
      const text = printManifest(host, { ...options, token })
      return await reply.type('application/yaml').header('cache-control', 'no-store').send(text)
    },
  )
}

/** The options of `evenkeel manifest`, by the same names; the token is the server's to give. */
const ManifestQuery = Type.Object(
  Object.fromEntries(
    [...optionNames.filter((name) => name !== 'token'), 'namespace'].map((name) => [
      name,
      Type.Optional(Type.String({ maxLength: 20_000 })),
    ]),
  ),
  { additionalProperties: false },
)

function printManifest(
  host: AppHost,
  { namespace, ...options }: Record<string, string | undefined>,
): string {
  try {
    return manifestOfOptions({ server: host.publicUrl(), ...options }, { namespace })
  } catch (error) {
    if (error instanceof ManifestError) throw new ProblemError(400, error.message)
    throw error
  }
}

/** Who sees a part of the clusters adds none beyond it: it would be gone from sight at once. */
function refuseUnseen(reach: Reach, labels: Record<string, string>): void {
  if (reach === null || findVisible(reach, [{ clusterId: '', labels }]).whole.length > 0) return
  const wanted = reach
    .filter((part) => part.namespaces === null)
    .map((part) => Object.entries(part.cluster_labels).map(([key, value]) => `${key}=${value}`))
  const hint =
    wanted.length === 0
      ? 'You see namespaces only, so you cannot add a cluster.'
      : `You may add clusters with the labels ${wanted.map((it) => it.join(',')).join(' or ')}.`
  throw new ProblemError(403, hint, '/labels')
}

/** A token lets an agent speak for the whole cluster. */
function refusePartly({ reach, clusters }: Omit<World, 'db'>, clusterId: string): void {
  if (reach === null || findVisible(reach, clusters).whole.includes(clusterId)) return
  throw new ProblemError(403, 'This needs the whole cluster; you see some of its namespaces.')
}

async function describeKnown(
  host: AppHost,
  world: World,
  clusterId: string,
): Promise<ClusterDetail> {
  const detail = await describeCluster(host, world, clusterId.toLowerCase())
  if (!detail) throw new ProblemError(404, `There is no cluster ${clusterId}.`)
  return detail
}
