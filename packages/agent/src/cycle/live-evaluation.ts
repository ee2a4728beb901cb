/** Evaluates a cluster as a whole, then again only what a change touches. */

import {
  createEvaluator,
  createInventory,
  detectBenchmark,
  type Evaluator,
  type EvaluatorOptions,
  type Inventory,
  inventoryKinds,
  type RuleSet,
} from '@evenkeel/benchmarks'
import type { Finding, Gap, Resource } from '@evenkeel/model'
import { detectionFacts } from './detection.ts'
import { type CycleResult, toCoverageGap } from './run-cycle.ts'

export interface LiveEvaluation {
  /** Everything there is now. */
  whole(resources: Resource[]): CycleResult
  /** The same part by part, for clusters of which not all findings fit into memory at once. */
  parts(resources: Resource[]): Generator<CycleResult>
  /** Some of the resources once more. */
  again(ids: Set<string>): Pick<CycleResult, 'resources' | 'findings'>
  /** What differs from the last time, by the identity of the resources; undefined for nothing. */
  changes(resources: Resource[]): { result: CycleResult; gone: string[] } | undefined
}

export interface LiveEvaluationOptions {
  ruleSet: RuleSet
  evaluator: EvaluatorOptions
  /** Of the last lists; they stay until the next. */
  gaps: Gap[]
  /** The first resources, which tell the platform. */
  resources: Resource[]
}

/** Some hundred findings of each resource of this many are in memory at once. */
export const partSize = 500

export function createLiveEvaluation(options: LiveEvaluationOptions): LiveEvaluation {
  const { ruleSet, gaps } = options
  const evaluator = evaluatorOf(options)
  const kinds = inventoryKinds(ruleSet)
  const readers = readersByKind(ruleSet)
  const gapFindings = gaps.flatMap((gap) => evaluator.evaluateGap(gap))
  let known = new Map<string, Resource>()
  /** Findings and those that were decided, by resource. */
  const counts = new Map<string, [expected: number, evaluated: number]>()

  function inventoryOf(resources: Resource[]): Inventory {
    const inventory = createInventory(kinds)
    for (const gap of gaps) inventory.addGap(gap)
    for (const resource of resources) inventory.add(resource)
    return inventory
  }

  function evaluate(resources: Resource[], inventory: Inventory): Finding[] {
    return resources.flatMap((resource) => {
      const findings = evaluator.evaluate(resource, inventory)
      counts.set(resource.id, [findings.length, countDecided(findings)])
      return findings
    })
  }

  function toResult(resources: Resource[], findings: Finding[]): CycleResult {
    let [expected, evaluated] = [gapFindings.length, 0]
    for (const [all, decided] of counts.values()) {
      expected += all
      evaluated += decided
    }
    const coverage = { expected, evaluated, gaps: gaps.map(toCoverageGap) }
    return { findings, resources, gaps, coverage, detected: evaluator.detected }
  }

  return {
    whole(resources) {
      counts.clear()
      const findings = evaluate(resources, inventoryOf(resources))
      known = new Map(resources.map((it) => [it.id, it]))
      return toResult(resources, [...findings, ...gapFindings])
    },
    *parts(resources) {
      counts.clear()
      const inventory = inventoryOf(resources)
      known = new Map(resources.map((it) => [it.id, it]))
      yield toResult([], gapFindings)
      for (let at = 0; at < resources.length; at += partSize) {
        const part = resources.slice(at, at + partSize)
        yield toResult(part, evaluate(part, inventory))
      }
    },
    again(ids) {
      const all = [...known.values()]
      const resources = all.filter(({ id }) => ids.has(id))
      const findings = [...evaluate(resources, inventoryOf(all)), ...gapFindings]
      return { resources, findings }
    },
    changes(resources) {
      const now = new Map(resources.map((it) => [it.id, it]))
      const changed = resources.filter((it) => known.get(it.id) !== it)
      const gone = [...known.values()].filter(({ id }) => !now.has(id))
      if (changed.length === 0 && gone.length === 0) return undefined
      const touched = touchedKinds([...changed, ...gone], readers)
      const again = resources.filter(
        (it) => known.get(it.id) !== it || touched.has(it.subType ?? it.type),
      )
      for (const { id } of gone) counts.delete(id)
      known = now
      const findings = evaluate(again, inventoryOf(resources))
      return { result: toResult(again, findings), gone: gone.map(({ id }) => id) }
    },
  }
}

function evaluatorOf({ ruleSet, evaluator, resources }: LiveEvaluationOptions): Evaluator {
  const facts = detectionFacts(resources)
  const version = evaluator.kubernetesVersion ?? facts.kubernetesVersion
  return createEvaluator(ruleSet, {
    ...evaluator,
    ...(version === undefined ? {} : { kubernetesVersion: version }),
    detected: evaluator.detected ?? detectBenchmark(facts),
  })
}

/** By a kind of the inventory, the kinds and types whose rules read it. */
function readersByKind(ruleSet: RuleSet): Map<string, Set<string>> {
  const readers = new Map<string, Set<string>>()
  for (const { metadata } of ruleSet.modules.values()) {
    const { inventory = [], kinds = [], resource_types } = metadata.custom
    for (const kind of inventory) {
      const subjects = readers.get(kind) ?? new Set<string>()
      for (const subject of [...kinds, ...resource_types]) subjects.add(subject)
      readers.set(kind, subjects)
    }
  }
  return readers
}

function touchedKinds(changed: Resource[], readers: Map<string, Set<string>>): Set<string> {
  const touched = new Set<string>()
  for (const { subType } of changed)
    for (const reader of readers.get(subType ?? '') ?? []) touched.add(reader)
  return touched
}

function countDecided(findings: Finding[]): number {
  return findings.filter(({ result }) => result.evaluation !== 'unknown').length
}
