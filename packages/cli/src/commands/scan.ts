/** `evenkeel scan`: one cycle over a target, printed, with gates. */

import { type CycleResult, runCycle } from '@evenkeel/agent'
import { loadRules, openSandbox, type RuleSandbox } from '@evenkeel/benchmarks'
import { computeScore, type Finding, type KqlRecord, tallyFindings } from '@evenkeel/model'
import { readBaseline } from '../baseline.ts'
import { readAnnotations } from '../exceptions/annotations.ts'
import { applyExceptions } from '../exceptions/apply-exceptions.ts'
import {
  fetchExceptions,
  readExceptions,
  type ScanException,
} from '../exceptions/read-exceptions.ts'
import { exitStatus, Failure } from '../failure.ts'
import type { ScanResult } from '../formats/result.ts'
import { checkGates } from '../gates.ts'
import { pairOutputs, writeOutputs } from '../outputs.ts'
import { addFieldPlaces } from '../places/field-places.ts'
import { loadRuleFiles } from '../policies/rule-files.ts'
import { readProjectFile } from '../project/project-file.ts'
import { joinSettings } from '../project/scan-settings.ts'
import { createRecords, filterFindings, readQuery } from '../query.ts'
import { checkRuleNames } from '../rule-names.ts'
import type { ScanOptions } from '../scan-options.ts'
import { openTarget, type Target } from '../targets/target.ts'
import { createProgress } from '../terminal/progress.ts'
import { version } from '../version.ts'

/** The exit status of DESIGN.md section 11. */
export async function scan(named: string[], given: ScanOptions): Promise<number> {
  const project = await readProjectFile(given.config)
  const { targets, options } = joinSettings(named, given, project)
  checkRuleNames(options)
  const outputs = pairOutputs(options.format, options.output)
  const baseline = await openBaseline(options)
  const query = options.query === undefined ? undefined : readQuery(options.query)
  const exceptions = await openExceptions(options)
  const progress = createProgress()
  const target = await openWanted(targets, { ...options, onProgress: progress.show })
  if (!target) return exitStatus.done
  const rules = new Map(loadRules().rules.map((it) => [it.id, it]))
  try {
    const cycle = await evaluate(target, options)
    const placed = await placeFindings(cycle, target)
    const toRecord = createRecords(cycle, rules)
    const decided = acceptFindings(placed, exceptions, { cycle, toRecord, options })
    const findings = query ? filterFindings(decided, query, toRecord) : decided
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

/** Undefined where there is nothing to look at and that is allowed. */
async function openWanted(targets: string[], options: ScanOptions): Promise<Target | undefined> {
  try {
    return await openTarget(targets, options)
  } catch (error) {
    const isNothing = error instanceof Failure && error.status === exitStatus.nothingEvaluated
    if (!options.allowNothing || !isNothing) throw error
    process.stderr.write(`evenkeel: ${error.message}\n`)
    return undefined
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

async function openExceptions(options: ScanOptions): Promise<ScanException[]> {
  const files = await Promise.all(options.exceptions.map(readExceptions))
  if (options.exceptionsFrom === undefined) return files.flat()
  const token = process.env.EVENKEEL_API_TOKEN
  if (!token) throw new Failure('--exceptions-from needs an API token in $EVENKEEL_API_TOKEN.')
  return [...files.flat(), ...(await fetchExceptions(options.exceptionsFrom, token))]
}

/** Says which exceptions have run out, accept nothing or cannot be read. */
function acceptFindings(
  findings: Finding[],
  given: ScanException[],
  context: {
    cycle: CycleResult
    toRecord: (finding: Finding) => KqlRecord
    options: ScanOptions
  },
): Finding[] {
  const { cycle, toRecord, options } = context
  const own = options.annotations
    ? readAnnotations(cycle.resources, findings)
    : { exceptions: [], mistakes: [] }
  const applied = applyExceptions(findings, [...given, ...own.exceptions], toRecord, new Date())
  const say = (text: string) => process.stderr.write(`evenkeel: ${text}\n`)
  for (const { origin, message } of own.mistakes) say(`${origin}: ${message}.`)
  for (const { origin, until, owner } of applied.expired) {
    say(`${origin}: the exception ended on ${until?.slice(0, 10)} and accepts nothing (${owner}).`)
  }
  for (const { origin, owner } of applied.unused) {
    say(`${origin}: the exception accepts nothing that failed (${owner}).`)
  }
  return applied.findings
}

function toResult(
  { coverage }: CycleResult,
  cluster: ScanResult['cluster'],
  findings: Finding[],
): ScanResult {
  const score = computeScore(tallyFindings(findings))
  const rest = findings.filter((it) => it.exception === null)
  const accepted =
    rest.length === findings.length
      ? {}
      : {
          accepted: {
            failed: findings.length - rest.length,
            score: computeScore(tallyFindings(rest)),
          },
        }
  return { version, cluster, findings, score, ...accepted, coverage }
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
