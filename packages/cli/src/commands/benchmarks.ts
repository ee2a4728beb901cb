/** `evenkeel benchmarks list` and `show`. */

import { loadRules } from '@evenkeel/benchmarks'
import type { Benchmark } from '@evenkeel/model'
import { checkRuleNames } from '../rule-names.ts'

export function listBenchmarks(): void {
  const { benchmarks, rules: all } = loadRules()
  // What a benchmark calls manual may still be checked: the rule's own assessment counts.
  const asked = new Set(all.filter((it) => it.assessment === 'manual').map((it) => it.id))
  for (const benchmark of benchmarks) {
    const rules = benchmark.sections.flatMap((it) => it.rules)
    const known = rules.filter((it) => it.state === 'implemented')
    const manual = known.filter((it) => asked.has(it.rule)).length
    const listed = rules.length - known.length
    const counts = [
      `${rules.length} controls: ${known.length - manual} checked by machine`,
      ...(manual > 0 ? [`${manual} asked of a person`] : []),
      ...(listed > 0 ? [`${listed} not yet evaluated`] : []),
    ]
    write(`${benchmark.id.padEnd(24)}${benchmark.name} ${benchmark.version}, ${counts.join(', ')}`)
  }
}

export function showBenchmark(id: string): void {
  const benchmark = findBenchmark(id)
  if (!benchmark) return
  write(`${benchmark.name} ${benchmark.version}`)
  for (const section of benchmark.sections) {
    write(`\n${section.number} ${section.title}`)
    for (const rule of section.rules) {
      const state = rule.state === 'implemented' ? rule.assessment : 'not yet evaluated'
      write(`  ${rule.number.padEnd(8)}${state.padEnd(19)}${rule.title}  (${rule.rule})`)
    }
  }
}

function findBenchmark(id: string): Benchmark | undefined {
  const { benchmarks } = loadRules()
  checkRuleNames({ benchmark: [id] })
  return benchmarks.find((it) => it.id === id)
}

function write(line: string): void {
  process.stdout.write(`${line}\n`)
}
