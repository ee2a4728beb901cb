/** The dialog that adds a cluster: a name and options, then three ways to install, then its states as they are reached. */

import type { CreateClusterResponse } from '@evenkeel/model'
import { Button, Modal } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createCluster, fetchCluster, fetchManifest } from '../api/clusters.ts'
import { Notice } from '../elements/states.tsx'
import { ClusterForm, type NewCluster } from './cluster-form.tsx'
import css from './clusters.module.css'
import { fileName, type InstallOptions, toQuery, usualOptions } from './install-options.ts'
import { InstallWays } from './install-ways.tsx'
import { Onboarding } from './onboarding.tsx'

const pollMs = 2000

interface AddClusterProps {
  isOpen: boolean
  onClose: () => void
}

export function AddCluster({ isOpen, onClose }: AddClusterProps) {
  const queries = useQueryClient()
  const adding = useMutation({
    mutationFn: addCluster,
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
        <Connect added={adding.data} onDone={close} />
      ) : (
        <ClusterForm
          isWorking={adding.isPending}
          error={adding.error?.message}
          onSubmit={(made) => adding.mutate(made)}
        />
      )}
    </Modal>
  )
}

interface Added extends CreateClusterResponse {
  options: InstallOptions
  /** Why the manifest is the usual one in the place of one by the options. */
  trouble?: string
}

/** The manifest by the options is asked for where they are not the usual ones. The cluster is there by then. */
async function addCluster({ request, options }: NewCluster): Promise<Added> {
  const created = await createCluster(request)
  const query = toQuery(options)
  if (Object.keys(query).length === 0) return { ...created, options }
  try {
    return { ...created, options, manifest: await fetchManifest(created.cluster.id, query) }
  } catch (error) {
    const trouble = error instanceof Error ? error.message : String(error)
    return { ...created, options: usualOptions, trouble }
  }
}

function Connect({ added, onDone }: { added: Added; onDone: () => void }) {
  const { cluster, manifest, enrolment_token, expires_at, server, options, trouble } = added
  const state = useQuery({
    queryKey: ['cluster', cluster.id],
    queryFn: ({ signal }) => fetchCluster(cluster.id, signal),
    refetchInterval: (query) =>
      query.state.data?.cluster.state === 'first-finding' ? false : pollMs,
  })
  const install = {
    file: `evenkeel-${fileName(cluster.name)}`,
    server,
    token: enrolment_token,
    expiresAt: expires_at,
    options,
  }
  return (
    <div className={css.form}>
      {trouble !== undefined && (
        <Notice tone="warning">
          The cluster is there, but what follows is without your options: {trouble} “Install” on its
          page makes another manifest.
        </Notice>
      )}
      <InstallWays install={install} manifest={manifest} />
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
