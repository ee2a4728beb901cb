/** `evenkeel scan`: one cycle over a target, printed, with gates. */

import { type CycleResult, runCycle } from '@evenkeel/agent'
import { loadRules, openSandbox, type RuleSandbox } from '@evenkeel/benchmarks'
import { computeScore, type Finding, type Severity, tallyFindings } from '@evenkeel/model'
import { readBaseline } from '../baseline.ts'
import { exitStatus, Failure } from '../failure.ts'
import type { FormatName } from '../formats/formats.ts'
import type { ScanResult } from '../formats/result.ts'
import { checkGates } from '../gates.ts'
import { checkNames } from '../nearest.ts'
import { pairOutputs, writeOutputs } from '../outputs.ts'
import { addFieldPlaces } from '../places/field-places.ts'
import { loadRuleFiles } from '../policies/rule-files.ts'
import { filterFindings, readQuery } from '../query.ts'
import { openTarget, type Target, type TargetOptions } from '../targets/target.ts'
import { createProgress } from '../terminal/progress.ts'
import { version } from '../version.ts'

export interface ScanOptions extends TargetOptions {
  benchmark: string[]
  rule: string[]
  rules: string[]
  fixes?: boolean
  format: FormatName[]
  output: string[]
  failOn?: Severity
  minScore?: number
  minCoverage?: number
  baseline?: string
  failOnNew?: boolean
  query?: string
}

/** The exit status of DESIGN.md section 11. */
export async function scan(targets: string[], options: ScanOptions): Promise<number> {
  checkIds(options)
  const outputs = pairOutputs(options.format, options.output)
  const baseline = await openBaseline(options)
  const query = options.query === undefined ? undefined : readQuery(options.query)
  const progress = createProgress()
  const target = await openTarget(targets, { ...options, onProgress: progress.show })
  const rules = new Map(loadRules().rules.map((it) => [it.id, it]))
  try {
    const cycle = await evaluate(target, options)
    const placed = await placeFindings(cycle, target)
    const findings = query ? filterFindings(placed, query, cycle, rules) : placed
    progress.clear()
    const result = toResult(cycle, target.cluster, findings)
    await writeOutputs(outputs, result, { target: target.label, rules, at: new Date() })
    const gates = checkGates(result, { ...options, baseline })
    for (const reason of gates.reasons) process.stderr.write(`evenkeel: ${reason}\n`)
    // What was named and could not be read is never a success, whatever else was found.
    if (gates.status !== exitStatus.gateBroken && isUnreadable(cycle)) return exitStatus.wrongUse
    return gates.status
  } finally {
    progress.clear()
    await target.renderer?.close()
  }
}

async function evaluate(target: Target, options: ScanOptions): Promise<CycleResult> {
  const sandbox = await openOwnRules(options.rules)
  try {
    return await runCycle(target.observations, {
      ruleSet: loadRules(),
      withFixes: options.fixes,
      nodeRoot: target.nodeRoot,
      evaluator: {
        cluster: target.cluster,
        benchmarks: options.benchmark,
        rules: options.rule,
        foreignRules: sandbox?.rules ?? [],
        ...(options.kubernetesVersion ? { kubernetesVersion: options.kubernetesVersion } : {}),
      },
    })
  } finally {
    await sandbox?.close()
  }
}

function toResult(
  { coverage }: CycleResult,
  cluster: ScanResult['cluster'],
  findings: Finding[],
): ScanResult {
  const score = computeScore(tallyFindings(findings))
  return { version, cluster, findings, score, coverage }
}

async function placeFindings({ findings }: CycleResult, { renderer }: Target): Promise<Finding[]> {
  const placed = await addFieldPlaces(findings, renderer?.pathOf)
  return renderer ? await renderer.trace(placed) : placed
}

async function openBaseline({ baseline, failOnNew }: ScanOptions) {
  if (failOnNew && baseline === undefined) {
    throw new Failure('--fail-on-new needs --baseline with a result of before.')
  }
  return baseline === undefined ? undefined : await readBaseline(baseline)
}

/** A manifest or a folder that was named by the user. */
function isUnreadable({ gaps }: CycleResult): boolean {
  return gaps.some((it) => it.collector === 'manifests')
}

/** Rules of users run in a thread of their own, within limits. */
async function openOwnRules(folders: string[]): Promise<RuleSandbox | undefined> {
  if (folders.length === 0) return undefined
  const sandbox = openSandbox(await loadRuleFiles(folders))
  for (const { file, message } of sandbox.mistakes) {
    process.stderr.write(`evenkeel: ${file}: ${message}\n`)
  }
  if (sandbox.rules.length > 0) return sandbox
  await sandbox.close()
  throw new Failure(
    `No rule that could be run is in ${folders.join(', ')}: a rule is a finding, deny, violation, ` +
      'warn or results of its package, or a Gatekeeper constraint with its template.',
  )
}

function checkIds({ benchmark, rule }: ScanOptions): void {
  const { benchmarks, rules } = loadRules()
  checkNames(
    'benchmark',
    benchmark,
    benchmarks.map((it) => it.id),
  )
  checkNames(
    'rule',
    rule,
    rules.map((it) => it.id),
  )
}
