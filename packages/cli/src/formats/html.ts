/** One HTML file without a request to anywhere: it can be mailed, printed and opened years later. */

import type { Finding } from '@evenkeel/model'
import { fillRemediation, printCommand, severities } from '@evenkeel/model'
import { groupFindings, percent, worstFirst } from './group.ts'
import { htmlStyle } from './html-style.ts'
import { explain, nameOf, placeOf } from './place.ts'
import type { FormatOptions, ScanResult } from './result.ts'
import { escapeXml as text } from './xml.ts'

export function* printHtml(result: ScanResult, options: FormatOptions): Iterable<string> {
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>Evenkeel: ${text(options.target)}</title>
<style>${htmlStyle}</style>
</head>
<body>
<header>
<h1>${text(options.target)}</h1>
<p>${text(result.cluster.name)} · evaluated ${options.at.toISOString().slice(0, 16).replace('T', ' ')} UTC · Evenkeel ${text(result.version)}</p>
</header>
<main>
`
  yield* printSummary(result)
  yield* printGaps(result)
  const groups = [...groupFindings(result.findings, (it) => it.rule.id).values()]
  yield* printPart('Failed', groups, 'failed', options)
  yield* printPart('Not known', groups, 'unknown', options)
  yield* printPart('For a person to decide', groups, 'manual', options)
  yield* printPassed(groups)
  yield '</main>\n</body>\n</html>\n'
}

function* printSummary({ score, coverage }: ScanResult): Iterable<string> {
  const { passed, failed, unknown, manual } = score.counts
  const interval =
    score.value === null || score.lower === score.upper
      ? ''
      : ` <small>${percent(score.lower)} to ${percent(score.upper)}, because of what is unknown</small>`
  yield '<section><h2>Summary</h2>\n<dl class="numbers">\n'
  yield `<div><dt>Score</dt><dd>${percent(score.value)}${interval}</dd></div>\n`
  for (const [name, value] of Object.entries({
    Failed: failed,
    Passed: passed,
    Unknown: unknown,
    Manual: manual,
  })) {
    yield `<div><dt>${name}</dt><dd>${value}</dd></div>\n`
  }
  yield `<div><dt>Looked at</dt><dd>${coverage.evaluated} of ${coverage.expected}</dd></div>\n</dl>\n`
  const rows = severities.filter((it) => score.by_severity[it])
  if (rows.length > 0) {
    yield '<table><thead><tr><th scope="col">Severity</th><th scope="col">Failed</th><th scope="col">Passed</th><th scope="col">Unknown</th></tr></thead><tbody>\n'
    for (const severity of rows) {
      const it = score.by_severity[severity]
      yield `<tr><th scope="row">${badge(severity)}</th><td>${it?.failed ?? 0}</td><td>${it?.passed ?? 0}</td><td>${it?.unknown ?? 0}</td></tr>\n`
    }
    yield '</tbody></table>\n'
  }
  yield '</section>\n'
}

function* printGaps({ coverage }: ScanResult): Iterable<string> {
  if (coverage.gaps.length === 0) return
  yield `<section><h2>Not looked at</h2>\n<ul>\n`
  for (const { source, reason } of coverage.gaps) {
    yield `<li><code>${text(source)}</code> ${text(reason)}</li>\n`
  }
  yield '</ul></section>\n'
}

type Undecided = 'failed' | 'unknown' | 'manual'

function* printPart(
  title: string,
  groups: Finding[][],
  evaluation: Undecided,
  options: FormatOptions,
): Iterable<string> {
  const parts = groups
    .map((group) => group.filter((it) => it.result.evaluation === evaluation))
    .filter((group) => group.length > 0)
    .sort(worstFirst)
  if (parts.length === 0) return
  yield `<section><h2>${title}</h2>\n`
  for (const findings of parts) yield* printRule(findings, evaluation, options)
  yield '</section>\n'
}

function* printRule(
  findings: Finding[],
  evaluation: Undecided,
  { rules }: FormatOptions,
): Iterable<string> {
  const [first] = findings
  if (!first) return
  const { rule } = first
  const known = rules.get(rule.id)
  const number = rule.number ? `${text(rule.number)} ` : ''
  yield `<details${evaluation === 'failed' ? ' open' : ''}><summary>${badge(rule.severity)} <b>${number}${text(rule.name)}</b> <span class="count">${findings.length} ${evaluation}</span></summary>\n`
  yield `<p class="where">${text([rule.section, rule.id].filter(Boolean).join(' · '))}</p>\n`
  if (known?.rationale) yield `<p>${text(known.rationale.trim())}</p>\n`
  yield '<table><thead><tr><th scope="col">Resource</th><th scope="col">Place</th><th scope="col">Seen and expected</th></tr></thead><tbody>\n'
  for (const finding of findings) yield printFinding(finding)
  yield '</tbody></table>\n'
  if (known?.remediation) yield* printRemediation(known.remediation, first)
  if (known?.impact) yield `<p><b>What may break:</b> ${text(known.impact.trim())}</p>\n`
  yield '</details>\n'
}

/** With the names of the first resource filled in. */
function* printRemediation(markdown: string, finding: Finding): Iterable<string> {
  yield '<h3>Remediation</h3>\n'
  for (const block of fillRemediation(markdown, finding).blocks) {
    if (block.kind === 'text') yield `<p>${lines(block.text)}</p>\n`
    else yield `<pre>${lines(printCommand(block))}</pre>\n`
  }
}

function lines(value: string): string {
  return text(value).replaceAll('&#10;', '\n')
}

function printFinding(finding: Finding): string {
  const place = placeOf(finding)
  const where = place
    ? [place.file, place.line, place.column].filter((it) => it !== undefined).join(':')
    : ''
  const accepted = finding.exception
    ? `<br><i>Accepted by ${text(finding.exception.owner)}: ${text(finding.exception.reason)}</i>`
    : ''
  return `<tr><td>${text(nameOf(finding))}</td><td><code>${text(where)}</code></td><td>${explain(finding).map(text).join('<br>')}${accepted}</td></tr>\n`
}

function* printPassed(groups: Finding[][]): Iterable<string> {
  const passed = groups
    .map((group) => group.filter((it) => it.result.evaluation === 'passed'))
    .filter((group) => group.length > 0)
    .sort(worstFirst)
  if (passed.length === 0) return
  yield '<section><h2>Passed</h2>\n<details><summary>Rules that passed</summary>\n'
  yield '<table><thead><tr><th scope="col">Rule</th><th scope="col">Severity</th><th scope="col">Resources</th></tr></thead><tbody>\n'
  for (const group of passed) {
    const [first] = group
    if (!first) continue
    const { number, name, severity } = first.rule
    yield `<tr><td>${text(number ? `${number} ${name}` : name)}</td><td>${badge(severity)}</td><td>${group.length}</td></tr>\n`
  }
  yield '</tbody></table></details></section>\n'
}

function badge(severity: string): string {
  return `<span class="badge ${severity}">${severity}</span>`
}
