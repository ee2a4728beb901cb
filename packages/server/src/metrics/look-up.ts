/** The numbers of the metrics that stand in the database. */

import { listClusters, listScopes } from '../storage/clusters.ts'
import { failedCode, severityOf } from '../storage/codes.ts'
import type { Database } from '../storage/database.ts'
import { sizeOfDatabase } from '../storage/health.ts'
import { readEverything } from '../storage/reach.ts'
import { sumCounts } from '../storage/score-points.ts'
import { staleSince } from '../storage/staleness.ts'
import type { Reading } from './server-metrics.ts'

export async function lookUpMetrics(db: Database, now: Date): Promise<Reading> {
  const all = readEverything(db)
  const clusters = { reporting: 0, stale: 0, waiting: 0 }
  const scopes = { current: 0, stale: 0 }
  const states = new Map<string, 'reporting' | 'stale'>()
  for (const scope of await listScopes(all)) {
    const isStale = staleSince(scope, now.getTime()) !== undefined
    scopes[isStale ? 'stale' : 'current'] += 1
    // One part that still reports is a cluster that reports.
    if (!isStale || !states.has(scope.clusterId))
      states.set(scope.clusterId, isStale ? 'stale' : 'reporting')
  }
  for (const { clusterId } of await listClusters(all)) {
    clusters[states.get(clusterId) ?? 'waiting'] += 1
  }
  const openFindings: Record<string, number> = {}
  for (const { severity, evaluation, n } of await sumCounts(all, ['severity', 'evaluation'])) {
    if (evaluation === failedCode) openFindings[severityOf(severity)] = n
  }
  return { databaseBytes: await sizeOfDatabase(db), clusters, scopes, openFindings }
}
