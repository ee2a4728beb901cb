/** Splits what a cycle writes: resources that were never there, in parts, and all the rest. */

import type { FindingRow, ResourceRow } from '@evenkeel/model'
import type { KeyWrite } from '../storage/cycle-rows.ts'
import type { CyclePlan } from './plan.ts'

/** Resources that are written for the first time, with all their findings. */
export interface FreshPart {
  resources: ResourceRow[]
  findings: FindingRow[]
  keys: KeyWrite[]
}

export interface SplitPlan {
  parts: FreshPart[]
  rest: CyclePlan
}

/** A reader of the embedded database waits some 60 ms for a part. */
const rowsPerPart = 500
/** A larger cycle has larger parts; it stays below what the database prepares at once. */
const partsMax = 480

/** `isKnown` tells which resources are there or have been. */
export function splitPlan(
  plan: CyclePlan,
  isKnown: (resourceId: string) => boolean,
  rowsMin = rowsPerPart,
): SplitPlan {
  const fresh = plan.resources.filter((row) => !isKnown(row.id))
  if (fresh.length === 0) return { parts: [], rest: plan }
  const freshIds = new Set(fresh.map((row) => row.id))
  const findings = new Map<string, FindingRow[]>()
  let rows = fresh.length
  for (const row of plan.findings) {
    if (!freshIds.has(row.resource_id)) continue
    rows += 1
    const own = findings.get(row.resource_id)
    if (own) own.push(row)
    else findings.set(row.resource_id, [row])
  }
  const keys = new Map(plan.keys.map((key) => [key.id, key]))
  const rowsMax = Math.max(rowsMin, Math.ceil(rows / partsMax))
  const rest = {
    ...plan,
    resources: plan.resources.filter((row) => !freshIds.has(row.id)),
    findings: plan.findings.filter((row) => !freshIds.has(row.resource_id)),
    keys: plan.keys.filter((key) => !freshIds.has(key.id)),
  }
  return { parts: [...fill(fresh, findings, keys, rowsMax)], rest }
}

export function joinParts(parts: readonly FreshPart[]): FreshPart {
  return {
    resources: parts.flatMap((part) => part.resources),
    findings: parts.flatMap((part) => part.findings),
    keys: parts.flatMap((part) => part.keys),
  }
}

function* fill(
  fresh: readonly ResourceRow[],
  findings: ReadonlyMap<string, FindingRow[]>,
  keys: ReadonlyMap<string, KeyWrite>,
  rowsMax: number,
): Generator<FreshPart> {
  let part: FreshPart = { resources: [], findings: [], keys: [] }
  for (const resource of fresh) {
    part.resources.push(resource)
    part.findings.push(...(findings.get(resource.id) ?? []))
    const key = keys.get(resource.id)
    if (key) part.keys.push(key)
    if (part.resources.length + part.findings.length < rowsMax) continue
    yield part
    part = { resources: [], findings: [], keys: [] }
  }
  if (part.resources.length > 0) yield part
}
