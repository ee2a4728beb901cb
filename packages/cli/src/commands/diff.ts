/** `evenkeel diff`: what failed newly, what passes again, what came and went between two results. */

import type { Evaluation, Finding } from '@evenkeel/model'
import { severities } from '@evenkeel/model'
import { exitStatus } from '../failure.ts'
import { percent } from '../formats/group.ts'
import { nameOf, placeOf } from '../formats/place.ts'
import type { ScanResult } from '../formats/result.ts'
import { writeOutput } from '../output.ts'
import { readResult } from '../results.ts'
import { createColours, paintSeverity } from '../terminal/colour.ts'
import { escapeControls } from '../terminal/escape.ts'

export interface DiffOptions {
  format: 'table' | 'json' | 'markdown'
  output?: string
  failOnNew?: boolean
}

/** In the order in which they are shown. */
const kinds = ['failed', 'unknown', 'resolved', 'gone'] as const
type DifferenceKind = (typeof kinds)[number]

interface Difference {
  kind: DifferenceKind
  /** As it is afterwards; as it was where it is gone. */
  finding: Finding
  before: Evaluation | null
  after: Evaluation | null
}

export async function diff(before: string, after: string, options: DiffOptions): Promise<number> {
  const earlier = await readResult(before)
  const later = await readResult(after)
  const differences = compare(earlier.findings, later.findings)
  const print = { table: printTable, json: printJson, markdown: printMarkdown }[options.format]
  await writeOutput(print(differences, earlier, later), options.output)
  const isWorse = differences.some((it) => it.kind === 'failed')
  return options.failOnNew && isWorse ? exitStatus.gateBroken : exitStatus.done
}

/** Only what matters: a finding that passed before and passes now, or came passing, is no difference. */
function compare(before: Finding[], after: Finding[]): Difference[] {
  const earlier = new Map(before.map((it) => [it.id, it]))
  const differences: Difference[] = []
  for (const finding of after) {
    const was = earlier.get(finding.id)?.result.evaluation ?? null
    earlier.delete(finding.id)
    const is = finding.result.evaluation
    const kind = kindOf(was, is)
    if (kind) differences.push({ kind, finding, before: was, after: is })
  }
  for (const finding of earlier.values()) {
    const { evaluation } = finding.result
    if (evaluation === 'passed') continue
    differences.push({ kind: 'gone', finding, before: evaluation, after: null })
  }
  return differences.sort(
    (a, b) =>
      kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
      severities.indexOf(a.finding.rule.severity) - severities.indexOf(b.finding.rule.severity),
  )
}

function kindOf(before: Evaluation | null, after: Evaluation): DifferenceKind | undefined {
  if (before === after) return undefined
  if (after === 'failed') return 'failed'
  // What nobody can tell any more is not resolved.
  if (after === 'unknown') return 'unknown'
  return before === 'failed' ? 'resolved' : undefined
}

const titles: Record<DifferenceKind, string> = {
  failed: 'Failed newly',
  unknown: 'Not known any more',
  resolved: 'Resolved',
  gone: 'Gone with the resource',
}

function* printTable(
  differences: Difference[],
  earlier: ScanResult,
  later: ScanResult,
): Iterable<string> {
  const colours = createColours(process.stdout)
  yield `${colours.bold('Score')} ${percent(earlier.score.value)} before, ${percent(later.score.value)} after\n`
  for (const kind of kinds) {
    const those = differences.filter((it) => it.kind === kind)
    if (those.length === 0) continue
    yield `\n${colours.bold(`${titles[kind]} (${those.length})`)}\n`
    for (const { finding } of those) {
      const place = placeOf(finding)
      const where = place ? `  ${place.file}${place.line ? `:${place.line}` : ''}` : ''
      const { severity, name } = finding.rule
      yield `  ${paintSeverity(colours, severity)}${' '.repeat(9 - severity.length)}${escapeControls(`${name}: ${nameOf(finding)}${where}`)}\n`
    }
  }
  if (differences.length === 0) yield 'Nothing differs.\n'
}

function* printMarkdown(
  differences: Difference[],
  earlier: ScanResult,
  later: ScanResult,
): Iterable<string> {
  yield `## Evenkeel: what differs\n\nScore ${percent(earlier.score.value)} before, ${percent(later.score.value)} after.\n`
  for (const kind of kinds) {
    const those = differences.filter((it) => it.kind === kind)
    if (those.length === 0) continue
    yield `\n### ${titles[kind]} (${those.length})\n\n`
    for (const { finding } of those) {
      const name = escapeControls(nameOf(finding)).replaceAll('`', "'")
      yield `- **${finding.rule.severity}** ${finding.rule.name}: \`${name}\`\n`
    }
  }
  if (differences.length === 0) yield '\nNothing differs.\n'
}

function* printJson(
  differences: Difference[],
  earlier: ScanResult,
  later: ScanResult,
): Iterable<string> {
  const counts = Object.fromEntries(
    kinds.map((kind) => [kind, differences.filter((it) => it.kind === kind).length]),
  )
  yield `${JSON.stringify({ before: earlier.score, after: later.score, counts, differences }, null, 2)}\n`
}
