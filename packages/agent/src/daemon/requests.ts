/** Hears between cycles that somebody asked the server for a look at everything. */

import type { Publisher } from '../publisher/publisher.ts'
import { pauseFor } from './pause.ts'

export interface RequestsOptions {
  publisher: Pick<Publisher, 'fetchSettings'>
  /** How often the server is asked; a tenth earlier or later, so that agents do not ask all at once. */
  pollMs: number
  /** What was asked before is answered by the first cycle; told even so, for it may have begun by then. */
  onRequest(at: string, isNew: boolean): void
}

const jitter = 0.1
/** By the clocks of two machines: what was asked so shortly before the first look may not be answered yet. */
const recentMs = 300_000

/** Until the signal. A server that is away is told of by the cycles. */
export async function followRequests(
  { publisher, pollMs, onRequest }: RequestsOptions,
  signal: AbortSignal,
): Promise<void> {
  let etag: string | undefined
  let last: string | undefined
  while (!signal.aborted) {
    const fetched = await publisher.fetchSettings(etag, signal).catch(() => undefined)
    if (fetched) {
      const isFirst = etag === undefined
      etag = fetched.etag
      const at = fetched.settings.evaluate_at
      if (at !== undefined && at !== last) {
        last = at
        onRequest(at, !isFirst || Date.now() - Date.parse(at) < recentMs)
      }
    }
    await pauseFor(pollMs * (1 - jitter + Math.random() * 2 * jitter), signal)
  }
}
