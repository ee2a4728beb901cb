/** What can be done with a cluster: ask its agents for a look, install them, remove it. */

import type { ClusterSummary } from '@evenkeel/model'
import { Button, Modal, TextInput } from '@mantine/core'
import { IconDownload, IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { deleteCluster } from '../api/clusters.ts'
import { EvaluateButton } from '../evaluation/evaluate-button.tsx'
import { useMayDo } from '../session/role.ts'
import css from './clusters.module.css'
import { InstallDialog } from './install-dialog.tsx'

export function ClusterActions({ cluster }: { cluster: ClusterSummary }) {
  const [isRemoving, setRemoving] = useState(false)
  const [isInstalling, setInstalling] = useState(false)
  const mayFetch = useMayDo('clusters.operate')
  const mayRemove = useMayDo('clusters.remove')
  return (
    <div className={css.buttons}>
      {cluster.kind === 'agent' && <EvaluateButton clusterId={cluster.id} label="Evaluate now" />}
      {cluster.kind === 'agent' && mayFetch && (
        <Button
          variant="default"
          leftSection={<IconDownload size={15} />}
          onClick={() => setInstalling(true)}
        >
          Install
        </Button>
      )}
      {mayRemove && (
        <Button
          variant="default"
          leftSection={<IconTrash size={15} />}
          onClick={() => setRemoving(true)}
        >
          Remove
        </Button>
      )}
      <InstallDialog cluster={cluster} isOpen={isInstalling} onClose={() => setInstalling(false)} />
      <Modal
        opened={isRemoving}
        onClose={() => setRemoving(false)}
        title={`Remove ${cluster.name}`}
      >
        <RemoveForm cluster={cluster} />
      </Modal>
    </div>
  )
}

function RemoveForm({ cluster }: { cluster: ClusterSummary }) {
  const [typed, setTyped] = useState('')
  const queries = useQueryClient()
  const navigate = useNavigate()
  const removing = useMutation({
    mutationFn: () => deleteCluster(cluster.id),
    onSuccess: async () => {
      await navigate({ to: '/clusters', search: { scope: undefined } })
      await queries.invalidateQueries()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (typed === cluster.name) removing.mutate()
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <p>
        Its findings, their history and its scores are deleted, and its agents are no longer let in.
        Nothing in the cluster itself changes; take the agents off with{' '}
        <code>kubectl delete -f</code> and the manifest.
      </p>
      <TextInput
        label={`Type ${cluster.name} to confirm`}
        value={typed}
        error={removing.error?.message}
        data-autofocus
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button
        type="submit"
        color="red.9"
        size="sm"
        loading={removing.isPending}
        disabled={typed !== cluster.name}
      >
        Remove the cluster
      </Button>
    </form>
  )
}
