/** Findings page by page, and the groups of a query. */

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { fetchFindingGroups, fetchFindings } from '../api/findings.ts'
import type { Grouping } from '../url/searches.ts'

const pageSize = 100
const groupPageSize = 100

/** The field behind each grouping that the address names. */
export const groupFields: Record<Grouping, string> = {
  rule: 'rule.id',
  resource: 'resource.id',
  section: 'rule.section',
  namespace: 'resource.namespace',
  cluster: 'cluster.name',
}

export function useFindingPages(q: string, sort: string | undefined, enabled = true) {
  return useInfiniteQuery({
    queryKey: ['findings', q, sort],
    queryFn: ({ pageParam, signal }) =>
      fetchFindings({ q, sort, cursor: pageParam, limit: pageSize }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled,
  })
}

export function useGroupPages(q: string, grouping: Grouping | undefined) {
  return useInfiniteQuery({
    queryKey: ['groups', q, grouping],
    queryFn: ({ pageParam, signal }) =>
      fetchFindingGroups(
        {
          q,
          group: groupFields[grouping ?? 'rule'],
          cursor: pageParam,
          limit: groupPageSize,
        },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled: grouping !== undefined,
  })
}
