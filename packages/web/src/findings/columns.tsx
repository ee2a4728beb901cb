/** The columns of the findings table: what each shows, how wide, and which go first when it is narrow. */

import { type Finding, labelPrefix } from '@evenkeel/model'
import { IconClockExclamation, IconShieldCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { EvaluationChip, SeverityChip } from '../elements/chips.tsx'
import { kindOf } from '../elements/resource-kind.ts'
import { Time } from '../elements/time.tsx'
import { type ColumnId, isLabelName, type LabelName, labelKeyOf } from '../url/searches.ts'
import css from './findings-table.module.css'

export interface Column {
  id: ColumnId
  title: string
  /** The field that the server sorts by. */
  sort: string
  /** The field that filters by a cell, where it is not the one that sorts. */
  field?: string
  /** What the field holds in a finding, for filters and for copying; null where it has no value. */
  value: (finding: Finding) => string | null
  width: number
  /** What it shrinks to before the table scrolls sideways; absent where it never does. */
  widthMin?: number
  /** The share of what is left of the width; absent for none. */
  grows?: number
  /** Columns with a higher number leave first when there is too little room; 0 never leaves. */
  leaves: number
  render: (finding: Finding) => ReactNode
}

const none = <span className={css.none}>–</span>

export const columns: readonly Column[] = [
  {
    id: 'result',
    title: 'Result',
    sort: 'result.evaluation',
    value: (it) => it.result.evaluation,
    width: 106,
    leaves: 0,
    render: (it) => (
      <>
        <EvaluationChip evaluation={it.result.evaluation} />
        {it.exception && (
          <IconShieldCheck
            className={css.accepted}
            size={14}
            aria-label="accepted"
            title={`Accepted: ${it.exception.reason}`}
          />
        )}
        {it.stale_since !== undefined && (
          <IconClockExclamation
            className={css.accepted}
            size={14}
            aria-label="not looked at lately"
            title={`Nobody has looked at this since ${it.stale_since}`}
          />
        )}
      </>
    ),
  },
  {
    id: 'severity',
    title: 'Severity',
    sort: 'rule.severity',
    value: (it) => it.rule.severity,
    width: 98,
    leaves: 0,
    render: (it) => <SeverityChip severity={it.rule.severity} />,
  },
  {
    id: 'rule',
    title: 'Rule',
    sort: 'rule.number',
    field: 'rule.id',
    value: (it) => it.rule.id,
    width: 246,
    widthMin: 150,
    grows: 3,
    leaves: 0,
    render: (it) => (
      <>
        <span className={css.number}>{it.rule.number || '–'}</span>
        <span>{it.rule.name}</span>
      </>
    ),
  },
  {
    id: 'resource',
    title: 'Resource',
    sort: 'resource.name',
    value: (it) => it.resource.name,
    width: 156,
    widthMin: 116,
    grows: 1.6,
    leaves: 0,
    render: (it) => <span className={css.name}>{it.resource.name}</span>,
  },
  {
    id: 'kind',
    title: 'Kind',
    sort: 'resource.sub_type',
    value: (it) => it.resource.sub_type,
    width: 112,
    grows: 0.4,
    leaves: 2,
    render: (it) => it.resource.sub_type ?? kindOf(it.resource),
  },
  {
    id: 'namespace',
    title: 'Namespace',
    sort: 'resource.namespace',
    value: (it) => it.resource.namespace,
    width: 112,
    grows: 0.4,
    leaves: 4,
    render: (it) => it.resource.namespace ?? none,
  },
  {
    id: 'section',
    title: 'Section',
    sort: 'rule.section',
    value: (it) => it.rule.section,
    width: 140,
    grows: 1,
    leaves: 3,
    render: (it) => it.rule.section,
  },
  {
    id: 'cluster',
    title: 'Cluster',
    sort: 'cluster.name',
    value: (it) => it.cluster.name,
    width: 130,
    leaves: 6,
    render: (it) => it.cluster.name,
  },
  {
    id: 'changed',
    title: 'Changed',
    sort: 'changed_at',
    value: (it) => it.changed_at,
    width: 112,
    leaves: 5,
    render: (it) => <Time at={it.changed_at} absent="–" />,
  },
  {
    id: 'seen',
    title: 'First seen',
    sort: 'first_seen',
    value: (it) => it.first_seen,
    width: 112,
    leaves: 7,
    render: (it) => <Time at={it.first_seen} absent="–" />,
  },
  {
    id: 'owner',
    title: 'Owner',
    sort: 'resource.owner',
    value: (it) => it.resource.owner,
    width: 160,
    leaves: 8,
    render: (it) => it.resource.owner ?? none,
  },
  {
    id: 'benchmark',
    title: 'Benchmark',
    sort: 'rule.benchmark.id',
    value: (it) => it.rule.benchmark.id,
    width: 150,
    leaves: 9,
    render: (it) => it.rule.benchmark.id,
  },
  {
    id: 'status',
    title: 'Status',
    sort: 'lifecycle',
    value: (it) => it.lifecycle ?? null,
    width: 96,
    leaves: 10,
    render: (it) => it.lifecycle ?? none,
  },
  {
    id: 'assignee',
    title: 'Assigned to',
    sort: 'result.assignee',
    value: (it) => it.assignee ?? null,
    width: 130,
    leaves: 12,
    render: (it) => it.assignee ?? none,
  },
  {
    id: 'controls',
    title: 'Controls',
    sort: 'rule.controls.number',
    value: (it) => it.rule.controls[0]?.number ?? null,
    width: 180,
    leaves: 11,
    render: (it) => it.rule.controls.map((one) => `${one.benchmark} ${one.number}`).join(', '),
  },
]

/** A column of a label is known by its name alone. */
export function columnOf(id: string): Column | undefined {
  return isLabelName(id) ? labelColumn(id) : columns.find((it) => it.id === id)
}

function labelColumn(id: LabelName): Column {
  const key = labelKeyOf(id)
  const value = (it: Finding) => it.resource.labels?.[key] ?? null
  return {
    id,
    title: key,
    sort: labelPrefix + key,
    value,
    width: 140,
    leaves: 13,
    render: (it) => value(it) ?? none,
  }
}

/** The keys of the labels among the columns, as the server is asked for them. */
export function labelsOf(cols: string | undefined): string | undefined {
  return columnsOf(cols).filter(isLabelName).map(labelKeyOf).join() || undefined
}

/** The server has no order of these. */
const unsortable: readonly ColumnId[] = ['status', 'controls']

export const isSortable = ({ id }: Column) => !unsortable.includes(id) && !isLabelName(id)

export const defaultColumns: readonly ColumnId[] = [
  'result',
  'severity',
  'rule',
  'resource',
  'section',
  'kind',
  'namespace',
  'cluster',
  'changed',
]

/** The columns that `cols` of the address names, in its order. */
export function columnsOf(cols: string | undefined): readonly ColumnId[] {
  const named = (cols ?? '').split(',')
  const known = named.flatMap((name) => columnOf(name)?.id ?? [])
  return known.length > 0 ? known : defaultColumns
}

export interface FittedColumn extends Column {
  /** Pixels, all of them together the width of the table. */
  fitted: number
  /** From the left edge of the table, where it stays; undefined where it scrolls. */
  pinnedAt?: number
}

export type Widths = Partial<Record<ColumnId, number>>

interface Room {
  width: number
  /** What the reader dragged columns to; these neither grow nor shrink. */
  widths?: Widths
  /** The reader chose the columns: none leaves, the table scrolls sideways instead. */
  isChosen?: boolean
}

/** The columns in their order, less those that do not fit. */
export function fittingColumns(
  chosen: readonly ColumnId[],
  { width, widths = {}, isChosen = false }: Room,
): FittedColumn[] {
  const wanted = (column: Column) => widths[column.id] ?? column.width
  let fitting = chosen.flatMap((id) => columnOf(id) ?? [])
  const needed = () => fitting.reduce((sum, column) => sum + wanted(column), 0)
  while (!isChosen && needed() > width) {
    const leaving = fitting.reduce<Column | undefined>(
      (worst, column) => (column.leaves > (worst?.leaves ?? 0) ? column : worst),
      undefined,
    )
    if (!leaving) break
    fitting = fitting.filter((column) => column !== leaving)
  }
  const isTight = needed() > width
  const base = (column: Column) =>
    widths[column.id] ?? (isTight ? (column.widthMin ?? column.width) : column.width)
  const share = ({ id, grows = 0 }: Column) => (widths[id] === undefined ? grows : 0)
  const left = Math.max(0, width - fitting.reduce((sum, column) => sum + base(column), 0))
  const shares = fitting.reduce((sum, column) => sum + share(column), 0)
  return fitting.map((column) => ({
    ...column,
    fitted: base(column) + (shares === 0 ? 0 : (left * share(column)) / shares),
  }))
}

/** The first of the columns stay when the table is scrolled sideways; `before` is what stands left of them. */
export function pinColumns(shown: FittedColumn[], count: number, before: number): FittedColumn[] {
  let left = before
  return shown.map((column, index) => {
    const pinnedAt = left
    left += column.fitted
    return index < count ? { ...column, pinnedAt } : column
  })
}

/** For the cells of a column that stays. */
export function pinOf({ pinnedAt }: FittedColumn) {
  return pinnedAt === undefined ? {} : { 'data-pinned': true, style: { left: pinnedAt } }
}
