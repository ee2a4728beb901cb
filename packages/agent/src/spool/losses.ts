/** Counts what a spool had to drop until the server was told, over restarts. */

import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { CoverageGap } from '@evenkeel/model'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { readIfThere, writeWhole } from './whole-file.ts'

/** `full`: beyond the bound; `damaged`: half written or changed; `refused`: the server took it for wrong. */
export type LossReason = 'full' | 'damaged' | 'refused'

export interface Losses {
  add(reason: LossReason): Promise<void>
  /** For the coverage of the next whole cycle. */
  gaps(): CoverageGap[]
  count(): number
  /** Once the server took a whole cycle that said so. */
  clear(): Promise<void>
}

const Counts = Type.Object({
  full: Type.Integer(),
  damaged: Type.Integer(),
  refused: Type.Integer(),
})

const texts: Record<LossReason, string> = {
  full: 'dropped because the spool or its disk was full; make room for it',
  damaged: 'damaged on the disk and dropped',
  refused: 'refused by the server and dropped',
}

export async function openLosses(folder: string | undefined): Promise<Losses> {
  const path = folder && join(folder, 'losses.json')
  const none = { full: 0, damaged: 0, refused: 0 }
  let counts = (path && (await readCounts(path))) || none

  async function write(): Promise<void> {
    if (!folder || !path) return
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeWhole(path, JSON.stringify(counts))
  }

  return {
    async add(reason) {
      // The other process of the agent counts in the same file.
      const latest = (path && (await readCounts(path))) || counts
      counts = { ...latest, [reason]: latest[reason] + 1 }
      // On a disk that takes nothing the count lives as long as the process.
      await write().catch(() => undefined)
    },
    gaps: () =>
      (['full', 'damaged', 'refused'] as const)
        .filter((reason) => counts[reason] > 0)
        .map((reason) => ({
          collector: 'spool',
          source: folder ?? 'memory',
          reason: `While the server was away, ${countOf(counts[reason])} ${texts[reason]}; what changed in them and changed back is not known.`,
          resource_type: null,
          sub_type: null,
          node: null,
        })),
    count: () => counts.full + counts.damaged + counts.refused,
    async clear() {
      counts = none
      if (path) await rm(path, { force: true }).catch(() => undefined)
    },
  }
}

function countOf(cycles: number): string {
  return cycles === 1 ? '1 cycle was' : `${cycles} cycles were`
}

/** Undefined where nothing was lost, or where the count itself is damaged, which then counts as one. */
async function readCounts(path: string) {
  const content = await readIfThere(path).catch(() => undefined)
  if (!content) return undefined
  try {
    const value: unknown = JSON.parse(content.toString('utf8'))
    if (Value.Check(Counts, value)) return value
  } catch {
    // Told apart from a count below.
  }
  return { full: 0, damaged: 1, refused: 0 }
}
