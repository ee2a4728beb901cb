/**
 * SARIF 2.1.0: the failed findings as results, rules with their texts, and what could not be looked at
 * as notifications, since a viewer shows every result as something found.
 */

import type { Finding, Rule, Severity } from '@evenkeel/model'
import { fixRegionOf } from '../edits/fix-region.ts'
import { explain, nameOf, placeOf, uriOf } from './place.ts'
import type { FormatOptions, ScanResult } from './result.ts'

const levels: Record<Severity, string> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
}
/** As code scanning sorts: above 9 critical, from 7 high, from 4 medium. */
const scores: Record<Severity, string> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  info: '0.5',
}

export function* printSarif(result: ScanResult, options: FormatOptions): Iterable<string> {
  const failed = result.findings.filter((it) => it.result.evaluation === 'failed')
  const ids = [...new Set(failed.map((it) => it.rule.id))].sort()
  const places = new Map(ids.map((id, index) => [id, index]))
  const driver = {
    name: 'Evenkeel',
    semanticVersion: result.version,
    rules: ids.map((id) =>
      describeRule(
        id,
        options.rules.get(id),
        failed.find((it) => it.rule.id === id),
      ),
    ),
  }
  const invocation = {
    executionSuccessful: result.coverage.evaluated > 0,
    endTimeUtc: options.at.toISOString(),
    toolExecutionNotifications: [...notificationsOf(result)],
  }
  yield '{\n  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n  "version": "2.1.0",\n'
  yield '  "runs": [{\n'
  yield `    "tool": ${JSON.stringify({ driver })},\n`
  yield `    "invocations": [${JSON.stringify(invocation)}],\n`
  yield '    "columnKind": "utf16CodeUnits",\n    "results": ['
  let separator = '\n'
  for (const finding of failed) {
    yield `${separator}      ${JSON.stringify(describeResult(finding, places.get(finding.rule.id) ?? 0))}`
    separator = ',\n'
  }
  yield '\n    ]\n  }]\n}\n'
}

/** Rules of the user's own folder are known by their findings alone. */
function describeRule(id: string, rule: Rule | undefined, finding: Finding | undefined): object {
  const name = rule?.name ?? finding?.rule.name ?? id
  const severity = rule?.severity ?? finding?.rule.severity ?? 'medium'
  const controls = rule?.controls ?? finding?.rule.controls ?? []
  const [link] = rule?.references ?? []
  return {
    id,
    shortDescription: { text: sentence(name) },
    fullDescription: { text: sentence(rule?.description || name) },
    ...(rule?.remediation ? { help: { text: rule.remediation, markdown: rule.remediation } } : {}),
    ...(link && URL.canParse(link) ? { helpUri: link } : {}),
    defaultConfiguration: { level: levels[severity] },
    properties: {
      'security-severity': scores[severity],
      tags: ['security', 'kubernetes', ...controls.map((it) => `${it.benchmark}/${it.number}`)],
    },
  }
}

function describeResult(finding: Finding, ruleIndex: number): object {
  const { rule, resource, exception } = finding
  return {
    ruleId: rule.id,
    ruleIndex,
    level: levels[rule.severity],
    message: {
      text: sentence([`${nameOf(finding)}: ${rule.name}`, ...explain(finding)].join('. ')),
    },
    locations: [
      {
        ...physicalOf(finding),
        logicalLocations: [
          { name: resource.name, fullyQualifiedName: resource.id, kind: 'resource' },
        ],
      },
    ],
    partialFingerprints: { 'evenkeel/v1': finding.id },
    ...fixOf(finding),
    ...(exception
      ? {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: `${exception.reason} (${exception.owner})`,
            },
          ],
        }
      : {}),
  }
}

/** With --fixes: what to write instead of which lines. */
function fixOf(finding: Finding): object {
  const region = fixRegionOf(finding)
  if (!region) return {}
  const { file, startLine, endLine, text } = region
  const replacement = {
    deletedRegion: { startLine, startColumn: 1, endLine, endColumn: 1 },
    insertedContent: { text },
  }
  const change = { artifactLocation: { uri: uriOf(file) }, replacements: [replacement] }
  const description = { text: 'It was tried: the rule passes then, and no other fails.' }
  return { fixes: [{ description, artifactChanges: [change] }] }
}

function physicalOf(finding: Finding): object {
  const place = placeOf(finding)
  if (!place) return {}
  const region = place.line
    ? { region: { startLine: place.line, ...(place.column ? { startColumn: place.column } : {}) } }
    : {}
  return { physicalLocation: { artifactLocation: { uri: uriOf(place.file) }, ...region } }
}

function* notificationsOf({ findings, coverage }: ScanResult): Iterable<object> {
  for (const { source, reason } of coverage.gaps) {
    yield { level: 'warning', message: { text: sentence(`Not looked at: ${source}: ${reason}`) } }
  }
  for (const finding of findings) {
    if (finding.result.evaluation !== 'unknown') continue
    const text = [`Unknown: ${finding.rule.name}, ${nameOf(finding)}`, ...explain(finding)].join(
      '. ',
    )
    yield {
      level: 'warning',
      message: { text: sentence(text) },
      associatedRule: { id: finding.rule.id },
    }
  }
}

function sentence(text: string): string {
  const trimmed = text.trim()
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`
}
