/** Creates clusters and the tokens that their agents enrol with. */

import { randomUUID } from 'node:crypto'
import type { ClusterSummary } from '@evenkeel/model'
import { type WritingHost, writeOnRecord } from '../http/audit.ts'
import { ProblemError } from '../http/problem.ts'
import { findCluster, listClusters, upsertCluster } from '../storage/clusters.ts'
import type { Database } from '../storage/database.ts'
import { readEverything } from '../storage/reach.ts'
import { insertClusterEvent } from '../storage/score-events.ts'
import { createToken } from '../storage/tokens.ts'

/** Long, because nodes that join later enrol with the token of the same manifest. */
const enrolmentMs = 365 * 86_400_000

export interface NewCluster {
  name: string
  kind: ClusterSummary['kind']
  labels?: Record<string, string>
  /** Given where the cluster names itself; one that is there already is kept and gets a new token. */
  id?: string | undefined
}

export interface CreatedCluster {
  clusterId: string
  token: string
  expiresAt: Date
}

export async function createCluster(
  host: WritingHost,
  cluster: NewCluster,
): Promise<CreatedCluster> {
  const clusterId = (cluster.id ?? randomUUID()).toLowerCase()
  // PostgreSQL knows no NUL in text.
  const name = cluster.name.replaceAll('\0', '').trim()
  if (name === '') throw new ProblemError(400, 'A cluster needs a name.', '/name')
  const others = (await listClusters(readEverything(host.db))).filter(
    (it) => it.clusterId !== clusterId,
  )
  if (cluster.kind === 'agent' && others.some((it) => it.name === name)) {
    throw new ProblemError(
      409,
      `There is a cluster "${name}" already; choose another name.`,
      '/name',
    )
  }
  const at = host.now()
  const isNew = (await findCluster(host.db, clusterId)) === undefined
  const row = { clusterId, name, kind: cluster.kind, labels: cluster.labels ?? {}, createdAt: at }
  const text = `The cluster ${name} was added.`
  const event = { clusterId, at, kind: 'cluster-added', subject: '', text } as const
  const enrolment = await writeOnRecord(host, async (db) => {
    await upsertCluster(db, row)
    if (isNew) await insertClusterEvent(db, event)
    return await issueEnrolmentToken(db, clusterId, at)
  })
  host.events.publish({ kind: 'cluster', cluster: clusterId })
  return { clusterId, ...enrolment }
}

export async function issueEnrolmentToken(db: Database, clusterId: string, now: Date) {
  const expiresAt = new Date(now.getTime() + enrolmentMs)
  const token = await createToken(db, {
    kind: 'enrolment',
    clusterId,
    subject: null,
    now,
    expiresAt,
  })
  return { token, expiresAt }
}
