/** Settings of rules in words, and scopes as a select has them. */

import {
  type ClusterSummary,
  type RuleSetting,
  type RuleSettingPreview,
  type SettingScope,
  severities,
} from '@evenkeel/model'
import { countOf, formatSpan } from '../elements/numbers.ts'

export const everywhere = 'all'
const clusterPrefix = 'cluster:'
const labelPrefix = 'label:'

/** All clusters, each label that a cluster carries, each cluster. */
export function scopeOptions(clusters: readonly ClusterSummary[]) {
  const labels = new Set(
    clusters.flatMap((it) => Object.entries(it.labels).map(([key, value]) => `${key}=${value}`)),
  )
  return [
    { group: 'All', items: [{ value: everywhere, label: 'All clusters' }] },
    {
      group: 'By label',
      items: [...labels].sort().map((it) => ({ value: labelPrefix + it, label: it })),
    },
    {
      group: 'One cluster',
      items: clusters.map((it) => ({ value: clusterPrefix + it.id, label: it.name })),
    },
  ].filter(({ items }) => items.length > 0)
}

export function scopeOfOption(option: string): SettingScope {
  if (option.startsWith(clusterPrefix)) {
    return { cluster_id: option.slice(clusterPrefix.length), cluster_labels: {} }
  }
  if (!option.startsWith(labelPrefix)) return { cluster_id: null, cluster_labels: {} }
  const [key = '', ...rest] = option.slice(labelPrefix.length).split('=')
  return { cluster_id: null, cluster_labels: { [key]: rest.join('=') } }
}

export function optionOfCluster(id: string | undefined): string {
  return id === undefined ? everywhere : clusterPrefix + id
}

export function describeScope(
  { cluster_id, cluster_labels }: SettingScope,
  clusters: readonly ClusterSummary[],
): string {
  if (cluster_id !== null) {
    return clusters.find((it) => it.id === cluster_id)?.name ?? 'A cluster that is gone'
  }
  const labels = Object.entries(cluster_labels).map(([key, value]) => `${key}=${value}`)
  return labels.length === 0 ? 'All clusters' : `Clusters with ${labels.join(', ')}`
}

export function describeValues({
  state,
  severity,
  parameters,
}: Pick<RuleSetting, 'state' | 'severity' | 'parameters'>): string {
  const values = Object.entries(parameters).map(
    ([name, value]) => `${name} = ${JSON.stringify(value)}`,
  )
  return [state, severity && `severity ${severity}`, ...values].filter(Boolean).join(', ')
}

export function describeEffect(preview: RuleSettingPreview): string {
  const { leaving, leaving_failed, returning, returning_failed, rated_anew, open } = preview
  const { score, score_after, clusters } = preview
  const failed = (counts: typeof leaving_failed) =>
    severities
      .filter((it) => counts[it] > 0)
      .map((it) => `${counts[it]} ${it}`)
      .join(', ') || 'none'
  const each = clusters
    .slice(0, shownMax)
    .map((it) => `${it.name} ${formatSpan(it.score.value, it.score_after.value)}`)
  const more = clusters.length > shownMax ? ` and ${clusters.length - shownMax} more` : ''
  return [
    leaving > 0 &&
      `${countOf(leaving, 'finding')} count no longer (failed: ${failed(leaving_failed)}).`,
    returning > 0 &&
      `${countOf(returning, 'finding')} count again (failed: ${failed(returning_failed)}).`,
    rated_anew > 0 && `${countOf(rated_anew, 'finding')} get another severity.`,
    leaving + returning + rated_anew === 0 && 'No finding changes at once.',
    `The score goes from ${formatSpan(score.value, score_after.value)}.`,
    each.length > 0 && `By cluster: ${each.join('; ')}${more}.`,
    ...open,
  ]
    .filter((it) => it !== false)
    .join(' ')
}

const shownMax = 5
