/** The rule set: rules and benchmarks out of their files, joined by rule id. */

import { deserialize, serialize } from 'node:v8'
import type { Benchmark, Control, Json, Rule } from '@evenkeel/model'
import { readCache, writeCache } from './cache.ts'
import { type Definition, type DefinitionRule, parseDefinition } from './definitions.ts'
import { type Metadata, parseMetadata } from './metadata.ts'
import { hashRuleFiles, openRuleFiles, type RuleFiles } from './rule-files.ts'

/** A rule that can be evaluated. */
export interface RuleModule {
  id: string
  file: string
  /** The reference to ask for: `data.rules.apiserver.profiling.finding`. */
  reference: string
  metadata: Metadata
}

export interface RuleSet {
  /** In order of their ids; those that are only listed in a benchmark included. */
  rules: readonly Rule[]
  benchmarks: readonly Benchmark[]
  /** A hash over all files. */
  version: string
  /** The Rego files, rules and what they share. */
  sources: readonly { file: string; source: string }[]
  modules: ReadonlyMap<string, RuleModule>
  /** What a benchmark asks of a rule: benchmark id, rule id, parameter. */
  benchmarkParameters: ReadonlyMap<string, ReadonlyMap<string, Record<string, Json>>>
  /** The benchmarks that describe a catalogue of requirements and number no rules of their own. */
  frameworks: ReadonlySet<string>
}

let builtIn: RuleSet | undefined

/** The built-in rules, read once; or those of the given files. Throws where a built-in file is wrong. */
export function loadRules(options: { files?: RuleFiles } = {}): RuleSet {
  if (options.files) return createRuleSet(options.files)
  builtIn ??= readBuiltIn()
  return builtIn
}

/** Parsing all definitions takes longer than anything a short command does, so the result is kept. */
function readBuiltIn(): RuleSet {
  const { hash, files } = openRuleFiles()
  const kept = readCache('rules', hash)
  if (kept) return withTexts(deserialize(kept), files)
  const ruleSet = createRuleSet(files())
  writeCache('rules', hash, serialize(withoutTexts(ruleSet)))
  return ruleSet
}

/** What is kept: few commands show a rule's source, and none compiles rules that are compiled. */
function withoutTexts(ruleSet: RuleSet): RuleSet {
  const rules = ruleSet.rules.map((it) => ({ ...it, source: null }))
  return { ...ruleSet, rules, sources: [] }
}

/** The texts come back when they are first asked for. */
function withTexts(kept: RuleSet, files: () => RuleFiles): RuleSet {
  let texts: RuleFiles | undefined
  const read = () => {
    texts ??= files()
    return texts
  }
  const lazy = (get: () => unknown) => ({ get, enumerable: true, configurable: true })
  for (const rule of kept.rules) {
    const file = kept.modules.get(rule.id)?.file
    if (file)
      Object.defineProperty(
        rule,
        'source',
        lazy(() => read()[file] ?? ''),
      )
  }
  return Object.defineProperty(
    kept,
    'sources',
    lazy(() => regoSources(read())),
  )
}

function regoSources(files: RuleFiles): RuleSet['sources'] {
  return Object.entries(files)
    .filter(([file]) => file.endsWith('.rego'))
    .map(([file, source]) => ({ file, source }))
}

function createRuleSet(files: RuleFiles): RuleSet {
  const errors: string[] = []
  const modules = readModules(files, errors)
  const definitions = readDefinitions(files, errors)
  if (errors.length > 0) throw new Error(`The rules could not be read:\n${errors.join('\n')}`)

  const controls = collectControls(definitions)
  const listed = listedRules(definitions, modules, controls)
  const implemented = [...modules.values()].map((module) =>
    toRule(module, modules, files[module.file] ?? '', controls.get(module.id) ?? []),
  )
  return {
    rules: [...implemented, ...listed].sort((a, b) => (a.id < b.id ? -1 : 1)),
    benchmarks: definitions.map((definition) => toBenchmark(definition, modules)),
    version: hashRuleFiles(files),
    sources: regoSources(files),
    modules,
    benchmarkParameters: new Map(definitions.map((it) => [it.id, parametersOf(it)])),
    frameworks: new Set(definitions.filter((it) => it.kind === 'framework').map((it) => it.id)),
  }
}

