/** What a new cluster is called, its labels, and how its agents look. */

import { CreateClusterRequest } from '@evenkeel/model'
import { Button, NativeSelect, Switch, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Value } from 'typebox/value'
import css from './clusters.module.css'
import {
  type InstallOptions,
  periods,
  readLabels,
  splitList,
  usualOptions,
} from './install-options.ts'

export interface NewCluster {
  request: CreateClusterRequest
  options: InstallOptions
}

interface ClusterFormProps {
  isWorking: boolean
  error: string | undefined
  onSubmit: (made: NewCluster) => void
}

export function ClusterForm({ isWorking, error, onSubmit }: ClusterFormProps) {
  const [name, setName] = useState('')
  const [labelText, setLabelText] = useState('')
  const [options, setOptions] = useState(usualOptions)
  const { labels, wrong } = readLabels(labelText)
  const request = {
    name: name.trim(),
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
  }
  const isUsable = wrong === undefined && Value.Check(CreateClusterRequest, request)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isUsable) onSubmit({ request, options })
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
      <TextInput
        label="Labels"
        description="For scores, queries and who sees the cluster, with commas between them."
        placeholder="team=payments, env=prod"
        value={labelText}
        error={wrong === undefined ? undefined : `"${wrong}" is no pair such as team=payments.`}
        onChange={(event) => setLabelText(event.currentTarget.value)}
      />
      <details>
        <summary>How the agents look</summary>
        <OptionFields options={options} onChange={setOptions} />
      </details>
      <Button type="submit" size="sm" loading={isWorking} disabled={!isUsable}>
        Make the manifest
      </Button>
    </form>
  )
}

interface OptionFieldsProps {
  options: InstallOptions
  onChange: (options: InstallOptions) => void
}

export function OptionFields({ options, onChange }: OptionFieldsProps) {
  const [namespaces, setNamespaces] = useState('')
  return (
    <div className={css.form}>
      <NativeSelect
        label="Everything is looked at anew every"
        description="Changes in between are looked at as they come."
        data={[...periods]}
        value={options.period}
        onChange={(event) => onChange({ ...options, period: event.currentTarget.value })}
      />
      <Switch
        label="Look at processes and files of each node"
        description="Without it the rules about nodes are unknown; the agents then need no files of the host."
        checked={options.hasNodeChecks}
        onChange={(event) => onChange({ ...options, hasNodeChecks: event.currentTarget.checked })}
      />
      <TextInput
        label="Namespaces to leave out"
        description="With commas. They are shown as left out, never as clean."
        placeholder="kube-node-lease"
        value={namespaces}
        onChange={(event) => {
          setNamespaces(event.currentTarget.value)
          onChange({ ...options, excludedNamespaces: splitList(event.currentTarget.value) })
        }}
      />
    </div>
  )
}
