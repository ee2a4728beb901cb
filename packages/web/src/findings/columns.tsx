/** The columns of the findings table: what each shows, how wide, and which go first when it is narrow. */

import type { Finding } from '@evenkeel/model'
import { IconShieldCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { EvaluationChip, SeverityChip } from '../elements/chips.tsx'
import { kindOf } from '../elements/resource-kind.ts'
import { Time } from '../elements/time.tsx'
import type { ColumnId } from '../url/searches.ts'
import css from './findings-table.module.css'

export interface Column {
  id: ColumnId
  title: string
  /** The field that the server sorts by. */
  sort: string
  width: number
  /** What it shrinks to before the table scrolls sideways; absent where it never does. */
  widthMin?: number
  /** The share of what is left of the width; absent for none. */
  grows?: number
  /** Columns with a higher number leave first when there is too little room; 0 never leaves. */
  leaves: number
  render: (finding: Finding) => ReactNode
}

export const columns: readonly Column[] = [
  {
    id: 'result',
    title: 'Result',
    sort: 'result.evaluation',
    width: 112,
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
      </>
    ),
  },
  {
    id: 'severity',
    title: 'Severity',
    sort: 'rule.severity',
    width: 102,
    leaves: 0,
    render: (it) => <SeverityChip severity={it.rule.severity} />,
  },
  {
    id: 'rule',
    title: 'Rule',
    sort: 'rule.number',
    width: 270,
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
    width: 170,
    widthMin: 116,
    grows: 1,
    leaves: 0,
    render: (it) => <span className={css.name}>{it.resource.name}</span>,
  },
  {
    id: 'kind',
    title: 'Kind',
    sort: 'resource.sub_type',
    width: 150,
    leaves: 2,
    render: (it) => it.resource.sub_type ?? kindOf(it.resource),
  },
  {
    id: 'namespace',
    title: 'Namespace',
    sort: 'resource.namespace',
    width: 130,
    leaves: 3,
    render: (it) => it.resource.namespace ?? <span className={css.none}>–</span>,
  },
  {
    id: 'section',
    title: 'Section',
    sort: 'rule.section',
    width: 170,
    leaves: 4,
    render: (it) => it.rule.section,
  },
  {
    id: 'cluster',
    title: 'Cluster',
    sort: 'cluster.name',
    width: 130,
    leaves: 6,
    render: (it) => it.cluster.name,
  },
  {
    id: 'changed',
    title: 'Changed',
    sort: 'changed_at',
    width: 112,
    leaves: 5,
    render: (it) => <Time at={it.changed_at} absent="–" />,
  },
  {
    id: 'seen',
    title: 'First seen',
    sort: 'first_seen',
    width: 112,
    leaves: 7,
    render: (it) => <Time at={it.first_seen} absent="–" />,
  },
]

export const defaultColumns: readonly ColumnId[] = columns
  .map(({ id }) => id)
  .filter((id) => id !== 'seen')

export interface FittedColumn extends Column {
  /** Pixels, all of them together the width of the table. */
  fitted: number
}

/** The chosen columns in their order, less those that do not fit; `cols` names them all explicitly. */
export function fittingColumns(chosen: readonly ColumnId[], width: number): FittedColumn[] {
  let fitting = columns.filter(({ id }) => chosen.includes(id))
  const needed = () => fitting.reduce((sum, column) => sum + column.width, 0)
  while (needed() > width) {
    const leaving = fitting.reduce<Column | undefined>(
      (worst, column) => (column.leaves > (worst?.leaves ?? 0) ? column : worst),
      undefined,
    )
    if (!leaving) break
    fitting = fitting.filter((column) => column !== leaving)
  }
  const isTight = needed() > width
  const base = (column: Column) => (isTight ? (column.widthMin ?? column.width) : column.width)
  const left = Math.max(0, width - fitting.reduce((sum, column) => sum + base(column), 0))
  const shares = fitting.reduce((sum, { grows = 0 }) => sum + grows, 0)
  return fitting.map((column) => ({
    ...column,
    fitted: base(column) + (shares === 0 ? 0 : (left * (column.grows ?? 0)) / shares),
  }))
}
