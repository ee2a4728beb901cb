/** JUnit XML: a suite for each rule, a case for each resource. What could not be looked at is an error. */

import type { Finding } from '@evenkeel/model'
import { groupFindings } from './group.ts'
import { explain, nameOf, placeOf } from './place.ts'
import type { FormatOptions, ScanResult } from './result.ts'
import { escapeXml } from './xml.ts'

export function* printJunit(result: ScanResult, { at }: FormatOptions): Iterable<string> {
  const suites = groupFindings(result.findings, (it) => it.rule.id)
  yield '<?xml version="1.0" encoding="UTF-8"?>\n'
  yield `<testsuites name="evenkeel"${countsOf(result.findings)} time="0">\n`
  for (const [rule, findings] of [...suites].sort(([a], [b]) => (a < b ? -1 : 1))) {
    yield `  <testsuite name="${escapeXml(rule)}"${countsOf(findings)} time="0" timestamp="${at.toISOString().slice(0, 19)}">\n`
    for (const finding of findings) yield printCase(finding)
    yield '  </testsuite>\n'
  }
  yield* printGaps(result, at)
  yield '</testsuites>\n'
}

function countsOf(findings: Finding[]): string {
  const count = (state: CaseState) => findings.filter((it) => stateOf(it) === state).length
  return ` tests="${findings.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`
}

type CaseState = 'passed' | 'failure' | 'error' | 'skipped'

function stateOf({ result, exception }: Finding): CaseState {
  if (result.evaluation === 'failed') return exception ? 'skipped' : 'failure'
  if (result.evaluation === 'unknown') return 'error'
  return result.evaluation === 'manual' ? 'skipped' : 'passed'
}

function printCase(finding: Finding): string {
  const { rule } = finding
  const place = placeOf(finding)
  const file = place ? ` file="${escapeXml(place.file)}"` : ''
  const line = place?.line ? ` line="${place.line}"` : ''
  const head = `    <testcase classname="${escapeXml(rule.id)}" name="${escapeXml(nameOf(finding))}" time="0"${file}${line}`
  const state = stateOf(finding)
  if (state === 'passed') return `${head}/>\n`
  const message = finding.exception
    ? `Accepted by ${finding.exception.owner}: ${finding.exception.reason}`
    : rule.name
  const body = escapeXml(explain(finding).join('\n'))
  const type = state === 'failure' ? ` type="${rule.severity}"` : ''
  const inner =
    state === 'skipped'
      ? `<skipped message="${escapeXml(message)}"/>`
      : `<${state} message="${escapeXml(message)}"${type}>${body}</${state}>`
  return `${head}>\n      ${inner}\n    </testcase>\n`
}

/** Files and lists that could not be read are cases of their own. */
function* printGaps({ coverage }: ScanResult, at: Date): Iterable<string> {
  const { gaps } = coverage
  if (gaps.length === 0) return
  const counts = ` tests="${gaps.length}" failures="0" errors="${gaps.length}" skipped="0"`
  yield `  <testsuite name="coverage"${counts} time="0" timestamp="${at.toISOString().slice(0, 19)}">\n`
  for (const { source, reason } of gaps) {
    yield `    <testcase classname="coverage" name="${escapeXml(source)}" time="0">\n`
    yield `      <error message="${escapeXml(reason)}"></error>\n    </testcase>\n`
  }
  yield '  </testsuite>\n'
}
