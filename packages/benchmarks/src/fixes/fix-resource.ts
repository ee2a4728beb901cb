/** All fixes of one object together, so that it can be written back once. */

import type { Finding, Fix, PatchOperation, Resource } from '@evenkeel/model'
import { createEvaluator } from '../evaluate/evaluator.ts'
import { overlayInventory } from '../evaluate/inventory.ts'
import { applyPatch } from './apply.ts'
import { createdResource } from './created-resource.ts'
import { createFixer, type FixOptions } from './fix-for.ts'

export interface ResourceFix {
  /** The object as it is with every fix; the one that was given stays as it is. */
  data: unknown
  /** In the order in which they were done. */
  patch: PatchOperation[]
  create: Record<string, unknown>[]
  /** Ids of the rules whose findings are mended. */
  mended: string[]
}

/** One fix may need another, and each is tried on what the ones before it left. */
const roundsMax = 100

/** Does the verified fixes one after another, each tried anew, until none is left. Objects only. */
export function fixResource(resource: Resource, options: FixOptions): ResourceFix {
  const evaluator = createEvaluator(options.ruleSet, options.evaluator)
  const result: ResourceFix = { data: resource.data, patch: [], create: [], mended: [] }
  if (resource.type !== 'k8s_object') return result
  for (let round = 0; round < roundsMax; round += 1) {
    const now = { ...resource, data: result.data }
    const inventory = overlayInventory(options.inventory, [
      now,
      ...result.create.map(createdResource),
    ])
    const { fixFor } = createFixer({ ...options, inventory })
    const found = firstFix(evaluator.evaluate(now, inventory), (it) => fixFor(it, now))
    if (!found) return result
    const { id, fix } = found
    result.patch.push(...fix.patch)
    result.create.push(...((fix.create ?? []) as Record<string, unknown>[]))
    result.data = applyPatch(result.data, fix.patch)
    result.mended.push(id)
  }
  return result
}

function firstFix(
  findings: readonly Finding[],
  fixFor: (finding: Finding) => Fix | undefined,
): { id: string; fix: Fix } | undefined {
  for (const finding of findings) {
    if (finding.result.evaluation !== 'failed') continue
    const fix = fixFor(finding)
    if (fix?.is_verified) return { id: finding.rule.id, fix }
  }
  return undefined
}
