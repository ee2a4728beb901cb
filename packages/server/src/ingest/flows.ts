/** Sums what one cycle moved, by rule and severity. */

import { evaluationOrder } from '@evenkeel/model'
import { failedCode, passedCode } from '../storage/codes.ts'
import type { HeldFinding } from '../storage/cycle-rows.ts'
import type { Flow } from '../storage/score-flows.ts'

type Counted = Pick<HeldFinding, 'placeNo' | 'severity' | 'evaluation'>

export function createFlowCounter() {
  const flows = new Map<string, Flow>()

  function flowOf({ placeNo, severity }: Counted): Flow {
    const key = `${placeNo} ${severity}`
    const flow = flows.get(key) ?? emptyFlow(placeNo, severity)
    flows.set(key, flow)
    return flow
  }

  function add(it: Counted, n: 1 | -1): void {
    const evaluation = evaluationOrder[it.evaluation]
    if (evaluation) flowOf(it)[evaluation] += n
  }

  return {
    /** Undefined before it came and after it left. */
    move(before: Counted | undefined, after: Counted | undefined): void {
      if (before) add(before, -1)
      if (after) add(after, 1)
      const place = after ?? before
      if (!place) return
      const flow = flowOf(place)
      if (!before) flow.appeared += 1
      else if (!after) flow.gone += 1
      else if (after.evaluation === failedCode && before.evaluation !== failedCode) flow.began += 1
      else if (after.evaluation === passedCode && before.evaluation === failedCode) {
        flow.resolved += 1
      }
    },
    flows: (): Flow[] => [...flows.values()].filter(isMoved),
  }
}

function emptyFlow(placeNo: number, severity: number): Flow {
  return {
    place_no: placeNo,
    severity,
    passed: 0,
    manual: 0,
    unknown: 0,
    failed: 0,
    began: 0,
    resolved: 0,
    appeared: 0,
    gone: 0,
  }
}

function isMoved({ place_no, severity, ...counts }: Flow): boolean {
  return Object.values(counts).some((count) => count !== 0)
}
