/** Which lines of a policy were evaluated, in the form of OPA's coverage report. */

import type { Module, Observer } from '@evenkeel/rego'

export interface FileCoverage {
  covered: LineRange[]
  not_covered: LineRange[]
  covered_lines: number
  not_covered_lines: number
  /** Percent, two decimals. */
  coverage: number
}

interface LineRange {
  start: { row: number }
  end: { row: number }
}

export interface CoverageReport {
  files: Record<string, FileCoverage>
  covered_lines: number
  not_covered_lines: number
  coverage: number
}

export interface CoverageRecorder {
  observe: Observer
  report(modules: readonly Module[]): CoverageReport
}

/** A line counts when an expression or a rule's head starts on it. */
export function createCoverage(): CoverageRecorder {
  const seen = new Map<string, Set<number>>()
  return {
    observe({ location: { file, row } }) {
      const rows = seen.get(file)
      if (rows) rows.add(row)
      else seen.set(file, new Set([row]))
    },
    report(modules) {
      const files: Record<string, FileCoverage> = {}
      for (const module of modules) {
        const rows = seen.get(module.file) ?? new Set()
        files[module.file] = coverFile(module, rows)
      }
      const sum = (key: 'covered_lines' | 'not_covered_lines') =>
        Object.values(files).reduce((total, it) => total + it[key], 0)
      const covered_lines = sum('covered_lines')
      const not_covered_lines = sum('not_covered_lines')
      return {
        files,
        covered_lines,
        not_covered_lines,
        coverage: share(covered_lines, not_covered_lines),
      }
    },
  }
}

function coverFile(module: Module, seen: ReadonlySet<number>): FileCoverage {
  const covered = new Set<number>()
  const missed = new Set<number>()
  for (const first of module.rules) {
    for (let rule: Module['rules'][number] | undefined = first; rule; rule = rule.else) {
      let isReached = rule.body.length === 0 && seen.has(rule.location.row)
      for (const { location } of rule.body) {
        if (seen.has(location.row)) {
          covered.add(location.row)
          isReached = true
        } else missed.add(location.row)
      }
      // A head is covered when its body was entered and came to an end.
      const last = rule.body.at(-1)
      const isDone = last ? seen.has(last.location.row) : isReached
      if (isDone) covered.add(rule.head.location.row)
      else missed.add(rule.head.location.row)
    }
  }
  for (const row of covered) missed.delete(row)
  return {
    covered: toRanges(covered),
    not_covered: toRanges(missed),
    covered_lines: covered.size,
    not_covered_lines: missed.size,
    coverage: share(covered.size, missed.size),
  }
}

function toRanges(rows: ReadonlySet<number>): LineRange[] {
  const ranges: LineRange[] = []
  for (const row of [...rows].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && last.end.row === row - 1) last.end.row = row
    else ranges.push({ start: { row }, end: { row } })
  }
  return ranges
}

function share(covered: number, missed: number): number {
  return covered + missed === 0 ? 0 : Math.round((10_000 * covered) / (covered + missed)) / 100
}
