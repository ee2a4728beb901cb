/** The back of a report: exceptions, what changed, scope and method, and the appendix. */

import type { Content, TableCell } from 'pdfmake/interfaces.js'
import {
  colours,
  headCells,
  numberWidth,
  type Parts,
  printCount,
  printDay,
  printScore,
  printTime,
  table,
} from './document-parts.ts'
import { type ReportData, resultWords } from './report-data.ts'

export function printExceptions(parts: Parts, { exceptions }: ReportData): Content[] {
  const head = headCells(parts, 'Accepts', 'Reason', 'Owner', 'Allowed by', 'Until', 'Failed')
  const rows = exceptions.map((it): TableCell[] => [
    parts.mono(it.query, { fontSize: 7 }) as TableCell,
    parts.text(`${it.reason} (${it.category})`) as TableCell,
    parts.text(it.owner) as TableCell,
    parts.text(it.by) as TableCell,
    parts.text(it.until ? printDay(it.until) : 'without an end') as TableCell,
    parts.text(printCount(it.failed), { alignment: 'right' }) as TableCell,
  ])
  return [
    parts.heading('Exceptions', { level: 2, id: 'exceptions', isInContents: true }),
    rows.length === 0
      ? parts.text('No exception accepts a failed finding of this report.')
      : table([130, 126, 70, 60, 53, 28], [head, ...rows], { fontSize: 8 }),
  ]
}

export function printChanges(parts: Parts, { changes, score }: ReportData): Content[] {
  const title = parts.heading('Changes since the last report', {
    level: 2,
    id: 'changes',
    isInContents: true,
  })
  if (!changes) return [title, parts.text('This is the first report of this framework and scope.')]
  const since = `The report before is ${changes.reportId} of ${printTime(changes.since)}; the score went from ${printScore(changes.score)} to ${printScore(score.value)}.`
  const rows = changes.items.map((it): TableCell[] => [
    parts.text(it.number, { color: colours.faint }) as TableCell,
    parts.text(it.title) as TableCell,
    parts.text(resultWords[it.before]) as TableCell,
    parts.text(resultWords[it.after], { bold: true }) as TableCell,
  ])
  const head = headCells(parts, 'No.', 'Control', 'Was', 'Is')
  return [
    title,
    parts.text(since, { margin: [0, 0, 0, 4] }),
    rows.length === 0
      ? parts.text('No control has another result than then.')
      : table([numberWidth(changes.items.map((it) => it.number)), '*', 75, 75], [head, ...rows]),
  ]
}

const method = [
  'An agent in each cluster reads the Kubernetes API, and on each node the processes, files and settings that the rules need. It changes nothing. Each rule is evaluated on each resource that it applies to; the result is a finding, and this report is made of the findings that are stored, not of a new look at the clusters.',
  'A control fails when one resource fails, accepted or not. It is unknown when none fails and one could not be looked at, which includes nodes that did not report. It is to be answered when only a person can say. It passes when all that was looked at passed. It is not applicable when nothing that it applies to was seen. Controls without a rule are listed as such and never as passed.',
  'An answer of a person decides a control that asks for one; it leaves the score as it is.',
]

export function printMethod(parts: Parts, data: ReportData): Content[] {
  const own = `This report shows ${data.scope} as of ${printTime(data.at)}, held against ${data.framework.name} ${data.framework.version} by ${data.product} with the rule set ${data.rulesVersion}. Numbers of controls are those of the framework; the texts are Evenkeel's own.`
  return [
    parts.heading('Scope and method', { level: 2, id: 'method', isInContents: true }),
    ...[own, ...method].map((it) => parts.text(it, { margin: [0, 0, 0, 4] })),
  ]
}

export function printAppendix(parts: Parts, data: ReportData): Content[] {
  return [
    { text: '', pageBreak: 'after' },
    parts.heading('Appendix', { level: 1, id: 'appendix', isInContents: true }),
    ...printClusters(parts, data),
    ...printKinds(parts, data),
    ...printGlossary(parts),
    ...printFonts(parts),
    ...printSignOff(parts),
  ]
}

