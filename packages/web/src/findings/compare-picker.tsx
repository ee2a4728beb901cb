/** Chooses the time with which the findings are compared. */

import { Button, Popover, TextInput } from '@mantine/core'
import { IconGitCompare } from '@tabler/icons-react'
import { useState } from 'react'
import css from './compare.module.css'
import type { FindingsState } from './use-findings-state.ts'

const presets = [
  { since: 'now-1h', label: 'An hour ago' },
  { since: 'now-1d', label: 'Yesterday' },
  { since: 'now-7d', label: '7 days ago' },
  { since: 'now-30d', label: '30 days ago' },
] as const

export function ComparePicker({ state }: { state: FindingsState }) {
  const [isOpen, setOpen] = useState(false)
  const choose = (since: string | undefined) => {
    setOpen(false)
    state.change({ since, finding: undefined, tab: undefined })
  }
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={230} trapFocus>
      <Popover.Target>
        <Button
          variant={state.since ? 'light' : 'default'}
          leftSection={<IconGitCompare size={15} />}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          Changes
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={6}>
        <p className={css.label}>What differs since</p>
        {presets.map(({ since, label }) => (
          <button
            key={since}
            type="button"
            className={css.preset}
            aria-pressed={since === state.since}
            onClick={() => choose(since)}
          >
            {label}
          </button>
        ))}
        <TextInput
          type="datetime-local"
          aria-label="A time of your own"
          m={4}
          size="xs"
          onChange={(event) => {
            const date = new Date(event.currentTarget.value)
            if (!Number.isNaN(date.getTime())) state.change({ since: date.toISOString() })
          }}
        />
        {state.since && (
          <button type="button" className={css.preset} onClick={() => choose(undefined)}>
            Do not compare
          </button>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
