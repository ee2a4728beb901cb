/** What moved the score over a week or a month: the rules with the largest effect, and what else happened. */

import type { ScoreChanges } from '@evenkeel/model'
import { SegmentedControl } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { fetchScoreChanges } from '../api/scores.ts'
import { SeverityChip } from '../elements/chips.tsx'
import { formatCount } from '../elements/numbers.ts'
import { Panel } from '../elements/panel.tsx'
import { Failed, Loading } from '../elements/states.tsx'
import { Time } from '../elements/time.tsx'
import { daysBefore } from './days-before.ts'
import css from './overview.module.css'

const spans = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
]
const shownMax = 6
const eventsMax = 4

export function WhatMoved() {
  const { scope, at } = useSearch({ strict: false })
  const [days, setDays] = useState('7')
  const from = daysBefore(at, Number(days))
  const changes = useQuery({
    queryKey: ['scores', 'changes', scope, at, days],
    queryFn: ({ signal }) => fetchScoreChanges({ from, to: at, cluster: scope }, signal),
    placeholderData: keepPreviousData,
  })
  return (
    <Panel
      title="What moved the score"
      aside={
        <SegmentedControl
          size="xs"
          data={spans}
          value={days}
          onChange={setDays}
          aria-label="Over how long"
        />
      }
    >
      {changes.isPending && <Loading label="Loading what moved the score" rows={3} />}
      {changes.isError && (
        <Failed
          what="What moved the score"
          error={changes.error}
          onRetry={() => changes.refetch()}
        />
      )}
      {changes.data && <Changes changes={changes.data} from={from} days={days} />}
    </Panel>
  )
}

interface ChangesProps {
  changes: ScoreChanges
  from: string
  days: string
}

function Changes({ changes: { moved, events, from: before }, from, days }: ChangesProps) {
  if (moved.length === 0 || before.score.value === null) {
    return (
      <p className={css.sub}>
        {before.score.value === null
          ? `Nothing had been evaluated ${days} days before.`
          : `No finding changed in ${days} days.`}
      </p>
    )
  }
  return (
    <>
      <table className={css.rows} aria-label="What moved the score">
        <tbody>
          {moved.slice(0, shownMax).map((it) => (
            <MovedRow key={`${it.rule.id} ${it.cluster.id}`} moved={it} from={from} />
          ))}
        </tbody>
      </table>
      {events.length > 0 && (
        <ul className={css.events}>
          {events.slice(-eventsMax).map((it) => (
            <li key={`${it.at} ${it.text}`}>
              <Time at={it.at} /> {it.text}
            </li>
          ))}
        </ul>
      )}
      <Link to="/findings" search={{ since: from }}>
        All that changed
      </Link>
    </>
  )
}

function MovedRow({ moved, from }: { moved: ScoreChanges['moved'][number]; from: string }) {
  const { rule, cluster, effect, query } = moved
  return (
    <tr>
      <td className={css.effect}>
        <Effect effect={effect} />
      </td>
      <td>
        <SeverityChip severity={rule.severity} />
      </td>
      <th scope="row" className={css.grow} title={`${rule.name}, ${cluster.name}`}>
        <Link to="/findings" search={{ q: query, since: from }}>
          {rule.name}
        </Link>
      </th>
      <td className={css.sub}>{describe(moved)}</td>
    </tr>
  )
}

function Effect({ effect }: { effect: number | null }) {
  const rounded = effect === null ? 0 : Math.round(effect * 10) / 10
  if (rounded === 0) return <span className={css.sub}>±0</span>
  return rounded > 0 ? (
    <strong className={css.up}>+{rounded}</strong>
  ) : (
    <strong className={css.down}>−{Math.abs(rounded)}</strong>
  )
}

/** `3 began to fail, 12 new` */
export function describe(counts: {
  failed: number
  resolved: number
  appeared: number
  gone: number
}): string {
  const parts: [count: number, words: string][] = [
    [counts.failed, 'began to fail'],
    [counts.resolved, 'resolved'],
    [counts.appeared, 'new'],
    [counts.gone, 'gone'],
  ]
  return parts
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${formatCount(count)} ${words}`)
    .join(', ')
}
