/** The rules of a benchmark by section, or all there are, with what they found. */

import type {
  Benchmark,
  ClusterSummary,
  FindingGroup,
  KnownRule,
  RuleSetting,
  RuleSettingChange,
} from '@evenkeel/model'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { fetchClusters } from '../api/clusters.ts'
import { fetchFindingGroups } from '../api/findings.ts'
import { fetchLastChanges } from '../api/rule-settings.ts'
import { fetchBenchmarks, fetchRules } from '../api/rules.ts'
import { countOf } from '../elements/numbers.ts'
import { Page } from '../elements/panel.tsx'
import { Empty, Failed, Loading, Notice } from '../elements/states.tsx'
import { printEquals } from '../query/edit-query.ts'
import { BenchmarkCards } from './benchmark-cards.tsx'
import { ChoiceBar, useChoice } from './choice-bar.tsx'
import { RuleFilters, unfiltered, useRulesSearch } from './rule-filters.tsx'
import { allRules, listRows, type RuleSection, sectionKey } from './rule-rows.ts'
import { RuleTable } from './rule-table.tsx'
import { settingsKey, useRuleSettings } from './seen-settings.ts'

const groupsMax = 500

export function RulesPage() {
  const benchmarks = useQuery({
    queryKey: ['benchmarks'],
    queryFn: ({ signal }) => fetchBenchmarks(signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const rules = useQuery({ queryKey: ['rules'], queryFn: ({ signal }) => fetchRules(signal) })
  const clusters = useQuery({
    queryKey: ['clusters'],
    queryFn: ({ signal }) => fetchClusters(signal),
  })
  const settings = useRuleSettings()
  const lastChanges = useQuery({
    queryKey: [...settingsKey, 'last'],
    queryFn: ({ signal }) => fetchLastChanges(signal),
  })
  const counts = useRuleCounts()
  const queries = [benchmarks, rules, clusters, settings, lastChanges, counts]
  if (queries.some((it) => it.isPending)) {
    return (
      <Page title="Rules">
        <Loading label="Loading the rules" rows={14} height={24} />
      </Page>
    )
  }
  for (const query of queries) {
    if (query.isError) {
      return <Failed what="The rules" error={query.error} onRetry={() => query.refetch()} />
    }
  }
  return (
    <There
      benchmarks={benchmarks.data ?? []}
      rules={rules.data ?? []}
      clusters={clusters.data ?? []}
      counts={counts.data ?? []}
      settings={settings.data?.body ?? []}
      lastChanges={lastChanges.data ?? []}
    />
  )
}

function useRuleCounts() {
  const { scope } = useSearch({ strict: false })
  const q = scope ? printEquals('cluster.id', scope) : ''
  return useQuery({
    queryKey: ['groups', 'rules', q],
    queryFn: async ({ signal }) => {
      const groups: FindingGroup[] = []
      let cursor: string | undefined
      do {
        const page = await fetchFindingGroups(
          { q, group: 'rule.id', limit: groupsMax, cursor },
          signal,
        )
        groups.push(...page.items)
        cursor = page.next_cursor ?? undefined
      } while (cursor !== undefined)
      return groups
    },
  })
}

interface ThereProps {
  benchmarks: Benchmark[]
  rules: KnownRule[]
  clusters: ClusterSummary[]
  counts: FindingGroup[]
  settings: RuleSetting[]
  lastChanges: RuleSettingChange[]
}

function There({ benchmarks, clusters, ...rest }: ThereProps) {
  const { search, change } = useRulesSearch()
  const inUse = new Set(clusters.flatMap((it) => it.benchmark ?? []))
  const chosen = search.benchmark ?? [...inUse][0] ?? allRules
  const benchmark = benchmarks.find((it) => it.id === chosen)
  const hasSection = benchmark?.sections.some((it) => sectionKey(it) === search.section)
  const filter = hasSection ? search : { ...search, section: undefined }
  const sections = listRows({ benchmark, clusters, ...rest }, filter)
  const choice = useChoice(rest.rules)
  return (
    <Page title="Rules">
      <BenchmarkCards benchmarks={benchmarks} chosen={benchmark} scope={search.scope} />
      {!benchmark && chosen !== allRules && (
        <Notice tone="warning">
          There is no benchmark “{chosen}”, so the table has all rules.
        </Notice>
      )}
      {search.section !== undefined && !hasSection && (
        <Notice tone="warning">
          {benchmark ? `${benchmark.name} ${benchmark.version} has` : 'All rules together have'} no
          section “{search.section}”, so the table is not limited to it.
        </Notice>
      )}
      <RuleFilters
        benchmarks={benchmarks}
        inUse={inUse}
        benchmark={benchmark}
        summary={describe(sections)}
      />
      <ChoiceBar choice={choice} />
      {sections.length === 0 ? (
        <Empty
          title="No rule matches."
          actions={
            <Button variant="default" onClick={() => change(unfiltered)}>
              Take the filters away
            </Button>
          }
        >
          Search for less, or choose another benchmark.
        </Empty>
      ) : (
        <RuleTable sections={sections} chosen={choice.ids} onChoose={choice.toggle} />
      )}
    </Page>
  )
}

function describe(sections: RuleSection[]): string {
  const rows = sections.flatMap((it) => it.rows)
  const manual = rows.filter((it) => it.assessment === 'manual').length
  const listed = rows.filter((it) => !it.isEvaluated).length
  return [
    countOf(rows.length, 'rule'),
    `${rows.length - manual} automated`,
    `${manual} manual`,
    listed > 0 && `${listed} not evaluated yet`,
  ]
    .filter((it) => it !== false)
    .join(' · ')
}
