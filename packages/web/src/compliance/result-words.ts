/** The results of controls as the pages say them, in the order of what to do about them. */

import type { ControlResult, FrameworkControl, FrameworkSummary, Tally } from '@evenkeel/model'

export const resultOrder = [
  'failed',
  'unknown',
  'manual',
  'passed',
  'not-applicable',
  'listed',
  'disabled',
] as const satisfies ControlResult[]

export const resultWords: Readonly<Record<ControlResult, string>> = {
  failed: 'failed',
  unknown: 'unknown',
  manual: 'to answer',
  passed: 'passed',
  'not-applicable': 'not applicable',
  listed: 'no rule yet',
  disabled: 'disabled',
}

export type ResultCounts = FrameworkSummary['controls']

export function countOfResult(counts: ResultCounts, result: ControlResult): number {
  return counts[result === 'not-applicable' ? 'not_applicable' : result]
}

export function countResults(controls: readonly FrameworkControl[]): ResultCounts {
  const none = { failed: 0, unknown: 0, manual: 0, passed: 0 }
  const counts = { ...none, not_applicable: 0, listed: 0, disabled: 0 }
  for (const { result } of controls) {
    counts[result === 'not-applicable' ? 'not_applicable' : result] += 1
  }
  return counts
}

export function testedOf({ passed, failed, unknown, manual }: Tally): number {
  return passed + failed + unknown + manual
}

/** `12%`; of a few in very many it is never 0, of all but a few never 100. */
export function failedShare(counts: Tally): string {
  const tested = testedOf(counts)
  if (tested === 0) return '–'
  const share = (100 * counts.failed) / tested
  if (share > 0 && share < 1) return '<1%'
  if (share > 99 && share < 100) return '>99%'
  return `${Math.round(share)}%`
}

/** In the address. Several rules may stand under one number, and one rule under several. */
export function controlKey({ number, rule }: Pick<FrameworkControl, 'number' | 'rule'>): string {
  return `${number} ${rule}`
}

export function isChanged({ before, result }: FrameworkControl): boolean {
  return before !== undefined && before !== result
}
