/** Markdown for a pull request: the score, then what failed by rule, within the length of a comment. */

import type { Finding, Severity } from '@evenkeel/model'
import { severities } from '@evenkeel/model'
import { escapeControls } from '../terminal/escape.ts'
import { groupFindings, percent, worstFirst } from './group.ts'
import { explain, nameOf, placeOf } from './place.ts'
import type { FormatOptions, ScanResult } from './result.ts'

/** GitHub takes 65,536 characters. */
const charactersMax = 60_000
const resourcesMax = 20

export function* printMarkdown(result: ScanResult, { target }: FormatOptions): Iterable<string> {
  let length = 0
  let left = 0
  for (const [index, part] of [...partsOf(result, target)].entries()) {
    if (index > 0 && (left > 0 || length + part.length > charactersMax)) {
      left += 1
      continue
    }
    length += part.length
    yield part
  }
  if (left > 0)
    yield `\n${left} more parts did not fit into a comment; \`--format json\` lists all.\n`
}

function* partsOf(result: ScanResult, target: string): Iterable<string> {
  yield [...summaryOf(result, target)].join('\n')
  const failed = result.findings.filter((it) => it.result.evaluation === 'failed' && !it.exception)
  const rules = [...groupFindings(failed, (it) => it.rule.id).values()].sort(worstFirst)
  if (rules.length > 0) yield '\n### Failed\n'
  for (const findings of rules) yield* printRule(findings)
  const unknown = result.findings.filter((it) => it.result.evaluation === 'unknown')
  if (unknown.length > 0) {
    yield `\n### Not known\n\n${unknown.length} findings could not be decided; they are no pass.\n`
  }
  const { gaps } = result.coverage
  if (gaps.length > 0) yield `\n### Not looked at\n\n`
  for (const { source, reason } of gaps) yield `- ${code(source)}: ${plain(reason)}\n`
}

function* summaryOf({ score, coverage, findings }: ScanResult, target: string): Iterable<string> {
  const { passed, failed, unknown, manual } = score.counts
  yield `## Evenkeel: ${plain(target)}\n`
  yield score.value === null
    ? 'No score: nothing passed or failed.\n'
    : `**Score ${percent(score.value)}**${score.lower === score.upper ? '' : ` (${percent(score.lower)} to ${percent(score.upper)}, because of what is unknown)`}\n`
  yield '| failed | passed | unknown | manual | accepted | looked at |'
  yield '|---:|---:|---:|---:|---:|---:|'
  const accepted = findings.filter((it) => it.exception).length
  yield `| ${failed} | ${passed} | ${unknown} | ${manual} | ${accepted} | ${coverage.evaluated} of ${coverage.expected} |\n`
  const counts = severities.map((it): [Severity, number] => [
    it,
    score.by_severity[it]?.failed ?? 0,
  ])
  const present = counts.filter(([, count]) => count > 0)
  if (present.length > 0) {
    yield `Failed by severity: ${present.map(([severity, count]) => `${count} ${severity}`).join(', ')}.\n`
  }
}

function* printRule(findings: Finding[]): Iterable<string> {
  const [first] = findings
  if (!first) return
  const { severity, number, name } = first.rule
  const title = `${number ? `${number} ` : ''}${name}`
  yield `\n<details><summary><b>${severity}</b> ${plain(title)} (${findings.length})</summary>\n\n`
  for (const finding of findings.slice(0, resourcesMax)) {
    const place = placeOf(finding)
    const at = place ? ` in ${code(`${place.file}${place.line ? `:${place.line}` : ''}`)}` : ''
    yield `- ${code(nameOf(finding))}${at}: ${plain(explain(finding)[0] ?? '')}\n`
  }
  if (findings.length > resourcesMax) yield `- and ${findings.length - resourcesMax} more\n`
  yield '\n</details>\n'
}

/** Names come from files: none of their characters may mean something. */
function plain(text: string): string {
  return escapeControls(text.replace(/\s+/g, ' '))
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*_{}[\]#|~@!]/g, '\\$&')
}

/** A code span that any number of backticks cannot end. */
function code(text: string): string {
  const flat = escapeControls(text.replace(/\s+/g, ' '))
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map(([it]) => it.length))
  const fence = '`'.repeat(longest + 1)
  return longest > 0 ? `${fence} ${flat} ${fence}` : `${fence}${flat}${fence}`
}
