/** The findings as a virtual table over keyset pages; rows are walked, opened and selected by keyboard. */

import type { Finding } from '@evenkeel/model'
import { useElementSize, useLocalStorage, useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ColumnId } from '../url/searches.ts'
import { CellMenu } from './cell-menu.tsx'
import {
  columnsOf,
  type FittedColumn,
  fittingColumns,
  pinColumns,
  type Widths,
} from './columns.tsx'
import css from './findings-table.module.css'
import { Head } from './table-head.tsx'
import { type CellPlace, Row, type RowActions } from './table-row.tsx'
import type { FindingsState } from './use-findings-state.ts'
import { usePreload } from './use-preload.ts'
import type { Selection } from './use-selection.ts'

export const rowHeights = { normal: 38, compact: 31 } as const
export type Density = keyof typeof rowHeights

const headHeight = 32
const tickWidth = 36
const overscan = 14
/** Until the table has been measured. */
const widthUnmeasured = 1200
/** The next page is asked for when so few loaded rows are left below. */
const rowsAhead = 40

interface FindingsTableProps {
  state: FindingsState
  findings: Finding[]
  total: number
  hasMore: boolean
  onMore: () => void
  density: Density
  selection: Selection
  /** The row that J and K have reached. */
  activeIndex: number
  /** Rises when the keyboard moved: the active row then takes the focus. */
  focusRequest: number
  onMove: (index: number) => void
  onActivate: (index: number) => void
  onOpen: (finding: Finding) => void
}

export function FindingsTable(props: FindingsTableProps) {
  const { state, findings, total, hasMore, onMore, density, activeIndex, selection } = props
  const [menu, setMenu] = useState<CellPlace>()
  const actions = useRowActions({ ...props, rest: usePreload(state.at) }, setMenu)
  const { ref: sizeRef, width } = useElementSize()
  const scroller = useRef<HTMLDivElement>(null)
  const mergedRef = useMergedRef(sizeRef, scroller)
  const { shown, chosen, resize } = useColumns(state, width || widthUnmeasured)
  const virtualizer = useVirtualizer({
    count: findings.length + (hasMore ? 1 : 0),
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
    requestAnimationFrame(() =>
      rowAt(scroller.current, activeIndex)?.focus({ preventScroll: true }),
    )
  }, [props.focusRequest])

  const before = rows[0]?.start ?? 0
  const after = virtualizer.getTotalSize() - (rows.at(-1)?.end ?? 0)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={css.scroller} ref={mergedRef} tabIndex={0} aria-label="Findings, scrolls">
        <table
          className={css.table}
          aria-rowcount={total + 1}
          aria-label="Findings"
          data-findings
          style={tableStyle(density, shown)}
        >
          <ColumnWidths shown={shown} />
          <Head
            shown={shown}
            sort={state.sort}
            onSort={(sort) => state.change({ sort })}
            onResize={resize}
            selected={selectedOf(selection, findings)}
            onSelectLoaded={selection.toggleLoaded}
          />
          <tbody>
            <Spacer height={before} span={shown.length + 1} />
            {rows.map(({ index }) => (
              <Row
                key={findings[index]?.id ?? index}
                finding={findings[index]}
                index={index}
                shown={shown}
                isOpen={findings[index]?.id === state.finding}
                isSelected={selection.isAll || selection.ids.has(findings[index]?.id ?? '')}
                isTabStop={index === Math.max(0, activeIndex)}
                actions={actions}
              />
            ))}
            <Spacer height={after} span={shown.length + 1} />
          </tbody>
        </table>
      </section>
      <CellMenu place={menu} shown={chosen} state={state} onClose={() => setMenu(undefined)} />
    </>
  )
}

function tableStyle(density: Density, shown: FittedColumn[]): React.CSSProperties {
  const width = tickWidth + shown.reduce((sum, { fitted }) => sum + fitted, 0)
  return {
    '--row-height': `${rowHeights[density]}px`,
    minWidth: Math.floor(width),
  } as React.CSSProperties
}

function selectedOf({ isAll, ids }: Selection, findings: Finding[]): 'none' | 'some' | 'all' {
  if (isAll || findings.every((it) => ids.has(it.id))) return 'all'
  return ids.size > 0 ? 'some' : 'none'
}

function rowAt(scroller: HTMLElement | null, index: number): HTMLElement | null | undefined {
  return scroller?.querySelector<HTMLElement>(`[aria-rowindex="${index + 2}"]`)
}

/** The columns that show, as wide as the reader dragged them. */
function useColumns({ ownColumns: cols, pin }: FindingsState, width: number) {
  const [widths, setWidths] = useLocalStorage<Widths>({
    key: 'evenkeel-column-widths',
    defaultValue: {},
    getInitialValueInEffect: false,
  })
  const chosen = useMemo(() => columnsOf(cols), [cols])
  const shown = useMemo(() => {
    const room = { width: width - tickWidth, widths, isChosen: cols !== undefined }
    return pinColumns(fittingColumns(chosen, room), Number(pin ?? 0), tickWidth)
  }, [chosen, cols, width, widths, pin])
  const resize = (id: ColumnId, next: number | undefined) =>
    setWidths(({ [id]: _, ...rest }) => (next === undefined ? rest : { ...rest, [id]: next }))
  return { shown, chosen, resize }
}

function ColumnWidths({ shown }: { shown: FittedColumn[] }) {
  return (
    <colgroup>
      <col style={{ width: tickWidth }} />
      {shown.map(({ id, fitted }) => (
        <col key={id} style={{ width: fitted }} />
      ))}
    </colgroup>
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

function useRowActions(
  props: FindingsTableProps & Pick<RowActions, 'rest'>,
  onMenu: (place: CellPlace) => void,
): RowActions {
  const latest = useRef(props)
  latest.current = props
  const [actions] = useState(
    (): RowActions => ({
      count: () => latest.current.findings.length,
      move: (index) => latest.current.onMove(index),
      activate: (index) => latest.current.onActivate(index),
      open: (finding) => latest.current.onOpen(finding),
      rest: (finding) => latest.current.rest(finding),
      select: (index, isRange) => latest.current.selection.toggle(index, isRange),
      menu: onMenu,
    }),
  )
  return actions
}
