/** What becomes of a finding: its lifecycle, the kind of the change, and what the rollups gain and lose. */

import { disabledCode, failedCode, goneCode, lifecycleCode, passedCode } from '../storage/codes.ts'
import type {
  CountChange,
  FindingWrite,
  HeldFinding,
  ResourceCountChange,
} from '../storage/cycle-rows.ts'

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
  const before = (held?.lifecycle === disabledCode ? held.heldLifecycle : held?.lifecycle) ?? null
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

/** Of a rule that is off the story goes on beside it, for when it is turned on again. */
export function placeInStory(
  lifecycle: number | null,
  isOff: boolean,
): Pick<FindingWrite, 'lifecycle' | 'held_lifecycle'> {
  return isOff
    ? { lifecycle: disabledCode, held_lifecycle: lifecycle }
    : { lifecycle, held_lifecycle: null }
}

/** What the rollups know a finding by. */
export type CountedFinding = Omit<HeldFinding, 'id' | 'lifecycle' | 'heldLifecycle'>

/** Sums what the rollup by rule gains and loses over one cycle. */
export function createPlaceCounter() {
  const counts = new Map<string, CountChange>()
  return {
    add(it: CountedFinding, n: 1 | -1): void {
      const key = `${it.placeNo} ${it.severity} ${it.evaluation}`
      const count = counts.get(key) ?? {
        place_no: it.placeNo,
        severity: it.severity,
        evaluation: it.evaluation,
        n: 0,
      }
      count.n += n
      counts.set(key, count)
    },
    counts: () => [...counts.values()].filter((it) => it.n !== 0),
  }
}

/** The same of single resources. */
export function createResourceCounter() {
  const resources = new Map<string, ResourceCountChange>()
  return {
    add(it: Pick<CountedFinding, 'resourceId' | 'evaluation'>, n: 1 | -1): void {
      const resource = resources.get(it.resourceId) ?? {
        resource_id: it.resourceId,
        failed: 0,
        passed: 0,
        unknown: 0,
        manual: 0,
      }
      resource[evaluationKeys[it.evaluation] ?? 'unknown'] += n
      resources.set(it.resourceId, resource)
    },
    resources: () =>
      [...resources.values()].filter((it) => it.failed || it.passed || it.unknown || it.manual),
  }
}

const evaluationKeys = ['passed', 'manual', 'unknown', 'failed'] as const
