/** The command palette: pages at once, rules and resources as they are typed. */

import { Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { fetchClusters } from '../api/clusters.ts'
import { pages } from './pages.ts'

export function Palette() {
  const navigate = useNavigate()
  const [query, setQuery] = useState('')
  const clusters = useQuery({
    queryKey: ['clusters'],
    queryFn: ({ signal }) => fetchClusters(signal),
  })
  const pageActions = pages.map(({ to, label, Icon, keys }) => ({
    id: to,
    label,
    description: keys,
    leftSection: <Icon size={17} stroke={1.7} />,
    onClick: () => void navigate({ to }),
  }))
  const clusterActions = (clusters.data ?? []).map((it) => ({
    id: it.id,
    label: it.name,
    description: 'Cluster',
    onClick: () => void navigate({ to: '/clusters/$clusterId', params: { clusterId: it.id } }),
  }))
  const search: SpotlightActionData[] = query.trim()
    ? [
        {
          id: 'search',
          label: `Findings that contain “${query.trim()}”`,
          leftSection: <IconSearch size={17} stroke={1.7} />,
          // Shown whatever is typed: the label holds it.
          keywords: query,
          onClick: () =>
            void navigate({ to: '/findings', search: { q: JSON.stringify(query.trim()) } }),
        },
      ]
    : []
  return (
    <Spotlight
      actions={[...pageActions, ...clusterActions, ...search]}
      query={query}
      onQueryChange={setQuery}
      shortcut={['mod + K']}
      nothingFound="Nothing by that name."
      searchProps={{
        leftSection: <IconSearch size={17} />,
        placeholder: 'Jump to a page, rule or resource',
        'aria-label': 'Jump to',
      }}
      highlightQuery
    />
  )
}