function printClusters(parts: Parts, { clusters }: ReportData): Content[] {
  const head = headCells(parts, 'Cluster', 'Runs', 'Nodes reporting', 'Evaluated', 'Coverage')
  const rows = clusters.map((it): TableCell[] => [
    parts.text(it.name) as TableCell,
    parts.text(`${it.provider} ${it.version}`) as TableCell,
    parts.text(it.nodes) as TableCell,
    parts.text(printTime(it.evaluatedAt)) as TableCell,
    parts.text(it.coverage) as TableCell,
  ])
  const agents = clusters.flatMap((cluster) =>
    cluster.reporters.map((it): TableCell[] => [
      parts.text(cluster.name) as TableCell,
      parts.text(it.scope) as TableCell,
      parts.text(it.version) as TableCell,
      parts.text(printTime(it.at)) as TableCell,
      parts.text(it.isStale ? 'silent' : 'reports') as TableCell,
    ]),
  )
  const agentHead = headCells(parts, 'Cluster', 'Scope', 'Agent', 'Last cycle', 'State')
  const named = { level: 2, parent: 'appendix' } as const
  return [
    parts.heading('Clusters', { ...named, id: 'clusters' }),
    table([130, 110, 70, 90, 75], [head, ...rows], { fontSize: 8.5 }),
    parts.heading('Agents', { ...named, id: 'agents' }),
    table([120, 145, 60, 95, 50], [agentHead, ...agents.slice(0, agentsMax)], { fontSize: 8.5 }),
    ...(agents.length > agentsMax
      ? [parts.text(`${printCount(agents.length - agentsMax)} more agents are not listed.`)]
      : []),
  ]
}

const agentsMax = 500

function printKinds(parts: Parts, { kinds }: ReportData): Content[] {
  const right = { alignment: 'right' }
  const head = headCells(parts, 'Kind', ['Resources', right], ['With a failed finding', right])
  const rows = kinds.map((it): TableCell[] => [
    parts.text(it.kind) as TableCell,
    parts.text(printCount(it.resources), right) as TableCell,
    parts.text(printCount(it.failed), right) as TableCell,
  ])
  return [
    parts.heading('Resources', { level: 2, parent: 'appendix', id: 'resources' }),
    parts.text('As they are now, and findings of every rule, not only of this framework.', {
      color: colours.faint,
      fontSize: 8,
      margin: [0, 0, 0, 3],
    }),
    table(['*', 80, 110], [head, ...rows], { fontSize: 8.5 }),
  ]
}

const glossary: [string, string][] = [
  ['Control', 'A requirement of the framework; rules give evidence for it.'],
  ['Rule', 'One thing to verify on a resource.'],
  ['Finding', 'What a rule says of one resource: passed, failed, unknown or manual.'],
  ['Unknown', 'It could not be looked at. It counts neither as passed nor as failed.'],
  ['Exception', 'A recorded decision to accept failed findings, with a reason and an owner.'],
  ['Attestation', "A person's recorded answer to what no rule can decide."],
  ['Coverage', 'Evaluations that were made, of those that had to be made.'],
]

function printGlossary(parts: Parts): Content[] {
  const rows = glossary.map(([word, meaning]): TableCell[] => [
    parts.text(word, { bold: true }) as TableCell,
    parts.text(meaning) as TableCell,
  ])
  return [
    parts.heading('Glossary', { level: 2, parent: 'appendix', id: 'glossary' }),
    table([80, '*'], [headCells(parts, 'Word', 'Meaning'), ...rows], { fontSize: 8.5 }),
  ]
}

/** Said only where it happened; everything else was printed by now. */
function printFonts({ text, printer }: Parts): Content[] {
  if (printer.escaped === 0) return []
  return [
    text(
      `${printCount(printer.escaped)} texts of this report hold characters that its fonts do not have, that are written from right to left, or that control the text. They are printed as \\u{…} with the number of the character in Unicode; the CSV holds them as they are. The fonts are Roboto and DejaVu, which cover Latin, Greek, Cyrillic, Armenian, Georgian and many signs.`,
      { color: colours.warning, fontSize: 8.5, margin: [0, 8, 0, 0] },
    ),
  ]
}

function printSignOff(parts: Parts): Content[] {
  const line = (name: string): TableCell[] => [
    parts.text(name, { margin: [0, 22, 0, 0] }) as TableCell,
    { text: '' },
    { text: '' },
    { text: '' },
  ]
  return [
    {
      unbreakable: true,
      stack: [
        parts.heading('Sign-off', { level: 2, parent: 'appendix', id: 'sign-off' }),
        {
          table: {
            widths: [80, '*', '*', 80],
            body: [
              headCells(parts, '', 'Name', 'Signature', 'Date'),
              ...['Prepared by', 'Reviewed by', 'Approved by'].map(line),
            ],
          },
          layout: {
            hLineWidth: (row) => (row > 1 ? 0.6 : 0),
            vLineWidth: () => 0,
            hLineColor: () => colours.faint,
          },
        },
      ],
    },
  ]
}
