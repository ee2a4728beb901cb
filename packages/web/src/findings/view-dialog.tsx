/** Names a view, shares it, makes it the default; or deletes it. */

import type { SaveViewRequest, View } from '@evenkeel/model'
import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { createView, deleteView, updateView } from '../api/views.ts'
import { Notice } from '../elements/states.tsx'
import type { FindingsState } from './use-findings-state.ts'
import { searchOfView } from './view-search.ts'

const nameMax = 100

interface ViewDialogProps {
  isOpen: boolean
  /** Undefined for a new one. */
  view: View | undefined
  state: FindingsState
  onClose: () => void
}

export function ViewDialog({ isOpen, view, state, onClose }: ViewDialogProps) {
  const [name, setName] = useState(view?.name ?? '')
  const [isShared, setShared] = useState(view?.visibility === 'shared')
  const [isDefault, setDefault] = useState(view?.is_default ?? false)
  const { saving, deleting } = useChanges(state, onClose)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body: SaveViewRequest = {
      name: name.trim(),
      page: 'findings',
      search: view?.search ?? searchOfView(state),
      visibility: isShared ? 'shared' : 'private',
      is_default: isDefault,
    }
    saving.mutate({ view, body })
  }
  const error = saving.error ?? deleting.error
  return (
    <Modal opened={isOpen} onClose={onClose} title={view ? 'View' : 'Save as a new view'} size="sm">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            data-autofocus
            maxLength={nameMax}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Checkbox
            size="xs"
            label="Everybody who signs in may use it"
            checked={isShared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
          <Checkbox
            size="xs"
            label="Show it to me when I open the findings"
            checked={isDefault}
            onChange={(event) => setDefault(event.currentTarget.checked)}
          />
          {error && <Notice tone="warning">{error.message}</Notice>}
          <Group justify="space-between">
            <Button type="submit" disabled={name.trim() === ''} loading={saving.isPending}>
              Save
            </Button>
            {view && (
              <Button
                variant="default"
                loading={deleting.isPending}
                onClick={() => deleting.mutate(view)}
              >
                Delete this view
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function useChanges({ change }: FindingsState, onDone: () => void) {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: ['views'] })
  const saving = useMutation({
    mutationFn: ({ view, body }: { view: View | undefined; body: SaveViewRequest }) =>
      view === undefined ? createView(body) : updateView({ view, body }),
    // The next try is over what is there now; what was typed stays.
    onError: refresh,
    onSuccess: async (saved) => {
      onDone()
      await refresh()
      change({ view: saved.id }, { replace: true })
    },
  })
  const deleting = useMutation({
    mutationFn: deleteView,
    onError: refresh,
    onSuccess: async () => {
      onDone()
      change({ view: undefined }, { replace: true })
      await refresh()
    },
  })
  return { saving, deleting }
}
