/** Words and dates of exceptions. */

import type { Exception, ExceptionCategory } from '@evenkeel/model'

export const categoryWords: Record<ExceptionCategory, string> = {
  accepted: 'Accepted risk',
  'false-positive': 'False positive',
  'compensating-control': 'Mitigated elsewhere',
}

export const stateWords: Record<Exception['state'], string> = {
  active: 'in force',
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
