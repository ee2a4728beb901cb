/** Chooses what somebody sees: everything, or clusters by their labels and namespaces of them. */

import { ActionIcon, Button, Fieldset, Radio, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import css from './access.module.css'
import type { PartText } from './reach-text.ts'

interface ReachEditorProps {
  /** Null for everything. */
  value: readonly PartText[] | null
  error: string | undefined
  onChange: (value: PartText[] | null) => void
}

const empty: PartText = { labels: '', namespaces: '' }

export function ReachEditor({ value, error, onChange }: ReachEditorProps) {
  return (
    <Fieldset legend="Sees" variant="unstyled">
      <Radio.Group
        value={value === null ? 'all' : 'parts'}
        onChange={(it) => onChange(it === 'all' ? null : [empty])}
      >
        <div className={css.choices}>
          <Radio value="all" label="Everything" />
          <Radio value="parts" label="Only some clusters or namespaces" />
        </div>
      </Radio.Group>
      {value && <Parts parts={value} onChange={onChange} />}
      {error && (
        <p role="alert" className={css.error}>
          {error}
        </p>
      )}
    </Fieldset>
  )
}

function Parts({
  parts,
  onChange,
}: {
  parts: readonly PartText[]
  onChange: (value: PartText[]) => void
}) {
  const change = (index: number, fields: Partial<PartText>) =>
    onChange(parts.map((part, at) => (at === index ? { ...part, ...fields } : part)))
  return (
    <div className={css.stack}>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no id, and only the last ones come and go
        <div key={index} className={css.form}>
          <TextInput
            label="Clusters with the labels"
            placeholder="team=red, env=prod; empty for all"
            w={260}
            value={part.labels}
            onChange={(event) => change(index, { labels: event.currentTarget.value })}
          />
          <TextInput
            label="Their namespaces"
            placeholder="shop, payments; empty for all"
            w={240}
            value={part.namespaces}
            onChange={(event) => change(index, { namespaces: event.currentTarget.value })}
          />
          {parts.length > 1 && (
            <ActionIcon
              variant="default"
              size={30}
              aria-label={`Remove part ${index + 1}`}
              onClick={() => onChange(parts.filter((_, at) => at !== index))}
            >
              <IconX size={15} />
            </ActionIcon>
          )}
        </div>
      ))}
      <div>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconPlus size={13} />}
          onClick={() => onChange([...parts, empty])}
        >
          Add clusters
        </Button>
      </div>
    </div>
  )
}
