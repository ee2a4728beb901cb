/** The numbers that words have in the tables; their order is that of sorting, worst last. */

import {
  type Evaluation,
  evaluationOrder,
  type Lifecycle,
  type Severity,
  severityOrder,
} from '@evenkeel/model'
import { type RawBuilder, sql } from 'kysely'

export const lifecycleOrder = [
  'resolved',
  'open',
  'reopened',
  'gone',
  'disabled',
] as const satisfies Lifecycle[]

export const goneCode = lifecycleOrder.indexOf('gone')
export const disabledCode = lifecycleOrder.indexOf('disabled')
export const failedCode = evaluationOrder.indexOf('failed')
export const passedCode = evaluationOrder.indexOf('passed')

export function evaluationCode(word: Evaluation): number {
  return evaluationOrder.indexOf(word)
}

export function severityCode(word: Severity): number {
  return severityOrder.indexOf(word)
}

export function lifecycleCode(word: Lifecycle): number {
  return lifecycleOrder.indexOf(word)
}

export function evaluationOf(code: number): Evaluation {
  return wordOf(evaluationOrder, code)
}

export function severityOf(code: number): Severity {
  return wordOf(severityOrder, code)
}

export function lifecycleOf(code: number | null): Lifecycle | undefined {
  return code === null ? undefined : wordOf(lifecycleOrder, code)
}

/** Neither gone nor of a rule that is off: it stands in lists, counts and scores. */
export function isCounted(lifecycle: number | null): boolean {
  return lifecycle === null || lifecycle < goneCode
}

/** The same in SQL, of a column that no input names. */
export function countedSql(column: string): RawBuilder<boolean> {
  return sql.raw(`(${column} is null or ${column} < ${goneCode})`)
}

function wordOf<T>(words: readonly T[], code: number): T {
  const word = words[code]
  if (word === undefined) throw new Error(`The database holds the unknown code ${code}.`)
  return word
}
