/** Limits every page to one cluster. */

import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { fetchClusters } from '../api/clusters.ts'

const all = 'all'

export function ScopePicker() {
  const { scope } = useSearch({ strict: false })
  const navigate = useNavigate()
  const clusters = useQuery({
    queryKey: ['clusters'],
    queryFn: ({ signal }) => fetchClusters(signal),
  })
  const known = clusters.data ?? []
  if (known.length < 2 && scope === undefined) return null
  const data = [
    { value: all, label: 'All clusters' },
    ...known.map((it) => ({ value: it.id, label: it.name })),
  ]
  return (
    <Select
      aria-label="Cluster"
      size="xs"
      w={200}
      data={data}
      value={scope ?? all}
      allowDeselect={false}
      searchable={known.length > 8}
      onChange={(value) =>
        void navigate({
          to: '.',
          search: (previous) => ({ ...previous, scope: known.find((it) => it.id === value)?.id }),
        })
      }
    />
  )
}
