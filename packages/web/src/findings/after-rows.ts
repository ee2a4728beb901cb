/** Rows come first: what stands beside them is asked for when they are there. */

import type { QueryClient } from '@tanstack/react-query'

/** The rows' own request may begin a moment later. */
const startMs = 20
const pollMs = 25
/** Rows that take longer no longer hold up the rest. */
const waitMaxMs = 4000

/** Resolves when no page of findings is on its way, or after so long; rejects when it is aborted. */
export async function afterRows(queries: QueryClient, signal: AbortSignal): Promise<void> {
  const end = performance.now() + waitMaxMs
  await pause(startMs)
  const isOnItsWay = () => queries.isFetching({ queryKey: ['findings'] }) > 0
  while (isOnItsWay() && !signal.aborted && performance.now() < end) await pause(pollMs)
  signal.throwIfAborted()
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}
