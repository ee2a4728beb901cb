/** Tries a change in memory: the rule must then pass, and nothing may fail that had not failed. */

import type { Finding, PatchOperation, Resource } from '@evenkeel/model'
import { createEvaluator, type EvaluatorOptions } from '../evaluate/evaluator.ts'
import { type Inventory, overlayInventory } from '../evaluate/inventory.ts'
import type { RuleSet } from '../library/rule-set.ts'
import { applyPatch } from './apply.ts'
import { createdResource } from './created-resource.ts'
import { findInvalid } from './validity.ts'

/** What stands against a change, as a sentence; null where nothing does. */
export interface Outcome {
  reason: string | null
  /** Another rule would fail, so that the change is no remedy. */
  isHarmful: boolean
}

export interface Trial {
  ofObject(
    finding: Finding,
    resource: Resource,
    change: { patch: readonly PatchOperation[]; create: readonly Record<string, unknown>[] },
  ): Outcome
  ofNode(finding: Finding, resource: Resource, changed: Resource): Outcome
}

export interface TrialOptions {
  ruleSet: RuleSet
  evaluator: EvaluatorOptions
  inventory: Inventory
}

export function createTrial({ ruleSet, evaluator: options, inventory }: TrialOptions): Trial {
  const chosen = createEvaluator(ruleSet, options)
  // What is not asked for must not break either.
  const isNarrow = (options.benchmarks?.length ?? 0) + (options.rules?.length ?? 0) > 0
  const all = isNarrow
    ? createEvaluator(ruleSet, { ...options, benchmarks: [], rules: [], parameters: {} })
    : undefined
  let last: { resource: Resource; findings: Finding[] } | undefined

  function evaluate(resource: Resource, others: Inventory): Finding[] {
    const findings = chosen.evaluate(resource, others)
    if (!all) return findings
    const ids = new Set(findings.map((it) => it.rule.id))
    return [...findings, ...all.evaluate(resource, others).filter((it) => !ids.has(it.rule.id))]
  }

  function before(resource: Resource): Finding[] {
    if (last?.resource !== resource) last = { resource, findings: evaluate(resource, inventory) }
    return last.findings
  }

  return {
    ofObject(finding, resource, { patch, create }) {
      const changed = { ...resource, data: applyPatch(resource.data, patch) }
      const created = create.map(createdResource)
      const after = overlayInventory(inventory, [changed, ...created])
      const outcome = judge(finding, before(resource), evaluate(changed, after))
      if (outcome.reason) return outcome
      for (const one of created) {
        const failed = evaluate(one, after).filter((it) => it.result.evaluation === 'failed')
        if (failed.length > 0) return harmful(`The new ${one.subType} would fail`, failed)
      }
      const invalid = findInvalid(changed)
      return { reason: invalid === findInvalid(resource) ? null : invalid, isHarmful: false }
    },
    ofNode: (finding, resource, changed) =>
      judge(finding, before(resource), evaluate(changed, inventory)),
  }
}

function judge(finding: Finding, before: readonly Finding[], after: readonly Finding[]): Outcome {
  const evaluations = new Map(before.map((it) => [it.rule.id, it.result.evaluation]))
  const fresh = after.filter(({ rule, result: { evaluation } }) => {
    const was = evaluations.get(rule.id)
    return (
      (evaluation === 'failed' || evaluation === 'unknown') &&
      was !== 'failed' &&
      was !== evaluation
    )
  })
  if (fresh.length > 0) return harmful('With it', fresh, ' would fail')
  const now = after.find((it) => it.rule.id === finding.rule.id)?.result.evaluation
  // A rule that no longer applies has nothing left to complain about.
  const isMended = now === undefined || now === 'passed'
  return { reason: isMended ? null : `With it the rule is still ${now}.`, isHarmful: false }
}

function harmful(start: string, findings: readonly Finding[], end = ''): Outcome {
  return { reason: `${start} ${namesOf(findings)}${end}.`, isHarmful: true }
}

function namesOf(findings: readonly Finding[]): string {
  return findings.map((it) => it.rule.id).join(', ')
}
