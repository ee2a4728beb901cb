/** Writes the resources that a cycle changed: the rows, the versions before, what they add up to and name. */

import { type ResourceKey, type ResourceRow, wordLine } from '@evenkeel/model'
import { writeLinks } from '../relations/write-links.ts'
import {
  type CycleContext,
  insertAbsences,
  type ResourceWrite,
  upsertResources,
} from '../storage/cycle-rows.ts'
import type { Database } from '../storage/database.ts'
import { type HeldHead, keepVersions, readHeads } from '../storage/resource-versions.ts'
import { moveOwners } from './owners.ts'
import { resourceUuid } from './plan.ts'

/** Comes before the findings are written: what was said of a version is read from them. */
export async function writeResources(
  db: Database,
  context: CycleContext,
  { keys, rows }: { keys: readonly ResourceKey[]; rows: readonly ResourceRow[] },
): Promise<void> {
  if (rows.length === 0) return
  const { clusterId } = context
  const writes = toWrites(clusterId, keys, rows)
  const heads = await readAllHeads(db, clusterId, writes)
  const hashes = new Map(writes.map((write) => [write.resource_id, write.hash]))
  const replaced = heads.filter((it) => it.hash !== null && it.hash !== hashes.get(it.resourceId))
  await keepVersions(
    db,
    context,
    replaced.map((it) => it.resourceId),
  )
  await moveOwners(db, context, heads, writes)
  await insertAbsences(
    db,
    context,
    writes.map((write) => write.resource_id),
  )
  await upsertResources(db, context, writes)
  await writeLinks(db, clusterId, writes.map(linkedOf))
}

/** Which of these are there or have been, by their uuids. */
export async function findKnown(
  db: Database,
  clusterId: string,
  resourceIds: readonly string[],
): Promise<Set<string>> {
  const known = new Set<string>()
  for (let at = 0; at < resourceIds.length; at += idsPerStatement) {
    const ids = resourceIds.slice(at, at + idsPerStatement)
    for (const { resourceId } of await readHeads(db, clusterId, ids)) known.add(resourceId)
  }
  return known
}

export function linkedOf(write: ResourceWrite) {
  return {
    ...write,
    resourceId: write.resource_id,
    subType: write.sub_type,
    apiVersion: write.api_version,
  }
}

function toWrites(
  clusterId: string,
  keys: readonly ResourceKey[],
  rows: readonly ResourceRow[],
): ResourceWrite[] {
  const hashes = new Map(keys.map((key) => [key.id, key.hash]))
  return rows.map((row) => toWrite(clusterId, row, hashes.get(row.id)))
}

/** Without findings yet. */
export function toWrite(
  clusterId: string,
  row: ResourceRow,
  hash: string | undefined,
): ResourceWrite {
  const texts = [row.id, row.type, row.sub_type, row.name, row.namespace, row.owner, row.node]
  const words = [...texts, ...Object.values(row.labels)].flatMap((it) => (it ? [wordLine(it)] : []))
  return {
    ...row,
    sub_type: row.sub_type || null,
    namespace: row.namespace || null,
    owner: row.owner || null,
    node: row.node || null,
    resource_id: resourceUuid(clusterId, row.id),
    words: words.join('\n'),
    hash: hash ?? '',
    failed: 0,
    passed: 0,
    unknown: 0,
    manual: 0,
  }
}

const idsPerStatement = 10_000

async function readAllHeads(
  db: Database,
  clusterId: string,
  writes: readonly ResourceWrite[],
): Promise<HeldHead[]> {
  const heads: HeldHead[] = []
  for (let at = 0; at < writes.length; at += idsPerStatement) {
    const ids = writes.slice(at, at + idsPerStatement).map((write) => write.resource_id)
    heads.push(...(await readHeads(db, clusterId, ids)))
  }
  return heads
}
