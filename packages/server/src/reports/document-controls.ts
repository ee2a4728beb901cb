/** The controls of a report, each with what was found and what to do. */

import type { Content, TableCell } from 'pdfmake/interfaces.js'
import { printInline, printMarkdown } from './document-markdown.ts'
import {
  capital,
  colours,
  headCells,
  note,
  type Parts,
  printCount,
  printDay,
  printTime,
  resultColours,
  severityColours,
  table,
} from './document-parts.ts'
import { sectionId } from './document-summary.ts'
import { countUnlisted } from './print-csv.ts'
import {
  type ReportControl,
  type ReportData,
  type ReportRow,
  type ReportSection,
  resultWords,
} from './report-data.ts'

export function printControls(parts: Parts, data: ReportData): Content[] {
  return [
    { text: '', pageBreak: 'after' },
    parts.heading('Controls', { level: 1, id: 'controls', isInContents: true }),
    ...data.sections.flatMap((section, index) => printSection(parts, data, section, index)),
  ]
}

function printSection(
  parts: Parts,
  data: ReportData,
  section: ReportSection,
  index: number,
): Content[] {
  const id = sectionId(index)
  const title = `${section.number} ${section.title}`.trim()
  return [
    parts.heading(title, { level: 2, id, parent: 'controls', isInContents: true }),
    ...section.controls.flatMap((control, place) =>
      printControl(parts, data, control, { id: `${id}-${place}`, parent: id }),
    ),
  ]
}

const resultMarks = {
  failed: '✕',
  unknown: '?',
  manual: '✎',
  passed: '✓',
  'not-applicable': '–',
  disabled: '–',
  listed: '–',
} as const

function printControl(
  parts: Parts,
  data: ReportData,
  control: ReportControl,
  place: { id: string; parent: string },
): Content[] {
  const { result } = control
  const isOpen = result === 'failed' || result === 'unknown' || result === 'manual'
  return [
    {
      unbreakable: true,
      stack: [
        parts.heading(`${control.number}  ${control.title}`, { level: 3, ...place }),
        printFacts(parts, control),
        ...printDescription(parts, control),
        ...printMapped(parts, control),
      ],
    },
    ...printRows(parts, data, control),
    ...printAnswer(parts, control),
    ...(isOpen && control.remediation !== ''
      ? [
          parts.text(result === 'manual' ? 'What to look at' : 'Remediation', {
            bold: true,
            margin: [0, 5, 0, 2],
          }),
          ...printMarkdown(parts, control.remediation),
        ]
      : []),
  ]
}

function printDescription(parts: Parts, { description }: ReportControl): Content[] {
  if (description === '') return []
  return [{ text: printInline(parts, unwrap(description)), margin: [0, 0, 0, 3] }]
}

function unwrap(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ')
}

function printFacts(parts: Parts, control: ReportControl): Content {
  const { result, severity, assessment, profile, counts, excepted } = control
  const faint = { color: colours.faint }
  const rest = [
    capital(assessment),
    ...(profile ? [profile.replace('level-', 'Level ')] : []),
    ...describeCounts(counts),
    ...describeOff(control),
    ...(excepted > 0 ? [`${printCount(excepted)} accepted by exceptions`] : []),
    control.rule,
  ]
  return {
    text: [
      { text: `${resultMarks[result]} `, font: 'Sans', fontSize: 8, color: resultColours[result] },
      { text: resultWords[result], bold: true, color: resultColours[result] },
      ...(severity
        ? [
            { text: '   ' },
            { text: capital(severity), bold: true, color: severityColours[severity] },
          ]
        : []),
      ...parts.printer.runs(`   ${rest.join(' · ')}`).map((run) => ({ ...run, ...faint })),
    ],
    fontSize: 8.5,
    margin: [0, 0, 0, 3],
  }
}

function describeOff({ off = [] }: ReportControl): string[] {
  return off.map(
    ({ by, since, reason, clusters }) =>
      `disabled on ${clusters.join(', ')} by ${by} since ${since.slice(0, 10)} because: ${reason}`,
  )
}

