/** The dialog that answers a manual control: what was found, who says so, how long it holds, what shows it. */

import { CreateAttestationRequest, type FrameworkControl } from '@evenkeel/model'
import {
  Button,
  Checkbox,
  FileInput,
  Modal,
  SegmentedControl,
  Select,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Value } from 'typebox/value'
import { createAttestation } from '../api/attestations.ts'
import { fetchClusters } from '../api/clusters.ts'
import { Notice } from '../elements/states.tsx'
import { endOfDay } from '../exceptions/exception-words.ts'
import side from './control-panel.module.css'
import { fileBytesMax, readDocument } from './read-document.ts'

interface AttestationDialogProps {
  control: FrameworkControl
  isOpen: boolean
  onClose: () => void
}

export function AttestationDialog({ control, isOpen, onClose }: AttestationDialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={`Answer ${control.number} ${control.title}`}
      size="lg"
    >
      <AttestationForm control={control} onDone={onClose} />
    </Modal>
  )
}

const everyCluster = 'every'
const daysDefault = 365

interface FormState {
  verdict: CreateAttestationRequest['verdict']
  statement: string
  cluster: string
  /** `2027-11-25` */
  day: string
  isForever: boolean
  document: File | null
}

type Change = (part: Partial<FormState>) => void

function AttestationForm({ control, onDone }: { control: FrameworkControl; onDone: () => void }) {
  const { scope } = useSearch({ strict: false })
  const [form, setForm] = useState<FormState>(() => ({
    verdict: 'passed',
    statement: '',
    cluster: scope ?? everyCluster,
    day: new Date(Date.now() + daysDefault * 86_400_000).toISOString().slice(0, 10),
    isForever: false,
    document: null,
  }))
  const change: Change = (part) => setForm((it) => ({ ...it, ...part }))
  const queries = useQueryClient()
  const answering = useMutation({
    mutationFn: async () => createAttestation(await toRequest(form, control.rule)),
    onSuccess: async () => {
      onDone()
      await queries.invalidateQueries()
    },
  })
  const isTooLarge = form.document !== null && form.document.size > fileBytesMax
  const isReady =
    form.statement.trim() !== '' &&
    !isTooLarge &&
    (form.isForever || endOfDay(form.day) !== undefined)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady) answering.mutate()
  }
  return (
    <form className={side.form} onSubmit={submit}>
      <SegmentedControl
        aria-label="What was found"
        data={[
          { value: 'passed', label: 'It is as it should be' },
          { value: 'failed', label: 'It is not' },
        ]}
        value={form.verdict}
        onChange={(verdict) => change({ verdict: verdict === 'failed' ? 'failed' : 'passed' })}
      />
      <Textarea
        label="What was looked at, and what was found"
        description="An auditor reads this without you."
        autosize
        minRows={3}
        data-autofocus
        value={form.statement}
        onChange={(event) => change({ statement: event.currentTarget.value })}
      />
      <Terms form={form} change={change} />
      <FileInput
        label="Document that shows it"
        description="At most half a megabyte. It is kept with a checksum, and only ever downloaded."
        placeholder="None"
        clearable
        value={form.document}
        error={isTooLarge && `${form.document?.name} is larger than half a megabyte.`}
        onChange={(document) => change({ document })}
      />
      {answering.error && <Notice tone="warning">{answering.error.message}</Notice>}
      <Button type="submit" size="sm" disabled={!isReady} loading={answering.isPending}>
        Record this answer
      </Button>
    </form>
  )
}

async function toRequest(form: FormState, rule: string): Promise<CreateAttestationRequest> {
  const request = {
    rule_id: rule,
    cluster_id: form.cluster === everyCluster ? null : form.cluster,
    verdict: form.verdict,
    statement: form.statement.trim(),
    until: form.isForever ? null : endOfDay(form.day),
    file: form.document && (await readDocument(form.document)),
  }
  if (!Value.Check(CreateAttestationRequest, request)) {
    throw new Error('The statement is longer than 8,000 characters, or a field has no value.')
  }
  return request
}

/** For which clusters, and for how long. */
function Terms({ form, change }: { form: FormState; change: Change }) {
  const clusters = useQuery({
    queryKey: ['clusters'],
    queryFn: ({ signal }) => fetchClusters(signal),
  })
  const data = [
    { value: everyCluster, label: 'All clusters' },
    ...(clusters.data ?? []).map((it) => ({ value: it.id, label: it.name })),
  ]
  return (
    <div className={side.pair}>
      <Select
        label="For"
        allowDeselect={false}
        searchable
        data={data}
        value={form.cluster}
        onChange={(cluster) => cluster && change({ cluster })}
      />
      <TextInput
        label="To be looked at again by"
        type="date"
        disabled={form.isForever}
        value={form.day}
        onChange={(event) => change({ day: event.currentTarget.value })}
      />
      <Checkbox
        size="xs"
        label="Never again"
        checked={form.isForever}
        onChange={(event) => change({ isForever: event.currentTarget.checked })}
      />
    </div>
  )
}
