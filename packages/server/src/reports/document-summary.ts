/** The front of a report: cover, coverage gaps, summary, results by section. */

import { severities } from '@evenkeel/model'
import type { Content, TableCell } from 'pdfmake/interfaces.js'
import {
  capital,
  colours,
  headCells,
  note,
  numberWidth,
  type Parts,
  printCount,
  printScore,
  printTime,
  scoreBar,
  severityColours,
  table,
} from './document-parts.ts'
import { drawResults, drawTrend } from './drawings.ts'
import type { ReportData, ReportMaking, ReportSection } from './report-data.ts'

export function printCover(parts: Parts, data: ReportData, making: ReportMaking): Content[] {
  const { framework, score, results } = data
  const facts: [string, string][] = [
    ['Scope', data.scope],
    ['As of', printTime(data.at)],
    ['Report', making.id],
    ['Made by', `${making.by}, ${printTime(making.at)}`],
    ['Rules', `${data.product}, rule set ${data.rulesVersion}`],
    ['Controls', printResults(data)],
    ['Accepted', describeAccepted(data)],
    ['Classification', 'Confidential'],
  ]
  return [
    parts.text('Compliance report', { color: colours.link, bold: true, margin: [0, 18, 0, 4] }),
    parts.heading(`${framework.name} ${framework.version}`, { level: 1, id: 'cover' }),
    ...printGaps(parts, data),
    {
      columns: [
        { width: 130, ...drawResults(results, printScore(score.value)) },
        {
          width: '*',
          table: {
            widths: [70, '*'],
            body: facts.map(([name, value]) => [
              parts.text(name, { color: colours.faint }) as TableCell,
              parts.text(value) as TableCell,
            ]),
          },
          layout: 'noBorders',
        },
      ],
      columnGap: 22,
      margin: [0, 10, 0, 10],
    },
  ]
}

/** Before the score, so that nobody reads it without them. */
function printGaps(parts: Parts, { gaps }: ReportData): Content[] {
  if (gaps.length === 0) {
    return [
      parts.text('Everything that had to be looked at was looked at.', { color: colours.faint }),
    ]
  }
  const sentences = gaps.map((it) =>
    parts.text(it, { color: colours.warning, margin: [0, 2, 0, 0] }),
  )
  const title = parts.text('Not looked at', { color: colours.warning, bold: true })
  return [note([title, ...sentences], true)]
}

function describeAccepted({ excepted }: ReportData): string {
  if (excepted === 0) return 'No failed finding is under an exception'
  return `${printCount(excepted)} failed findings under exceptions; they still fail here`
}

/** With one decimal where whole numbers would say the same twice. */
function printSpan(from: number | null, to: number | null): string {
  const words = [from, to].map(printScore)
  if (words[0] !== words[1] || from === null || to === null) return words.join(' and ')
  return `${from.toFixed(1)} and ${to.toFixed(1)}`
}

function printResults({ results }: ReportData): string {
  const words: [number, string][] = [
    [results.failed, 'failed'],
    [results.unknown, 'unknown'],
    [results.manual, 'to be answered'],
    [results.passed, 'passed'],
    [results.not_applicable, 'not applicable'],
    [results.listed, 'without a rule yet'],
    [results.disabled, 'disabled'],
  ]
  return words
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ')
}

const formula =
  'Each severity counts by its share of passed findings, critical squared: weights are 8 for critical, 6 high, 3 medium, 2 low, 1 info, over the severities that are there.'

export function printSummary(parts: Parts, data: ReportData): Content[] {
  const { score } = data
  const { counts } = score
  const interval =
    score.value === null
      ? 'Nothing has passed or failed, so there is no score.'
      : counts.unknown === 0
        ? 'The score is exact: nothing is unknown.'
        : `It lies between ${printSpan(score.lower, score.upper)}, by how ${printCount(counts.unknown)} unknown findings turn out.`
  const sentences = [
    `The score is ${printScore(score.value)} of 100. ${interval}`,
    ...describeChange(data),
    `Findings: ${printCount(counts.failed)} failed, ${printCount(counts.unknown)} unknown, ${printCount(counts.manual)} to be answered, ${printCount(counts.passed)} passed.`,
    formula,
  ]
  return [
    parts.heading('Summary', { level: 2, id: 'summary', isInContents: true }),
    ...sentences.map((it) => parts.text(it, { margin: [0, 0, 0, 3] })),
    {
      columns: [
        { width: '*', stack: printTrend(parts, data) },
        { width: 170, stack: [printSeverities(parts, data)] },
      ],
      columnGap: 24,
      margin: [0, 8, 0, 0],
    },
    ...printTop(parts, data),
  ]
}

