/** The command palette: pages at once, rules and resources as they are typed. */

import { quoteKql } from '@evenkeel/model'
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { fetchClusters } from '../api/clusters.ts'
import { fetchResources } from '../api/resources.ts'
import { fetchRules } from '../api/rules.ts'
import { fetchViews } from '../api/views.ts'
import { kindOf } from '../elements/resource-kind.ts'
import { parseSearch } from '../url/search-params.ts'
import { readFindingsSearch } from '../url/searches.ts'
import { pages } from './pages.ts'

const typingMs = 180
const shownMax = 6
const lengthMin = 2

type Navigate = ReturnType<typeof useNavigate>

interface PaletteProps {
  onShowShortcuts: () => void
  onShowPreferences: () => void
}

export function Palette({ onShowShortcuts, onShowPreferences }: PaletteProps) {
  const navigate = useNavigate()
  const [query, setQuery] = useState('')
  const typed = query.trim().toLowerCase()
  const clusters = useQuery({
    queryKey: ['clusters'],
    queryFn: ({ signal }) => fetchClusters(signal),
  })
  const found = useFound(typed, navigate)
  const clusterActions = (clusters.data ?? []).map((it) => ({
    id: `cluster ${it.id}`,
    label: it.name,
    onClick: () => void navigate({ to: '/clusters/$clusterId', params: { clusterId: it.id } }),
  }))
  const commands = [
    ...timeActions(navigate),
    { id: 'rbac', label: 'Who can do what', onClick: () => void navigate({ to: '/rbac' }) },
    { id: 'preferences', label: 'Preferences', onClick: onShowPreferences },
    { id: 'shortcuts', label: 'Keyboard shortcuts', onClick: onShowShortcuts },
  ]
  const groups: SpotlightActionGroupData[] = [
    { group: 'Pages', actions: keep(pageActions(navigate), typed) },
    { group: 'Clusters', actions: keep(clusterActions, typed) },
    { group: 'Views', actions: keep(useViewActions(navigate), typed) },
    { group: 'Commands', actions: typed === '' ? [] : keep(commands, typed) },
    ...found,
  ]
  return (
    <Spotlight
      actions={groups.filter((it) => it.actions.length > 0)}
      // What does not match was left out above; the server has its own idea of a match.
      filter={(_, actions) => actions}
      query={query}
      onQueryChange={setQuery}
      shortcut={['mod + K']}
      nothingFound="Nothing by that name."
      scrollable
      maxHeight={460}
      searchProps={{
        leftSection: <IconSearch size={17} />,
        placeholder: 'Jump to a page, rule or resource',
        'aria-label': 'Jump to',
      }}
      highlightQuery
    />
  )
}

function pageActions(navigate: Navigate) {
  return pages.map(({ to, label, Icon, keys }) => ({
    id: `page ${to}`,
    label,
    rightSection: <small>{keys}</small>,
    leftSection: <Icon size={17} stroke={1.7} />,
    onClick: () => void navigate({ to }),
  }))
}

function useViewActions(navigate: Navigate) {
  const views = useQuery({
    queryKey: ['views', 'findings'],
    queryFn: ({ signal }) => fetchViews('findings', signal),
  })
  return (views.data ?? []).map((it) => ({
    id: `view ${it.id}`,
    label: it.name,
    onClick: () => {
      const { search } = readFindingsSearch(parseSearch(it.search))
      void navigate({ to: '/findings', search: { ...search, view: it.id } })
    },
  }))
}

function timeActions(navigate: Navigate) {
  const go = (at: string | undefined) => () =>
    void navigate({ to: '.', search: (previous) => ({ ...previous, at }) })
  return [
    { id: 'now', label: 'Go to now', onClick: go(undefined) },
    { id: 'yesterday', label: 'Go back one day', onClick: go('now-1d') },
    { id: 'week', label: 'Go back 7 days', onClick: go('now-7d') },
    {
      id: 'changes',
      label: 'What changed since yesterday',
      onClick: () => void navigate({ to: '/findings', search: { since: 'now-1d' } }),
    },
  ]
}

function keep<T extends { label: string }>(actions: T[], typed: string): T[] {
  return actions.filter((it) => it.label.toLowerCase().includes(typed))
}

/** Rules by number, name or id, resources by name, and always the search in all findings. */
function useFound(typed: string, navigate: Navigate): SpotlightActionGroupData[] {
  const [searched] = useDebouncedValue(typed, typingMs)
  const enabled = searched.length >= lengthMin
  const rules = useQuery({
    queryKey: ['rules'],
    queryFn: ({ signal }) => fetchRules(signal),
    enabled,
  })
  const resources = useQuery({
    queryKey: ['resources', 'palette', searched],
    queryFn: ({ signal }) => fetchResources({ search: searched, limit: shownMax }, signal),
    placeholderData: keepPreviousData,
    enabled,
  })
  if (!enabled || typed === '') return []
  const ruleActions = (rules.data ?? [])
    .filter((it) =>
      [it.name, it.id, ...it.controls.map(({ number }) => number)].some((text) =>
        text.toLowerCase().includes(typed),
      ),
    )
    .slice(0, shownMax)
    .map((it) => ({
      id: `rule ${it.id}`,
      label: it.name,
      description: it.id,
      onClick: () => void navigate({ to: '/rules/$ruleId', params: { ruleId: it.id } }),
    }))
  const resourceActions = (resources.data?.items ?? []).map((it) => ({
    id: `resource ${it.cluster.id} ${it.id}`,
    label: it.name,
    description: [kindOf(it), it.namespace, it.cluster.name].filter((part) => part).join(', '),
    onClick: () =>
      void navigate({
        to: '/resources/$resourceId',
        params: { resourceId: it.id },
        search: { cluster: it.cluster.id },
      }),
  }))
  const search = {
    id: 'search',
    label: `Findings that contain “${typed}”`,
    leftSection: <IconSearch size={17} stroke={1.7} />,
    onClick: () => void navigate({ to: '/findings', search: { q: quoteKql(typed) } }),
  }
  return [
    { group: 'Rules', actions: ruleActions },
    { group: 'Resources', actions: resourceActions },
    { group: 'Search', actions: [search] },
  ]
}