function describeCounts({ failed, unknown, manual, passed }: ReportControl['counts']): string[] {
  const total = failed + unknown + manual + passed
  if (total === 0) return ['no resource']
  const words: [number, string][] = [
    [failed, 'failed'],
    [unknown, 'unknown'],
    [manual, 'to be answered'],
    [passed, 'passed'],
  ]
  const named = words.filter(([count]) => count > 0)
  return [
    `${named.map(([count, word]) => `${printCount(count)} ${word}`).join(', ')} of ${printCount(total)} resource${total === 1 ? '' : 's'}`,
  ]
}

function printMapped(parts: Parts, { mapped }: ReportControl): Content[] {
  if (mapped.length === 0) return []
  const text = `Also evidence for ${mapped.join(', ')}.`
  return [parts.text(text, { color: colours.faint, fontSize: 8, margin: [0, 0, 0, 3] })]
}

function printRows(parts: Parts, data: ReportData, control: ReportControl): Content[] {
  if (control.rows.length === 0) return []
  const head = headCells(
    parts,
    '',
    'Resource',
    'Cluster, namespace',
    'Observed',
    'Expected',
    'Since',
  )
  const rows = control.rows.map((row) => printRow(parts, row))
  const left = countUnlisted(control)
  const address = `${data.url}/findings?q=${encodeURIComponent(control.query)}`
  return [
    table([8, 112, 88, 144, 66, 45], [head, ...rows], { fontSize: 8, margin: [0, 2, 0, 2] }),
    ...(left > 0
      ? [
          parts.text(
            `${printCount(control.rows.length)} are listed, ${printCount(left)} more are not: a report lists at most ${data.rowsMax} failed and ${data.rowsMax} unknown ones of a control. All are at ${address}`,
            { fontSize: 8, color: colours.warning, link: address, margin: [0, 2, 0, 2] },
          ),
        ]
      : []),
  ]
}

function printRow(parts: Parts, row: ReportRow): TableCell[] {
  const isFailed = row.evaluation === 'failed'
  const where = row.namespace === '' ? row.cluster : `${row.cluster}\n${row.namespace}`
  const accepted =
    row.accepted === ''
      ? []
      : [parts.text(row.accepted, { color: colours.manual, fontSize: 7.5, margin: [0, 2, 0, 0] })]
  return [
    {
      text: resultMarks[isFailed ? 'failed' : 'unknown'],
      font: 'Sans',
      fontSize: 7,
      color: resultColours[isFailed ? 'failed' : 'unknown'],
    },
    {
      stack: [parts.text(row.name), parts.text(row.kind, { color: colours.faint, fontSize: 7.5 })],
    },
    parts.text(where) as TableCell,
    {
      stack: [
        isFailed ? parts.mono(row.observed, { fontSize: 7 }) : parts.text(row.observed),
        ...accepted,
      ],
    },
    parts.mono(row.expected, { fontSize: 7 }) as TableCell,
    parts.text(printDay(row.changedAt)) as TableCell,
  ]
}

/** A person's answer, or that there is none. */
function printAnswer(parts: Parts, { attestation, result, assessment }: ReportControl): Content[] {
  if (!attestation) {
    if (result !== 'manual' && !(result === 'listed' && assessment === 'manual')) return []
    return [
      parts.text('Nobody has answered this yet.', { color: colours.manual, margin: [0, 2, 0, 2] }),
    ]
  }
  const { verdict, created_by, created_at, until, statement, file } = attestation
  const lines = [
    `Answered ${verdict} by ${created_by} on ${printTime(created_at)}${until ? `, to be looked at again by ${printDay(until)}` : ''}.`,
    statement,
    ...(file
      ? [`Evidence: ${file.name}, ${printCount(file.bytes)} bytes, SHA-256 ${file.sha256}`]
      : []),
  ]
  return [
    note(
      lines.map((it, index) => parts.text(it, { bold: index === 0 })),
      false,
    ),
  ]
}
