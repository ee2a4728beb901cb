/** How the resource hangs together with others: as a map, and as a list of the same. */

import type { Finding, Relations } from '@evenkeel/model'
import { Button, SegmentedControl } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { fetchRelations } from '../api/relations.ts'
import { countOf } from '../elements/numbers.ts'
import { Empty, Failed, Loading, Notice } from '../elements/states.tsx'
import css from './relations.module.css'
import { RelationsList } from './relations-list.tsx'

const RelationsMap = lazy(async () => ({
  default: (await import('./relations-map.tsx')).RelationsMap,
}))
const hopChoices = [
  { value: '1', label: '1 step' },
  { value: '2', label: '2 steps' },
  { value: '3', label: '3 steps' },
]
const shapes = [
  { value: 'map', label: 'Map' },
  { value: 'list', label: 'List' },
]

interface RelationsTabProps {
  resource: Finding['resource']
  cluster: Finding['cluster']
  /** The time that the finding is shown of. */
  at: string | undefined
}

export function RelationsTab({ resource, cluster, at }: RelationsTabProps) {
  const [hops, setHops] = useState('2')
  const [shape, setShape] = useState('map')
  const place = { id: resource.id, clusterId: cluster.id }
  const relations = useQuery({
    queryKey: ['relations', place, hops],
    queryFn: ({ signal }) => fetchRelations(place, Number(hops), signal),
    placeholderData: keepPreviousData,
  })
  if (relations.isPending) return <Loading label="Loading the relations" rows={8} height={22} />
  if (relations.isError) {
    return (
      <Failed what="The relations" error={relations.error} onRetry={() => relations.refetch()} />
    )
  }
  const { edges, omitted } = relations.data
  return (
    <div className={css.tab}>
      {at !== undefined && <Notice>Relations are shown as they are now.</Notice>}
      <div className={css.tools}>
        <SegmentedControl
          size="xs"
          data={shapes}
          value={shape}
          onChange={setShape}
          aria-label="Shape"
        />
        <SegmentedControl
          size="xs"
          data={hopChoices}
          value={hops}
          onChange={setHops}
          aria-label="How far"
        />
        <span className={css.space} />
        {edges.length > 0 && <ExportButton relations={relations.data} name={resource.name} />}
      </div>
      {omitted > 0 && (
        <Notice>{countOf(omitted, 'further resource')} left out: there is no room for them.</Notice>
      )}
      {edges.length === 0 ? (
        <Empty title="Nothing else is known to hang together with this resource.">
          Owners, service accounts, bindings, services, network policies, volumes and nodes show
          here once they have been seen.
        </Empty>
      ) : shape === 'list' ? (
        <RelationsList relations={relations.data} clusterId={cluster.id} />
      ) : (
        <Suspense fallback={<Loading label="Loading the map" rows={8} height={22} />}>
          <RelationsMap
            key={`${resource.id} ${hops}`}
            relations={relations.data}
            clusterId={cluster.id}
          />
        </Suspense>
      )}
    </div>
  )
}

function ExportButton({ relations, name }: { relations: Relations; name: string }) {
  const save = async () => {
    const { printRelations } = await import('./relations-svg.ts')
    const url = URL.createObjectURL(
      new Blob([printRelations(relations)], { type: 'image/svg+xml' }),
    )
    const link = Object.assign(document.createElement('a'), {
      href: url,
      download: `${name.replaceAll(/[^\w.-]+/g, '-')}-relations.svg`,
    })
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <Button variant="default" leftSection={<IconDownload size={15} />} onClick={() => void save()}>
      SVG
    </Button>
  )
}
