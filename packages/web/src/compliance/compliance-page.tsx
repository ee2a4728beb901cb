/** The benchmarks and frameworks that clusters are held against, and the reports that were made. */

import type { FrameworkSummary } from '@evenkeel/model'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { fetchFrameworks } from '../api/frameworks.ts'
import { fetchBenchmarks } from '../api/rules.ts'
import { countOf, formatScore, formatSpan } from '../elements/numbers.ts'
import { Page } from '../elements/panel.tsx'
import { Empty, Failed, Loading } from '../elements/states.tsx'
import css from './compliance.module.css'
import { PastReports } from './past-reports.tsx'
import { ResultBar, ResultList } from './result-bar.tsx'

export function CompliancePage() {
  const { scope, at } = useSearch({ strict: false })
  const frameworks = useQuery({
    queryKey: ['frameworks', scope, at],
    queryFn: ({ signal }) => fetchFrameworks({ cluster: scope, at }, signal),
  })
  if (frameworks.isPending) {
    return (
      <Page title="Compliance">
        <Loading label="Loading the frameworks" rows={6} height={90} />
      </Page>
    )
  }
  if (frameworks.isError) {
    const { error, refetch } = frameworks
    return <Failed what="The frameworks" error={error} onRetry={() => refetch()} />
  }
  return (
    <Page title="Compliance">
      {frameworks.data.length === 0 ? (
        <Nothing />
      ) : (
        <ul className={css.cards}>
          {frameworks.data.map((it) => (
            <Card key={it.id} framework={it} />
          ))}
        </ul>
      )}
      <PastReports />
    </Page>
  )
}

function Card({ framework }: { framework: FrameworkSummary }) {
  const { id, name, version, score, controls, clusters } = framework
  return (
    <li className={css.card}>
      <div className={css.cardHead}>
        <div>
          <h2>
            <Link to="/compliance/$frameworkId" params={{ frameworkId: id }} className={css.whole}>
              {name}
            </Link>
          </h2>
          <p className={css.sub}>
            {version} · {countOf(clusters, 'cluster')}
            <Assessments id={id} />
          </p>
        </div>
        <div className={css.score}>
          <span className={css.value}>{formatScore(score.value)}</span>
          <span className={css.sub}>{describeInterval(framework)}</span>
        </div>
      </div>
      <ResultBar counts={controls} />
      <ResultList counts={controls} />
    </li>
  )
}

/** How many controls a rule decides, and how many a person. */
function Assessments({ id }: { id: string }) {
  const benchmarks = useQuery({
    queryKey: ['benchmarks'],
    queryFn: ({ signal }) => fetchBenchmarks(signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const entries = benchmarks.data?.find((it) => it.id === id)?.sections.flatMap((it) => it.rules)
  if (!entries) return null
  const manual = entries.filter((it) => it.assessment === 'manual').length
  return (
    <>
      {' · '}
      {entries.length - manual} automated{manual > 0 && `, ${manual} manual`}
    </>
  )
}

function describeInterval({ score: { value, lower, upper, counts } }: FrameworkSummary): string {
  if (value === null) return 'nothing decided'
  return counts.unknown === 0 ? 'of 100' : `${formatSpan(lower, upper)} of 100`
}

function Nothing() {
  const navigate = useNavigate()
  return (
    <Empty
      title="Nothing was held against a benchmark yet."
      actions={
        <Button onClick={() => void navigate({ to: '/clusters', search: { add: 'yes' } })}>
          Add cluster
        </Button>
      }
    >
      Results show here with the first evaluation of a cluster.
    </Empty>
  )
}
