/** Chooses the earlier time that the results are compared with. */

import { CloseButton, Select, TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import page from './framework-page.module.css'

const ownDay = 'day'
const presets = [
  { value: 'now-1d', label: 'Yesterday' },
  { value: 'now-7d', label: '7 days ago' },
  { value: 'now-30d', label: '30 days ago' },
  { value: 'now-90d', label: '90 days ago' },
]

export function ComparePicker() {
  const { compare } = useSearch({ from: '/compliance/$frameworkId' })
  const navigate = useNavigate({ from: '/compliance/$frameworkId' })
  const isPreset = presets.some((it) => it.value === compare)
  const [isOwn, setOwn] = useState(compare !== undefined && !isPreset)
  const choose = (next: string | undefined) =>
    void navigate({
      search: ({ show, ...previous }) => ({
        ...previous,
        compare: next,
        ...(show && (next || show !== 'changed') ? { show } : {}),
      }),
      replace: true,
    })
  return (
    <span className={page.compare}>
      <Select
        aria-label="Compare with"
        placeholder="Compare with"
        size="xs"
        w={150}
        data={[...presets, { value: ownDay, label: 'A day…' }]}
        value={isOwn ? ownDay : (compare ?? null)}
        onChange={(value) => {
          setOwn(value === ownDay)
          choose(value === ownDay ? undefined : (value ?? undefined))
        }}
      />
      {isOwn && (
        <TextInput
          type="date"
          size="xs"
          aria-label="Day to compare with"
          max={new Date().toISOString().slice(0, 10)}
          value={compare ?? ''}
          onChange={(event) => choose(event.currentTarget.value || undefined)}
        />
      )}
      {(compare !== undefined || isOwn) && (
        <CloseButton
          size="sm"
          aria-label="Compare with nothing"
          onClick={() => {
            setOwn(false)
            choose(undefined)
          }}
        />
      )}
    </span>
  )
}
