/** OSCAL 1.1.2 assessment results: an observation for each finding, a finding for each control. */

import { createHash } from 'node:crypto'
import type { Control, Finding } from '@evenkeel/model'
import { explain, nameOf } from './place.ts'
import type { FormatOptions, ScanResult } from './result.ts'

export function* printOscal(result: ScanResult, { at, target }: FormatOptions): Iterable<string> {
  const time = at.toISOString()
  const controls = controlsOf(result.findings)
  const id = uuidOf(['results', result.cluster.id, target, time])
  yield '{"assessment-results": {\n'
  yield `"uuid": ${JSON.stringify(id)},\n`
  yield `"metadata": ${JSON.stringify({
    title: `Evenkeel: ${target}`,
    'last-modified': time,
    version: result.version,
    'oscal-version': '1.1.2',
  })},\n`
  yield `"import-ap": ${JSON.stringify({ href: '#', remarks: 'The scan follows no assessment plan.' })},\n`
  yield '"results": [{\n'
  yield `"uuid": ${JSON.stringify(uuidOf([id, 'result']))},\n`
  yield `"title": ${JSON.stringify(result.cluster.name)},\n`
  yield `"description": ${JSON.stringify(describe(result))},\n`
  yield `"start": ${JSON.stringify(time)},\n`
  yield `"reviewed-controls": ${JSON.stringify(reviewed([...controls.keys()]))},\n`
  yield '"observations": ['
  let separator = '\n'
  for (const finding of result.findings) {
    yield `${separator}${JSON.stringify(observe(finding, time))}`
    separator = ',\n'
  }
  yield '\n],\n"findings": ['
  separator = '\n'
  for (const [control, findings] of controls) {
    yield `${separator}${JSON.stringify(conclude(id, control, findings))}`
    separator = ',\n'
  }
  yield '\n]\n}]\n}}\n'
}

function describe({ score, coverage }: ScanResult): string {
  const { passed, failed, unknown, manual } = score.counts
  const gaps = coverage.gaps.map((it) => ` Not looked at: ${it.source}: ${it.reason}`).join('')
  return `${failed} failed, ${passed} passed, ${unknown} unknown, ${manual} manual; ${coverage.evaluated} of ${coverage.expected} looked at.${gaps}`
}

/** By the token that OSCAL takes as a control's name; findings without a control go by their rule. */
function controlsOf(findings: Finding[]): Map<string, Finding[]> {
  const controls = new Map<string, Finding[]>()
  for (const finding of findings) {
    const names = finding.rule.controls.map(nameControl)
    for (const name of names.length > 0 ? names : [tokenOf(finding.rule.id)]) {
      const held = controls.get(name)
      if (held) held.push(finding)
      else controls.set(name, [finding])
    }
  }
  return controls
}

function nameControl({ benchmark, number }: Control): string {
  return tokenOf(`${benchmark}_${number}`)
}

/** A letter or underscore, then letters, digits, dots, dashes and underscores. */
function tokenOf(text: string): string {
  const token = text.replace(/[^\p{L}\p{N}._-]/gu, '_')
  return /^[\p{L}_]/u.test(token) ? token : `_${token}`
}

function reviewed(names: string[]): object {
  const all = names.map((name) => ({ 'control-id': name }))
  return {
    'control-selections': [all.length > 0 ? { 'include-controls': all } : { 'include-all': {} }],
  }
}

function observe(finding: Finding, time: string): object {
  const { rule, resource, result } = finding
  const evidence = result.evidence
    .map((it) => it.source?.file)
    .filter((it) => it !== undefined)
    .map((file) => ({ description: file }))
  return {
    uuid: uuidOf(['observation', finding.id]),
    title: `${rule.name}: ${nameOf(finding)}`,
    description: explain(finding).join('\n') || rule.name,
    methods: [result.evaluation === 'manual' ? 'EXAMINE' : 'TEST'],
    props: [
      { name: 'evaluation', value: result.evaluation },
      { name: 'severity', value: rule.severity },
      { name: 'rule', value: rule.id },
      { name: 'resource', value: resource.id.trim() || 'none' },
    ],
    ...(evidence.length > 0 ? { 'relevant-evidence': evidence } : {}),
    collected: time,
  }
}

/** OSCAL knows two states: everything that is not wholly passed is not satisfied, with the reason. */
function conclude(id: string, control: string, findings: Finding[]): object {
  const count = (evaluation: string) =>
    findings.filter((it) => it.result.evaluation === evaluation).length
  const [failed, unknown, manual] = [count('failed'), count('unknown'), count('manual')]
  const isSatisfied = failed + unknown + manual === 0
  const remarks = `${failed} failed, ${count('passed')} passed, ${unknown} unknown, ${manual} manual.`
  return {
    uuid: uuidOf([id, 'finding', control]),
    title: control,
    description: findings[0]?.rule.name ?? control,
    target: {
      type: 'objective-id',
      'target-id': control,
      status: {
        state: isSatisfied ? 'satisfied' : 'not-satisfied',
        ...(isSatisfied ? {} : { reason: failed > 0 ? 'fail' : 'other' }),
        remarks,
      },
    },
    'related-observations': findings.map((it) => ({
      'observation-uuid': uuidOf(['observation', it.id]),
    })),
  }
}

/** The same thing has the same name in every run; OSCAL takes only the form of versions 4 and 5. */
function uuidOf(parts: string[]): string {
  const hex = createHash('sha256').update(parts.join('\0')).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
