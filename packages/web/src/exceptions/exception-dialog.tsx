/** The dialog that accepts findings: what, why, who answers for it, until when; with its effect first. */

import { CreateExceptionRequest, ExceptionCategory, type ExceptionPreview } from '@evenkeel/model'
import { Button, Checkbox, Modal, Select, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Value } from 'typebox/value'
import { createException, previewException } from '../api/exceptions.ts'
import { countOf, formatSpan } from '../elements/numbers.ts'
import { Notice } from '../elements/states.tsx'
import { queryError } from '../query/edit-query.ts'
import { useMayDo } from '../session/role.ts'
import { categoryWords, defaultUntil, endOfDay } from './exception-words.ts'
import css from './exceptions.module.css'

const typingMs = 400

interface ExceptionDialogProps {
  isOpen: boolean
  /** The findings to start from. */
  query: string
  onClose: () => void
}

export function ExceptionDialog({ isOpen, query, onClose }: ExceptionDialogProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Accept findings" size="lg">
      <ExceptionForm key={query} query={query} onDone={onClose} />
    </Modal>
  )
}

interface FormState {
  query: string
  reason: string
  category: ExceptionCategory
  owner: string
  /** `2027-02-23` */
  day: string
  isForever: boolean
}

type Change = (part: Partial<FormState>) => void

function ExceptionForm({ query, onDone }: { query: string; onDone: () => void }) {
  const [form, setForm] = useState<FormState>(() => ({
    query,
    reason: '',
    category: 'accepted',
    owner: '',
    day: defaultUntil(new Date()),
    isForever: false,
  }))
  const change: Change = (part) => setForm((it) => ({ ...it, ...part }))
  const queries = useQueryClient()
  const creating = useMutation({
    mutationFn: createException,
    onSuccess: async () => {
      onDone()
      await queries.invalidateQueries()
    },
  })
  const mayApprove = useMayDo('exceptions.approve')
  const request = toRequest(form)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (request) creating.mutate(request)
  }
  const error = problemOf(form.query)
  return (
    <form className={css.form} onSubmit={submit}>
      <Textarea
        label="Findings"
        description="A query. It also accepts what it finds later."
        autosize
        minRows={2}
        classNames={{ input: css.query ?? '' }}
        value={form.query}
        error={error}
        onChange={(event) => change({ query: event.currentTarget.value })}
      />
      {error === undefined && <Effect query={form.query} />}
      <Textarea
        label="Reason"
        description="What whoever reads this in a year has to know."
        autosize
        minRows={2}
        data-autofocus
        value={form.reason}
        onChange={(event) => change({ reason: event.currentTarget.value })}
      />
      <Terms form={form} change={change} />
      {!mayApprove && (
        <Notice>
          With your role you ask for it; it accepts nothing before an editor approves it.
        </Notice>
      )}
      {creating.error && <Notice tone="warning">{creating.error.message}</Notice>}
      <Button type="submit" size="sm" disabled={!request} loading={creating.isPending}>
        {mayApprove ? 'Accept these findings' : 'Ask to accept these findings'}
      </Button>
    </form>
  )
}

function problemOf(query: string): string | undefined {
  return query.trim() === '' ? 'Say which findings.' : queryError(query)?.message
}

/** Undefined while something is missing. */
function toRequest(form: FormState): CreateExceptionRequest | undefined {
  const until = form.isForever ? null : endOfDay(form.day)
  if (problemOf(form.query) !== undefined || until === undefined) return undefined
  const request = {
    query: form.query.trim(),
    reason: form.reason.trim(),
    category: form.category,
    owner: form.owner.trim(),
    until,
  }
  return Value.Check(CreateExceptionRequest, request) ? request : undefined
}

/** Which kind, who answers for it, and for how long. */
function Terms({ form, change }: { form: FormState; change: Change }) {
  return (
    <div className={css.pair}>
      <Select
        label="Category"
        allowDeselect={false}
        data={Object.entries(categoryWords).map(([value, label]) => ({ value, label }))}
        value={form.category}
        onChange={(value) => {
          if (Value.Check(ExceptionCategory, value)) change({ category: value })
        }}
      />
      <TextInput
        label="Who answers for it"
        placeholder="A person or a team"
        value={form.owner}
        onChange={(event) => change({ owner: event.currentTarget.value })}
      />
      <TextInput
        label="Until"
        type="date"
        disabled={form.isForever}
        value={form.day}
        onChange={(event) => change({ day: event.currentTarget.value })}
      />
      <Checkbox
        className={css.forever ?? ''}
        size="xs"
        label="Without an end"
        checked={form.isForever}
        onChange={(event) => change({ isForever: event.currentTarget.checked })}
      />
    </div>
  )
}

function Effect({ query }: { query: string }) {
  const [asked] = useDebouncedValue(query, typingMs)
  const preview = useQuery({
    queryKey: ['exception-preview', asked],
    queryFn: ({ signal }) => previewException(asked, signal),
    enabled: queryError(asked) === undefined && asked.trim() !== '',
  })
  if (preview.isError) return <Notice tone="warning">{preview.error.message}</Notice>
  if (!preview.data) return <Notice>Counting what it covers…</Notice>
  return (
    <Notice tone={preview.data.warnings.length > 0 ? 'warning' : 'notice'}>
      {describeEffect(preview.data)}
    </Notice>
  )
}

export function describeEffect({
  findings,
  failed,
  score,
  score_after,
  warnings,
}: ExceptionPreview) {
  const change = formatSpan(score.value, score_after.value)
  return [
    `It covers ${countOf(findings, 'finding')}, ${failed} of them failed.`,
    `The score without accepted findings goes from ${change}; the posture score itself stays.`,
    ...warnings,
  ].join(' ')
}
