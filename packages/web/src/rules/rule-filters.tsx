/** What narrows the list of rules; all of it stands in the address. */

import type { Benchmark } from '@evenkeel/model'
import { severities } from '@evenkeel/model'
import { Checkbox, Select, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import css from '../elements/data-table.module.css'
import { type RulesSearch, ruleAssessments, ruleOrigins, ruleStates } from '../url/searches.ts'
import { allRules, sectionKey } from './rule-rows.ts'

/** Every filter but the benchmark. */
export const unfiltered = {
  search: undefined,
  failed: undefined,
  state: undefined,
  assessment: undefined,
  severity: undefined,
  section: undefined,
  source: undefined,
} satisfies RulesSearch

/** Changes a part of the address; undefined takes a filter away. */
export function useRulesSearch() {
  const search = useSearch({ from: '/rules' })
  const navigate = useNavigate({ from: '/rules' })
  const change = (part: RulesSearch) =>
    void navigate({ search: (previous) => ({ ...previous, ...part }), replace: true })
  return { search, change }
}

interface RuleFiltersProps {
  benchmarks: Benchmark[]
  /** Of clusters. */
  inUse: ReadonlySet<string>
  /** Undefined for all rules. */
  benchmark: Benchmark | undefined
  summary: string
}

export function RuleFilters({ benchmarks, inUse, benchmark, summary }: RuleFiltersProps) {
  const { search, change } = useRulesSearch()
  return (
    <>
      <div className={css.tools}>
        <Select
          aria-label="Benchmark"
          size="xs"
          w={330}
          searchable
          allowDeselect={false}
          data={benchmarkOptions(benchmarks, inUse)}
          value={benchmark?.id ?? allRules}
          onChange={(value) => value && change({ benchmark: value, section: undefined })}
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
          onChange={(event) => change({ failed: event.target.checked ? 'yes' : undefined })}
        />
        <span className={css.summary}>{summary}</span>
      </div>
      <div className={css.tools}>
        <Choice name="state" label="State" words={ruleStates} />
        <Choice name="assessment" label="Assessment" words={ruleAssessments} />
        <Choice name="severity" label="Severity" words={severities} />
        <Choice name="source" label="Source" words={ruleOrigins} />
        {benchmark && <SectionChoice benchmark={benchmark} />}
      </div>
    </>
  )
}

interface ChoiceProps<K extends keyof RulesSearch> {
  name: K
  label: string
  words: readonly NonNullable<RulesSearch[K]>[]
}

/** One of the words, or any. */
function Choice<K extends 'state' | 'assessment' | 'severity' | 'source'>({
  name,
  label,
  words,
}: ChoiceProps<K>) {
  const { search, change } = useRulesSearch()
  return (
    <Select
      aria-label={label}
      placeholder={`Any ${label.toLowerCase()}`}
      size="xs"
      w={150}
      clearable
      data={[...words]}
      value={search[name] ?? null}
      onChange={(value) => change({ [name]: words.find((it) => it === value) })}
    />
  )
}

function SectionChoice({ benchmark }: { benchmark: Benchmark }) {
  const { search, change } = useRulesSearch()
  const options = benchmark.sections.map((it) => ({
    value: sectionKey(it),
    label: `${it.number} ${it.title}`.trim(),
  }))
  return (
    <Select
      aria-label="Section"
      placeholder="Every section"
      size="xs"
      w={260}
      clearable
      searchable
      data={options}
      value={options.find((it) => it.value === search.section)?.value ?? null}
      onChange={(value) => change({ section: value ?? undefined })}
    />
  )
}

function benchmarkOptions(benchmarks: Benchmark[], inUse: ReadonlySet<string>) {
  const option = (it: Benchmark) => ({ value: it.id, label: `${it.name} ${it.version}` })
  const used = benchmarks.filter((it) => inUse.has(it.id))
  return [
    { group: 'In use', items: [...used.map(option), { value: allRules, label: 'All rules' }] },
    { group: 'Others', items: benchmarks.filter((it) => !inUse.has(it.id)).map(option) },
  ]
}
