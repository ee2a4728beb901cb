/** Chooses the rules of one evaluation, and what each is called in the benchmark that applies. */

import type { Control, Finding, Json } from '@evenkeel/model'
import type { RuleModule, RuleSet } from '../library/rule-set.ts'

export interface SelectionOptions {
  benchmarks?: readonly string[]
  rules?: readonly string[]
  /** The benchmark of the cluster, where none is chosen. */
  detected: string
  /** By rule id, what the user set. */
  parameters: Readonly<Record<string, Record<string, Json>>>
  /** Left out, however they were chosen. */
  disabled?: ReadonlySet<string>
}

export interface SelectedRule {
  module: RuleModule
  /** What a finding says of its rule; one object for all findings. */
  rule: Finding['rule']
}

export interface Selection {
  rules: SelectedRule[]
  /** By rule id: the rule's defaults, then the benchmark's, then the user's. */
  parameters: Record<string, Record<string, Json>>
}

/** Throws a sentence where a benchmark or rule does not exist. */
export function selectRules(ruleSet: RuleSet, options: SelectionOptions): Selection {
  const chosen = options.benchmarks ?? []
  for (const id of chosen) {
    if (ruleSet.benchmarks.some((benchmark) => benchmark.id === id)) continue
    const known = ruleSet.benchmarks.map((benchmark) => benchmark.id).join(', ')
    throw new Error(`There is no benchmark ${id}. Known are ${known}.`)
  }
  for (const [ruleId, values] of Object.entries(options.parameters)) {
    checkParameters(ruleSet, ruleId, values)
  }
  const applied = chosen.length > 0 ? chosen : [options.detected]
  const modules = selectModules(ruleSet, chosen, options.rules ?? []).filter(
    ({ id }) => !options.disabled?.has(id),
  )
  const rules = modules.map((module) => ({
    module,
    rule: describeRule(ruleSet, module, applied, chosen.length === 0),
  }))
  const parameters: Selection['parameters'] = {}
  for (const { module } of rules) {
    parameters[module.id] = parametersOf(ruleSet, module, applied, options.parameters)
  }
  return { rules, parameters }
}

function selectModules(
  ruleSet: RuleSet,
  benchmarks: readonly string[],
  ruleIds: readonly string[],
): RuleModule[] {
  if (benchmarks.length === 0 && ruleIds.length === 0) {
    return [...ruleSet.modules.values()].filter(
      ({ metadata: { custom } }) => !custom.optional && !custom.same_as,
    )
  }
  const wanted = new Set(ruleIds)
  for (const id of ruleIds) {
    if (!ruleSet.rules.some((rule) => rule.id === id)) throw new Error(`There is no rule ${id}.`)
  }
  // Chosen rules are the whole choice; a benchmark beside them gives numbers and parameters.
  for (const benchmark of ruleIds.length > 0 ? [] : ruleSet.benchmarks) {
    if (!benchmarks.includes(benchmark.id)) continue
    for (const section of benchmark.sections) for (const { rule } of section.rules) wanted.add(rule)
  }
  return [...ruleSet.modules.values()].filter((module) => wanted.has(module.id))
}

function describeRule(
  ruleSet: RuleSet,
  module: RuleModule,
  applied: readonly string[],
  withFrameworks: boolean,
): Finding['rule'] {
  const all = ruleSet.rules.find((rule) => rule.id === module.id)?.controls ?? []
  const control = applied.flatMap((id) => all.filter((it) => it.benchmark === id))[0]
  const benchmark = ruleSet.benchmarks.find((it) => it.id === control?.benchmark)
  const { title, custom } = module.metadata
  return {
    id: module.id,
    name: title,
    section: control?.section ?? custom.category,
    number: control?.number ?? '',
    benchmark: benchmark
      ? { id: benchmark.id, version: benchmark.version }
      : { id: ownBenchmark, version: ruleSet.version },
    severity: custom.severity,
    controls: all.filter(
      (it) =>
        applied.includes(it.benchmark) || (withFrameworks && ruleSet.frameworks.has(it.benchmark)),
    ) satisfies Control[],
  }
}

/** Names the rules that stand in none of the benchmarks that apply. */
const ownBenchmark = 'evenkeel'

function parametersOf(
  ruleSet: RuleSet,
  module: RuleModule,
  applied: readonly string[],
  byUser: SelectionOptions['parameters'],
): Record<string, Json> {
  // Defaults come out of YAML, so they are JSON.
  const defaults = (module.metadata.custom.parameters ?? []).map(
    (parameter) => [parameter.name, parameter.default as Json] as const,
  )
  const byBenchmark = [...applied]
    .reverse()
    .map((id) => ruleSet.benchmarkParameters.get(id)?.get(module.id) ?? {})
  return Object.assign(Object.fromEntries(defaults), ...byBenchmark, byUser[module.id] ?? {})
}

/** A value of another type than the default would make a rule say something else than is meant. */
function checkParameters(ruleSet: RuleSet, ruleId: string, values: Record<string, Json>): void {
  const rule = ruleSet.rules.find(({ id }) => id === ruleId)
  if (!rule) throw new Error(`There is no rule ${ruleId} to set parameters of.`)
  for (const [name, value] of Object.entries(values)) {
    const parameter = rule.parameters.find((it) => it.name === name)
    if (!parameter) {
      const known = rule.parameters.map((it) => it.name).join(', ') || 'none'
      throw new Error(`Rule ${ruleId} has no parameter ${name}. Known: ${known}.`)
    }
    const [wanted, given] = [kindOf(parameter.default), kindOf(value)]
    if (wanted !== 'null' && given !== wanted) {
      throw new Error(
        `Parameter ${name} of rule ${ruleId} is a ${given} where a ${wanted} belongs.`,
      )
    }
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value
}
