/** What happened beside the findings: clusters, rules, exceptions, attestations. */

import type { ScoreEvent } from '@evenkeel/model'
import {
  listAttestationEvents,
  listClusterEvents,
  listExceptionEvents,
} from '../storage/score-events.ts'
import type { CountsWorld } from './counts.ts'

const eventsMax = 200

/** Oldest first; the newest where there are too many. Removed clusters are for those who see everything. */
export async function readEvents(
  { db, clusters: visible, reach }: CountsWorld,
  { from, to, clusterId }: { from: Date; to: Date; clusterId: string | undefined },
): Promise<ScoreEvent[]> {
  const isEverything = reach === null && clusterId === undefined
  const ids = clusterId === undefined ? visible.map((it) => it.clusterId) : [clusterId]
  const span = { from, to, clusterIds: isEverything ? undefined : ids }
  const [clusters, exceptions, attestations] = await Promise.all([
    listClusterEvents(db, span),
    listExceptionEvents(db, span),
    listAttestationEvents(db, span),
  ])
  return [...clusters, ...exceptions, ...attestations]
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .slice(-eventsMax)
    .map(({ at, kind, text }) => ({ at: at.toISOString(), kind, text }))
}
