/** The inventory: every resource that was evaluated, most failed first. */

import type { ResourceSummary } from '@evenkeel/model'
import { Button, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { fetchFacets } from '../api/findings.ts'
import { fetchResources } from '../api/resources.ts'
import { CountLink } from '../elements/count-link.tsx'
import css from '../elements/data-table.module.css'
import { countOf } from '../elements/numbers.ts'
import { Page } from '../elements/panel.tsx'
import { kindOf } from '../elements/resource-kind.ts'
import { Empty, Failed, Loading } from '../elements/states.tsx'
import { printEquals } from '../query/edit-query.ts'
import type { ResourcesSearch } from '../url/searches.ts'

const pageSize = 100
const typingMs = 250

export function ResourcesPage() {
  const search = useSearch({ from: '/resources' })
  const navigate = useNavigate({ from: '/resources' })
  const change = (part: ResourcesSearch) =>
    void navigate({ search: (previous) => ({ ...previous, ...part }), replace: true })
  const onSearch = useDebouncedCallback((text: string) => change({ search: text }), typingMs)
  const kinds = useValues('resource.sub_type')
  const namespaces = useValues('resource.namespace')
  return (
    <Page title="Resources">
      <div className={css.tools}>
        <TextInput
          aria-label="Search resources"
          placeholder="Name"
          size="xs"
          w={240}
          leftSection={<IconSearch size={14} />}
          defaultValue={search.search ?? ''}
          onChange={(event) => onSearch(event.currentTarget.value)}
        />
        <Select
          aria-label="Kind"
          placeholder="Every kind"
          size="xs"
          w={200}
          clearable
          searchable
          data={kinds}
          value={search.kind ?? null}
          onChange={(kind) => change({ kind: kind ?? '' })}
        />
        <Select
          aria-label="Namespace"
          placeholder="Every namespace"
          size="xs"
          w={200}
          clearable
          searchable
          data={namespaces}
          value={search.namespace ?? null}
          onChange={(namespace) => change({ namespace: namespace ?? '' })}
        />
      </div>
      <ResourceTable search={search} />
    </Page>
  )
}

/** The values that findings have in a field, for choosing one. */
function useValues(field: string): string[] {
  const facets = useQuery({
    queryKey: ['facets', 'values', field],
    queryFn: ({ signal }) => fetchFacets({ q: '', at: undefined, fields: [field] }, signal),
  })
  const values = facets.data?.fields[0]?.values ?? []
  return values.flatMap(({ value }) => value ?? []).sort()
}

function ResourceTable({ search }: { search: ResourcesSearch }) {
  const { scope, search: text, kind, namespace } = search
  const pages = useInfiniteQuery({
    queryKey: ['resources', scope, text, kind, namespace],
    queryFn: ({ pageParam, signal }) =>
      fetchResources(
        { cluster: scope, search: text, kind, namespace, cursor: pageParam, limit: pageSize },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  })
  if (pages.isPending) return <Loading label="Loading the resources" rows={12} height={24} />
  if (pages.isError) {
    return <Failed what="The resources" error={pages.error} onRetry={() => pages.refetch()} />
  }
  const resources = pages.data.pages.flatMap((it) => it.items)
  const total = pages.data.pages[0]?.total ?? 0
  if (resources.length === 0) {
    return text || kind || namespace ? (
      <Empty title="No resource matches.">Search for less, or for another kind.</Empty>
    ) : (
      <Empty title="There are no resources yet." actions={<Link to="/clusters">See clusters</Link>}>
        They appear as soon as a cluster has been evaluated.
      </Empty>
    )
  }
  return (
    <div className={css.frame}>
      <table className={css.table} aria-label={countOf(total, 'resource')}>
        <thead>
          <tr>
            <th scope="col">Resource</th>
            <th scope="col">Kind</th>
            <th scope="col">Namespace</th>
            <th scope="col">Owner</th>
            <th scope="col">Cluster</th>
            <th scope="col" className={css.numeric}>
              Failed
            </th>
            <th scope="col" className={css.numeric}>
              Unknown
            </th>
            <th scope="col" className={css.numeric}>
              Passed
            </th>
          </tr>
        </thead>
        <tbody>
          {resources.map((it) => (
            <Row key={`${it.cluster.id} ${it.id}`} resource={it} />
          ))}
        </tbody>
      </table>
      <div className={css.foot}>
        {countOf(total, 'resource')}
        {pages.hasNextPage && (
          <>
            {`, ${resources.length} shown `}
            <Button size="compact-xs" variant="default" onClick={() => void pages.fetchNextPage()}>
              Show more
            </Button>
          </>
        )}
      </div>
    </div>
  )
}

function Row({ resource }: { resource: ResourceSummary }) {
  const { id, name, cluster, counts } = resource
  const clause = `${printEquals('resource.id', id)} and ${printEquals('cluster.id', cluster.id)}`
  const count = (evaluation: keyof typeof counts) => (
    <CountLink
      count={counts[evaluation]}
      q={`${clause} and result.evaluation : ${evaluation}`}
      label={`${counts[evaluation]} ${evaluation} on ${name}`}
    />
  )
  return (
    <tr>
      <th scope="row" className={css.grow} title={id}>
        <Link
          to="/resources/$resourceId"
          params={{ resourceId: id }}
          search={{ cluster: cluster.id }}
        >
          {name}
        </Link>
      </th>
      <td>{kindOf(resource)}</td>
      <td>{resource.namespace ?? <span className={css.sub}>–</span>}</td>
      <td>{resource.owner ?? <span className={css.sub}>–</span>}</td>
      <td>{cluster.name}</td>
      <td className={css.numeric}>{count('failed')}</td>
      <td className={css.numeric}>{count('unknown')}</td>
      <td className={css.numeric}>{count('passed')}</td>
    </tr>
  )
}
