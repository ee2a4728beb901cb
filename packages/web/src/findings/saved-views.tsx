/** Saved views: what the page shows under a name, one's own or shared, one of them by default. */

import type { SaveViewRequest, View } from '@evenkeel/model'
import { Button, Menu } from '@mantine/core'
import {
  IconBookmark,
  IconCheck,
  IconDeviceFloppy,
  IconPencil,
  IconPlus,
  IconStarFilled,
  IconUsers,
} from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { isConflict } from '../api/request.ts'
import { fetchViews, updateView } from '../api/views.ts'
import { useSession } from '../session/role.ts'
import { parseSearch } from '../url/search-params.ts'
import { readFindingsSearch } from '../url/searches.ts'
import type { FindingsState } from './use-findings-state.ts'
import { ViewDialog } from './view-dialog.tsx'
import { isModified, searchOfView } from './view-search.ts'

export function SavedViews({ state }: { state: FindingsState }) {
  const views = useQuery({
    queryKey: ['views', 'findings'],
    queryFn: ({ signal }) => fetchViews('findings', signal),
  })
  const all = views.data ?? []
  const current = all.find(({ id }) => id === state.view)
  const apply = useApply(state)
  useDefaultView(all, state, apply)
  const [dialog, setDialog] = useState<'new' | 'edit'>()
  const isChanged = current !== undefined && isModified(current, state)
  return (
    <>
      <Menu position="bottom-start" width={280}>
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconBookmark size={15} />}
            maw={220}
            title="Saved views"
          >
            {current ? current.name : 'Views'}
            {isChanged && <small>&nbsp;(modified)</small>}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.isError && <Menu.Label>The views could not be loaded.</Menu.Label>}
          {views.isSuccess && all.length === 0 && <Menu.Label>No view is saved yet.</Menu.Label>}
          {all.length > 0 && <Menu.Label>Views</Menu.Label>}
          {all.map((view) => (
            <ViewItem key={view.id} view={view} isOn={view.id === state.view} onApply={apply} />
          ))}
          <Menu.Divider />
          {current && isChanged && <SaveItem view={current} state={state} />}
          <Menu.Item leftSection={<IconPlus size={15} />} onClick={() => setDialog('new')}>
            Save as a new view…
          </Menu.Item>
          {current && (
            <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setDialog('edit')}>
              Name, share or delete “{current.name}”…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ViewDialog
        key={`${dialog} ${current?.id}`}
        isOpen={dialog !== undefined}
        view={dialog === 'edit' ? current : undefined}
        state={state}
        onClose={() => setDialog(undefined)}
      />
    </>
  )
}

interface ViewItemProps {
  view: View
  isOn: boolean
  onApply: (view: View) => void
}

function ViewItem({ view, isOn, onApply }: ViewItemProps) {
  const { data: session } = useSession()
  const isOwn = session?.user.name === view.owner
  return (
    <Menu.Item
      leftSection={
        isOn ? <IconCheck size={15} aria-label="shown" /> : <span style={{ width: 15 }} />
      }
      rightSection={
        <>
          {view.is_default && <IconStarFilled size={13} aria-label="shown by default" />}
          {view.visibility === 'shared' && (
            <IconUsers size={14} aria-label={isOwn ? 'shared by you' : `shared by ${view.owner}`} />
          )}
        </>
      }
      onClick={() => onApply(view)}
    >
      {view.name}
    </Menu.Item>
  )
}

/** Keeps what shows now under the name that it began as. */
function SaveItem({ view, state }: { view: View; state: FindingsState }) {
  const queries = useQueryClient()
  const saving = useMutation({
    mutationFn: updateView,
    // Also where it was refused: the next try is over what is there now.
    onSettled: () => queries.invalidateQueries({ queryKey: ['views'] }),
  })
  const { name, page, visibility, is_default } = view
  const body: SaveViewRequest = { name, page, visibility, is_default, search: searchOfView(state) }
  return (
    <Menu.Item
      leftSection={<IconDeviceFloppy size={15} />}
      closeMenuOnClick={false}
      disabled={saving.isPending}
      onClick={() => saving.mutate({ view, body })}
    >
      {saving.isError ? tellRefusal(saving.error, name) : `Save the changes to “${name}”`}
    </Menu.Item>
  )
}

function tellRefusal(error: Error, name: string): string {
  if (!isConflict(error)) return error.message
  return `“${name}” was changed elsewhere meanwhile; save over it`
}

function useApply({ change }: FindingsState) {
  return (view: View, options?: { replace?: boolean }) => {
    const { search } = readFindingsSearch(parseSearch(view.search))
    const { q, group, cols, sort } = search
    change({ q, group, cols, sort, view: view.id, since: undefined, finding: undefined }, options)
  }
}

/** A page that is opened without anything in its address shows the reader's default view. */
function useDefaultView(
  views: View[],
  state: FindingsState,
  apply: (view: View, options: { replace: boolean }) => void,
): void {
  const { q, group, cols, sort, view, finding, since } = state
  const isBare = useRef(
    [q, group, cols, sort, view, finding, since].every((it) => it === undefined),
  )
  useEffect(() => {
    if (!isBare.current || views.length === 0) return
    isBare.current = false
    const preferred = views.find((it) => it.is_default)
    if (preferred) apply(preferred, { replace: true })
  }, [views, apply])
}
