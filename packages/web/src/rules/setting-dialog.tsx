/** The dialog that sets rules: where, what, why; with its effect before anything is saved. */

import { type PreviewRulesRequest, type Rule, Severity, severities } from '@evenkeel/model'
import { Button, Modal, Select, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Value } from 'typebox/value'
import { fetchClusters } from '../api/clusters.ts'
import { previewRuleSettings, type SeenSettings } from '../api/rule-settings.ts'
import { Notice } from '../elements/states.tsx'
import css from '../exceptions/exceptions.module.css'
import { ParameterFields, readParameters, writeParameters } from './parameter-fields.tsx'
import { saveSettings, settingsKey, useRuleSettings } from './seen-settings.ts'
import { describeEffect, optionOfCluster, scopeOfOption, scopeOptions } from './setting-words.ts'

const typingMs = 400

interface SettingDialogProps {
  isOpen: boolean
  /** One rule has parameters beside; many are turned off or on, or rated. */
  rules: readonly Rule[]
  /** Where it holds at first; all clusters for undefined. */
  clusterId?: string | undefined
  state?: 'disabled' | 'enabled' | undefined
  onClose: () => void
}

export function SettingDialog({ isOpen, rules, onClose, ...start }: SettingDialogProps) {
  const [only] = rules
  const title = rules.length === 1 ? `Set "${only?.name}"` : `Set ${rules.length} rules`
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} size="lg">
      {isOpen && <SettingForm rules={rules} onDone={onClose} {...start} />}
    </Modal>
  )
}

const states = [
  { value: 'disabled', label: 'Disabled: counts nowhere' },
  { value: 'enabled', label: 'Enabled in any case' },
  { value: '', label: 'As it is' },
]

type FormProps = Omit<SettingDialogProps, 'isOpen' | 'onClose'> & { onDone: () => void }

function useSettingForm({ rules, clusterId, state: startState }: Omit<FormProps, 'onDone'>) {
  const parameters = rules.length === 1 ? (rules[0]?.parameters ?? []) : []
  const [form, setForm] = useState(() => ({
    option: optionOfCluster(clusterId),
    state: startState ?? '',
    severity: '',
    reason: '',
    texts: writeParameters(parameters),
  }))
  const { state, severity } = form
  const read = readParameters(parameters, form.texts)
  const hasParameters = Object.keys(read.values).length > 0
  const request: PreviewRulesRequest = {
    rule_ids: rules.map((it) => it.id),
    ...scopeOfOption(form.option),
    ...((state === 'disabled' || state === 'enabled') && { state }),
    ...(Value.Check(Severity, severity) && { severity }),
    ...(hasParameters && { parameters: read.values }),
  }
  const saysSomething = state !== '' || severity !== '' || hasParameters
  return {
    form,
    parameters,
    request,
    mistakes: read.mistakes,
    isSound: saysSomething && read.mistakes.size === 0,
    change: (part: Partial<typeof form>) => setForm((it) => ({ ...it, ...part })),
  }
}

type SettingFormState = ReturnType<typeof useSettingForm>

/** The settings as they were when the form opened, or when a conflict was told. */
function useSeenSettings() {
  const settings = useRuleSettings()
  const [seen, setSeen] = useState(settings.data)
  if (seen === undefined && settings.data) setSeen(settings.data)
  return { seen, setSeen, error: seen === undefined ? settings.error : null }
}

/** What was typed stays where somebody else was faster; the next try is over what they wrote. */
function useSaving(onDone: () => void, setSeen: (seen: SeenSettings) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: saveSettings,
    onSuccess: async (conflict) => {
      if (conflict) {
        setSeen(conflict.now)
        queries.setQueryData(settingsKey, conflict.now)
      } else onDone()
      await queries.invalidateQueries()
    },
  })
}

function SettingForm({ onDone, ...start }: FormProps) {
  const it = useSettingForm(start)
  const { form, change, request } = it
  const { seen, setSeen, error } = useSeenSettings()
  const saving = useSaving(onDone, setSeen)
  const reason = form.reason.trim()
  const isReady = it.isSound && reason !== '' && seen !== undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { is_removal: _, ...write } = request
    if (isReady) saving.mutate({ request: { ...write, reason }, seen, rules: start.rules })
  }
  const failure = saving.error ?? error
  return (
    <form className={css.form} onSubmit={submit}>
      <Values it={it} />
      {it.isSound && <Effect request={request} />}
      <Textarea
        label="Reason"
        description="What whoever reads this in a year has to know."
        autosize
        minRows={2}
        data-autofocus
        value={form.reason}
        onChange={(event) => change({ reason: event.currentTarget.value })}
      />
      {failure && <Notice tone="warning">{failure.message}</Notice>}
      {saving.data && (
        <Notice tone="warning">
          {saving.data.told} Nothing was saved, and what you typed is still here: save once more to
          set it over that.
        </Notice>
      )}
      <Button type="submit" size="sm" disabled={!isReady} loading={saving.isPending}>
        Save
      </Button>
    </form>
  )
}

/** Where, and what. */
function Values({ it: { form, change, parameters, mistakes } }: { it: SettingFormState }) {
  const clusters = useQuery({
    queryKey: ['clusters'],
    queryFn: ({ signal }) => fetchClusters(signal),
  })
  return (
    <>
      <Select
        label="Where"
        description="The most particular setting counts: one cluster, then labels, then all clusters."
        allowDeselect={false}
        searchable
        data={scopeOptions(clusters.data ?? [])}
        value={form.option}
        onChange={(value) => value && change({ option: value })}
      />
      <div className={css.pair}>
        <Select
          label="State"
          allowDeselect={false}
          data={states}
          value={form.state}
          onChange={(value) => change({ state: value ?? '' })}
        />
        <Select
          label="Severity"
          allowDeselect={false}
          data={[{ value: '', label: 'As it is' }, ...severities]}
          value={form.severity}
          onChange={(value) => change({ severity: value ?? '' })}
        />
      </div>
      <ParameterFields
        parameters={parameters}
        texts={form.texts}
        mistakes={mistakes}
        onChange={(name, text) => change({ texts: { ...form.texts, [name]: text } })}
      />
    </>
  )
}

function Effect({ request }: { request: PreviewRulesRequest }) {
  const [asked] = useDebouncedValue(JSON.stringify(request), typingMs)
  const preview = useQuery({
    queryKey: ['rule-setting-preview', asked],
    queryFn: ({ signal }) => previewRuleSettings(JSON.parse(asked), signal),
  })
  if (preview.isError) return <Notice tone="warning">{preview.error.message}</Notice>
  if (!preview.data) return <Notice>Counting what it changes…</Notice>
  return <Notice>{describeEffect(preview.data)}</Notice>
}
