/** Names a report by what it shows: the same data has the same id. */

import { createHash } from 'node:crypto'
import type { ReportData } from './report-data.ts'

const digits = 12

/** `R-2026-11-25-1f0c9a3b77de` */
export function reportIdOf(data: ReportData): string {
  const hash = createHash('sha256').update(printSorted(data)).digest('hex')
  return `R-${data.at.slice(0, 10)}-${hash.slice(0, digits)}`
}

/** JSON that does not depend on the order in which fields were set. */
function printSorted(value: unknown): string {
  return JSON.stringify(value, (_, it: unknown) => {
    if (typeof it !== 'object' || it === null || Array.isArray(it)) return it
    return Object.fromEntries(Object.entries(it).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
