/** What could not be looked at, in sentences that stand before every score. */

import type { ClusterDetail, CoverageGap } from '@evenkeel/model'

/** Of one cluster, worst first; the rest is counted. */
const reasonsMax = 5

/** `isPart` where the caller sees a part of the clusters only. */
export function describeGaps(clusters: readonly ClusterDetail[], isPart: boolean): string[] {
  if (isPart) {
    return [
      'You see a part of these clusters: what stands in no namespace of yours, such as nodes, is not in this.',
    ]
  }
  return clusters.flatMap(describeCluster)
}

function describeCluster({ cluster, reporters, silent_nodes }: ClusterDetail): string[] {
  const { name, coverage, last_evaluated_at, nodes } = cluster
  if (last_evaluated_at === null) return [`${name} was never evaluated; it is not in this score.`]
  const stale = reporters.filter((it) => it.is_stale)
  return [
    ...(nodes.expected === 0
      ? [`${name}: no node is known, so what is checked on nodes is not in this score.`]
      : []),
    ...(silent_nodes.length > 0
      ? [
          `${name}: ${silent_nodes.length} of ${nodes.expected} nodes were not looked at (${listNames(silent_nodes)}). What is checked on them is not in this score.`,
        ]
      : []),
    ...(stale.length > 0
      ? [
          `${name}: ${listNames(stale.map((it) => it.scope))} last reported ${stale.map((it) => it.last_cycle_at ?? '').sort()[0]} and may have changed since.`,
        ]
      : []),
    ...(coverage && coverage.expected > coverage.evaluated
      ? [
          `${name}: ${coverage.expected - coverage.evaluated} of ${coverage.expected} evaluations could not be made; their findings are unknown.`,
        ]
      : []),
    ...describeReasons(name, coverage?.gaps ?? []),
  ]
}

/** The same reason at the same place is told once. */
function describeReasons(name: string, gaps: readonly CoverageGap[]): string[] {
  const told = new Map<string, Set<string>>()
  for (const { source, reason, node } of gaps) {
    const key = `${source}: ${reason.replace(/\.$/, '')}`
    told.set(key, (told.get(key) ?? new Set()).add(node ?? ''))
  }
  const sentences = [...told].map(([key, nodes]) => {
    const named = [...nodes].filter((it) => it !== '')
    return `${name}: ${key}${named.length > 0 ? ` (on ${listNames(named)})` : ''}.`
  })
  const rest = sentences.length - reasonsMax
  if (rest <= 0) return sentences
  return [...sentences.slice(0, reasonsMax), `${name}: ${rest} more gaps; its page lists them.`]
}

const namesMax = 4

function listNames(names: readonly string[]): string {
  const rest = names.length - namesMax
  return [...names.slice(0, namesMax), ...(rest > 0 ? [`${rest} more`] : [])].join(', ')
}
