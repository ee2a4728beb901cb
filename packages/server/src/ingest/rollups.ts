/** What every change of a cluster's findings ends with: its place in time, and sums in step. */

import type { ClusterRow } from '../storage/clusters.ts'
import { addCounts, addResourceCounts, type CycleContext } from '../storage/cycle-rows.ts'
import type { Database } from '../storage/database.ts'
import { insertFlows } from '../storage/score-flows.ts'
import { addOwnerCounts } from '../storage/score-owners.ts'
import type { CycleTally } from './tally.ts'

/** Two changes of a cluster never share a time, so that the log of changes has one order. */
export function timeOfChange(
  { lastEvaluatedAt, settledAt }: Pick<ClusterRow, 'lastEvaluatedAt' | 'settledAt'>,
  now: Date,
): Date {
  const last = [lastEvaluatedAt, settledAt].map((it) => it?.getTime() ?? 0)
  return new Date(Math.max(now.getTime(), ...last.map((it) => it + 1)))
}

export async function writeRollups(
  db: Database,
  context: CycleContext,
  tally: CycleTally,
): Promise<void> {
  const { clusterId } = context
  await addCounts(db, clusterId, tally.counts())
  await addResourceCounts(db, clusterId, tally.resources())
  await addOwnerCounts(db, clusterId, tally.owners())
  await insertFlows(db, context, tally.flows())
}