function readModules(files: RuleFiles, errors: string[]): Map<string, RuleModule> {
  const modules = new Map<string, RuleModule>()
  for (const [file, source] of Object.entries(files)) {
    if (!file.endsWith('.rego') || file.startsWith('rules/lib/')) continue
    const result = parseMetadata(file, source)
    if ('error' in result) {
      errors.push(result.error)
      continue
    }
    const path = file.slice('rules/'.length, -'.rego'.length)
    const id = result.metadata.custom.id ?? path.replaceAll(/[/_]/g, '-')
    if (modules.has(id)) errors.push(`${file} has the id ${id} of ${modules.get(id)?.file}.`)
    modules.set(id, {
      id,
      file,
      reference: `data.rules.${path.replaceAll('/', '.')}.finding`,
      metadata: result.metadata,
    })
  }
  return modules
}

function readDefinitions(files: RuleFiles, errors: string[]): Definition[] {
  const definitions: Definition[] = []
  for (const [file, source] of Object.entries(files)) {
    if (!file.endsWith('.yaml')) continue
    const result = parseDefinition(file, source)
    if ('error' in result) errors.push(result.error)
    else definitions.push(result.definition)
  }
  // 1.9 stands before 1.10.
  return definitions.sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))
}

function collectControls(definitions: Definition[]): Map<string, Control[]> {
  const controls = new Map<string, Control[]>()
  for (const definition of definitions) {
    for (const section of definition.sections) {
      for (const { rule, number } of section.rules) {
        const known = controls.get(rule) ?? []
        known.push({ benchmark: definition.id, number, section: section.title })
        controls.set(rule, known)
      }
    }
  }
  return controls
}

/** Controls of benchmarks that no rule answers. They are shown, and never as passed. */
function listedRules(
  definitions: Definition[],
  modules: ReadonlyMap<string, RuleModule>,
  controls: ReadonlyMap<string, Control[]>,
): Rule[] {
  const listed = new Map<string, Rule>()
  for (const section of definitions.flatMap((definition) => definition.sections)) {
    for (const entry of section.rules) {
      if (modules.has(entry.rule) || listed.has(entry.rule)) continue
      listed.set(entry.rule, toListedRule(entry, controls.get(entry.rule) ?? []))
    }
  }
  return [...listed.values()]
}

function toListedRule(entry: DefinitionRule, controls: Control[]): Rule {
  return {
    id: entry.rule,
    name: entry.title ?? entry.rule,
    description: entry.answered_by
      ? `Not evaluated yet. What would answer it: ${entry.answered_by}`
      : 'Not evaluated yet.',
    rationale: '',
    severity: 'medium',
    assessment: 'manual',
    resource_types: [],
    kinds: [],
    remediation: '',
    impact: '',
    parameters: [],
    references: [],
    controls,
    source: null,
  }
}

function toRule(
  module: RuleModule,
  modules: ReadonlyMap<string, RuleModule>,
  source: string,
  controls: Control[],
): Rule {
  const { title, description, related_resources, custom } = module.metadata
  // What is the same under another id is mended the same way.
  const remedy = modules.get(custom.same_as ?? '')?.metadata.custom ?? custom
  return {
    id: module.id,
    name: title,
    description: description.trim(),
    rationale: custom.rationale.trim(),
    severity: custom.severity,
    assessment: custom.manual ? 'manual' : 'automated',
    resource_types: custom.resource_types,
    kinds: custom.kinds ?? [],
    remediation: remedy.remediation.trim(),
    impact: remedy.impact.trim(),
    parameters: custom.parameters ?? [],
    references: (related_resources ?? []).map(({ ref }) => ref),
    controls,
    source,
  }
}

function toBenchmark(definition: Definition, modules: ReadonlyMap<string, RuleModule>): Benchmark {
  return {
    id: definition.id,
    name: definition.name,
    version: definition.version,
    sections: definition.sections.map((section) => ({
      number: section.number,
      title: section.title,
      rules: section.rules.map((entry) => ({
        number: entry.number,
        rule: entry.rule,
        title: entry.title ?? modules.get(entry.rule)?.metadata.title ?? entry.rule,
        profile: entry.profile ?? null,
        assessment: entry.assessment,
        state: modules.has(entry.rule) ? 'implemented' : 'listed',
      })),
    })),
  }
}

function parametersOf(definition: Definition): Map<string, Record<string, Json>> {
  const parameters = new Map<string, Record<string, Json>>()
  for (const entry of definition.sections.flatMap((section) => section.rules)) {
    // Values out of YAML are JSON.
    if (entry.parameters) parameters.set(entry.rule, entry.parameters as Record<string, Json>)
  }
  return parameters
}
