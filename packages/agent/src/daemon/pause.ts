/** How long to wait until the next cycle, and the waiting. */

import { setTimeout as sleep } from 'node:timers/promises'

/** Up to a tenth of the period earlier or later, so that nodes do not all report at once. */
const jitter = 0.1
const retryFirstMs = 5_000
const retryMaxMs = 300_000

/** The period with jitter, or after failures in a row a growing part of it. */
export function pauseAfter(failures: number, periodMs: number, random = Math.random): number {
  if (failures === 0) return periodMs * (1 - jitter + random() * 2 * jitter)
  const backoff = Math.min(retryFirstMs * 2 ** (failures - 1), retryMaxMs, periodMs)
  return backoff * (0.5 + random())
}

/** Ends early with the signal, which the caller's loop sees. */
export async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined)
}
