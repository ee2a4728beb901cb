/** The format for people: failed and unknown rules with their resources, then score and coverage. */

import type { FileFix, Finding, Severity } from '@evenkeel/model'
import { severities } from '@evenkeel/model'
import { type Colours, createColours, paintSeverity } from '../terminal/colour.ts'
import { escapeControls } from '../terminal/escape.ts'
import type { FormatOptions, ScanResult } from './result.ts'

/** Resources named below a rule; the rest is counted, never dropped in silence. */
const resourcesShownMax = 3
const gapsShownMax = 10

interface RuleGroup {
  title: string
  number: string
  section: string
  severity: Severity
  failed: Finding[]
  unknown: Finding[]
  passed: number
  manual: number
}

export function* printTable(result: ScanResult, options: FormatOptions): Iterable<string> {
  const colours = createColours({ isTTY: options.isTerminal })
  const groups = groupByRule(result.findings)
  yield `${colours.bold(escapeControls(result.cluster.name))}  ${escapeControls(options.target)}\n`

  let section = ''
  for (const group of groups) {
    if (group.failed.length === 0 && group.unknown.length === 0) continue
    if (group.section !== section) {
      section = group.section
      yield `\n${colours.bold(escapeControls(section))}\n`
    }
    yield* printRule(group, colours)
  }
  if (groups.length === 0) yield '\nNothing was evaluated.\n'
  yield* printManual(groups, colours)
  yield* printSummary(result, colours)
}

function* printRule(group: RuleGroup, colours: Colours): Iterable<string> {
  const counts = [
    group.failed.length > 0 ? colours.red(`${group.failed.length} failed`) : '',
    group.unknown.length > 0 ? colours.yellow(`${group.unknown.length} unknown`) : '',
    group.passed > 0 ? `${group.passed} passed` : '',
  ].filter(Boolean)
  const number = group.number ? `${group.number} ` : ''
  yield `  ${pad(paintSeverity(colours, group.severity), group.severity.length, 9)}${number}${escapeControls(group.title)}: ${counts.join(', ')}\n`

  const findings = [...group.failed, ...group.unknown]
  for (const finding of findings.slice(0, resourcesShownMax)) {
    yield `           ${colours.dim(describe(finding))}\n`
    yield* printFix(finding, colours)
  }
  const rest = findings.length - resourcesShownMax
  if (rest > 0) yield `           ${colours.dim(`and ${rest} more; --format json lists all`)}\n`
}

/** The patch as kubectl takes it, new objects, or what files must say; with what stands against it. */
function* printFix({ result }: Finding, colours: Colours): Iterable<string> {
  if (!result.fix) return
  const { patch, create = [], files = [], is_verified, reason } = result.fix
  const parts = [
    ...(patch.length > 0 ? [JSON.stringify(patch)] : []),
    ...create.map((it) => JSON.stringify(it)),
    ...files.map(printFile),
  ]
  const word = is_verified ? colours.green('fix verified') : colours.yellow('fix not verified')
  yield `             ${word}: ${escapeControls(parts.join('  '))}${reason ? `  ${escapeControls(reason)}` : ''}\n`
}

function printFile({ path, settings, mode, owner }: FileFix): string {
  const parts = [
    ...settings,
    ...(mode ? [`mode ${mode}`] : []),
    ...(owner ? [`owner ${owner}`] : []),
  ]
  return `${path}: ${parts.join(', ')}`
}

function* printManual(groups: RuleGroup[], colours: Colours): Iterable<string> {
  const manual = groups.filter((it) => it.manual > 0)
  if (manual.length === 0) return
  yield `\n${colours.bold('For a person to decide')}\n`
  for (const group of manual)
    yield `  ${group.number ? `${group.number} ` : ''}${escapeControls(group.title)}\n`
}

function* printSummary(result: ScanResult, colours: Colours): Iterable<string> {
  const { score, coverage } = result
  const { passed, failed, unknown, manual } = score.counts
  yield `\n${colours.bold('Score')}  ${printScore(result)}\n`
  yield `${colours.bold('Total')}  ${failed} failed, ${passed} passed, ${unknown} unknown, ${manual} manual\n`
  if (result.accepted) {
    const { failed: accepted, score: rest } = result.accepted
    const value = rest.value === null ? 'none' : `${rest.value.toFixed(1)} %`
    yield `${colours.bold('Accepted')} ${accepted} failed by exceptions; without them the score is ${value}\n`
  }
  const worst = severities
    .map((severity) => ({ severity, failed: score.by_severity[severity]?.failed ?? 0 }))
    .filter((it) => it.failed > 0)
    .map((it) => `${it.failed} ${paintSeverity(colours, it.severity)}`)
  if (worst.length > 0) yield `${colours.bold('Failed')} ${worst.join(', ')}\n`
  yield `${colours.bold('Looked at')} ${coverage.evaluated} of ${coverage.expected}\n`

  for (const gap of coverage.gaps.slice(0, gapsShownMax)) {
    yield `  ${colours.yellow('not seen')} ${escapeControls(gap.source)}: ${escapeControls(gap.reason)}\n`
  }
  const rest = coverage.gaps.length - gapsShownMax
  if (rest > 0) yield `  and ${rest} more gaps; --format json lists all\n`
}

function printScore({ score }: ScanResult): string {
  if (score.value === null) return 'none: nothing passed or failed'
  const value = `${score.value.toFixed(1)} %`
  const isCertain = score.lower === score.upper
  if (isCertain) return value
  return `${value} (${score.lower?.toFixed(1)} to ${score.upper?.toFixed(1)} %, because of what is unknown)`
}

function describe({ resource, result, exception }: Finding): string {
  const kind = resource.sub_type ?? resource.type
  const name = resource.namespace ? `${resource.namespace}/${resource.name}` : resource.name
  const source = resource.source
  const place = source ? `  ${source.file}${source.line ? `:${source.line}` : ''}` : ''
  const why = result.evaluation === 'unknown' && result.reason ? `  unknown: ${result.reason}` : ''
  const accepted = exception ? `  accepted by ${exception.owner}: ${exception.reason}` : ''
  return escapeControls(`${kind} ${name}${place}${why}${accepted}`)
}

function groupByRule(findings: Finding[]): RuleGroup[] {
  const groups = new Map<string, RuleGroup>()
  for (const finding of findings) {
    const { rule } = finding
    let group = groups.get(rule.id)
    if (!group) {
      const { name: title, number, section, severity } = rule
      group = { title, number, section, severity, failed: [], unknown: [], passed: 0, manual: 0 }
      groups.set(rule.id, group)
    }
    if (finding.result.evaluation === 'failed') group.failed.push(finding)
    else if (finding.result.evaluation === 'unknown') group.unknown.push(finding)
    else group[finding.result.evaluation] += 1
  }
  return [...groups.values()].sort(byNumber)
}

/** Numbered rules first, in the benchmark's order; others by section and title. */
function byNumber(a: RuleGroup, b: RuleGroup): number {
  if (Boolean(a.number) !== Boolean(b.number)) return a.number ? -1 : 1
  if (a.number) return a.number.localeCompare(b.number, 'en', { numeric: true })
  return a.section.localeCompare(b.section, 'en') || a.title.localeCompare(b.title, 'en')
}

/** Pads by the visible width, which colours do not change. */
function pad(text: string, width: number, to: number): string {
  return text + ' '.repeat(Math.max(1, to - width))
}
