/** What can be done with the value of a cell: filter for or out, group by, copy. */

import { Menu } from '@mantine/core'
import { IconCopy, IconFilter, IconFilterOff, IconStack2 } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { excludeValue, onlyValue, queryError } from '../query/edit-query.ts'
import { type ColumnId, type Grouping, isLabelName } from '../url/searches.ts'
import css from './cell-menu.module.css'
import { type Column, columnOf } from './columns.tsx'
import type { CellPlace } from './table-row.tsx'
import type { FindingsState } from './use-findings-state.ts'

const groupingOf: Partial<Record<ColumnId, Grouping>> = {
  rule: 'rule',
  resource: 'resource',
  section: 'section',
  namespace: 'namespace',
  cluster: 'cluster',
  owner: 'owner',
  kind: 'kind',
  assignee: 'assignee',
}
/** Times and lists have no one value to filter by. */
const unfiltered: readonly ColumnId[] = ['changed', 'seen', 'controls']
const lengthShown = 40

interface CellMenuProps {
  place: CellPlace | undefined
  shown: readonly ColumnId[]
  state: FindingsState
  onClose: () => void
}

export function CellMenu({ place, shown, state, onClose }: CellMenuProps) {
  const [chosen, setChosen] = useState<ColumnId>()
  useEffect(() => setChosen(place?.column), [place])
  const column = chosen && columnOf(chosen)
  if (!place) return null
  const close = () => {
    onClose()
    const row = [...document.querySelectorAll<HTMLElement>('[data-finding]')]
    row.find((it) => it.dataset.finding === place.finding.id)?.focus()
  }
  return (
    <Menu
      opened
      onChange={(isOpen) => !isOpen && close()}
      closeOnItemClick={false}
      position="bottom-start"
      offset={2}
      width={270}
      trapFocus
    >
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label="What can be done with the value"
          className={css.anchor}
          style={{ left: place.x, top: place.y }}
        />
      </Menu.Target>
      <Menu.Dropdown>
        {!column && <ColumnItems shown={shown} onChoose={setChosen} />}
        {column && <ValueItems column={column} place={place} state={state} onDone={close} />}
      </Menu.Dropdown>
    </Menu>
  )
}

function ColumnItems({
  shown,
  onChoose,
}: {
  shown: readonly ColumnId[]
  onChoose: (id: ColumnId) => void
}) {
  return (
    <>
      <Menu.Label>Of which column</Menu.Label>
      {shown
        .flatMap((id) => columnOf(id) ?? [])
        .map(({ id, title }) => (
          <Menu.Item key={id} onClick={() => onChoose(id)}>
            {title}
          </Menu.Item>
        ))}
    </>
  )
}

interface ValueItemsProps {
  column: Column
  place: CellPlace
  state: FindingsState
  onDone: () => void
}

function ValueItems({ column, place, state, onDone }: ValueItemsProps) {
  const value = column.value(place.finding)
  const field = column.field ?? column.sort
  const grouping = isLabelName(column.id) ? column.id : groupingOf[column.id]
  const mayFilter = !unfiltered.includes(column.id) && queryError(state.typed) === undefined
  const run = (action: () => void) => () => {
    action()
    onDone()
  }
  return (
    <>
      <Menu.Label>
        {column.title}: {short(value ?? 'no value')}
      </Menu.Label>
      {mayFilter && (
        <Menu.Item
          leftSection={<IconFilter size={15} />}
          onClick={run(() => state.change({ q: onlyValue(state.typed, field, value) }))}
        >
          Filter for this value
        </Menu.Item>
      )}
      {mayFilter && (
        <Menu.Item
          leftSection={<IconFilterOff size={15} />}
          onClick={run(() => state.change({ q: excludeValue(state.typed, field, value) }))}
        >
          Filter it out
        </Menu.Item>
      )}
      {grouping && (
        <Menu.Item
          leftSection={<IconStack2 size={15} />}
          onClick={run(() => state.change({ group: grouping, finding: undefined }))}
        >
          Group by {column.title.toLowerCase()}
        </Menu.Item>
      )}
      {value !== null && (
        <Menu.Item
          leftSection={<IconCopy size={15} />}
          onClick={run(() => void navigator.clipboard.writeText(value))}
        >
          Copy the value
        </Menu.Item>
      )}
    </>
  )
}

function short(text: string): string {
  return text.length > lengthShown ? `${text.slice(0, lengthShown)}…` : text
}
