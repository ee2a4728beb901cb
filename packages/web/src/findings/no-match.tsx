/** Nothing matches: says which part of the query takes most away, and takes it out on demand. */

import { Button } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { fetchFindings } from '../api/findings.ts'
import { countOf } from '../elements/numbers.ts'
import { Empty } from '../elements/states.tsx'
import { joinQueries, withoutEachClause } from '../query/edit-query.ts'
import type { FindingsState } from './use-findings-state.ts'

/** Queries with more parts are not tried part by part. */
const partsMax = 6

export function NoMatch({ state }: { state: FindingsState }) {
  if (state.typed === '') {
    return (
      <Empty title="There are no findings yet.">
        {state.at === undefined
          ? 'They appear as soon as a cluster has been evaluated.'
          : 'Nothing had been evaluated at that time.'}
      </Empty>
    )
  }
  return (
    <Empty
      title="No finding matches the query."
      actions={
        <Button variant="default" onClick={() => state.change({ q: undefined })}>
          Clear the query
        </Button>
      }
    >
      <code>{state.typed}</code>
      <WithoutOnePart state={state} />
    </Empty>
  )
}

function WithoutOnePart({ state }: { state: FindingsState }) {
  const parts = withoutEachClause(state.typed)
  const tried = parts.length > partsMax ? [] : parts
  const counts = useQueries({
    queries: tried.map(({ rest }) => {
      const q = joinQueries(rest, state.scopeQuery)
      return {
        queryKey: ['findings', 'without', q, state.at],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          fetchFindings({ q, at: state.at, limit: 1 }, signal),
      }
    }),
  })
  const found = tried
    .map((it, index) => ({ ...it, total: counts[index]?.data?.total ?? 0 }))
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total)
  const [best] = found
  if (!best) return null
  return (
    <p>
      Without <code>{best.clause}</code> there are{' '}
      <Button variant="subtle" px={4} onClick={() => state.change({ q: best.rest || undefined })}>
        {countOf(best.total, 'finding')}
      </Button>
    </p>
  )
}
