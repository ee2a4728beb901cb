/** Keeps the rollup by namespace and owner: what findings move, and what resources that change hands do. */

import type { CycleContext, ResourceWrite } from '../storage/cycle-rows.ts'
import type { Database } from '../storage/database.ts'
import { type HeldHead, readHeads } from '../storage/resource-versions.ts'
import {
  addOwnerCounts,
  countByResource,
  type Owner,
  type OwnerCountChange,
} from '../storage/score-owners.ts'
import type { CountedFinding } from './transitions.ts'

type OwnerCounts = Map<string, OwnerCountChange>

export function createOwnerCounter() {
  const counts: OwnerCounts = new Map()
  return {
    add(owner: Owner, it: CountedFinding, n: 1 | -1): void {
      addTo(counts, owner, it, n)
    },
    counts: () => [...counts.values()].filter((it) => it.n !== 0),
  }
}

function addTo(
  counts: OwnerCounts,
  { namespace, owner }: Owner,
  { severity, evaluation }: Pick<CountedFinding, 'severity' | 'evaluation'>,
  n: number,
): void {
  const key = JSON.stringify([namespace, owner, severity, evaluation])
  const count = counts.get(key) ?? { namespace, owner, severity, evaluation, n: 0 }
  count.n += n
  counts.set(key, count)
}

/** Of these resources as they are stored now. */
export async function readOwners(
  db: Database,
  clusterId: string,
  resourceIds: readonly string[],
): Promise<Map<string, Owner>> {
  const owners = new Map<string, Owner>()
  const ids = [...new Set(resourceIds)]
  for (let at = 0; at < ids.length; at += idsPerStatement) {
    for (const head of await readHeads(db, clusterId, ids.slice(at, at + idsPerStatement))) {
      owners.set(head.resourceId, ownerOf(head))
    }
  }
  return owners
}

const idsPerStatement = 10_000

export function ownerOf({ namespace, owner }: Pick<HeldHead, 'namespace' | 'owner'>): Owner {
  return { namespace: namespace ?? '', owner: owner ?? '' }
}

/** The findings of a resource that has another owner from now on go with it. Comes before it is written. */
export async function moveOwners(
  db: Database,
  { clusterId }: CycleContext,
  heads: readonly HeldHead[],
  rows: readonly ResourceWrite[],
): Promise<void> {
  const written = new Map(rows.map((row) => [row.resource_id, ownerOf(row)]))
  const moved = new Map<string, { from: Owner; to: Owner }>()
  for (const head of heads) {
    const from = ownerOf(head)
    const to = written.get(head.resourceId)
    if (to && (to.namespace !== from.namespace || to.owner !== from.owner)) {
      moved.set(head.resourceId, { from, to })
    }
  }
  const counts: OwnerCounts = new Map()
  for (const count of await countByResource(db, clusterId, [...moved.keys()])) {
    const move = moved.get(count.resourceId)
    if (!move) continue
    addTo(counts, move.from, count, -count.n)
    addTo(counts, move.to, count, count.n)
  }
  await addOwnerCounts(
    db,
    clusterId,
    [...counts.values()].filter((it) => it.n !== 0),
  )
}
