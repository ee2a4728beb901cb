/** One cycle: what collectors yield, held against the rules. */

import {
  addFixes,
  createEvaluator,
  createInventory,
  type Detected,
  type DetectionFacts,
  detectBenchmark,
  type Evaluator,
  type EvaluatorOptions,
  inventoryKinds,
  type RuleSet,
} from '@evenkeel/benchmarks'
import type { Coverage, Finding, Gap, Observation, Resource } from '@evenkeel/model'
import { detectionFacts } from './detection.ts'
import { readNodeTexts } from './node-texts.ts'

export interface CycleOptions {
  ruleSet: RuleSet
  evaluator: EvaluatorOptions
  /** What is known of the cluster beforehand; the resources add to it. */
  detection?: DetectionFacts | undefined
  /** Tries the fixes of failed findings, which takes one more evaluation for each. */
  withFixes?: boolean | undefined
  /** Where the files of the node are read for the diffs of its fixes. */
  nodeRoot?: string | undefined
}

export interface CycleResult {
  findings: Finding[]
  resources: Resource[]
  gaps: Gap[]
  coverage: Coverage
  detected: Detected
}

/**
 * Reads everything, then evaluates, since a rule may join any two objects.
 * Findings are in the order of the resources, so the same observations give the same findings.
 */
export async function runCycle(
  observations: AsyncIterable<Observation>,
  options: CycleOptions,
): Promise<CycleResult> {
  const { ruleSet } = options
  const foreignRules = options.evaluator.foreignRules ?? []
  const inventory = createInventory(inventoryKinds(ruleSet, foreignRules))
  const resources: Resource[] = []
  const gaps: Gap[] = []
  for await (const observation of observations) {
    if ('gap' in observation) {
      gaps.push(observation.gap)
      inventory.addGap(observation.gap)
    } else {
      resources.push(observation.resource)
      inventory.add(observation.resource)
    }
  }
  const evaluatorOptions = evaluatorOptionsFor(resources, options)
  const evaluator = createEvaluator(ruleSet, evaluatorOptions)
  let findings = resources.flatMap((resource) => evaluator.evaluate(resource, inventory))
  if (options.withFixes) {
    const { nodeRoot } = options
    findings = addFixes(findings, resources, {
      ruleSet,
      evaluator: evaluatorOptions,
      inventory,
      ...(nodeRoot === undefined ? {} : { readText: await readNodeTexts(nodeRoot, resources) }),
    })
  }
  for (const gap of gaps) findings.push(...evaluator.evaluateGap(gap))
  return {
    findings,
    resources,
    gaps,
    coverage: coverageOf(evaluator, gaps),
    detected: evaluator.detected,
  }
}

function evaluatorOptionsFor(resources: Resource[], options: CycleOptions): EvaluatorOptions {
  const { kubernetesVersion, detected } = options.evaluator
  const facts: DetectionFacts = {
    ...detectionFacts(resources),
    ...options.detection,
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
  }
  return {
    ...options.evaluator,
    ...(facts.kubernetesVersion === undefined
      ? {}
      : { kubernetesVersion: facts.kubernetesVersion }),
    detected: detected ?? detectBenchmark(facts),
  }
}

function coverageOf({ counts }: Evaluator, gaps: Gap[]): Coverage {
  return {
    expected: counts.expected,
    evaluated: counts.evaluated,
    gaps: gaps.map(toCoverageGap),
  }
}

export function toCoverageGap(gap: Gap): Coverage['gaps'][number] {
  return {
    collector: gap.collector,
    source: gap.source,
    reason: gap.reason,
    resource_type: gap.resourceType ?? null,
    sub_type: gap.subType ?? null,
    node: gap.node ?? null,
  }
}
