/** `evenkeel explain`: a rule in full, or one finding with what was seen and what to do about it. */

import { loadRules } from '@evenkeel/benchmarks'
import { type Finding, fillRemediation, printCommand } from '@evenkeel/model'
import { Failure } from '../failure.ts'
import { explain as explainEvidence, nameOf, placeOf } from '../formats/place.ts'
import { readResult } from '../results.ts'
import { createColours } from '../terminal/colour.ts'
import { escapeControls } from '../terminal/escape.ts'
import { showRule } from './rules.ts'

const findingId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export async function explain(name: string, { from }: { from?: string }): Promise<void> {
  if (!findingId.test(name) && from === undefined) return showRule(name)
  if (from === undefined) {
    throw new Failure(`Say with --from which result has the finding ${name}.`)
  }
  const { findings } = await readResult(from)
  const found = findings.filter((it) => it.id === name || it.rule.id === name)
  const chosen = found.filter((it) => it.id === name || it.result.evaluation !== 'passed')
  if (chosen.length === 0) {
    const why = found.length > 0 ? `the rule ${name} passed everywhere` : `there is no ${name}`
    throw new Failure(`In ${from} ${why}.`)
  }
  for (const finding of chosen) process.stdout.write(`${describe(finding)}\n`)
}

function describe(finding: Finding): string {
  const { bold } = createColours(process.stdout)
  const { rule, result, exception } = finding
  const place = placeOf(finding)
  const known = loadRules().rules.find((it) => it.id === rule.id)
  const where = place ? `, ${place.file}${place.line ? `:${place.line}` : ''}` : ''
  const parts: [title: string, lines: string[]][] = [
    [
      rule.number ? `${rule.number} ${rule.name}` : rule.name,
      [
        `${result.evaluation}, ${rule.severity}, ${nameOf(finding)}${where}`,
        ...explainEvidence(finding).map((it) => `  ${it}`),
        ...(exception ? [`  accepted by ${exception.owner}: ${exception.reason}`] : []),
      ],
    ],
    ['Why', linesOf(known?.rationale)],
    ['Remediation', known ? remediationOf(known, finding) : []],
    ['What may break', linesOf(known?.impact)],
    ['Controls', rule.controls.map((it) => `${it.benchmark} ${it.number}`)],
  ]
  return parts
    .filter(([, lines]) => lines.length > 0)
    .map(
      ([title, lines]) =>
        `${[bold(escapeControls(title)), ...lines.map(escapeControls)].join('\n')}\n`,
    )
    .join('\n')
}

function linesOf(text: string | undefined): string[] {
  return text ? text.trim().split('\n') : []
}

function remediationOf({ remediation }: { remediation: string }, finding: Finding): string[] {
  return fillRemediation(remediation, finding).blocks.flatMap((block) =>
    block.kind === 'text'
      ? block.text.split('\n')
      : printCommand(block)
          .split('\n')
          .map((it) => `    ${it}`),
  )
}
