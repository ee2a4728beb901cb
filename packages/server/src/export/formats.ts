/** How findings are written into a file: JSON, one JSON a line, CSV. */

import type { Finding } from '@evenkeel/model'
import { stringify } from 'csv-stringify/sync'

export interface ExportFormat {
  type: string
  open: string
  row(finding: Finding, isFirst: boolean): string
  close: string
}

const columns: readonly [name: string, read: (finding: Finding) => unknown][] = [
  ['id', (it) => it.id],
  ['result.evaluation', (it) => it.result.evaluation],
  ['rule.severity', (it) => it.rule.severity],
  ['rule.id', (it) => it.rule.id],
  ['rule.name', (it) => it.rule.name],
  ['rule.section', (it) => it.rule.section],
  ['rule.number', (it) => it.rule.number],
  ['rule.benchmark.id', (it) => it.rule.benchmark.id],
  ['resource.id', (it) => it.resource.id],
  ['resource.type', (it) => it.resource.type],
  ['resource.sub_type', (it) => it.resource.sub_type],
  ['resource.name', (it) => it.resource.name],
  ['resource.namespace', (it) => it.resource.namespace],
  ['resource.owner', (it) => it.resource.owner],
  ['cluster.id', (it) => it.cluster.id],
  ['cluster.name', (it) => it.cluster.name],
  ['result.reason', (it) => it.result.reason],
  ['result.evidence', (it) => JSON.stringify(it.result.evidence)],
  ['lifecycle', (it) => it.lifecycle],
  ['first_seen', (it) => it.first_seen],
  ['changed_at', (it) => it.changed_at],
  ['exception.reason', (it) => it.exception?.reason],
  ['exception.owner', (it) => it.exception?.owner],
  ['exception.until', (it) => it.exception?.until],
]

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
    open: stringify([columns.map(([name]) => name)], csv),
    row: (finding) => stringify([columns.map(([, read]) => read(finding) ?? '')], csv),
    close: '',
  },
}
