/** Asks the agents of a cluster to look at everything anew, and tells what became of it. */

import type { EvaluationStatus } from '@evenkeel/model'
import { type WritingHost, writeOnRecord } from '../http/audit.ts'
import { ProblemError } from '../http/problem.ts'
import { askCluster, type ClusterRow, findCluster, listScopes } from '../storage/clusters.ts'
import { type ReadDatabase, readEverything } from '../storage/reach.ts'
import { staleSince } from '../storage/staleness.ts'

/** A request that is younger and waits for answers is joined instead of asking again. */
const joinedMs = 30_000

/** Throws ProblemError where nobody would hear it. */
export async function askToEvaluate(
  host: WritingHost,
  clusterId: string,
  by: string,
): Promise<EvaluationStatus> {
  return await writeOnRecord(host, async (db) => {
    const cluster = await findCluster(db, clusterId)
    if (!cluster) throw new ProblemError(404, `There is no cluster ${clusterId}.`)
    if (cluster.kind === 'sample') {
      throw new ProblemError(409, 'The sample cluster is a recording; no agent looks at it.')
    }
    const status = await describeEvaluation({ db: readEverything(db), now: host.now }, cluster)
    if (status.of === 0) {
      throw new ProblemError(409, `No agent of ${cluster.name} has reported yet.`)
    }
    const age = host.now().getTime() - (cluster.askedAt?.getTime() ?? 0)
    if (age < joinedMs && status.answered < status.of) return status
    const asked = { askedAt: host.now(), askedBy: by }
    await askCluster(db, clusterId, asked)
    return await describeEvaluation(
      { db: readEverything(db), now: host.now },
      { ...cluster, ...asked },
    )
  })
}

export async function describeEvaluation(
  { db, now }: { db: ReadDatabase; now(): Date },
  { clusterId, askedAt, askedBy }: ClusterRow,
): Promise<EvaluationStatus> {
  const scopes = await listScopes(db, clusterId)
  const answered = scopes.filter(
    ({ answers }) => askedAt && answers && answers.getTime() >= askedAt.getTime(),
  )
  const silent = scopes.filter(
    (scope) => !answered.includes(scope) && staleSince(scope, now().getTime()),
  )
  const times = answered.map(({ answeredAt }) => answeredAt?.getTime() ?? 0)
  return {
    asked_at: askedAt?.toISOString() ?? null,
    asked_by: askedBy,
    answered: answered.length,
    of: scopes.length,
    answered_at: times.length > 0 ? new Date(Math.max(...times)).toISOString() : null,
    silent: silent.length,
  }
}
