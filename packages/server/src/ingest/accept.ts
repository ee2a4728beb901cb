/** Keeps the findings in step with the exceptions: after a change of either, and when time runs out. */

import { parseKql } from '@evenkeel/model'
import type { Database } from '../storage/database.ts'
import {
  countAccepted,
  type ExceptionRow,
  listActiveExceptions,
  listCover,
  markAccepted,
  releaseAccepted,
  releaseFindings,
} from '../storage/exceptions.ts'
import type { KqlWorld } from '../storage/kql-sql.ts'
import { readEverything } from '../storage/reach.ts'
import { lockCluster } from '../storage/scope-state.ts'
import { countAcceptedOwners } from '../storage/score-owners.ts'

/** After a cycle, within its transaction: only what it wrote can have come under an exception. */
export async function applyToWritten(
  db: Database,
  world: KqlWorld,
  written: { clusterId: string; ids: readonly string[] },
): Promise<void> {
  const active = await listActiveExceptions(db, new Date(world.now))
  await releaseFindings(db, written.clusterId, written.ids)
  for (const exception of active) {
    await markAccepted(db, world, { ...written, ...markOf(exception) })
  }
  await recountAccepted(db, written.clusterId)
}

/** Brings the rollups of a cluster in step with what is accepted. */
export async function recountAccepted(db: Database, clusterId: string): Promise<void> {
  await countAccepted(db, clusterId)
  await countAcceptedOwners(db, clusterId)
}

/** Of all clusters, one transaction each. */
export async function applyToAll(db: Database, world: KqlWorld): Promise<void> {
  for (const { clusterId } of world.clusters) {
    await db.transaction().execute(async (transaction) => {
      await lockCluster(transaction, clusterId)
      const active = await listActiveExceptions(transaction, new Date(world.now))
      const ids = active.map((exception) => exception.exceptionId)
      await releaseAccepted(transaction, clusterId, ids)
      for (const exception of active) {
        await markAccepted(transaction, world, { clusterId, ...markOf(exception) })
      }
      await recountAccepted(transaction, clusterId)
    })
  }
}

/** True where some finding still has an exception whose time is over. */
export async function hasOverdue(db: Database, now: Date): Promise<boolean> {
  const active = new Set((await listActiveExceptions(db, now)).map((it) => it.exceptionId))
  return (await listCover(readEverything(db))).some((cover) => !active.has(cover.exceptionId))
}

function markOf({ exceptionId, query }: ExceptionRow) {
  return { exceptionId, where: parseKql(query) }
}
