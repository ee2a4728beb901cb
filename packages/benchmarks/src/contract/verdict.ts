/** Reads what a rule answered. By hand and not by a schema, because it is done for every pair of rule and resource. */

import { type Evidence, evaluations, type Finding } from '@evenkeel/model'
import { isRecord } from './records.ts'

export type Result = Finding['result']

const known: ReadonlySet<unknown> = new Set(evaluations)

/** Undefined where the answer has not the form `{ evaluation, evidence?, reason? }`. */
export function readVerdict(value: unknown): Result | undefined {
  if (!isRecord(value)) return undefined
  const { evaluation, evidence = [], reason = null } = value
  if (!isEvaluation(evaluation)) return undefined
  if (reason !== null && typeof reason !== 'string') return undefined
  if (!Array.isArray(evidence) || !evidence.every(isEvidence)) return undefined
  return { evaluation, reason, evidence }
}

function isEvaluation(value: unknown): value is Result['evaluation'] {
  return known.has(value)
}

function isEvidence(value: unknown): value is Evidence {
  return (
    isRecord(value) && typeof value.path === 'string' && 'actual' in value && 'expected' in value
  )
}
