/** Writes the rule reference and the coverage of the benchmarks out of the rules themselves. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadRules, type RuleModule, type RuleSet } from '@evenkeel/benchmarks'
import type { Benchmark, Rule } from '@evenkeel/model'
import { createProgram } from '../packages/cli/src/program.ts'
import { printProjectFile, printProjectSchema } from '../packages/cli/src/project/reference.ts'
import { readCommands } from '../packages/cli/src/reference/command-tree.ts'
import { printManPage } from '../packages/cli/src/reference/man.ts'
import { printCliReference } from '../packages/cli/src/reference/markdown.ts'
import { version } from '../packages/cli/src/version.ts'
import { printAgentDocs } from './agent-docs.ts'
import { writeDeployment } from './deployment.ts'
import { printNodeComparison } from './node-comparison.ts'
import { printServerDocs } from './server-docs.ts'

const docs = fileURLToPath(new URL('../docs/', import.meta.url))
const generated = '<!-- Written by `npm run docs`. Changes belong into the rules. -->'

const ruleSet = loadRules()
const topics = groupByTopic(ruleSet)

rmSync(`${docs}rules`, { recursive: true, force: true })
mkdirSync(`${docs}rules`, { recursive: true })
writeFileSync(`${docs}rules.md`, printIndex(topics))
for (const [topic, rules] of topics)
  writeFileSync(`${docs}rules/${topic}.md`, printTopic(topic, rules))
writeFileSync(`${docs}coverage.md`, printCoverage(ruleSet))
const commands = readCommands(createProgram(() => undefined))
writeFileSync(`${docs}evenkeel.schema.json`, printProjectSchema())
writeFileSync(`${docs}project-file.md`, printProjectFile())
writeFileSync(`${docs}cli.md`, printCliReference(commands))
writeFileSync(`${docs}evenkeel.1`, printManPage(commands, version))
writeFileSync(`${docs}agent.md`, printAgentDocs())
writeFileSync(`${docs}configuration.md`, printServerDocs())
writeDeployment()
writeFileSync(`${docs}node-comparison.md`, await printNodeComparison())

/** Rules that can be evaluated, by the folder that they are in. */
function groupByTopic({ rules, modules }: RuleSet): Map<string, Rule[]> {
  const byTopic = new Map<string, Rule[]>()
  for (const rule of rules) {
    const topic = modules.get(rule.id)?.file.split('/')[1]
    if (topic) byTopic.set(topic, [...(byTopic.get(topic) ?? []), rule])
  }
  return new Map([...byTopic].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function printIndex(byTopic: Map<string, Rule[]>): string {
  const rows = [...byTopic].flatMap(([topic, rules]) =>
    rules.map((rule) => [
      `[${rule.id}](rules/${topic}.md#${rule.id})`,
      escapeCell(rule.name),
      rule.severity,
      kindsOf(rule).join(', '),
    ]),
  )
  return [
    '# Rules',
    generated,
    `${rows.length} rules, one line each; the id leads to what a rule looks at, why, and how to put it right.`,
    table(['rule', 'what it wants', 'severity', 'looks at'], rows),
  ].join('\n\n')
}

function printTopic(topic: string, rules: Rule[]): string {
  return [`# Rules: ${topic}`, generated, ...rules.map(printRule)]
    .join('\n\n')
    .trimEnd()
    .concat('\n')
}

function printRule(rule: Rule): string {
  const module = ruleSet.modules.get(rule.id)
  const parts = [
    `## ${rule.id}`,
    `**${rule.name}** (${rule.severity})`,
    rule.description,
    `Looks at: ${kindsOf(rule).join(', ')}.`,
    ...notesOn(module),
    `### Rationale\n\n${rule.rationale}`,
    `### Remediation\n\n${rule.remediation}`,
  ]
  if (rule.impact) parts.push(`### Impact\n\n${rule.impact}`)
  if (rule.parameters.length > 0) {
    const rows = rule.parameters.map((it) => [
      `\`${it.name}\``,
      escapeCell(it.description),
      `\`${escapeCell(JSON.stringify(it.default))}\``,
    ])
    parts.push(`### Parameters\n\n${table(['name', 'what it sets', 'default'], rows).trimEnd()}`)
  }
  if (rule.controls.length > 0) parts.push(`### Controls\n\n${printControls(rule)}`)
  if (rule.references.length > 0)
    parts.push(`### Reading\n\n${rule.references.map((it) => `- ${it}`).join('\n')}`)
  return parts.join('\n\n')
}

function notesOn(module: RuleModule | undefined): string[] {
  const custom = module?.metadata.custom
  const notes: string[] = []
  if (custom?.manual) notes.push('It brings the facts; a person decides.')
  if (custom?.optional) notes.push('It is evaluated only where it is chosen.')
  if (custom?.same_as) {
    notes.push(
      `It is \`${custom.same_as}\` under another id and is evaluated only where it is chosen.`,
    )
  }
  if (custom?.inventory) notes.push(`It also reads: ${custom.inventory.join(', ')}.`)
  return notes
}

function printControls(rule: Rule): string {
  const numbers = new Map<string, string[]>()
  for (const { benchmark, number } of rule.controls) {
    numbers.set(benchmark, [...(numbers.get(benchmark) ?? []), number])
  }
  return [...numbers].map(([benchmark, at]) => `- ${benchmark}: ${at.join(', ')}`).join('\n')
}

function printCoverage({ benchmarks }: RuleSet): string {
  const rows = benchmarks.map((benchmark) => {
    const counts = countRules(benchmark)
    return [
      `\`${benchmark.id}\``,
      `${escapeCell(benchmark.name)} ${benchmark.version}`,
      String(counts.all),
      String(counts.evaluated),
      String(counts.manual),
      String(counts.missing),
    ]
  })
  const missing = benchmarks.flatMap((benchmark) => printMissing(benchmark))
  return [
    '# Coverage of the benchmarks',
    generated,
    'Evaluated: a rule gives a verdict. Manual: a rule brings the facts and a person decides. Missing: the control is listed and never counts as passed.',
    table(['id', 'benchmark', 'controls', 'evaluated', 'manual', 'missing'], rows),
    '## What is missing',
    ...missing,
  ].join('\n\n')
}

function countRules(benchmark: Benchmark) {
  const all = benchmark.sections.flatMap((section) => section.rules)
  const implemented = all.filter((entry) => entry.state === 'implemented')
  const manual = implemented.filter(({ rule }) => ruleSet.modules.get(rule)?.metadata.custom.manual)
  return {
    all: all.length,
    evaluated: implemented.length - manual.length,
    manual: manual.length,
    missing: all.length - implemented.length,
  }
}

function printMissing(benchmark: Benchmark): string[] {
  const listed = benchmark.sections
    .flatMap((section) => section.rules)
    .filter((entry) => entry.state === 'listed')
  if (listed.length === 0) return []
  const rows = listed.map(({ number, rule, title }) => [
    number,
    `\`${rule}\``,
    escapeCell(title),
    escapeCell(ruleSet.rules.find(({ id }) => id === rule)?.description ?? ''),
  ])
  return [`### ${benchmark.id}`, table(['number', 'rule', 'control', 'what would answer it'], rows)]
}

function kindsOf(rule: Rule): string[] {
  const others = rule.resource_types.filter((type) => type !== 'k8s_object')
  return [...others, ...rule.kinds]
}

function table(head: string[], rows: string[][]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  return `${lines.join('\n')}\n`
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
