/** A report as CSV: each control, with the findings that the PDF lists. */

import { stringify } from 'csv-stringify/sync'
import { type ReportControl, type ReportData, type ReportRow, resultWords } from './report-data.ts'

const columns = [
  'section',
  'control',
  'title',
  'severity',
  'profile',
  'assessment',
  'result',
  'failed',
  'unknown',
  'manual',
  'passed',
  'accepted',
  'disabled',
  'finding',
  'cluster',
  'kind',
  'namespace',
  'resource',
  'observed',
  'expected',
  'since',
  'exception',
  'attestation',
  'not_listed',
  'rule',
  'query',
] as const

/** Names come from clusters: a cell that a spreadsheet would run as a formula is marked as text. */
const options = { escape_formulas: true, header: true, columns: [...columns] } as const

export function printCsv(data: ReportData): string {
  const rows = data.sections.flatMap((section) =>
    section.controls.flatMap((control) => {
      const head = describeControl(section, control)
      if (control.rows.length === 0) return [head]
      return control.rows.map((row) => ({ ...head, ...describeRow(row) }))
    }),
  )
  return stringify(rows, options)
}

type Cells = Partial<Record<(typeof columns)[number], string | number>>

function describeControl(section: ReportData['sections'][number], control: ReportControl): Cells {
  const { attestation, counts } = control
  const until = attestation?.until ? ` until ${attestation.until}` : ''
  return {
    section: `${section.number} ${section.title}`.trim(),
    control: control.number,
    title: control.title,
    severity: control.severity ?? '',
    profile: control.profile ?? '',
    assessment: control.assessment,
    result: resultWords[control.result],
    ...counts,
    accepted: control.excepted,
    disabled: (control.off ?? [])
      .map((it) => `${it.clusters.join(', ')} by ${it.by}, ${it.since}: ${it.reason}`)
      .join('; '),
    attestation: attestation
      ? `${attestation.verdict} by ${attestation.created_by}, ${attestation.created_at}${until}: ${attestation.statement}`
      : '',
    // What the rows leave out is said in each of them.
    not_listed: countUnlisted(control),
    rule: control.rule,
    query: control.query,
  }
}

function describeRow(row: ReportRow): Cells {
  return {
    finding: row.evaluation,
    cluster: row.cluster,
    kind: row.kind,
    namespace: row.namespace,
    resource: row.name,
    observed: row.observed,
    expected: row.expected,
    since: row.changedAt,
    exception: row.accepted,
  }
}

/** Failed and unknown findings beyond those that are listed. */
export function countUnlisted({ counts, rows }: ReportControl): number {
  return Math.max(0, counts.failed + counts.unknown - rows.length)
}
