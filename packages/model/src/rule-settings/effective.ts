/** Which setting of a rule counts for a cluster: of several that say something, the most particular one. */

import type { RuleSetting } from '../http/rule-settings.ts'

/** What holds for one rule on one cluster, each with the setting that says it. */
export interface EffectiveRule {
  state?: { value: NonNullable<RuleSetting['state']>; from: RuleSetting }
  severity?: { value: NonNullable<RuleSetting['severity']>; from: RuleSetting }
  parameters: Record<string, { value: unknown; from: RuleSetting }>
}

export interface SettledCluster {
  id: string
  labels: Readonly<Record<string, string>>
}

/**
 * By rule id. State, severity and each parameter are looked for one by one: a setting that says nothing
 * of one leaves it to a wider one.
 */
export function effectiveRules(
  settings: readonly RuleSetting[],
  cluster: SettledCluster,
): Map<string, EffectiveRule> {
  const rules = new Map<string, EffectiveRule>()
  for (const from of settings.filter((it) => holdsFor(it, cluster)).sort(byWidth)) {
    const rule = rules.get(from.rule_id) ?? { parameters: {} }
    rules.set(from.rule_id, rule)
    if (from.state !== null) rule.state = { value: from.state, from }
    if (from.severity !== null) rule.severity = { value: from.severity, from }
    for (const [name, value] of Object.entries(from.parameters)) {
      rule.parameters[name] = { value, from }
    }
  }
  return rules
}

export function holdsFor(
  { cluster_id, cluster_labels }: Pick<RuleSetting, 'cluster_id' | 'cluster_labels'>,
  { id, labels }: SettledCluster,
): boolean {
  if (cluster_id !== null && cluster_id !== id) return false
  return Object.entries(cluster_labels).every(([key, value]) => labels[key] === value)
}

/**
 * Widest first, so that what comes later has the word: all clusters, then those with labels, the more
 * the later, then one cluster. Of two that are as wide the one that was made later, then by id.
 */
function byWidth(a: RuleSetting, b: RuleSetting): number {
  return (
    particularity(a) - particularity(b) ||
    compare(a.created_at, b.created_at) ||
    compare(a.id, b.id)
  )
}

const ofOneCluster = 1000

function particularity({ cluster_id, cluster_labels }: RuleSetting): number {
  return (cluster_id === null ? 0 : ofOneCluster) + Object.keys(cluster_labels).length
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

/** The same text for the same clusters, in whatever order the labels came. */
export function scopeKey({
  cluster_id,
  cluster_labels,
}: Pick<RuleSetting, 'cluster_id' | 'cluster_labels'>): string {
  const labels = Object.entries(cluster_labels).sort(([a], [b]) => compare(a, b))
  return JSON.stringify([cluster_id, labels])
}
