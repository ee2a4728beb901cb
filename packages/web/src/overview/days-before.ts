/** A point in time some days before another. */

import { parseDateSpan } from '@evenkeel/model'

const dayMs = 86_400_000

/** `now-7d`, or the same before a point in the past, as RFC 3339. */
export function daysBefore(at: string | undefined, days: number): string {
  const last = at === undefined ? undefined : parseDateSpan(at, Date.now())?.last
  if (last === undefined) return `now-${days}d`
  return new Date(last - days * dayMs).toISOString()
}
