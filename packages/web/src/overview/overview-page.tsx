/** The posture of all clusters, or of one, at a glance; every number leads to its findings. */

import type { ClusterSummary, Scores } from '@evenkeel/model'
import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { fetchClusters } from '../api/clusters.ts'
import { fetchScores } from '../api/scores.ts'
import { FindingsLink } from '../elements/findings-link.tsx'
import { Page, Panel } from '../elements/panel.tsx'
import { Empty, Failed, Loading } from '../elements/states.tsx'
import { CoverageStrip } from './coverage-strip.tsx'
import { ExpiringExceptions } from './expiring-exceptions.tsx'
import { HeatTable } from './heat-table.tsx'
import css from './overview.module.css'
import { Parts } from './parts.tsx'
import { Results } from './results.tsx'
import { ScoreCard } from './score-card.tsx'
import { Severities } from './severities.tsx'
import { SinceLastVisit } from './since-last-visit.tsx'
import { TopResources, TopRules } from './top-lists.tsx'
import { WhatMoved } from './what-moved.tsx'

const daysDefault = 30

const Trend = lazy(async () => ({ default: (await import('../charts/trend.tsx')).Trend }))

export function OverviewPage() {
  const { scope, at } = useSearch({ strict: false })
  const [days, setDays] = useState(daysDefault)
  const scores = useQuery({
    queryKey: ['scores', scope, at, days],
    queryFn: ({ signal }) => fetchScores({ cluster: scope, at, days }, signal),
    placeholderData: keepPreviousData,
  })
  const clusters = useQuery({
    queryKey: ['clusters'],
    queryFn: ({ signal }) => fetchClusters(signal),
  })

  if (scores.isPending || clusters.isPending) return <Waiting />
  if (scores.isError) {
    return <Failed what="The overview" error={scores.error} onRetry={() => scores.refetch()} />
  }
  if (clusters.isError) {
    return <Failed what="The clusters" error={clusters.error} onRetry={() => clusters.refetch()} />
  }
  if (clusters.data.length === 0) return <Onboarding />
  return (
    <There
      scores={scores.data}
      clusters={clusters.data.filter((it) => scope === undefined || it.id === scope)}
      at={at}
      days={days}
      onDays={setDays}
    />
  )
}

interface ThereProps {
  scores: Scores
  clusters: ClusterSummary[]
  at: string | undefined
  /** Of the trend. */
  days: number
  onDays: (days: number) => void
}

function There({ scores, clusters, at, days, onDays }: ThereProps) {
  return (
    <Page
      title="Overview"
      actions={
        <FindingsLink q="result.evaluation : failed" className={css.all}>
          View all failed findings
        </FindingsLink>
      }
    >
      {at === undefined && <CoverageStrip clusters={clusters} />}
      {at === undefined && <SinceLastVisit />}
      <div className={css.grid}>
        <ScoreCard score={scores.score} trend={scores.trend} accepted={scores.accepted} />
        <Panel title="Posture over time" className={css.trend}>
          <Suspense fallback={<Loading label="Loading the chart" rows={4} height={28} />}>
            <Trend points={scores.trend} events={scores.events ?? []} days={days} onDays={onDays} />
          </Suspense>
        </Panel>
        <Results counts={scores.score.counts} />
        <div className={css.side}>
          <Severities score={scores.score} />
          {scores.clusters.length > 1 && (
            <Parts title="By cluster" parts={scores.clusters} isNarrow />
          )}
          <TopRules rules={scores.top_rules} />
          <TopResources resources={scores.top_resources} />
          {at === undefined && <ExpiringExceptions />}
        </div>
        <div className={css.middle}>
          <WhatMoved />
          <Parts title="Failed by section" parts={scores.sections} />
          {clusters.length > 1 && <HeatTable at={at} />}
        </div>
      </div>
    </Page>
  )
}

function Waiting() {
  return (
    <Page title="Overview">
      <Loading label="Loading the overview" rows={9} height={52} />
    </Page>
  )
}

function Onboarding() {
  const navigate = useNavigate()
  return (
    <Page title="Overview">
      <Empty
        title="No cluster is connected yet."
        actions={
          <Button onClick={() => void navigate({ to: '/clusters', search: { add: 'yes' } })}>
            Add cluster
          </Button>
        }
      >
        Connect one, and its first findings show here within minutes.
      </Empty>
    </Page>
  )
}
