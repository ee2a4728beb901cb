/** How entries of the audit log are written into a file. */

import type { AuditEntry } from '@evenkeel/model'
import { stringify } from 'csv-stringify/sync'

export interface AuditFormat {
  type: string
  open: string
  row(entry: AuditEntry): string
}

/** Names come from outside: a cell that a spreadsheet would run as a formula is marked as text. */
const csv = { escape_formulas: true } as const
const columns = ['at', 'actor', 'action', 'target', 'status', 'address', 'details'] as const

export const auditFormats: Record<'csv' | 'ndjson', AuditFormat> = {
  csv: {
    type: 'text/csv; charset=utf-8',
    open: stringify([[...columns]], csv),
    row: ({ details, ...entry }) => {
      const values = { ...entry, details: JSON.stringify(details) }
      return stringify([columns.map((name) => values[name] ?? '')], csv)
    },
  },
  ndjson: {
    type: 'application/x-ndjson; charset=utf-8',
    open: '',
    row: (entry) => `${JSON.stringify(entry)}\n`,
  },
}
