/** The facets: values of each field with counts; what is ticked is what stands in the query. */

import { evaluations, type Facets as FacetAnswer, labelPrefix, severities } from '@evenkeel/model'
import { ActionIcon, TextInput, Tooltip } from '@mantine/core'
import { IconChevronDown, IconFilter, IconFilterOff } from '@tabler/icons-react'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fetchFacets } from '../api/findings.ts'
import { formatCount } from '../elements/numbers.ts'
import { Failed, Loading } from '../elements/states.tsx'
import {
  excludeValue,
  type FilterValue,
  filterOf,
  onlyValue,
  queryError,
  toggleValue,
} from '../query/edit-query.ts'
import { afterRows } from './after-rows.ts'
import css from './facets.module.css'
import type { FindingsOf } from './use-findings.ts'

export const facetFields = [
  ['result.evaluation', 'Result'],
  ['rule.severity', 'Severity'],
  ['rule.section', 'Section'],
  ['resource.sub_type', 'Kind'],
  ['resource.namespace', 'Namespace'],
  ['cluster.name', 'Cluster'],
  ['rule.benchmark.id', 'Benchmark'],
  ['lifecycle', 'Status'],
  ['resource.owner', 'Owner'],
  ['result.assignee', 'Assigned to'],
] as const

const valuesShown = 6
/** Facets with more values than this can be searched. */
const searchFrom = 12

export function useFacets({ q, at }: FindingsOf) {
  const queries = useQueryClient()
  return useQuery({
    queryKey: ['facets', q, at],
    queryFn: async ({ signal }) => {
      await afterRows(queries, signal)
      return await fetchFacets({ q, at, fields: facetFields.map(([field]) => field) }, signal)
    },
    placeholderData: keepPreviousData,
    enabled: queryError(q) === undefined,
  })
}

/** Of the labels that have a column. */
function useLabelFacets({ q, at }: FindingsOf, labels: string | undefined) {
  const fields = (labels ?? '').split(',').map((key) => labelPrefix + key)
  return useQuery({
    queryKey: ['facets', q, at, labels],
    queryFn: ({ signal }) => fetchFacets({ q, at, fields }, signal),
    placeholderData: keepPreviousData,
    enabled: labels !== undefined && queryError(q) === undefined,
  })
}

interface FacetsProps {
  /** Keys of the labels that have a column, separated by commas. */
  labels: string | undefined
  /** As typed, without the scope. */
  typed: string
  of: FindingsOf
  onQuery: (q: string) => void
}

export function Facets({ typed, of, labels, onQuery }: FacetsProps) {
  const facets = useFacets(of)
  const ofLabels = useLabelFacets(of, labels)
  if (queryError(typed)) return <p className={css.note}>Put the query right to filter by values.</p>
  if (facets.isPending) return <Loading label="Loading the filters" rows={14} />
  if (facets.isError) {
    return <Failed what="The filters" error={facets.error} onRetry={() => facets.refetch()} />
  }
  const shown = [...facets.data.fields, ...(labels ? (ofLabels.data?.fields ?? []) : [])]
  return shown.map((facet) => (
    <Facet key={facet.field} facet={facet} typed={typed} onQuery={onQuery} />
  ))
}

function titleOf(name: string): string {
  const known = facetFields.find(([field]) => field === name)
  return known?.[1] ?? (name.startsWith(labelPrefix) ? name.slice(labelPrefix.length) : name)
}

interface FacetProps {
  facet: FacetAnswer['fields'][number]
  typed: string
  onQuery: (q: string) => void
}

function Facet({ facet, typed, onQuery }: FacetProps) {
  const [isOpen, setOpen] = useState(true)
  const [isLong, setLong] = useState(false)
  const [searched, setSearched] = useState('')
  const filter = filterOf(typed, facet.field)
  const title = titleOf(facet.field)
  const values = inOrder(facet).filter(({ value }) => matches(value, searched))
  const isChosen = (value: FilterValue) =>
    filter.included.includes(value) || filter.excluded.includes(value)
  const shown = isLong ? values : values.filter((it, at) => at < valuesShown || isChosen(it.value))
  // A single value tells nothing, unless it is what the query filters by.
  if (facet.values.length < 2 && !facet.values.some((it) => isChosen(it.value))) return null
  return (
    <fieldset className={css.facet}>
      <legend>
        <button
          type="button"
          className={css.title}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <IconChevronDown size={13} aria-hidden data-open={isOpen} />
          {title}
        </button>
      </legend>
      {isOpen && (
        <>
          {facet.values.length > searchFrom && (
            <TextInput
              size="xs"
              mb={4}
              placeholder={`Search ${title.toLowerCase()}`}
              aria-label={`Search ${title.toLowerCase()}`}
              value={searched}
              onChange={(event) => setSearched(event.currentTarget.value)}
            />
          )}
          {shown.map((it) => (
            <FacetValue
              key={it.value ?? '\u0000'}
              {...it}
              field={facet.field}
              typed={typed}
              onQuery={onQuery}
            />
          ))}
          {values.length > valuesShown && (
            <button type="button" className={css.more} onClick={() => setLong(!isLong)}>
              {isLong ? 'Show fewer' : `Show ${formatCount(values.length - shown.length)} more`}
            </button>
          )}
          {isLong && facet.has_more && <p className={css.note}>Further values: use the query.</p>}
        </>
      )}
    </fieldset>
  )
}

interface FacetValueProps {
  field: string
  value: FilterValue
  count: number
  typed: string
  onQuery: (q: string) => void
}

function FacetValue({ field, value, count, typed, onQuery }: FacetValueProps) {
  const { included, excluded } = filterOf(typed, field)
  const isExcluded = excluded.includes(value)
  const name = value ?? 'no value'
  return (
    <div className={css.value} data-excluded={isExcluded}>
      <label>
        <input
          type="checkbox"
          checked={included.includes(value)}
          onChange={() => onQuery(toggleValue(typed, field, value))}
        />
        <span className={css.name} title={name}>
          {value === null ? <em>{name}</em> : name}
        </span>
        <span className={css.count}>{formatCount(count)}</span>
      </label>
      <span className={css.tools}>
        <Tool
          label={`Only ${name}`}
          Icon={IconFilter}
          onClick={() => onQuery(onlyValue(typed, field, value))}
        />
        <Tool
          label={isExcluded ? `Do not exclude ${name}` : `Exclude ${name}`}
          Icon={IconFilterOff}
          onClick={() => onQuery(excludeValue(typed, field, value))}
        />
      </span>
    </div>
  )
}

interface ToolProps {
  label: string
  Icon: typeof IconFilter
  onClick: () => void
}

function Tool({ label, Icon, onClick }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size={24} aria-label={label} onClick={onClick}>
        <Icon size={14} />
      </ActionIcon>
    </Tooltip>
  )
}

/** Words with an order of their own come in it, all else as the server counts it. */
function inOrder({ field, values }: FacetAnswer['fields'][number]) {
  const order: readonly string[] =
    field === 'result.evaluation' ? evaluations : field === 'rule.severity' ? severities : []
  const place = (value: FilterValue) => order.indexOf(value ?? '')
  return values.toSorted((a, b) => place(a.value) - place(b.value))
}

function matches(value: FilterValue, searched: string): boolean {
  return (value ?? 'no value').toLowerCase().includes(searched.trim().toLowerCase())
}
