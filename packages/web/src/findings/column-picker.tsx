/** Which columns the findings table has, and in which order; kept for the next visit. */

import { ActionIcon, Button, Checkbox, NativeSelect, Popover } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconColumns3, IconGripVertical } from '@tabler/icons-react'
import { type DragEvent, useState } from 'react'
import { type ColumnId, columnIds, pinCounts } from '../url/searches.ts'
import css from './column-picker.module.css'
import { columnOf, columnsOf, defaultColumns } from './columns.tsx'
import type { FindingsState } from './use-findings-state.ts'
import { useLabelNames } from './use-label-names.ts'

export function ColumnPicker({ state }: { state: FindingsState }) {
  const chosen = columnsOf(state.ownColumns)
  const set = (next: readonly ColumnId[]) => {
    const isDefault = next.join() === defaultColumns.join()
    state.changeColumns(isDefault || next.length === 0 ? undefined : next.join())
  }
  const [isAsked, setAsked] = useState(false)
  const labels = useLabelNames(isAsked)
  const rest = [...columnIds, ...labels].filter((id) => !chosen.includes(id))
  const isDefault = chosen.join() === defaultColumns.join()
  return (
    <Popover position="bottom-end" width={440} trapFocus withinPortal onOpen={() => setAsked(true)}>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={15} />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={6}>
        <ol className={css.list} aria-label="Columns in their order">
          {chosen.map((id, index) => (
            <ChosenColumn key={id} id={id} index={index} chosen={chosen} onChange={set} />
          ))}
        </ol>
        <ul className={css.rest} aria-label="More columns">
          {rest.map((id) => (
            <li key={id} className={css.item}>
              <Checkbox
                size="md"
                classNames={{ label: css.label }}
                label={titleOf(id)}
                checked={false}
                onChange={() => set([...chosen, id])}
              />
            </li>
          ))}
        </ul>
        <NativeSelect
          size="xs"
          m={6}
          label="Stay when scrolled sideways"
          data={[
            { value: 'none', label: 'None' },
            ...pinCounts.map((it) => ({
              value: it,
              label: it === '1' ? 'The first column' : `The first ${it} columns`,
            })),
          ]}
          value={state.pin ?? 'none'}
          onChange={({ currentTarget: { value } }) =>
            state.change({ pin: pinCounts.find((it) => it === value) })
          }
        />
        <Button fullWidth variant="subtle" disabled={isDefault} onClick={() => set(defaultColumns)}>
          Back to the usual columns
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}

interface ChosenColumnProps {
  id: ColumnId
  index: number
  chosen: readonly ColumnId[]
  onChange: (next: readonly ColumnId[]) => void
}

function ChosenColumn({ id, index, chosen, onChange }: ChosenColumnProps) {
  const [isTarget, setTarget] = useState(false)
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setTarget(false)
    const dragged = event.dataTransfer.getData('text/plain')
    const from = chosen.findIndex((it) => `${it}` === dragged)
    if (from >= 0) onChange(moved(chosen, from, index))
  }
  return (
    <li
      className={css.item}
      data-target={isTarget}
      draggable
      onDragStart={(event) => event.dataTransfer.setData('text/plain', id)}
      onDragOver={(event) => {
        event.preventDefault()
        setTarget(true)
      }}
      onDragLeave={() => setTarget(false)}
      onDrop={onDrop}
    >
      <IconGripVertical size={14} className={css.grip} aria-hidden />
      <Checkbox
        size="md"
        classNames={{ label: css.label }}
        label={titleOf(id)}
        checked
        disabled={chosen.length === 1}
        onChange={() => onChange(chosen.filter((it) => it !== id))}
      />
      <span className={css.moves}>
        <Move
          label={`Move ${titleOf(id)} up`}
          Icon={IconArrowUp}
          isDisabled={index === 0}
          onClick={() => onChange(moved(chosen, index, index - 1))}
        />
        <Move
          label={`Move ${titleOf(id)} down`}
          Icon={IconArrowDown}
          isDisabled={index === chosen.length - 1}
          onClick={() => onChange(moved(chosen, index, index + 1))}
        />
      </span>
    </li>
  )
}

interface MoveProps {
  label: string
  Icon: typeof IconArrowUp
  isDisabled: boolean
  onClick: () => void
}

function Move({ label, Icon, isDisabled, onClick }: MoveProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={24}
      aria-label={label}
      disabled={isDisabled}
      onClick={onClick}
    >
      <Icon size={14} />
    </ActionIcon>
  )
}

function titleOf(id: ColumnId): string {
  return columnOf(id)?.title ?? id
}

/** The list with the one at `from` at the place `to`. */
export function moved(ids: readonly ColumnId[], from: number, to: number): ColumnId[] {
  const next = [...ids]
  next.splice(to, 0, ...next.splice(from, 1))
  return next
}
