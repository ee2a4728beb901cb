/** How findings are written into a file: JSON, one JSON a line, CSV. */

import { type Finding, findingColumns } from '@evenkeel/model'
import { stringify } from 'csv-stringify/sync'

export interface ExportFormat {
  type: string
  open: string
  row(finding: Finding, isFirst: boolean): string
  close: string
}

/** Names come from clusters: a cell that a spreadsheet would run as a formula is marked as text. */
const csv = { escape_formulas: true } as const

export const exportFormats: Record<'json' | 'ndjson' | 'csv', ExportFormat> = {
  json: {
    type: 'application/json; charset=utf-8',
    open: '{"findings":[',
    row: (finding, isFirst) => `${isFirst ? '\n' : ',\n'}${JSON.stringify(finding)}`,
    close: '\n]}\n',
  },
  ndjson: {
    type: 'application/x-ndjson; charset=utf-8',
    open: '',
    row: (finding) => `${JSON.stringify(finding)}\n`,
    close: '',
  },
  csv: {
    type: 'text/csv; charset=utf-8',
    open: stringify([findingColumns.map(([name]) => name)], csv),
    row: (finding) => stringify([findingColumns.map(([, read]) => read(finding) ?? '')], csv),
    close: '',
  },
}
