/** The findings as a virtual table over keyset pages; rows are walked and opened by keyboard. */

import type { Finding } from '@evenkeel/model'
import { useElementSize, useMergedRef } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, memo, useEffect, useMemo, useRef, useState } from 'react'
import type { ColumnId } from '../url/searches.ts'
import { type Column, type FittedColumn, fittingColumns } from './columns.tsx'
import css from './findings-table.module.css'

export const rowHeights = { normal: 38, compact: 31 } as const
export type Density = keyof typeof rowHeights

const headHeight = 32
const overscan = 14
/** Until the table has been measured. */
const widthUnmeasured = 1200
/** The next page is asked for when so few loaded rows are left below. */
const rowsAhead = 40

interface FindingsTableProps {
  findings: Finding[]
  total: number
  hasMore: boolean
  onMore: () => void
  chosen: readonly ColumnId[]
  density: Density
  sort: string | undefined
  onSort: (sort: string) => void
  /** The row that is open in the flyout. */
  openId: string | undefined
  /** The row that J and K have reached. */
  activeIndex: number
  /** Rises when the keyboard moved: the active row then takes the focus. */
  focusRequest: number
  onMove: (index: number) => void
  onActivate: (index: number) => void
  onOpen: (finding: Finding) => void
}

export function FindingsTable(props: FindingsTableProps) {
  const { findings, total, hasMore, onMore, chosen, density, openId, activeIndex } = props
  const actions = useRowActions(props)
  const { ref: sizeRef, width } = useElementSize()
  const scroller = useRef<HTMLDivElement>(null)
  const mergedRef = useMergedRef(sizeRef, scroller)
  const chosenKey = chosen.join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the columns by their names, not by their list
  const shown = useMemo(() => fittingColumns(chosen, width || widthUnmeasured), [chosenKey, width])
  const count = findings.length + (hasMore ? 1 : 0)
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeights[density],
    overscan,
    scrollPaddingStart: headHeight,
    initialRect: { width: 1200, height: 900 },
  })
  const rows = virtualizer.getVirtualItems()
  const last = rows.at(-1)?.index ?? 0

  useEffect(() => {
    if (hasMore && last >= findings.length - rowsAhead) onMore()
  }, [hasMore, last, findings.length, onMore])
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are measured anew when the density changes
  useEffect(() => virtualizer.measure(), [density])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a move by keyboard scrolls and takes the focus
  useEffect(() => {
    if (props.focusRequest === 0) return
    virtualizer.scrollToIndex(activeIndex)
    requestAnimationFrame(() => {
      const row = scroller.current?.querySelector<HTMLElement>(
        `[aria-rowindex="${activeIndex + 2}"]`,
      )
      row?.focus({ preventScroll: true })
    })
  }, [props.focusRequest])

  const before = rows[0]?.start ?? 0
  const after = virtualizer.getTotalSize() - (rows.at(-1)?.end ?? 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.scroller} ref={mergedRef} tabIndex={0} aria-label="Findings, scrolls">
      <table
        className={css.table}
        aria-rowcount={total + 1}
        aria-label="Findings"
        style={{ '--row-height': `${rowHeights[density]}px` } as React.CSSProperties}
      >
        <ColumnWidths shown={shown} />
        <Head shown={shown} sort={props.sort} onSort={props.onSort} />
        <tbody>
          <Spacer height={before} span={shown.length} />
          {rows.map(({ index }) => (
            <Row
              key={findings[index]?.id ?? index}
              finding={findings[index]}
              index={index}
              shown={shown}
              isOpen={findings[index]?.id === openId}
              isTabStop={index === Math.max(0, activeIndex)}
              actions={actions}
            />
          ))}
          <Spacer height={after} span={shown.length} />
        </tbody>
      </table>
    </section>
  )
}

function ColumnWidths({ shown }: { shown: FittedColumn[] }) {
  return (
    <colgroup>
      {shown.map(({ id, fitted }) => (
        <col key={id} style={{ width: fitted }} />
      ))}
    </colgroup>
  )
}

interface HeadProps {
  shown: Column[]
  sort: string | undefined
  onSort: (sort: string) => void
}

function Head({ shown, sort, onSort }: HeadProps) {
  const [first = ''] = (sort ?? '').split(',')
  const isDescending = first.startsWith('-')
  const field = isDescending ? first.slice(1) : first
  return (
    <thead>
      <tr aria-rowindex={1}>
        {shown.map((column) => {
          const isSorted = column.sort === field
          const Arrow = isDescending ? IconArrowDown : IconArrowUp
          const direction = isDescending ? 'descending' : 'ascending'
          return (
            <th key={column.id} scope="col" aria-sort={isSorted ? direction : undefined}>
              <button
                type="button"
                className={css.sort}
                onClick={() => onSort(isSorted && !isDescending ? `-${column.sort}` : column.sort)}
              >
                {column.title}
                {isSorted && <Arrow size={13} aria-hidden />}
              </button>
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

function Spacer({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null
  return (
    <tr className={css.spacer} aria-hidden>
      <td colSpan={span} style={{ height }} />
    </tr>
  )
}

const rowsOfPage = 16

/** Where each key leads from a row. */
const keyTargets: Record<string, (index: number, count: number) => number> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  PageDown: (index) => index + rowsOfPage,
  PageUp: (index) => index - rowsOfPage,
  Home: () => 0,
  End: (_, count) => count - 1,
}

interface RowActions {
  count: () => number
  move: (index: number) => void
  activate: (index: number) => void
  open: (finding: Finding) => void
}

/** The same object for as long as the table lives, so that rows that do not change are not drawn anew. */
function useRowActions(props: FindingsTableProps): RowActions {
  const latest = useRef(props)
  latest.current = props
  const [actions] = useState(
    (): RowActions => ({
      count: () => latest.current.findings.length,
      move: (index) => latest.current.onMove(index),
      activate: (index) => latest.current.onActivate(index),
      open: (finding) => latest.current.onOpen(finding),
    }),
  )
  return actions
}

interface RowProps {
  finding: Finding | undefined
  index: number
  shown: Column[]
  isOpen: boolean
  isTabStop: boolean
  actions: RowActions
}

const Row = memo(function Row({ finding, index, shown, isOpen, isTabStop, actions }: RowProps) {
  if (!finding) return <LoadingRow span={shown.length} />
  const onKeyDown = (event: KeyboardEvent) => {
    const target = keyTargets[event.key]
    const last = actions.count() - 1
    if (event.key === 'Enter') actions.open(finding)
    else if (target) actions.move(Math.min(Math.max(target(index, last + 1), 0), last))
    else return
    event.preventDefault()
  }
  return (
    <tr
      className={css.row}
      data-finding={finding.id}
      aria-rowindex={index + 2}
      aria-selected={isOpen}
      tabIndex={isTabStop ? 0 : -1}
      onFocus={() => actions.activate(index)}
      onClick={() => actions.open(finding)}
      onKeyDown={onKeyDown}
    >
      {shown.map((column) => (
        <td key={column.id}>{column.render(finding)}</td>
      ))}
    </tr>
  )
})

function LoadingRow({ span }: { span: number }) {
  return (
    <tr>
      <td colSpan={span}>
        <span className={css.bone} role="status" aria-label="Loading more findings" />
      </td>
    </tr>
  )
}
