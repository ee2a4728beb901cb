/** How findings are written into a file: JSON, one JSON a line, CSV. */

import { type Finding, findingColumns } from '@evenkeel/model'
import { stringify } from 'csv-stringify/sync'
import type { Selection } from './selection.ts'

export interface ExportFormat {
  type: string
  open: string
  row(finding: Finding, isFirst: boolean): string
  close: string
}

/** Names come from clusters: a cell that a spreadsheet would run as a formula is marked as text. */
const csv = { escape_formulas: true } as const

/** With a selection only its fields; CSV has those that are columns. */
export function createFormat(
  name: 'json' | 'ndjson' | 'csv',
  selection: Selection | undefined,
): ExportFormat {
  const pick = selection?.pick ?? ((finding: Finding) => finding)
  switch (name) {
    case 'json':
      return {
        type: 'application/json; charset=utf-8',
        open: '{"findings":[',
        row: (finding, isFirst) => `${isFirst ? '\n' : ',\n'}${JSON.stringify(pick(finding))}`,
        close: '\n]}\n',
      }
    case 'ndjson':
      return {
        type: 'application/x-ndjson; charset=utf-8',
        open: '',
        row: (finding) => `${JSON.stringify(pick(finding))}\n`,
        close: '',
      }
    case 'csv': {
      const columns = findingColumns.filter(([column]) => selection?.has(column) ?? true)
      return {
        type: 'text/csv; charset=utf-8',
        open: stringify([columns.map(([column]) => column)], csv),
        row: (finding) => stringify([columns.map(([, read]) => read(finding) ?? '')], csv),
        close: '',
      }
    }
  }
}
