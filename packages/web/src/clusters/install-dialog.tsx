/** Installs the agents of a cluster that is there: options, then a new token in the three ways. */

import type { ClusterSummary } from '@evenkeel/model'
import { Button, Modal } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { createEnrolmentToken, fetchManifest } from '../api/clusters.ts'
import { Notice } from '../elements/states.tsx'
import { OptionFields } from './cluster-form.tsx'
import css from './clusters.module.css'
import { fileName, type InstallOptions, toQuery, usualOptions } from './install-options.ts'
import { InstallWays } from './install-ways.tsx'

interface InstallDialogProps {
  cluster: ClusterSummary
  isOpen: boolean
  onClose: () => void
}

export function InstallDialog({ cluster, isOpen, onClose }: InstallDialogProps) {
  const making = useMutation({
    mutationFn: async (options: InstallOptions) => {
      const token = await createEnrolmentToken(cluster.id)
      return { ...token, options, manifest: await fetchManifest(cluster.id, toQuery(options)) }
    },
  })
  const close = () => {
    making.reset()
    onClose()
  }
  const made = making.data
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      size={made ? 760 : 460}
      title={`Install the agents of ${cluster.name}`}
      closeOnClickOutside={!made}
    >
      {made ? (
        <InstallWays
          manifest={made.manifest}
          install={{
            file: `evenkeel-${fileName(cluster.name)}`,
            server: made.server,
            token: made.enrolment_token,
            expiresAt: made.expires_at,
            options: made.options,
          }}
        />
      ) : (
        <Options
          isWorking={making.isPending}
          error={making.error?.message}
          onSubmit={(options) => making.mutate(options)}
        />
      )}
    </Modal>
  )
}

interface OptionsProps {
  isWorking: boolean
  error: string | undefined
  onSubmit: (options: InstallOptions) => void
}

function Options({ isWorking, error, onSubmit }: OptionsProps) {
  const [options, setOptions] = useState(usualOptions)
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(options)
      }}
    >
      <p>
        This makes a new enrolment token; one made before and not used yet ends. Agents that run
        keep what they signed in with.
      </p>
      <OptionFields options={options} onChange={setOptions} />
      {error !== undefined && <Notice tone="warning">{error}</Notice>}
      <Button type="submit" size="sm" loading={isWorking}>
        Make the manifest
      </Button>
    </form>
  )
}
