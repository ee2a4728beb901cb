/** Joins a benchmark's list of rules with what is known of each and with what it found. */

import {
  type Assessment,
  type Benchmark,
  type ClusterSummary,
  effectiveRules,
  type FindingGroup,
  type Rule,
  type RuleSetting,
  type Severity,
  type Tally,
} from '@evenkeel/model'

/** In the address, instead of a benchmark's id. */
export const allRules = 'all'

export interface RuleRow {
  id: string
  number: string
  title: string
  severity: Severity | undefined
  profile: string | null
  assessment: Assessment
  /** False where the benchmark lists it and there is no rule for it yet. */
  isEvaluated: boolean
  counts: Tally
  /** `disabled`, `disabled on some`, `overridden`, else enabled. */
  state: string
}

export interface RuleSection {
  number: string
  title: string
  rows: RuleRow[]
}

interface Source {
  /** Undefined for all rules, by their topic. */
  benchmark: Benchmark | undefined
  rules: Rule[]
  counts: FindingGroup[]
  settings: readonly RuleSetting[]
  clusters: readonly ClusterSummary[]
  search: string
  isFailedOnly: boolean
}

const none: Tally = { passed: 0, failed: 0, unknown: 0, manual: 0 }

export function listRows({
  benchmark,
  rules,
  counts,
  settings,
  clusters,
  search,
  isFailedOnly,
}: Source): RuleSection[] {
  const countsOf = new Map(counts.map((it) => [it.values[0], it.counts]))
  const ruleOf = new Map(rules.map((it) => [it.id, it]))
  const sections = benchmark
    ? benchmark.sections.map(({ number, title, rules: listed }) => ({
        number,
        title,
        rows: listed.map((it): RuleRow => {
          const { rule: id, title: rowTitle, number: rowNumber, profile, assessment } = it
          const severity = ruleOf.get(id)?.severity
          const isEvaluated = it.state === 'implemented'
          const own = countsOf.get(id) ?? none
          return {
            id,
            number: rowNumber,
            title: rowTitle,
            severity,
            profile,
            assessment,
            isEvaluated,
            counts: own,
            state: stateOf(id, settings, clusters),
          }
        }),
      }))
    : [
        {
          number: '',
          title: 'All rules',
          rows: rules.map((it) => ({
            ...toRow(it, countsOf),
            state: stateOf(it.id, settings, clusters),
          })),
        },
      ]
  const searched = search.trim().toLowerCase()
  const fits = (row: RuleRow) =>
    (!isFailedOnly || row.counts.failed > 0) &&
    [row.number, row.title, row.id].some((it) => it.toLowerCase().includes(searched))
  return sections
    .map((section) => ({ ...section, rows: section.rows.filter(fits) }))
    .filter((section) => section.rows.length > 0)
}

/** Over the clusters that there are; without any, of one without labels. */
function stateOf(
  ruleId: string,
  all: readonly RuleSetting[],
  clusters: readonly ClusterSummary[],
): string {
  const settings = all.filter((it) => it.rule_id === ruleId)
  if (settings.length === 0) return 'enabled'
  const places = clusters.length > 0 ? clusters : [{ id: '', labels: {} }]
  const off = places.filter(
    (it) => effectiveRules(settings, it).get(ruleId)?.state?.value === 'disabled',
  )
  if (off.length === places.length) return 'disabled'
  if (off.length > 0) return `disabled on ${off.length} of ${places.length}`
  return settings.some((it) => it.severity !== null || Object.keys(it.parameters).length > 0)
    ? 'overridden'
    : 'enabled'
}

function toRow(
  rule: Rule,
  countsOf: Map<string | null | undefined, Tally>,
): Omit<RuleRow, 'state'> {
  return {
    id: rule.id,
    number: '',
    title: rule.name,
    severity: rule.severity,
    profile: null,
    assessment: rule.assessment,
    isEvaluated: rule.source !== null,
    counts: countsOf.get(rule.id) ?? none,
  }
}
