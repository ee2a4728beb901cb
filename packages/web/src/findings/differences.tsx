/** What differs between two times: findings that began to fail, were resolved, came or went. */

import type {
  DifferenceKind,
  Evaluation,
  FindingDifference,
  FindingDifferencePage,
} from '@evenkeel/model'
import { Button } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type DifferenceRequest, fetchDifference } from '../api/scores.ts'
import { EvaluationChip, SeverityChip } from '../elements/chips.tsx'
import { formatCount } from '../elements/numbers.ts'
import { Empty, Failed, Loading } from '../elements/states.tsx'
import { Moment, Time } from '../elements/time.tsx'
import css from './compare.module.css'
import type { FindingsState } from './use-findings-state.ts'

const pageSize = 100

export function Differences({ state, since }: { state: FindingsState; since: string }) {
  const [kind, setKind] = useState<DifferenceKind>()
  const request = { q: state.effective, from: since, to: state.at, kind }
  const pages = useInfiniteQuery({
    queryKey: ['findings', 'difference', request],
    queryFn: ({ pageParam, signal }) =>
      fetchDifference({ ...request, cursor: pageParam, limit: pageSize }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  })
  const allMoves = useAllMoves({ ...request, kind: undefined })
  if (pages.isPending) {
    return <Loading label="Loading what differs" rows={16} height={20} />
  }
  const items = pages.data?.pages.flatMap((it) => it.items) ?? []
  if (pages.isError && items.length === 0) {
    return <Failed what="What differs" error={pages.error} onRetry={() => pages.refetch()} />
  }
  const [first] = pages.data?.pages ?? []
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.scroller} tabIndex={0} aria-label="Differences, scrolls">
      <header className={css.summary}>
        <span>
          From <Moment at={first?.from ?? since} /> to{' '}
          {state.at === undefined ? 'now' : <Moment at={first?.to ?? state.at} />}
        </span>
        <Kinds moves={allMoves ?? first?.moves ?? []} chosen={kind} onChoose={setKind} />
        <Button variant="subtle" onClick={() => state.change({ since: undefined })}>
          Back to the findings
        </Button>
      </header>
      {items.length === 0 ? (
        <Empty title="Nothing differs between the two.">
          What the query finds is evaluated as it was then.
        </Empty>
      ) : (
        <DifferenceTable items={items} state={state} />
      )}
      {pages.hasNextPage && (
        <div className={css.foot}>
          <Button
            variant="default"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      )}
    </section>
  )
}

/** Of every kind, also while one of them is chosen. */
function useAllMoves(request: Omit<DifferenceRequest, 'limit'>) {
  const { data } = useQuery({
    queryKey: ['findings', 'moves', request],
    queryFn: ({ signal }) => fetchDifference({ ...request, limit: 1 }, signal),
    placeholderData: keepPreviousData,
  })
  return data?.moves
}

const kindWords: readonly [kind: DifferenceKind, words: string, look: string | undefined][] = [
  ['opened', 'began to fail', css.worse],
  ['appeared', 'new', undefined],
  ['resolved', 'resolved', css.better],
  ['gone', 'gone', undefined],
  ['changed', 'otherwise changed', undefined],
]

interface KindsProps {
  moves: FindingDifferencePage['moves']
  chosen: DifferenceKind | undefined
  onChoose: (kind: DifferenceKind | undefined) => void
}

/** How many differ in which way; each limits the list to its own. */
function Kinds({ moves, chosen, onChoose }: KindsProps) {
  const countOfKind = (kind: DifferenceKind) =>
    moves.filter((it) => it.kind === kind).reduce((sum, { count }) => sum + count, 0)
  return (
    <fieldset className={css.moves} aria-label="Kinds of change">
      {kindWords.map(([kind, words, look]) => {
        const count = countOfKind(kind)
        return (
          <button
            key={kind}
            type="button"
            className={css.kind}
            aria-pressed={chosen === kind}
            onClick={() => onChoose(chosen === kind ? undefined : kind)}
          >
            <strong className={count > 0 ? look : undefined}>{formatCount(count)}</strong> {words}
          </button>
        )
      })}
    </fieldset>
  )
}

function DifferenceTable({ items, state }: { items: FindingDifference[]; state: FindingsState }) {
  return (
    <table className={css.table} aria-label="Differences">
      <thead>
        <tr>
          <th scope="col">Before and after</th>
          <th scope="col">Severity</th>
          <th scope="col">Rule</th>
          <th scope="col">Resource</th>
          <th scope="col">Cluster</th>
          <th scope="col">Changed</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ finding, before, after }) => (
          <tr key={finding.id} data-open={finding.id === state.finding}>
            <td>
              <span className={css.change}>
                <Side evaluation={before} absent="not there" />
                <IconArrowRight size={13} aria-label="to" />
                <Side evaluation={after} absent="gone" />
              </span>
            </td>
            <td>
              <SeverityChip severity={finding.rule.severity} />
            </td>
            <th scope="row">
              <button
                type="button"
                className={css.open}
                data-finding={finding.id}
                onClick={() => state.change({ finding: finding.id })}
              >
                <span className={css.number}>{finding.rule.number || '–'}</span>
                {finding.rule.name}
              </button>
            </th>
            <td className={css.cut}>
              {finding.resource.namespace && `${finding.resource.namespace} / `}
              {finding.resource.name}
            </td>
            <td className={css.cut}>{finding.cluster.name}</td>
            <td>
              <Time at={finding.changed_at} absent="–" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Side({ evaluation, absent }: { evaluation: Evaluation | null; absent: string }) {
  return evaluation === null ? (
    <span className={css.absent}>{absent}</span>
  ) : (
    <EvaluationChip evaluation={evaluation} />
  )
}