function describeChange({ changes, score }: ReportData): string[] {
  if (!changes || changes.score === null || score.value === null) return []
  const change = Math.round((score.value - changes.score) * 10) / 10
  const word =
    change === 0
      ? 'It is unchanged'
      : `It is ${Math.abs(change)} points ${change > 0 ? 'up' : 'down'}`
  return [`${word} since the report of ${printTime(changes.since)} (${changes.reportId}).`]
}

function printTrend(parts: Parts, { trend }: ReportData): Content[] {
  const title = parts.text('Score, last 30 days', { bold: true, margin: [0, 0, 0, 4] })
  const drawing = drawTrend(trend)
  if (!drawing) {
    return [title, parts.text('There is no earlier evaluation yet.', { color: colours.faint })]
  }
  return [title, drawing]
}

function printSeverities(parts: Parts, { score }: ReportData): Content {
  const rows = severities.map((severity): TableCell[] => [
    parts.text(capital(severity), { bold: true, color: severityColours[severity] }) as TableCell,
    parts.text(printCount(score.by_severity[severity]?.failed ?? 0), {
      alignment: 'right',
    }) as TableCell,
  ])
  const head = headCells(parts, 'Failed findings by severity', '')
  return table(['*', 50], [head, ...rows])
}

function printTop(parts: Parts, { topFailures }: ReportData): Content[] {
  if (topFailures.length === 0) return []
  const rows = topFailures.map((it): TableCell[] => [
    parts.text(it.number, { color: colours.faint }) as TableCell,
    parts.text(it.title) as TableCell,
    parts.text(it.severity ? capital(it.severity) : '', {
      color: severityColours[it.severity ?? 'info'],
    }) as TableCell,
    parts.text(printCount(it.failed), { alignment: 'right' }) as TableCell,
  ])
  const head = headCells(parts, 'No.', 'Control', 'Severity', ['Failed', { alignment: 'right' }])
  return [
    parts.heading('What fails most', { level: 2, id: 'top', isInContents: true }),
    table([numberWidth(topFailures.map((it) => it.number)), '*', 55, 45], [head, ...rows]),
  ]
}

export function printSections(parts: Parts, { sections }: ReportData): Content[] {
  const right = { alignment: 'right' }
  const head = headCells(
    parts,
    '',
    'Section',
    ['Controls', right],
    ['Failed', right],
    ['Unknown', right],
    ['Open', right],
    ['Passed', right],
    ['Other', right],
    'Score',
    '',
  )
  const rows = sections.map((section, index) => printSection(parts, section, index))
  return [
    parts.heading('Result by section', { level: 2, id: 'sections', isInContents: true }),
    table(
      [numberWidth(sections.map((it) => it.number)), '*', 40, 34, 42, 28, 36, 28, 52, 18],
      [head, ...rows],
      { fontSize: 8.5 },
    ),
    parts.text(
      'Open: controls that a person has to answer. Other: controls that nothing here is subject to, and those without a rule yet.',
      { color: colours.faint, fontSize: 8, margin: [0, 4, 0, 0] },
    ),
  ]
}

function printSection(parts: Parts, section: ReportSection, index: number): TableCell[] {
  const { results } = section
  const count = (value: number, color?: string) =>
    parts.text(String(value), {
      alignment: 'right',
      ...(color && value > 0 && { color }),
    }) as TableCell
  return [
    parts.text(section.number, { color: colours.faint }) as TableCell,
    parts.text(section.title, { linkToDestination: sectionId(index) }) as TableCell,
    count(section.controls.length),
    count(results.failed, colours.failed),
    count(results.unknown),
    count(results.manual, colours.manual),
    count(results.passed),
    count(results.not_applicable + results.listed + results.disabled),
    scoreBar(section.score, 52) as TableCell,
    parts.text(printScore(section.score), { alignment: 'right' }) as TableCell,
  ]
}

export function sectionId(index: number): string {
  return `section-${index}`
}
