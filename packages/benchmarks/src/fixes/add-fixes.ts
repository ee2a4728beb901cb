/** Adds to the failed findings of a cycle the fixes that their rules know, each tried in memory. */

import type { Finding, Resource } from '@evenkeel/model'
import { createEvaluator, type EvaluatorOptions } from '../evaluate/evaluator.ts'
import type { Inventory } from '../evaluate/inventory.ts'
import type { RuleSet } from '../library/rule-set.ts'
import { verifyFix } from './verify.ts'

export interface FixOptions {
  ruleSet: RuleSet
  evaluator: EvaluatorOptions
  inventory: Inventory
}

/** The findings with `result.fix` where there is one, in the same order. */
export function addFixes(
  findings: readonly Finding[],
  resources: readonly Resource[],
  { ruleSet, evaluator: options, inventory }: FixOptions,
): Finding[] {
  // One of its own, since trying is no evaluation that counts.
  const evaluator = createEvaluator(ruleSet, options)
  const byId = new Map(resources.map((it) => [it.id, it]))
  const byResource = new Map<string, Finding[]>()
  for (const finding of findings) {
    const known = byResource.get(finding.resource.id)
    if (known) known.push(finding)
    else byResource.set(finding.resource.id, [finding])
  }
  return findings.map((finding) => {
    const resource = byId.get(finding.resource.id)
    const spec = ruleSet.modules.get(finding.rule.id)?.metadata.custom.fix
    if (!resource || !spec) return finding
    const before = byResource.get(resource.id) ?? []
    const evaluate = (it: Resource) => evaluator.evaluate(it, inventory)
    const fix = verifyFix(finding, resource, { spec, before, evaluate })
    return fix ? { ...finding, result: { ...finding.result, fix } } : finding
  })
}
