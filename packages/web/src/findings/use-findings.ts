/** Findings page by page, and the groups of a query. */

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { fetchFindingGroups, fetchFindings } from '../api/findings.ts'
import { printEquals } from '../query/edit-query.ts'
import type { Grouping } from '../url/searches.ts'

const pageSize = 50
const groupPageSize = 100

/** The fields behind each grouping that the address names. A resource is one of its cluster. */
export const groupFields: Record<Grouping, readonly string[]> = {
  rule: ['rule.id'],
  resource: ['resource.id', 'cluster.name'],
  section: ['rule.section'],
  namespace: ['resource.namespace'],
  cluster: ['cluster.name'],
}

/** The query for the findings of one group. */
export function groupClause(grouping: Grouping, values: readonly (string | null)[]): string {
  return groupFields[grouping]
    .map((field, index) => printEquals(field, values[index] ?? null))
    .join(' and ')
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
          group: groupFields[grouping ?? 'rule'].join(),
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
