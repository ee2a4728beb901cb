/** Each benchmark that something was held against: its rules, where it holds, its score; every number leads on. */

import type { Benchmark, FrameworkSummary } from '@evenkeel/model'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { fetchFrameworks } from '../api/frameworks.ts'
import css from '../compliance/compliance.module.css'
import { formatCount, formatScore } from '../elements/numbers.ts'
import { Failed, Loading } from '../elements/states.tsx'
import type { RulesSearch } from '../url/searches.ts'
import { unfiltered } from './rule-filters.tsx'

interface BenchmarkCardsProps {
  benchmarks: readonly Benchmark[]
  /** Has a card also where nothing was held against it; undefined for all rules. */
  chosen: Benchmark | undefined
  /** The cluster that the page is limited to. */
  scope: string | undefined
}

export function BenchmarkCards({ benchmarks, chosen, scope }: BenchmarkCardsProps) {
  const summaries = useQuery({
    queryKey: ['frameworks', scope, undefined],
    queryFn: ({ signal }) => fetchFrameworks({ cluster: scope, at: undefined }, signal),
  })
  if (summaries.isPending) {
    return <Loading label="Loading the scores of benchmarks" rows={2} height={60} />
  }
  if (summaries.isError) {
    const { error, refetch } = summaries
    return <Failed what="The scores of benchmarks" error={error} onRetry={() => refetch()} />
  }
  const summaryOf = new Map(summaries.data.map((it) => [it.id, it]))
  const shown = benchmarks.filter((it) => summaryOf.has(it.id) || it.id === chosen?.id)
  return (
    <ul className={css.cards} aria-label="Benchmarks">
      {shown.map((it) => (
        <Card
          key={it.id}
          benchmark={it}
          summary={summaryOf.get(it.id)}
          isChosen={it.id === chosen?.id}
        />
      ))}
    </ul>
  )
}

interface CardProps {
  benchmark: Benchmark
  /** Undefined where nothing was held against it. */
  summary: FrameworkSummary | undefined
  isChosen: boolean
}

function Card({ benchmark, summary, isChosen }: CardProps) {
  const { id, name, version, sections } = benchmark
  const rules = sections.flatMap((it) => it.rules)
  const manual = rules.filter((it) => it.assessment === 'manual').length
  return (
    <li className={css.card}>
      <div className={css.cardHead}>
        <div>
          <h2>
            <RulesLink search={{ benchmark: id }} isCurrent={isChosen}>
              {name}
            </RulesLink>
          </h2>
          <p className={css.sub}>{version}</p>
        </div>
        <div className={css.score}>
          {summary && summary.score.value !== null ? (
            <>
              <ComplianceLink
                id={id}
                label={`${formatScore(summary.score.value)}, score of ${name} ${version}`}
              >
                <span className={css.value}>{formatScore(summary.score.value)}</span>
              </ComplianceLink>
              <span className={css.sub}>of 100</span>
            </>
          ) : (
            <span className={css.sub}>not evaluated</span>
          )}
        </div>
      </div>
      <ul className={css.counts}>
        <Count count={rules.length - manual} what="automated">
          {(text) => (
            <RulesLink search={{ benchmark: id, assessment: 'automated' }}>{text}</RulesLink>
          )}
        </Count>
        <Count count={manual} what="manual">
          {(text) => <RulesLink search={{ benchmark: id, assessment: 'manual' }}>{text}</RulesLink>}
        </Count>
        <Count count={sections.length} what={sections.length === 1 ? 'section' : 'sections'}>
          {(text) => <RulesLink search={{ benchmark: id }}>{text}</RulesLink>}
        </Count>
        <Count
          count={summary?.clusters ?? 0}
          what={summary?.clusters === 1 ? 'cluster' : 'clusters'}
        >
          {(text) => <ComplianceLink id={id}>{text}</ComplianceLink>}
        </Count>
      </ul>
    </li>
  )
}

interface CountProps {
  count: number
  what: string
  children: (text: ReactNode) => ReactNode
}

/** A zero leads nowhere. */
function Count({ count, what, children }: CountProps) {
  const text = `${formatCount(count)} ${what}`
  return <li>{count === 0 ? text : children(text)}</li>
}

interface RulesLinkProps {
  search: RulesSearch
  isCurrent?: boolean
  children: ReactNode
}

/** To the rules of a benchmark, by nothing else than what is said. */
function RulesLink({ search, isCurrent = false, children }: RulesLinkProps) {
  return (
    <Link
      to="/rules"
      search={{ ...unfiltered, ...search }}
      {...(isCurrent && { 'aria-current': 'true' as const })}
    >
      {children}
    </Link>
  )
}

/** To where its clusters and controls are named. */
function ComplianceLink({
  id,
  label,
  children,
}: {
  id: string
  label?: string
  children: ReactNode
}) {
  return (
    <Link to="/compliance/$frameworkId" params={{ frameworkId: id }} aria-label={label}>
      {children}
    </Link>
  )
}
