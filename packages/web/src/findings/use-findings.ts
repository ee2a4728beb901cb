/** Findings page by page, and the groups of a query. */

import { labelPrefix } from '@evenkeel/model'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { fetchFindingGroups, fetchFindings } from '../api/findings.ts'
import { printEquals } from '../query/edit-query.ts'
import { type Grouping, isLabelName, type LabelName, labelKeyOf } from '../url/searches.ts'

/** The first page is small, so that it is there at once; who scrolls gets more at a time. */
const pageSizes = { first: 50, next: 100 }
const groupPageSize = 100

/** The fields behind each grouping that the address names. A resource is one of its cluster. */
const groupFields: Record<Exclude<Grouping, LabelName>, readonly string[]> = {
  rule: ['rule.id'],
  resource: ['resource.id', 'cluster.name'],
  section: ['rule.section'],
  namespace: ['resource.namespace'],
  cluster: ['cluster.name'],
  owner: ['resource.owner'],
  kind: ['resource.sub_type'],
  assignee: ['result.assignee'],
}

const groupWords: Record<Exclude<Grouping, LabelName>, string> = {
  rule: 'Rule',
  resource: 'Resource',
  section: 'Section',
  namespace: 'Namespace',
  cluster: 'Cluster',
  owner: 'Owner',
  kind: 'Kind',
  assignee: 'Assignee',
}

export function wordOfGrouping(grouping: Grouping): string {
  return isLabelName(grouping) ? labelKeyOf(grouping) : groupWords[grouping]
}

function fieldsOfGrouping(grouping: Grouping): readonly string[] {
  return isLabelName(grouping) ? [labelPrefix + labelKeyOf(grouping)] : groupFields[grouping]
}

/** The query for the findings of one group. */
export function groupClause(grouping: Grouping, values: readonly (string | null)[]): string {
  return fieldsOfGrouping(grouping)
    .map((field, index) => printEquals(field, values[index] ?? null))
    .join(' and ')
}

export interface FindingsOf {
  q: string
  at: string | undefined
}

interface PagesOptions {
  sort: string | undefined
  /** Keys of labels, separated by commas. */
  labels: string | undefined
}

export function useFindingPages({ q, at }: FindingsOf, { sort, labels }: PagesOptions) {
  return useInfiniteQuery({
    queryKey: ['findings', q, at, sort, labels],
    queryFn: ({ pageParam, signal }) =>
      fetchFindings(
        {
          q,
          at,
          sort,
          labels,
          cursor: pageParam,
          limit: pageParam === undefined ? pageSizes.first : pageSizes.next,
        },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    // Ten thousand findings would be compared with themselves for every page that comes.
    structuralSharing: false,
  })
}

export function useGroupPages({ q, at }: FindingsOf, grouping: Grouping) {
  return useInfiniteQuery({
    queryKey: ['groups', q, at, grouping],
    queryFn: ({ pageParam, signal }) =>
      fetchFindingGroups(
        {
          q,
          at,
          group: fieldsOfGrouping(grouping).join(),
          cursor: pageParam,
          limit: groupPageSize,
        },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  })
}
