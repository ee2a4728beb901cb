/** The rollup of now or of an earlier time: then what cycles moved since is taken off again. */

import { evaluationOrder } from '@evenkeel/model'
import type { ReadDatabase } from '../storage/reach.ts'
import { type FlowRow, sumFlows } from '../storage/score-flows.ts'
import { countMoves, listCountsAt, listOwnerCountsAt } from '../storage/score-history.ts'
import { listOwnerCounts, type OwnerCountRow } from '../storage/score-owners.ts'
import { type CountRow, listCounts } from '../storage/score-points.ts'

export interface CountsWorld {
  db: ReadDatabase
  clusters: readonly { clusterId: string; name: string }[]
  /** Null where every cluster is seen as a whole. */
  reach: readonly { namespaces: readonly string[] | null }[] | null
  at?: Date | undefined
}

/** What exceptions accepted is known of now alone. */
export async function readCounts(world: CountsWorld, clusterId?: string): Promise<CountRow[]> {
  const { db, at } = world
  if (!at) return await listCounts(db, clusterId)
  const clusterIds = idsOf(world, clusterId)
  if (seesParts(world)) return await listCountsAt(db, clusterIds, at)
  const counts = await listCounts(db, clusterId)
  const flows = await sumFlows(db, { clusterIds, from: at, to: farFuture })
  return withoutFlows(counts, flows)
}

/** The same by namespace or owner. */
export async function readOwnerCounts(
  world: CountsWorld,
  by: 'namespace' | 'owner',
  clusterId: string | undefined,
): Promise<OwnerCountRow[]> {
  const { db, at } = world
  if (!at) return await listOwnerCounts(db, by, clusterId)
  return await listOwnerCountsAt(db, by, { clusterIds: idsOf(world, clusterId), at })
}

/** What moved after `from`, up to and with `to`. */
export async function readFlows(
  world: CountsWorld,
  { from, to, clusterId }: { from: Date; to: Date; clusterId: string | undefined },
): Promise<FlowRow[]> {
  const span = { from, to, clusterIds: idsOf(world, clusterId) }
  return seesParts(world) ? await countMoves(world.db, span) : await sumFlows(world.db, span)
}

const farFuture = new Date(Date.UTC(9999, 0, 1))

function idsOf({ clusters }: CountsWorld, clusterId: string | undefined): string[] {
  return clusterId === undefined ? clusters.map((it) => it.clusterId) : [clusterId]
}

/** Flows are of whole clusters: who sees only some namespaces gets them counted from the findings. */
export function seesParts({ reach }: Pick<CountsWorld, 'reach'>): boolean {
  return reach?.some((part) => part.namespaces !== null) ?? false
}

function withoutFlows(counts: readonly CountRow[], flows: readonly FlowRow[]): CountRow[] {
  const rows = new Map<string, CountRow>()
  const add = (row: CountRow) => {
    const key = `${row.clusterId} ${row.placeNo} ${row.severity} ${row.evaluation}`
    const n = (rows.get(key)?.n ?? 0) + row.n
    rows.set(key, { ...row, n, excepted: 0 })
  }
  for (const row of counts) add(row)
  for (const flow of flows) {
    const { clusterId, placeNo, severity } = flow
    for (const [evaluation, word] of evaluationOrder.entries()) {
      add({ clusterId, placeNo, severity, evaluation, n: -flow[word], excepted: 0 })
    }
  }
  return [...rows.values()].filter((row) => row.n > 0)
}
