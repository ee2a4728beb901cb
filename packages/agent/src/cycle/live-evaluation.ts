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
  workloadKinds,
} from '@evenkeel/benchmarks'
import type { Gap, Resource } from '@evenkeel/model'
import { detectionFacts } from './detection.ts'
import type { CycleResult } from './run-cycle.ts'
import { createVerdictBook } from './verdict-book.ts'

export interface LiveEvaluation {
  /**
   * Everything there is now, in one part or more, since not all findings of a cluster may fit into memory at once.
   * Between two parts `changes` may be asked for; what it gave is not in the parts to come.
   */
  parts(resources: Resource[]): Generator<CycleResult>
  /** Some of the resources once more. */
  again(ids: ReadonlySet<string>): Pick<CycleResult, 'resources' | 'findings'>
  /**
   * What differs from the last time, by the identity of the resources, in parts; none for nothing.
   * What changed itself comes first, then what depends on it and became different; undefined where a
   * part of that did not, so that others get their turn. From the first of those on nobody need ask
   * on: what is left comes the next time.
   */
  changes(resources: Resource[]): Generator<Delta | undefined>
}

export interface Delta {
  result: CycleResult
  /** Identities of the resources that left. */
  gone: string[]
  /** It did not change itself, but what it depends on. */
  isDependent: boolean
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
export const partSize = 25

export function createLiveEvaluation(options: LiveEvaluationOptions): LiveEvaluation {
  const { ruleSet, gaps } = options
  const evaluator = evaluatorOf(options)
  const kinds = inventoryKinds(ruleSet)
  const readers = readersByKind(ruleSet)
  let known = new Map<string, Resource>()
  let inventory = inventoryOf([])
  const verdicts = createVerdictBook(evaluator, gaps)
  /** Resources that depend on something that changed, and were not looked at since. */
  const waiting = new Set<string>()

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

  function look(resources: Resource[]): CycleResult {
    for (const { id } of resources) waiting.delete(id)
    return verdicts.look(resources, inventory)
  }

  return {
    *parts(resources) {
      verdicts.clear()
      waiting.clear()
      take(resources)
      const ofGaps = verdicts.ofGaps()
      if (ofGaps.findings.length > 0 || resources.length === 0) yield ofGaps
      for (const part of slices(resources)) yield look(part.filter((it) => known.get(it.id) === it))
    },
    again(ids) {
      const resources = [...known.values()].filter(({ id }) => ids.has(id))
      const { findings } = look(resources)
      return { resources, findings: [...findings, ...verdicts.ofGaps().findings] }
    },
    *changes(resources) {
      const before = known
      const changed = resources.filter((it) => before.get(it.id) !== it)
      const now = new Set(resources.map(({ id }) => id))
      const left = [...before.values()].filter(({ id }) => !now.has(id))
      if (changed.length === 0 && left.length === 0 && waiting.size === 0) return
      if (changed.length > 0 || left.length > 0) take(resources)
      for (const { id } of left) {
        verdicts.forget(id)
        waiting.delete(id)
      }
      let gone = left.map(({ id }) => id)
      const touched = touchedKinds([...changed, ...left], readers)
      for (const it of resources) if (touched.has(it.subType ?? it.type)) waiting.add(it.id)
      for (const part of slices(changed)) {
        yield { result: look(part), gone, isDependent: false }
        gone = []
      }
      if (gone.length > 0) yield { result: look([]), gone, isDependent: false }
      while (waiting.size > 0) {
        const part = takeSome(waiting).flatMap((id) => known.get(id) ?? [])
        const different = part.filter((it) => verdicts.isDifferent(it, inventory))
        yield different.length === 0
          ? undefined
          : { result: look(different), gone: [], isDependent: true }
      }
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

/** They leave the set, in the order of its making. */
function takeSome(ids: Set<string>): string[] {
  const taken: string[] = []
  for (const id of ids) {
    if (taken.length === partSize) break
    taken.push(id)
    ids.delete(id)
  }
  return taken
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
    const { inventory = [], kinds = [], resource_types, pod_labels } = metadata.custom
    for (const kind of pod_labels ? [...inventory, 'Pod', ...workloadKinds] : inventory) {
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
