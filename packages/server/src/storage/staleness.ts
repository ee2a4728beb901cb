/** When a scope has said nothing for so long that what it said is no longer news. */

/** Of an agent that does not say its own; most evaluate every four hours. */
const periodMsDefault = 4 * 3_600_000
const silentPeriods = 2

export interface Reported {
  finishedAt: Date
  /** As measured between its cycles. */
  periodMs: number | null
  /** As the agent says. */
  declaredPeriodMs: number | null
}

/** Since when it is silent: its last report, once two periods have gone by; undefined as long as it may still come. */
export function staleSince(scope: Reported, now: number): Date | undefined {
  const { finishedAt, periodMs, declaredPeriodMs } = scope
  const period = declaredPeriodMs ?? Math.max(periodMsDefault, periodMs ?? 0)
  return now - finishedAt.getTime() > silentPeriods * period ? finishedAt : undefined
}
