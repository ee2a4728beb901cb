/** The rules of a benchmark by section, or all there are, with what they found. */

import type { Benchmark, ClusterSummary, FindingGroup, Rule, RuleSetting } from '@evenkeel/model'
import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { fetchClusters } from '../api/clusters.ts'
import { fetchFindingGroups } from '../api/findings.ts'
import { fetchBenchmarks, fetchRules } from '../api/rules.ts'
import css from '../elements/data-table.module.css'
import { countOf } from '../elements/numbers.ts'
import { Page } from '../elements/panel.tsx'
import { Empty, Failed, Loading } from '../elements/states.tsx'
import { printEquals } from '../query/edit-query.ts'
import { useMayDo } from '../session/role.ts'
import { allRules, listRows, type RuleSection } from './rule-rows.ts'
import { RuleTable } from './rule-table.tsx'
import { useRuleSettings } from './seen-settings.ts'
import { SettingDialog } from './setting-dialog.tsx'

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
  const counts = useRuleCounts()
  if ([benchmarks, rules, clusters, settings, counts].some((it) => it.isPending)) {
    return (
      <Page title="Rules">
        <Loading label="Loading the rules" rows={14} height={24} />
      </Page>
    )
  }
  for (const query of [benchmarks, rules, clusters, settings, counts]) {
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
  rules: Rule[]
  clusters: ClusterSummary[]
  counts: FindingGroup[]
  settings: RuleSetting[]
}

function There({ benchmarks, rules, clusters, counts, settings }: ThereProps) {
  const search = useSearch({ from: '/rules' })
  const navigate = useNavigate({ from: '/rules' })
  const inUse = new Set(clusters.flatMap((it) => it.benchmark ?? []))
  const chosen = search.benchmark ?? [...inUse][0] ?? allRules
  const benchmark = benchmarks.find((it) => it.id === chosen)
  const sections = listRows({
    benchmark,
    rules,
    counts,
    settings,
    clusters,
    search: search.search ?? '',
    isFailedOnly: search.failed === 'yes',
  })
  const choice = useChoice(rules)
  const change = (part: Partial<typeof search>) =>
    void navigate({ search: (previous) => ({ ...previous, ...part }), replace: true })
  return (
    <Page title="Rules">
      <div className={css.tools}>
        <Select
          aria-label="Benchmark"
          size="xs"
          w={330}
          searchable
          allowDeselect={false}
          data={benchmarkOptions(benchmarks, inUse)}
          value={benchmark ? chosen : allRules}
          onChange={(value) => value && change({ benchmark: value })}
        />
        <TextInput
          aria-label="Search rules"
          placeholder="Number, title or id"
          size="xs"
          w={230}
          leftSection={<IconSearch size={14} />}
          value={search.search ?? ''}
          onChange={(event) => change({ search: event.currentTarget.value })}
        />
        <Checkbox
          size="xs"
          label="Failed only"
          checked={search.failed === 'yes'}
          onChange={(event) =>
            void navigate({
              search: ({ failed: _, ...previous }) =>
                event.target.checked ? { ...previous, failed: 'yes' } : previous,
              replace: true,
            })
          }
        />
        <span className={css.summary}>{describe(sections)}</span>
      </div>
      <ChoiceBar choice={choice} />
      {sections.length === 0 ? (
        <Empty title="No rule matches.">Search for less, or choose another benchmark.</Empty>
      ) : (
        <RuleTable sections={sections} chosen={choice.ids} onChoose={choice.toggle} />
      )}
    </Page>
  )
}

function useChoice(rules: Rule[]) {
  const mayWrite = useMayDo('rules.write')
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  return {
    ids: mayWrite ? ids : undefined,
    rules: rules.filter((it) => ids.has(it.id)),
    toggle: (id: string) =>
      setIds((it) => new Set(it.has(id) ? [...it].filter((one) => one !== id) : [...it, id])),
    clear: () => setIds(new Set()),
  }
}

/** What can be done with the rules that are chosen; the dialog shows the effect first. */
function ChoiceBar({ choice }: { choice: ReturnType<typeof useChoice> }) {
  const [state, setState] = useState<'disabled' | 'enabled' | undefined>()
  if (choice.rules.length === 0) return null
  return (
    <div className={css.tools}>
      <strong>{countOf(choice.rules.length, 'rule')} chosen</strong>
      <Button size="xs" variant="default" onClick={() => setState('disabled')}>
        Disable
      </Button>
      <Button size="xs" variant="default" onClick={() => setState('enabled')}>
        Enable
      </Button>
      <Button size="xs" variant="subtle" onClick={choice.clear}>
        Choose none
      </Button>
      <SettingDialog
        isOpen={state !== undefined}
        rules={choice.rules}
        state={state}
        onClose={() => setState(undefined)}
      />
    </div>
  )
}

function benchmarkOptions(benchmarks: Benchmark[], inUse: Set<string>) {
  const option = (it: Benchmark) => ({ value: it.id, label: `${it.name} ${it.version}` })
  const used = benchmarks.filter((it) => inUse.has(it.id))
  return [
    { group: 'In use', items: [...used.map(option), { value: allRules, label: 'All rules' }] },
    { group: 'Others', items: benchmarks.filter((it) => !inUse.has(it.id)).map(option) },
  ]
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
