/** What the findings page shows, as its address says, and the ways to change that. */

import { useLocalStorage } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { joinQueries, printEquals } from '../query/edit-query.ts'
import { type FindingsSearch, type Grouping, groupingsOf } from '../url/searches.ts'

export interface FindingsState extends FindingsSearch {
  /** The query as it is typed. */
  typed: string
  /** What the scope adds to the query; empty for all clusters. */
  scopeQuery: string
  /** The query with the cluster of the scope: what the server is asked. */
  effective: string
  /** At most one within another. */
  groupings: Grouping[]
  /** The columns that the reader chose last, where the address names none. */
  ownColumns: string | undefined
  /** Puts parts of the state into the address; `replace` makes no entry in the history. */
  change: (part: FindingsChange, options?: { replace?: boolean }) => void
  changeColumns: (cols: string | undefined) => void
}

export type FindingsChange = { [K in keyof FindingsSearch]?: FindingsSearch[K] | undefined }

export function useFindingsState(): FindingsState {
  const search = useSearch({ from: '/findings' })
  const navigate = useNavigate({ from: '/findings' })
  const change = useCallback(
    (part: FindingsChange, { replace = false } = {}) => {
      void navigate({
        search: (previous) => dropUndefined({ ...previous, ...part }),
        replace,
      })
    },
    [navigate],
  )
  const [ownColumns, setOwnColumns] = useLocalStorage<string>({
    key: 'evenkeel-columns',
    defaultValue: '',
    getInitialValueInEffect: false,
  })
  const typed = search.q ?? ''
  const scopeQuery = search.scope ? printEquals('cluster.id', search.scope) : ''
  return {
    ...search,
    typed,
    scopeQuery,
    effective: joinQueries(typed, scopeQuery),
    groupings: groupingsOf(search.group),
    ownColumns: search.cols ?? (ownColumns || undefined),
    change,
    changeColumns: (cols) => {
      setOwnColumns(cols ?? '')
      change({ cols }, { replace: true })
    },
  }
}

function dropUndefined(search: FindingsChange): FindingsSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined))
}
