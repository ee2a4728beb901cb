/** What differs between two times: findings that began to fail, were resolved, came or went. */

import type { Evaluation, FindingDifference } from '@evenkeel/model'
import { Button } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { fetchDifference } from '../api/scores.ts'
import { EvaluationChip, SeverityChip } from '../elements/chips.tsx'
import { formatCount } from '../elements/numbers.ts'
import { Empty, Failed, Loading } from '../elements/states.tsx'
import { Moment, Time } from '../elements/time.tsx'
import css from './compare.module.css'
import type { FindingsState } from './use-findings-state.ts'

const pageSize = 100

export function Differences({ state, since }: { state: FindingsState; since: string }) {
  const request = { q: state.effective, from: since, to: state.at }
  const pages = useInfiniteQuery({
    queryKey: ['findings', 'difference', request],
    queryFn: ({ pageParam, signal }) =>
      fetchDifference({ ...request, cursor: pageParam, limit: pageSize }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  })
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
        <Moves moves={first?.moves ?? movesOf(items)} isWhole={!pages.hasNextPage} />
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

interface Move {
  before: Evaluation | null
  after: Evaluation | null
  count: number
}

/** Counted from what is loaded, where the server sent no counts. */
function movesOf(items: FindingDifference[]): Move[] {
  const moves: Move[] = []
  for (const { before, after } of items) {
    const move = moves.find((it) => it.before === before && it.after === after)
    if (move) move.count += 1
    else moves.push({ before, after, count: 1 })
  }
  return moves
}

/** How many began to fail, and how many no longer do: in words, by which side failed. */
export function countMoves(moves: Move[]) {
  const sum = (isIn: (move: Move) => boolean) =>
    moves.filter(isIn).reduce((all, { count }) => all + count, 0)
  return {
    failed: sum((it) => it.after === 'failed' && it.before !== null),
    appeared: sum((it) => it.after === 'failed' && it.before === null),
    resolved: sum((it) => it.before === 'failed' && it.after !== null),
    gone: sum((it) => it.before === 'failed' && it.after === null),
  }
}

function Moves({ moves, isWhole }: { moves: Move[]; isWhole: boolean }) {
  const { failed, appeared, resolved, gone } = countMoves(moves)
  const parts: [count: number, words: string, look: string | undefined][] = [
    [failed, 'began to fail', css.worse],
    [appeared, 'failed and new', css.worse],
    [resolved, 'resolved', css.better],
    [gone, 'failed and gone', css.better],
  ]
  return (
    <ul className={css.moves} aria-label="Counts">
      {parts.map(([count, words, look]) => (
        <li key={words}>
          <strong className={count > 0 ? look : undefined}>
            {formatCount(count)}
            {isWhole ? '' : '+'}
          </strong>{' '}
          {words}
        </li>
      ))}
    </ul>
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
