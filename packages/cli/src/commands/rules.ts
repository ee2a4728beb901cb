/** `evenkeel rules list` and `show`. */

import { loadRules } from '@evenkeel/benchmarks'
import type { Assessment, Rule, Severity } from '@evenkeel/model'
import { checkRuleNames } from '../rule-names.ts'

export interface RuleFilters {
  severity: Severity[]
  benchmark: string[]
  kind: string[]
  assessment?: Assessment
  search?: string
  format: 'table' | 'json'
}

export function listRules(filters: RuleFilters): void {
  checkRuleNames({ benchmark: filters.benchmark })
  const rules = loadRules().rules.filter((it) => isWanted(it, filters))
  if (filters.format === 'json') {
    write(
      JSON.stringify(
        rules.map(({ source, ...rest }) => rest),
        null,
        2,
      ),
    )
    return
  }
  for (const rule of rules) {
    const state = rule.source === null ? 'listed' : rule.assessment
    write(`${rule.id.padEnd(44)}${rule.severity.padEnd(10)}${state.padEnd(11)}${rule.name}`)
  }
}

/** Several values of one filter are alternatives; several filters have to match at once. */
function isWanted(rule: Rule, filters: RuleFilters): boolean {
  const { severity, benchmark, kind, assessment, search } = filters
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const text = `${rule.id} ${rule.name} ${rule.description}`.toLowerCase()
  return (
    (severity.length === 0 || severity.includes(rule.severity)) &&
    (benchmark.length === 0 || rule.controls.some((it) => benchmark.includes(it.benchmark))) &&
    (kind.length === 0 || rule.kinds.some((it) => kind.includes(it))) &&
    (assessment === undefined || rule.assessment === assessment) &&
    words.every((it) => text.includes(it))
  )
}

export function showRule(id: string): void {
  const { rules } = loadRules()
  checkRuleNames({ rule: [id] })
  const rule = rules.find((it) => it.id === id)
  if (!rule) return
  write(`${rule.name}\n${rule.id}, ${rule.severity}, ${rule.assessment}\n`)
  write(rule.description.trim())
  if (rule.rationale) write(`\nWhy\n${rule.rationale.trim()}`)
  if (rule.remediation) write(`\nRemediation\n${rule.remediation.trim()}`)
  if (rule.impact) write(`\nWhat may break\n${rule.impact.trim()}`)
  const controls = rule.controls.map((it) => `${it.benchmark} ${it.number}`)
  if (controls.length > 0) write(`\nControls\n${controls.join('\n')}`)
  if (rule.source) write(`\nSource\n${rule.source.trim()}`)
}

function write(line: string): void {
  process.stdout.write(`${line}\n`)
}
