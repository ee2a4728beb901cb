/** Sums what one cycle moves, for all rollups at once. */

import { isCounted } from '../storage/codes.ts'
import type { HeldFinding } from '../storage/cycle-rows.ts'
import type { Owner } from '../storage/score-owners.ts'
import { createFlowCounter } from './flows.ts'
import { createOwnerCounter } from './owners.ts'
import { type CountedFinding, createPlaceCounter, createResourceCounter } from './transitions.ts'

export type CycleTally = ReturnType<typeof createTally>

export function createTally() {
  const places = createPlaceCounter()
  const resources = createResourceCounter()
  const owners = createOwnerCounter()
  const flows = createFlowCounter()
  return {
    /** Undefined before it came and after it left; one that was gone or whose rule was off counted for nothing. */
    move(owner: Owner, held: HeldFinding | undefined, after: CountedFinding | undefined): void {
      const before = held && isCounted(held.lifecycle) ? held : undefined
      for (const [it, n] of [[before, -1] as const, [after, 1] as const]) {
        if (!it) continue
        places.add(it, n)
        resources.add(it, n)
        owners.add(owner, it, n)
      }
      flows.move(before, after)
    },
    /** A finding of a resource that is written with its counts. */
    appear(owner: Owner, it: CountedFinding): void {
      places.add(it, 1)
      owners.add(owner, it, 1)
      flows.move(undefined, it)
    },
    counts: places.counts,
    resources: resources.resources,
    owners: owners.counts,
    flows: flows.flows,
  }
}
