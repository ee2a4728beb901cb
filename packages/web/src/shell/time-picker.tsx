/** Turns the pages back to a point in the past, and to now again. */

import { Button, CloseButton, Popover, TextInput } from '@mantine/core'
import { IconClock, IconHistory } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { Moment } from '../elements/time.tsx'
import css from './time-picker.module.css'

const hourMs = 3_600_000
const presets = [
  { hours: 1, label: 'An hour ago' },
  { hours: 24, label: 'Yesterday at this time' },
  { hours: 7 * 24, label: '7 days ago' },
  { hours: 30 * 24, label: '30 days ago' },
  { hours: 90 * 24, label: '90 days ago' },
] as const

export function useTime() {
  const { at } = useSearch({ strict: false })
  const navigate = useNavigate()
  const setAt = (next: string | undefined) =>
    void navigate({ to: '.', search: (previous) => ({ ...previous, at: next }) })
  return { at, setAt }
}

export function TimePicker() {
  const { at, setAt } = useTime()
  const [isOpen, setOpen] = useState(false)
  const choose = (next: string | undefined) => {
    setOpen(false)
    setAt(next)
  }
  return (
    <span className={css.time} data-past={at !== undefined}>
      <Popover opened={isOpen} onChange={setOpen} position="bottom-start" width={250} trapFocus>
        <Popover.Target>
          <Button
            variant={at === undefined ? 'default' : 'transparent'}
            className={css.button ?? ''}
            leftSection={at === undefined ? <IconClock size={15} /> : <IconHistory size={15} />}
            aria-expanded={isOpen}
            title="The time that the pages show"
            onClick={() => setOpen(!isOpen)}
          >
            {at === undefined ? 'Now' : <Moment at={at} />}
          </Button>
        </Popover.Target>
        <Popover.Dropdown p={6}>
          <button
            type="button"
            className={css.preset}
            aria-pressed={at === undefined}
            onClick={() => choose(undefined)}
          >
            Now
          </button>
          {presets.map(({ hours, label }) => (
            <button
              key={hours}
              type="button"
              className={css.preset}
              onClick={() => choose(minutesOf(new Date(Date.now() - hours * hourMs)))}
            >
              {label}
            </button>
          ))}
          <OwnTime onChoose={choose} />
        </Popover.Dropdown>
      </Popover>
      {at !== undefined && (
        <CloseButton size={26} aria-label="Back to now" onClick={() => setAt(undefined)} />
      )}
    </span>
  )
}

function OwnTime({ onChoose }: { onChoose: (at: string) => void }) {
  const [typed, setTyped] = useState('')
  const date = new Date(typed)
  const isTime = !Number.isNaN(date.getTime()) && date.getTime() < Date.now()
  return (
    <form
      className={css.own}
      onSubmit={(event) => {
        event.preventDefault()
        if (isTime) onChoose(date.toISOString())
      }}
    >
      <TextInput
        type="datetime-local"
        size="xs"
        aria-label="A time of your own"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={!isTime}>
        Show
      </Button>
    </form>
  )
}

/** To the minute: the same address twice in a minute is the same page. */
function minutesOf(date: Date): string {
  return `${date.toISOString().slice(0, 16)}:00Z`
}
