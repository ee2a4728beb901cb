/** Joins a benchmark's list of rules with what is known of each, what was set and what it found; and filters them. */

import {
  type Assessment,
  type Benchmark,
  type ClusterSummary,
  effectiveRules,
  type FindingGroup,
  type KnownRule,
  type RuleSetting,
  type RuleSettingChange,
  type Severity,
  type Tally,
} from '@evenkeel/model'
import type { RulesSearch, ruleStates } from '../url/searches.ts'

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
  /** Undefined where it is not evaluated. */
  state: RuleRowState | undefined
  origin: KnownRule['origin']
  /** Of what people set for it; undefined where nobody ever did. */
  lastChange: RuleSettingChange | undefined
}

interface RuleRowState {
  kind: (typeof ruleStates)[number]
  /** `disabled on 1 of 3`. */
  words: string
}

export interface RuleSection {
  number: string
  title: string
  rows: RuleRow[]
}

export type RuleFilter = Omit<RulesSearch, 'benchmark' | 'scope' | 'at'>

type Place = Pick<ClusterSummary, 'id' | 'labels'>

interface Source {
  /** Undefined for all rules. */
  benchmark: Benchmark | undefined
  rules: readonly KnownRule[]
  counts: readonly FindingGroup[]
  settings: readonly RuleSetting[]
  lastChanges: readonly RuleSettingChange[]
  clusters: readonly Place[]
}

const none: Tally = { passed: 0, failed: 0, unknown: 0, manual: 0 }

export function listRows(source: Source, filter: RuleFilter): RuleSection[] {
  const describe = createDescribe(source)
  const ruleOf = new Map(source.rules.map((it) => [it.id, it]))
  const sections = source.benchmark
    ? source.benchmark.sections.map(({ number, title, rules: listed }) => ({
        number,
        title,
        rows: listed.map((it): RuleRow => {
          const { rule: id, title: rowTitle, number: rowNumber, profile, assessment } = it
          const rule = ruleOf.get(id)
          const isEvaluated = it.state === 'implemented'
          // What a benchmark lists is known to this server, with a rule or without.
          const origin = rule ? rule.origin : 'built-in'
          const own = { id, number: rowNumber, title: rowTitle, profile, assessment, isEvaluated }
          return describe({ ...own, severity: rule?.severity, origin })
        }),
      }))
    : [{ number: '', title: 'All rules', rows: source.rules.map((it) => describe(toRow(it))) }]
  const fits = createFits(filter)
  return sections
    .filter((it) => filter.section === undefined || sectionKey(it) === filter.section)
    .map((section) => ({ ...section, rows: section.rows.filter(fits) }))
    .filter((section) => section.rows.length > 0)
}

/** As the address names a section. */
export function sectionKey({ number, title }: { number: string; title: string }): string {
  return number || title
}

function createFits({ failed, state, assessment, severity, source, search = '' }: RuleFilter) {
  const searched = search.trim().toLowerCase()
  const isAs = <T>(wanted: T | undefined, value: T | undefined | null) =>
    wanted === undefined || wanted === value
  return (row: RuleRow) =>
    (failed !== 'yes' || row.counts.failed > 0) &&
    isAs(state, row.state?.kind) &&
    isAs(assessment, row.assessment) &&
    isAs(severity, row.severity) &&
    isAs(source, row.origin) &&
    [row.number, row.title, row.id].some((it) => it.toLowerCase().includes(searched))
}

type OwnRow = Omit<RuleRow, 'counts' | 'state' | 'lastChange'>

function createDescribe({ counts, settings, lastChanges, clusters }: Source) {
  const countsOf = new Map(counts.map((it) => [it.values[0], it.counts]))
  const changeOf = new Map(lastChanges.map((it) => [it.rule_id, it]))
  return (row: OwnRow): RuleRow => ({
    ...row,
    counts: countsOf.get(row.id) ?? none,
    state: row.isEvaluated ? stateOf(row.id, settings, clusters) : undefined,
    lastChange: changeOf.get(row.id),
  })
}

/** Over the clusters that there are; without any, of one without labels. */
function stateOf(
  ruleId: string,
  all: readonly RuleSetting[],
  clusters: readonly Place[],
): RuleRowState {
  const settings = all.filter((it) => it.rule_id === ruleId)
  const as = (kind: RuleRowState['kind'], words: string = kind) => ({ kind, words })
  if (settings.length === 0) return as('enabled')
  const places = clusters.length > 0 ? clusters : [{ id: '', labels: {} }]
  const off = places.filter(
    (it) => effectiveRules(settings, it).get(ruleId)?.state?.value === 'disabled',
  )
  if (off.length === places.length) return as('disabled')
  if (off.length > 0) return as('disabled', `disabled on ${off.length} of ${places.length}`)
  return settings.some((it) => it.severity !== null || Object.keys(it.parameters).length > 0)
    ? as('overridden')
    : as('enabled')
}

function toRow(rule: KnownRule): OwnRow {
  return {
    id: rule.id,
    number: '',
    title: rule.name,
    severity: rule.severity,
    profile: null,
    assessment: rule.assessment,
    isEvaluated: rule.source !== null,
    origin: rule.origin,
  }
}
