/** The head of the findings table: sorts, takes all rows, and makes columns wider. */

import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { KeyboardEvent, MouseEvent, PointerEvent } from 'react'
import type { ColumnId } from '../url/searches.ts'
import { type Column, type FittedColumn, isSortable, pinOf } from './columns.tsx'
import css from './findings-table.module.css'

const widthMin = 64
const widthMax = 900
const keyStep = 16

interface HeadProps {
  shown: FittedColumn[]
  sort: string | undefined
  onSort: (sort: string) => void
  /** Undefined gives the column its own width back. */
  onResize: (id: ColumnId, width: number | undefined) => void
  selected: 'none' | 'some' | 'all'
  onSelectLoaded: () => void
}

export function Head({ shown, sort, onSort, onResize, selected, onSelectLoaded }: HeadProps) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" className={css.tick}>
          <label className={css.tickLabel}>
            <input
              type="checkbox"
              aria-label="Select the loaded rows"
              checked={selected === 'all'}
              ref={(it) => {
                if (it) it.indeterminate = selected === 'some'
              }}
              onChange={onSelectLoaded}
            />
          </label>
        </th>
        {shown.map((column) => (
          <HeadCell
            key={column.id}
            column={column}
            sort={sort}
            onSort={onSort}
            onResize={onResize}
          />
        ))}
      </tr>
    </thead>
  )
}

interface HeadCellProps extends Pick<HeadProps, 'sort' | 'onSort' | 'onResize'> {
  column: FittedColumn
}

function HeadCell({ column, sort, onSort, onResize }: HeadCellProps) {
  const parts = sort?.split(',') ?? []
  const place = parts.findIndex((it) => it === column.sort || it === `-${column.sort}`)
  const isDescending = parts[place]?.startsWith('-') ?? false
  const Arrow = isDescending ? IconArrowDown : IconArrowUp
  const direction = isDescending ? 'descending' : 'ascending'
  return (
    <th scope="col" aria-sort={place === 0 ? direction : undefined} {...pinOf(column)}>
      {isSortable(column) ? (
        <button
          type="button"
          className={css.sort}
          title="Sorts; with Shift after the columns before it"
          onClick={(event: MouseEvent) => onSort(nextSort(parts, column, event.shiftKey))}
        >
          {column.title}
          {place >= 0 && <Arrow size={13} aria-hidden />}
          {place >= 0 && parts.length > 1 && <small aria-hidden>{place + 1}</small>}
        </button>
      ) : (
        <span className={css.sort}>{column.title}</span>
      )}
      <Grip column={column} onResize={onResize} />
    </th>
  )
}

/** The first click sorts up, the second down; with Shift the other keys stay. */
export function nextSort(parts: string[], column: Column, isAdded: boolean): string {
  const isUp = parts.includes(column.sort)
  const next = isUp ? `-${column.sort}` : column.sort
  if (!isAdded) return next
  const at = parts.findIndex((it) => it.replace(/^-/, '') === column.sort)
  return (at < 0 ? [...parts, next] : parts.with(at, next)).join()
}

/** The right border of a column: dragged, or moved by the arrow keys; a double click lets go. */
function Grip({ column, onResize }: Pick<HeadCellProps, 'column' | 'onResize'>) {
  const set = (width: number) =>
    onResize(column.id, Math.round(Math.min(Math.max(width, widthMin), widthMax)))
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const head = event.currentTarget.parentElement
    if (head) set(event.clientX - head.getBoundingClientRect().left)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') set(column.fitted - keyStep)
    else if (event.key === 'ArrowRight') set(column.fitted + keyStep)
    else return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is no <hr>
    <div
      className={css.grip}
      role="separator"
      aria-label={`Width of ${column.title}`}
      aria-orientation="vertical"
      aria-valuenow={Math.round(column.fitted)}
      aria-valuemin={widthMin}
      aria-valuemax={widthMax}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onDoubleClick={() => onResize(column.id, undefined)}
      onKeyDown={onKeyDown}
    />
  )
}
