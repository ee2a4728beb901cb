/** CSV with the columns of the server's export, one finding a row. */

import { findingColumns } from '@evenkeel/model'
import { stringify } from 'csv-stringify/sync'
import type { ScanResult } from './result.ts'

/** Names come from clusters: a cell that a spreadsheet would run as a formula is marked as text. */
const options = { escape_formulas: true } as const

export function* printCsv({ findings }: ScanResult): Iterable<string> {
  yield stringify([findingColumns.map(([name]) => name)], options)
  for (const finding of findings) {
    yield stringify([findingColumns.map(([, read]) => read(finding) ?? '')], options)
  }
}
