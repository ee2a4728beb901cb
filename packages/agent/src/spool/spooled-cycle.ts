/** A finished cycle as it waits for the server: what a publisher would send, redacted, with all its rows. */

import type { FindingRow, ResourceKey, ResourceRow } from '@evenkeel/model'
import type { CycleHead, CycleRows } from '../publisher/cycle-request.ts'
import { lacksAll } from '../publisher/lacking.ts'

export interface SpooledCycle {
  head: CycleHead
  keys: Iterable<ResourceKey>
  resources: ResourceRow[]
  findings: FindingRow[]
}

/** A cycle's rows as the server may ask for them; of a cycle that went in parts the parts hold the rows. */
export function rowsOf({ keys, resources, findings }: SpooledCycle): CycleRows {
  return {
    keys,
    rowsFor(lacking) {
      const ids = new Set(lacking.resources)
      const pairs = new Set(lacking.findings.map(([id, rule]) => pairOf(id, rule)))
      return {
        resources: resources.filter(({ id }) => ids.has(id)),
        findings: findings.filter((it) => pairs.has(pairOf(it.resource_id, it.rule_id))),
      }
    },
  }
}

/** With every row, since nobody can tell now what the server will lack. */
export function withAllRows({ keys, rowsFor }: CycleRows, head: CycleHead): SpooledCycle {
  return { head, keys, ...rowsFor(lacksAll(keys)) }
}

/** Of a cycle whose rows went before it. */
export function withoutRows({ keys }: CycleRows, head: CycleHead): SpooledCycle {
  return { head, keys, resources: [], findings: [] }
}

/** Two parts of a scope as one: of each resource what was said last. */
export function mergeParts(earlier: SpooledCycle, later: SpooledCycle): SpooledCycle {
  const gone = new Set(later.head.gone)
  const laterKeys = new Map([...later.keys].map((key) => [key.id, key]))
  const stays = (id: string): boolean => !laterKeys.has(id) && !gone.has(id)
  const nodes = later.head.nodes ?? earlier.head.nodes
  return {
    head: {
      ...later.head,
      gone: [...earlier.head.gone.filter((id) => !laterKeys.has(id) && !gone.has(id)), ...gone],
      ...(nodes ? { nodes } : {}),
    },
    keys: [...[...earlier.keys].filter(({ id }) => stays(id)), ...laterKeys.values()],
    resources: [...earlier.resources.filter(({ id }) => stays(id)), ...later.resources],
    findings: [
      ...earlier.findings.filter(({ resource_id }) => stays(resource_id)),
      ...later.findings,
    ],
  }
}

function pairOf(resourceId: string, ruleId: string): string {
  return `${resourceId}\0${ruleId}`
}
