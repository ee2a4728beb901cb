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
  /**
   * Everything there is now, in one part or more, since not all findings of a cluster may fit into memory at once.
   * Between two parts `changes` may be asked for; what it gave is not in the parts to come.
   */
  parts(resources: Resource[]): Generator<CycleResult>
  /** Some of the resources once more. */
  again(ids: Set<string>): Pick<CycleResult, 'resources' | 'findings'>
  /**
   * What differs from the last time, by the identity of the resources, in parts; none for nothing.
   * What changed itself comes first, then what depends on it.
   */
  changes(resources: Resource[]): Generator<Delta>
}

export interface Delta {
  result: CycleResult
  /** Identities of the resources that left. */
  gone: string[]
}

export interface LiveEvaluationOptions {
  ruleSet: RuleSet
  evaluator: EvaluatorOptions
  /** Of the last lists; they stay until the next. */
  gaps: Gap[]
  /** The first resources, which tell the platform. */
  resources: Resource[]
}

/** So many resources are evaluated without a pause. */
export const partSize = 100

export function createLiveEvaluation(options: LiveEvaluationOptions): LiveEvaluation {
  const { ruleSet, gaps } = options
  const evaluator = evaluatorOf(options)
  const kinds = inventoryKinds(ruleSet)
  const readers = readersByKind(ruleSet)
  const gapFindings = gaps.flatMap((gap) => evaluator.evaluateGap(gap))
  let known = new Map<string, Resource>()
  let inventory = inventoryOf([])
  /** Findings and those that were decided, by resource. */
  const counts = new Map<string, [expected: number, evaluated: number]>()

  function inventoryOf(resources: Resource[]): Inventory {
    const created = createInventory(kinds)
    for (const gap of gaps) created.addGap(gap)
    for (const resource of resources) created.add(resource)
    return created
  }

  function take(resources: Resource[]): void {
    inventory = inventoryOf(resources)
    known = new Map(resources.map((it) => [it.id, it]))
  }

  function evaluate(resources: Resource[]): Finding[] {
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
    *parts(resources) {
      counts.clear()
      take(resources)
      if (gapFindings.length > 0 || resources.length === 0) yield toResult([], gapFindings)
      for (const part of slices(resources)) {
        const still = part.filter((it) => known.get(it.id) === it)
        yield toResult(still, evaluate(still))
      }
    },
    again(ids) {
      const resources = [...known.values()].filter(({ id }) => ids.has(id))
      return { resources, findings: [...evaluate(resources), ...gapFindings] }
    },
    *changes(resources) {
      const before = known
      const changed = resources.filter((it) => before.get(it.id) !== it)
      const now = new Set(resources.map(({ id }) => id))
      const left = [...before.values()].filter(({ id }) => !now.has(id))
      if (changed.length === 0 && left.length === 0) return
      take(resources)
      for (const { id } of left) counts.delete(id)
      let gone = left.map(({ id }) => id)
      const touched = touchedKinds([...changed, ...left], readers)
      const dependent = resources.filter(
        (it) => before.get(it.id) === it && touched.has(it.subType ?? it.type),
      )
      for (const part of [...slices(changed), ...slices(dependent)]) {
        yield { result: toResult(part, evaluate(part)), gone }
        gone = []
      }
      if (gone.length > 0) yield { result: toResult([], []), gone }
    },
  }
}

/** Two parts as one. */
export function joinResults(a: CycleResult, b: CycleResult): CycleResult {
  const resources = [...a.resources, ...b.resources]
  return { ...b, resources, findings: [...a.findings, ...b.findings] }
}

function* slices(resources: Resource[]): Generator<Resource[]> {
  for (let at = 0; at < resources.length; at += partSize) yield resources.slice(at, at + partSize)
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
