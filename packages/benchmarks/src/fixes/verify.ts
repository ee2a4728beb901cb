/** Tries a fix in memory: the rule must then pass, and nothing may fail that had not failed. */

import type { Finding, Fix, Resource } from '@evenkeel/model'
import type { FixSpec } from '../library/metadata.ts'
import { applyPatch } from './apply.ts'
import { proposePatch } from './propose.ts'

/** Evaluates a resource with the other objects as they are. */
export type Evaluate = (resource: Resource) => Finding[]

/**
 * The fix of a failed finding; undefined where its rule knows none or the evidence names no place.
 * `before` are all findings of the resource.
 */
export function verifyFix(
  finding: Finding,
  resource: Resource,
  {
    spec,
    before,
    evaluate,
  }: { spec: FixSpec | undefined; before: readonly Finding[]; evaluate: Evaluate },
): Fix | undefined {
  if (!spec || finding.result.evaluation !== 'failed' || resource.type !== 'k8s_object')
    return undefined
  const patch = proposePatch(spec, finding.result.evidence, resource.data)
  if (!patch || patch.length === 0) return undefined
  const after = evaluate({ ...resource, data: applyPatch(resource.data, patch) })
  const reason = findFault(finding, before, after)
  return { patch, is_verified: reason === null, reason }
}

function findFault(
  finding: Finding,
  before: readonly Finding[],
  after: readonly Finding[],
): string | null {
  const now = after.find((it) => it.rule.id === finding.rule.id)?.result.evaluation
  // A rule that no longer applies has nothing left to complain about.
  if (now !== undefined && now !== 'passed') return `With it the rule is still ${now}.`
  const failedBefore = new Set(
    before.filter((it) => it.result.evaluation === 'failed').map((it) => it.rule.id),
  )
  const broken = after.filter(
    ({ rule, result }) =>
      (result.evaluation === 'failed' || result.evaluation === 'unknown') &&
      !failedBefore.has(rule.id),
  )
  const fresh = broken.filter(
    ({ rule, result }) =>
      before.find((it) => it.rule.id === rule.id)?.result.evaluation !== result.evaluation,
  )
  return fresh.length > 0 ? `With it ${fresh.map((it) => it.rule.id).join(', ')} would fail.` : null
}
