/** The dialog that adds a cluster: a name, then its manifest, then its states as they are reached. */

import { CreateClusterRequest, type CreateClusterResponse } from '@evenkeel/model'
import { Button, Modal, TextInput } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Value } from 'typebox/value'
import { createCluster, fetchCluster } from '../api/clusters.ts'
import { LazyCodeView } from '../editors/lazy-code-view.tsx'
import { CopyButton } from '../elements/copy-button.tsx'
import { Notice } from '../elements/states.tsx'
import { DayOf } from '../elements/time.tsx'
import css from './clusters.module.css'
import { Onboarding } from './onboarding.tsx'

const pollMs = 2000

interface AddClusterProps {
  isOpen: boolean
  onClose: () => void
}

export function AddCluster({ isOpen, onClose }: AddClusterProps) {
  const queries = useQueryClient()
  const adding = useMutation({
    mutationFn: createCluster,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['clusters'] }),
  })
  const close = () => {
    adding.reset()
    onClose()
  }
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      size={adding.data ? 760 : 460}
      title={adding.data ? `Connect ${adding.data.cluster.name}` : 'Add cluster'}
      closeOnClickOutside={!adding.data}
    >
      {adding.data ? (
        <Connect created={adding.data} onDone={close} />
      ) : (
        <NameForm
          isWorking={adding.isPending}
          error={adding.error?.message}
          onName={(name) => adding.mutate({ name })}
        />
      )}
    </Modal>
  )
}

interface NameFormProps {
  isWorking: boolean
  error: string | undefined
  onName: (name: string) => void
}

function NameForm({ isWorking, error, onName }: NameFormProps) {
  const [name, setName] = useState('')
  const isUsable = Value.Check(CreateClusterRequest, { name: name.trim() })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isUsable) onName(name.trim())
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <p>
        Evenkeel makes a manifest for the cluster. Its agents only read, and send what they find
        here; no Secret is ever requested.
      </p>
      <TextInput
        label="Name"
        description="How the cluster is called on these pages."
        placeholder="prod-eu-1"
        value={name}
        error={error}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" size="sm" loading={isWorking} disabled={!isUsable}>
        Make the manifest
      </Button>
    </form>
  )
}

function Connect({ created, onDone }: { created: CreateClusterResponse; onDone: () => void }) {
  const { cluster, manifest, enrolment_token, expires_at } = created
  const state = useQuery({
    queryKey: ['cluster', cluster.id],
    queryFn: ({ signal }) => fetchCluster(cluster.id, signal),
    refetchInterval: (query) =>
      query.state.data?.cluster.state === 'first-finding' ? false : pollMs,
  })
  const file = `evenkeel-${fileName(cluster.name)}.yaml`
  const command = `kubectl apply -f ${file}`
  return (
    <div className={css.form}>
      <Notice>
        The token in the manifest is shown only now. It lets agents sign in until{' '}
        <DayOf at={expires_at} />.
      </Notice>
      <div className={css.buttons}>
        <Button
          component="a"
          size="sm"
          leftSection={<IconDownload size={15} />}
          href={URL.createObjectURL(new Blob([manifest], { type: 'application/yaml' }))}
          download={file}
        >
          Download manifest
        </Button>
        <CopyButton wide text={manifest} label="Copy manifest" />
        <CopyButton wide text={enrolment_token} label="Copy token" />
      </div>
      <div className={css.command}>
        <code>{command}</code>
        <CopyButton text={command} label="Copy command" />
      </div>
      <details>
        <summary>What is in the manifest</summary>
        <LazyCodeView text={manifest} language="yaml" label="The manifest" />
      </details>
      {state.isError && (
        <Notice tone="warning">Its state cannot be seen right now: {state.error.message}</Notice>
      )}
      <Onboarding cluster={state.data?.cluster ?? cluster} />
      <div className={css.buttons}>
        <Button variant="default" size="sm" onClick={onDone}>
          Close
        </Button>
        <span className={css.sub}>The page of the cluster goes on showing its state.</span>
      </div>
    </div>
  )
}

function fileName(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9.-]+/g, '-')
      .replaceAll(/^-+|-+$/g, '') || 'cluster'
  )
}
