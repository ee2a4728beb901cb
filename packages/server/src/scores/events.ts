/** What happened beside the findings: clusters, rules, exceptions, attestations. */

import type { ScoreEvent } from '@evenkeel/model'
import type { ReadDatabase } from '../storage/reach.ts'
import {
  listAttestationEvents,
  listClusterEvents,
  listExceptionEvents,
} from '../storage/score-events.ts'

const eventsMax = 200

/** Oldest first; the newest where there are too many. `clusterIds` undefined tells of removed clusters too. */
export async function readEvents(
  db: ReadDatabase,
  span: { clusterIds: readonly string[] | undefined; from: Date; to: Date },
): Promise<ScoreEvent[]> {
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
