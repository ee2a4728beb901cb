/** Keeps the links of resources in step with what the resources say. */

import { findingId } from '@evenkeel/benchmarks'
import type { Database } from '../storage/database.ts'
import {
  insertLinks,
  type LinksWrite,
  listForLinks,
  listUnlinked,
  replaceLinks,
  setLinksVersion,
} from '../storage/resource-links.ts'
import { changeCluster } from '../storage/scope-state.ts'
import { type Linked, linksVersion, readLinks } from './links.ts'

type LinkedRow = Linked & { resourceId: string }

export async function writeLinks(
  db: Database,
  clusterId: string,
  rows: readonly LinkedRow[],
): Promise<void> {
  await replaceLinks(db, clusterId, toWrites(clusterId, rows))
}

/** Of resources that had none. */
export async function addLinks(
  db: Database,
  clusterId: string,
  rows: readonly LinkedRow[],
): Promise<void> {
  await insertLinks(db, clusterId, toWrites(clusterId, rows))
}

function toWrites(clusterId: string, rows: readonly LinkedRow[]): LinksWrite[] {
  return rows.map((row) => {
    const { links, podLabels, selector } = readLinks(row)
    return {
      resourceId: row.resourceId,
      namespace: row.namespace ?? '',
      links: links.map((link) => ({ ...link, targetId: findingId(clusterId, link.target, '') })),
      podLabels,
      selector,
    }
  })
}

const resourcesAtOnce = 500
const first = '00000000-0000-0000-0000-000000000000'

/** Makes the links of clusters anew whose links an older version made, or that had none yet. */
export async function remakeLinks(db: Database): Promise<void> {
  for (const clusterId of await listUnlinked(db, linksVersion)) {
    let after = first
    for (;;) {
      // A lock for each part, so that cycles come in between; what they write is linked already.
      const last = await changeCluster(db, clusterId, async (transaction) => {
        const rows = await listForLinks(transaction, clusterId, { after, limit: resourcesAtOnce })
        await writeLinks(transaction, clusterId, rows)
        return rows.at(-1)?.resourceId
      })
      if (last === undefined) break
      after = last
    }
    await setLinksVersion(db, clusterId, linksVersion)
  }
}
