/** Which benchmarks and frameworks are held against which clusters. */

import type { Benchmark } from '@evenkeel/model'
import type { RuleBook, RuleSource } from '../storage/rule-book.ts'
import type { CountRow } from '../storage/score-points.ts'

/** Of ids; those that more people ask for come first, all others after them by name. */
const bestKnown = ['cis-', 'nsa-cisa', 'pss-', 'soc-', 'mitre-']

/** Held against every cluster, whatever runs it: frameworks, and benchmarks without CIS's levels. */
export function isCatalogue(benchmark: Benchmark, source: RuleSource): boolean {
  if (source.frameworks.has(benchmark.id)) return true
  return benchmark.sections.every(({ rules }) => rules.every((it) => it.profile === null))
}

/** The counts of its rules; of a benchmark those that stand in its own places. */
export function countsOf(
  benchmark: Benchmark,
  { book, counts }: { book: RuleBook; counts: readonly CountRow[] },
  isOfAll: boolean,
): CountRow[] {
  const ruleIds = new Set(benchmark.sections.flatMap(({ rules }) => rules.map((it) => it.rule)))
  return counts.filter(({ placeNo }) => {
    const place = book.places.get(placeNo)
    if (!place || !ruleIds.has(place.rule.id)) return false
    return isOfAll || place.benchmark.id === benchmark.id
  })
}

const byName = new Intl.Collator('en', { numeric: true }).compare

export function compareBenchmarks(a: { id: string }, b: { id: string }): number {
  return rankOf(a.id) - rankOf(b.id) || byName(a.id, b.id)
}

function rankOf(id: string): number {
  const rank = bestKnown.findIndex((prefix) => id.startsWith(prefix))
  return rank === -1 ? bestKnown.length : rank
}
