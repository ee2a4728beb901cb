/** `evenkeel rules list` and `show`. */

import { loadRules } from '@evenkeel/benchmarks'
import { Failure } from '../failure.ts'
import { nearest } from '../nearest.ts'

export function listRules(): void {
  for (const rule of loadRules().rules) {
    const state = rule.source === null ? 'listed' : rule.assessment
    write(`${rule.id.padEnd(44)}${rule.severity.padEnd(10)}${state.padEnd(11)}${rule.name}`)
  }
}

export function showRule(id: string): void {
  const { rules } = loadRules()
  const rule = rules.find((it) => it.id === id)
  if (!rule) {
    const names = nearest(
      id,
      rules.map((it) => it.id),
    )
    throw new Failure(`There is no rule ${id}; nearest: ${names.join(', ')}.`)
  }
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
