/** Words and dates of exceptions. */

import type { Exception, ExceptionCategory } from '@evenkeel/model'

export const categoryWords: Record<ExceptionCategory, string> = {
  accepted: 'Accepted risk',
  'false-positive': 'False positive',
  'compensating-control': 'Mitigated elsewhere',
}

export const stateWords: Record<Exception['state'], string> = {
  requested: 'waits for approval',
  active: 'in force',
  denied: 'denied',
  expired: 'expired',
  revoked: 'revoked',
}

const daysDefault = 90

/** The day three months from now, as `2027-02-23`: an exception should be looked at again. */
export function defaultUntil(now: Date): string {
  return new Date(now.getTime() + daysDefault * 86_400_000).toISOString().slice(0, 10)
}

/** The last second of a day as RFC 3339; undefined for what is no day. */
export function endOfDay(day: string): string | undefined {
  const at = `${day}T23:59:59Z`
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(at)) ? at : undefined
}

const soonDays = 14

/** What to look at in one that is in force: it ends soon, or accepts nothing. */
export function marksOf({ state, until, findings }: Exception, now: Date): string[] {
  if (state !== 'active') return []
  const days = until === null ? Infinity : (Date.parse(until) - now.getTime()) / 86_400_000
  const end = days < 1 ? 'ends within a day' : `ends in ${Math.floor(days)} days`
  return [...(days <= soonDays ? [end] : []), ...(findings === 0 ? ['accepts nothing now'] : [])]
}

const stateOrder: Exception['state'][] = ['requested', 'active', 'expired', 'denied', 'revoked']

/** What waits first, then what is in force, each as the server has them: newest first. */
export function sortExceptions(exceptions: readonly Exception[]): Exception[] {
  return [...exceptions].sort((a, b) => stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state))
}

/** Somebody can still do something about it. */
export function isOpen({ state }: Exception): boolean {
  return state === 'requested' || state === 'active'
}
