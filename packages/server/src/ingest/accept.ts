/** Keeps the findings in step with the exceptions: after a change of either, and when time runs out. */

import { parseKql } from '@evenkeel/model'
import { openAttestations } from '../storage/attestation-state.ts'
import { listAttestations } from '../storage/attestations.ts'
import { listClusters } from '../storage/clusters.ts'
import type { Database } from '../storage/database.ts'
import {
  type AcceptedCount,
  countAccepted,
  countAcceptedOf,
  type ExceptionRow,
  listActiveExceptions,
  listCover,
  markAccepted,
  releaseAccepted,
  releaseFindings,
} from '../storage/exceptions.ts'
import type { KqlWorld } from '../storage/kql-sql.ts'
import { readEverything } from '../storage/reach.ts'
import type { RuleBook } from '../storage/rule-book.ts'
import { changeCluster } from '../storage/scope-state.ts'
import { countAcceptedOwners } from '../storage/score-owners.ts'

/** Marks what a cycle wrote: only that can have come under an exception. */
export interface Acceptance {
  /** Of findings that were never there; `counts` adds up what came under one. */
  mark(db: Database, clusterId: string, ids: readonly string[]): Promise<void>
  /** Of any; the rollups have to be counted anew. */
  markAnew(db: Database, clusterId: string, ids: readonly string[]): Promise<void>
  counts(): AcceptedCount[]
}

/** Undefined where no exception accepts anything now. */
export async function openAcceptance(
  db: Database,
  { book, now }: { book: RuleBook; now: Date },
): Promise<Acceptance | undefined> {
  const exceptions = await listActiveExceptions(db, now)
  if (exceptions.length === 0) return undefined
  const clusters = await listClusters(readEverything(db))
  const attestations = openAttestations(await listAttestations(readEverything(db)), now)
  const world: KqlWorld = { book, clusters, exceptions, attestations, now: now.getTime() }
  const counts: AcceptedCount[] = []
  const markAll = async (on: Database, clusterId: string, ids: readonly string[]) => {
    for (const exception of exceptions) {
      await markAccepted(on, world, { clusterId, ids, ...markOf(exception) })
    }
  }
  return {
    async mark(on, clusterId, ids) {
      await markAll(on, clusterId, ids)
      counts.push(...(await countAcceptedOf(on, clusterId, ids)))
    },
    async markAnew(on, clusterId, ids) {
      await releaseFindings(on, clusterId, ids)
      await markAll(on, clusterId, ids)
    },
    counts: () => counts,
  }
}

/** Brings the rollups of a cluster in step with what is accepted. */
export async function recountAccepted(db: Database, clusterId: string): Promise<void> {
  await countAccepted(db, clusterId)
  await countAcceptedOwners(db, clusterId)
}

/** Of all clusters, one transaction each. */
export async function applyToAll(db: Database, world: KqlWorld): Promise<void> {
  for (const { clusterId } of world.clusters) {
    await changeCluster(db, clusterId, async (transaction) => {
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
