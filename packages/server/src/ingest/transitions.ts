/** What becomes of a finding: its lifecycle, the kind of the change, and what the rollups gain and lose. */

import { failedCode, goneCode, lifecycleCode, passedCode } from '../storage/codes.ts'
import type { CountChange, HeldFinding, ResourceCountChange } from '../storage/cycle-rows.ts'

const resolved = lifecycleCode('resolved')
const open = lifecycleCode('open')
const reopened = lifecycleCode('reopened')

export type ChangeKind = 'opened' | 'changed' | 'resolved' | 'reopened' | 'gone'

export interface Transition {
  kind: ChangeKind
  lifecycle: number | null
}

/** Unknown and manual change nothing in the story: what was not looked at is neither resolved nor opened. */
export function transitionOf(held: HeldFinding | undefined, evaluation: number): Transition {
  const before = held?.lifecycle ?? null
  const wasGone = before === goneCode
  if (evaluation === failedCode) {
    if (before === open || before === reopened) return { kind: 'changed', lifecycle: before }
    return before === null
      ? { kind: 'opened', lifecycle: open }
      : { kind: 'reopened', lifecycle: reopened }
  }
  if (evaluation === passedCode && (before === open || before === reopened)) {
    return { kind: 'resolved', lifecycle: resolved }
  }
  return wasGone ? { kind: 'reopened', lifecycle: null } : { kind: 'changed', lifecycle: before }
}

/** What the rollups know a finding by. */
export type CountedFinding = Omit<HeldFinding, 'id' | 'lifecycle'>

/** Sums what the rollups gain and lose over one cycle. */
export function createCounter() {
  const counts = new Map<string, CountChange>()
  const resources = new Map<string, ResourceCountChange>()

  function add(it: CountedFinding, n: 1 | -1): void {
    const key = `${it.placeNo} ${it.severity} ${it.evaluation}`
    const count = counts.get(key) ?? {
      place_no: it.placeNo,
      severity: it.severity,
      evaluation: it.evaluation,
      n: 0,
    }
    count.n += n
    counts.set(key, count)
    const resource = resources.get(it.resourceId) ?? {
      resource_id: it.resourceId,
      failed: 0,
      passed: 0,
      unknown: 0,
      manual: 0,
    }
    resource[evaluationKeys[it.evaluation] ?? 'unknown'] += n
    resources.set(it.resourceId, resource)
  }

  return {
    /** A finding that is there from now on. */
    gain: (it: CountedFinding) => add(it, 1),
    /** A finding as it was; one that was gone already counted for nothing. */
    lose(it: HeldFinding) {
      if (it.lifecycle !== goneCode) add(it, -1)
    },
    counts: () => [...counts.values()].filter((it) => it.n !== 0),
    resources: () =>
      [...resources.values()].filter((it) => it.failed || it.passed || it.unknown || it.manual),
  }
}

const evaluationKeys = ['passed', 'manual', 'unknown', 'failed'] as const
