/** This node's cycles: at once, every period, and when something on the node changed. */

import type { Logger } from 'pino'
import { watchFiles } from '../node/file-watch.ts'
import { createNodeChanges, type NodeChanges } from '../node/node-changes.ts'
import { pauseAfter, pauseFor } from './pause.ts'

export interface NodeLoop {
  hostRoot: string
  periodMs: number | (() => number)
  pollMs?: number
  log: Logger
  /** Answers the paths to keep an eye on; undefined when the cycle failed. */
  cycle(): Promise<string[] | undefined>
  /** Called whenever the loop does something, so that a hanging one shows. */
  onTurn?: () => void
  /** Whether a cycle is wanted although nothing changed; asked once for each. */
  isWanted?: () => boolean
}

/** How often the processes are looked at, and the files of which the kernel tells nothing. */
const pollUsualMs = 1_000
/** Of the files that the kernel tells of, for what it may have lost. */
const pollsUntilAll = 60
const pollsUntilUnwatched = 5
/** A file that is written is written in several steps. */
const settleMs = 100
/** What changes all the time is, after so many changes at once, looked at ever more seldom. */
const burstFree = 5
const burstPauseFirstMs = 1_000
const burstPauseMaxMs = 60_000

/** Ends with the signal. */
export async function runNodeLoop(loop: NodeLoop, signal: AbortSignal): Promise<void> {
  const changes = await createNodeChanges(loop.hostRoot)
  let failures = 0
  let burst = 0
  let paths: string[] = []
  while (!signal.aborted) {
    loop.onTurn?.()
    // Taken before the cycle, so that a change during it is noticed after.
    const before = await takeSnapshot(changes, paths)
    const cycleMs = Date.now()
    const next = await loop.cycle()
    failures = next ? 0 : failures + 1
    // Of a path that nobody knew of before, whether it changed after it was read.
    const added = (next ?? []).filter((path) => !before.files.has(path))
    const files = await changes.filesReadSince(cycleMs, added)
    paths = next ?? paths
    for (const path of paths) files.set(path, before.files.get(path) ?? files.get(path) ?? '')
    const known = { ...before, files }
    const periodMs = typeof loop.periodMs === 'number' ? loop.periodMs : loop.periodMs()
    const endsAt = Date.now() + pauseAfter(failures, periodMs)
    const restMs = restAfter(burst)
    const startedAt = Date.now()
    const isChanged = await untilChange(loop, { changes, known, endsAt }, signal)
    const waitedMs = Date.now() - startedAt
    // A quiet time as long as the longest pause begins anew.
    burst = isChanged && waitedMs < burstPauseMaxMs ? burst + 1 : 0
    if (isChanged && restMs > waitedMs) await pauseFor(restMs - waitedMs, signal)
  }
}

/** How long a cycle is followed by none, whatever changes. */
function restAfter(burst: number): number {
  if (burst < burstFree) return 0
  return Math.min(burstPauseFirstMs * 2 ** (burst - burstFree), burstPauseMaxMs)
}

interface Snapshot {
  components: string
  files: Map<string, string>
}

async function takeSnapshot(changes: NodeChanges, paths: string[]): Promise<Snapshot> {
  return { components: await changes.components(), files: await changes.files(paths) }
}

interface Watching {
  changes: NodeChanges
  known: Snapshot
  endsAt: number
}

/** False when the time passed, or a cycle is wanted, without a change. */
async function untilChange(
  loop: NodeLoop,
  { changes, known, endsAt }: Watching,
  signal: AbortSignal,
): Promise<boolean> {
  const all = [...known.files.keys()]
  const watch = await watchFiles(changes.host, all)
  const pollMs = loop.pollMs ?? pollUsualMs
  try {
    // What changed before the watch began is seen by a look at everything.
    let look: Iterable<string> = all
    for (let polls = 1; !signal.aborted; polls += 1) {
      loop.onTurn?.()
      const what = await whatChanged(changes, known, look)
      if (what) {
        loop.log.info({ what }, 'Something on the node changed; it is looked at again.')
        return true
      }
      if (Date.now() >= endsAt || loop.isWanted?.()) return false
      const heard = await watch.next(Math.min(pollMs, Math.max(endsAt - Date.now(), 1)), signal)
      if (heard.size > 0) await pauseFor(settleMs, signal)
      if (polls % pollsUntilAll === 0) look = all
      else if (polls % pollsUntilUnwatched === 0) look = [...heard, ...watch.unwatched()]
      else look = heard
    }
    return false
  } finally {
    watch.close()
  }
}

/** The first thing that is no longer as it was. */
async function whatChanged(
  changes: NodeChanges,
  known: Snapshot,
  look: Iterable<string>,
): Promise<string | undefined> {
  if ((await changes.components()) !== known.components) return 'processes'
  for (const [path, said] of await changes.files(look))
    if (known.files.get(path) !== said) return path
  return undefined
}
