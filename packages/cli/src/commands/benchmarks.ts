/** `evenkeel benchmarks list` and `show`. */

import { loadRules } from '@evenkeel/benchmarks'
import type { Benchmark } from '@evenkeel/model'
import { Failure } from '../failure.ts'
import { nearest } from '../nearest.ts'

export function listBenchmarks(): void {
  for (const benchmark of loadRules().benchmarks) {
    const rules = benchmark.sections.flatMap((it) => it.rules)
    const evaluated = rules.filter((it) => it.state === 'implemented').length
    write(
      `${benchmark.id.padEnd(24)}${benchmark.name} ${benchmark.version}: ${evaluated} of ${rules.length} evaluated`,
    )
  }
}

export function showBenchmark(id: string): void {
  const benchmark = findBenchmark(id)
  write(`${benchmark.name} ${benchmark.version}`)
  for (const section of benchmark.sections) {
    write(`\n${section.number} ${section.title}`)
    for (const rule of section.rules) {
      const state = rule.state === 'implemented' ? rule.assessment : 'not yet evaluated'
      write(`  ${rule.number.padEnd(8)}${state.padEnd(19)}${rule.title}  (${rule.rule})`)
    }
  }
}

function findBenchmark(id: string): Benchmark {
  const { benchmarks } = loadRules()
  const benchmark = benchmarks.find((it) => it.id === id)
  if (benchmark) return benchmark
  const names = nearest(
    id,
    benchmarks.map((it) => it.id),
  )
  throw new Failure(`There is no benchmark ${id}; nearest: ${names.join(', ')}.`)
}

function write(line: string): void {
  process.stdout.write(`${line}\n`)
}
