/** One row of the findings table: opened by Enter, selected by its box, Space or X. */

import type { Finding } from '@evenkeel/model'
import { type KeyboardEvent, type MouseEvent, memo } from 'react'
import type { ColumnId } from '../url/searches.ts'
import { type FittedColumn, pinOf } from './columns.tsx'
import css from './findings-table.module.css'

const rowsOfPage = 16
/** As wide as the style sheet draws them. */
const dotsWidth = 24
/** From the left end of the row to the menu that keys open. */
const menuInset = 40

/** Where each key leads from a row. */
const keyTargets: Record<string, (index: number, count: number) => number> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  PageDown: (index) => index + rowsOfPage,
  PageUp: (index) => index - rowsOfPage,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** The cell that a menu is asked for, and where it opens; no column for the row as a whole. */
export interface CellPlace {
  finding: Finding
  column: ColumnId | undefined
  x: number
  y: number
}

/** The same object for as long as the table lives, so that rows that do not change are not drawn anew. */
export interface RowActions {
  count: () => number
  move: (index: number) => void
  activate: (index: number) => void
  open: (finding: Finding) => void
  /** The pointer or the focus came to it, or the pointer left. */
  rest: (finding: Finding | undefined) => void
  select: (index: number, isRange: boolean) => void
  menu: (place: CellPlace) => void
}

interface RowProps {
  finding: Finding | undefined
  index: number
  shown: FittedColumn[]
  isOpen: boolean
  isSelected: boolean
  isTabStop: boolean
  actions: RowActions
}

export const Row = memo(function Row(props: RowProps) {
  const { finding, index, shown, isOpen, isSelected, isTabStop, actions } = props
  if (!finding) return <LoadingRow span={shown.length + 1} />
  return (
    <tr
      className={css.row}
      data-finding={finding.id}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-open={isOpen}
      tabIndex={isTabStop ? 0 : -1}
      onFocus={() => {
        actions.activate(index)
        actions.rest(finding)
      }}
      onPointerEnter={() => actions.rest(finding)}
      onPointerLeave={() => actions.rest(undefined)}
      onClick={(event) => {
        if (event.shiftKey) actions.select(index, true)
        else if (isOnDots(event)) openMenu(event, finding, actions)
        else actions.open(finding)
      }}
      onContextMenu={(event) => openMenu(event, finding, actions)}
      onKeyDown={(event) => onKeyDown(event, finding, { index, actions })}
    >
      <td className={css.tick}>
        <Tick
          index={index}
          isSelected={isSelected}
          name={finding.resource.name}
          actions={actions}
        />
      </td>
      {shown.map((column) => (
        <td key={column.id} data-column={column.id} {...pinOf(column)}>
          {column.render(finding)}
        </td>
      ))}
    </tr>
  )
})

function onKeyDown(
  event: KeyboardEvent<HTMLElement>,
  finding: Finding,
  { index, actions }: { index: number; actions: RowActions },
): void {
  if (event.target !== event.currentTarget) return
  const target = keyTargets[event.key]
  const last = actions.count() - 1
  if (event.key === 'Enter') actions.open(finding)
  else if (event.key === ' ') actions.select(index, event.shiftKey)
  else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
    const { left, bottom } = event.currentTarget.getBoundingClientRect()
    // A menu that opens within the key's own event takes that key for one that closes it.
    requestAnimationFrame(() =>
      actions.menu({ finding, column: undefined, x: left + menuInset, y: bottom }),
    )
  } else if (target) {
    if (event.shiftKey) actions.select(index, true)
    actions.move(Math.min(Math.max(target(index, last + 1), 0), last))
  } else return
  event.preventDefault()
}

function cellOf({ target }: MouseEvent): HTMLElement | undefined {
  const cell = target instanceof Element ? target.closest('[data-column]') : null
  return cell instanceof HTMLElement ? cell : undefined
}

/** The three dots at the end of the cell under the pointer; the style sheet draws them. */
function isOnDots(event: MouseEvent): boolean {
  const cell = cellOf(event)
  return cell !== undefined && event.clientX > cell.getBoundingClientRect().right - dotsWidth
}

function openMenu(event: MouseEvent, finding: Finding, actions: RowActions): void {
  const column = cellOf(event)?.dataset.column
  event.preventDefault()
  // The name was written by the row itself.
  actions.menu({ finding, column: column as ColumnId, x: event.clientX, y: event.clientY })
}

interface TickProps {
  index: number
  isSelected: boolean
  name: string
  actions: RowActions
}

function Tick({ index, isSelected, name, actions }: TickProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the box in it takes the keys
    <label className={css.tickLabel} onClick={(event) => event.stopPropagation()}>
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={`Select ${name}`}
        checked={isSelected}
        onClick={(event) => {
          event.stopPropagation()
          actions.select(index, event.shiftKey)
        }}
        onChange={() => undefined}
      />
    </label>
  )
}

function LoadingRow({ span }: { span: number }) {
  return (
    <tr>
      <td colSpan={span}>
        <span className={css.bone} role="status" aria-label="Loading more findings" />
      </td>
    </tr>
  )
}
