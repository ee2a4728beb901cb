/** This node's cycles: at once, every period, and when something on the node changed. */

import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { createNodeChanges, type NodeChanges } from '../node/node-changes.ts'
import { pauseAfter } from './pause.ts'

export interface NodeLoop {
  hostRoot: string
  periodMs: number
  pollMs?: number
  log: Logger
  /** Answers the paths to keep an eye on; undefined when the cycle failed. */
  cycle(): Promise<string[] | undefined>
}

const pollUsualMs = 5_000

/** Ends with the signal. */
export async function runNodeLoop(loop: NodeLoop, signal: AbortSignal): Promise<void> {
  const changes = await createNodeChanges(loop.hostRoot)
  let failures = 0
  let paths: string[] = []
  while (!signal.aborted) {
    // Taken before the cycle, so that a change during it is noticed after.
    const before = await changes.fingerprint(paths)
    const next = await loop.cycle()
    failures = next ? 0 : failures + 1
    const isSame = next === undefined || next.join() === paths.join()
    const known = isSame ? before : await changes.fingerprint(next)
    paths = next ?? paths
    const endsAt = Date.now() + pauseAfter(failures, loop.periodMs)
    await untilChange(loop, { changes, known, paths, endsAt }, signal)
  }
}

interface Watching {
  changes: NodeChanges
  known: string
  paths: string[]
  endsAt: number
}

async function untilChange(loop: NodeLoop, it: Watching, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && Date.now() < it.endsAt) {
    const pause = Math.min(loop.pollMs ?? pollUsualMs, Math.max(it.endsAt - Date.now(), 1))
    // The signal ends the pause early; the loop sees it.
    await sleep(pause, undefined, { signal }).catch(() => undefined)
    if (signal.aborted || (await it.changes.fingerprint(it.paths)) === it.known) continue
    loop.log.info('Something on the node changed; it is looked at again.')
    return
  }
}
