/** `evenkeel fix`: changes manifests so that rules pass, where that was tried; shows it unless told to write. */

import { type CycleResult, collectManifests, runCycle } from '@evenkeel/agent'
import { loadRules, unifiedDiff } from '@evenkeel/benchmarks'
import { exitStatus, Failure } from '../failure.ts'
import { type FixOutcome, fixFiles } from '../fix/fix-files.ts'
import { openOverlay } from '../fix/overlay.ts'
import { suggestValues } from '../fix/suggest-values.ts'
import { nameOf } from '../formats/place.ts'
import { replaceFile, writeOutput } from '../output.ts'
import { checkRuleNames } from '../rule-names.ts'
import { expandTargets } from '../targets/globs.ts'
import { createRenderer, type Renderer } from '../targets/render.ts'
import { manifestsCluster } from '../targets/target.ts'
import { escapeControls } from '../terminal/escape.ts'
import { createProgress } from '../terminal/progress.ts'

export interface FixCommandOptions {
  benchmark: string[]
  rule: string[]
  namespace: string[]
  values: string[]
  set: string[]
  kubernetesVersion?: string
  /** Change the files; a diff is printed otherwise. */
  write?: boolean
  dryRun?: boolean
}

export async function fix(named: string[], options: FixCommandOptions): Promise<number> {
  if (options.write && options.dryRun)
    throw new Failure('--write and --dry-run contradict each other.')
  checkRuleNames(options)
  const targets = await expandTargets(named)
  if (targets.includes('-')) throw new Failure('fix needs files; standard input cannot be changed.')
  const renderer = createRenderer(options)
  const overlay = openOverlay()
  const progress = createProgress()
  try {
    const evaluate = () => evaluateTargets(targets, options, { renderer, pathOf: overlay.pathOf })
    progress.show('Evaluating')
    // What was rendered is no file of the user's: for it values are named.
    const isOwn = (file: string) => renderer.pathOf(file) === file
    const outcome = await fixFiles(overlay, evaluate, isOwn)
    progress.clear()
    const changed = overlay.changed()
    if (options.write) for (const file of changed) await replaceFile(file, overlay.read(file))
    else {
      const diffs = changed.map((it) => unifiedDiff(it, overlay.original(it), overlay.read(it)))
      await writeOutput(diffs, undefined)
    }
    await report(outcome, changed, { options, renderer })
    const isUnreadable = outcome.last.gaps.some((it) => it.collector === 'manifests')
    return isUnreadable ? exitStatus.wrongUse : exitStatus.done
  } finally {
    progress.clear()
    overlay.close()
    await renderer.close()
  }
}

async function evaluateTargets(
  targets: string[],
  options: FixCommandOptions,
  { renderer, pathOf }: { renderer: Renderer; pathOf: (file: string) => string },
): Promise<CycleResult> {
  const observations = collectManifests(targets, {
    clusterName: manifestsCluster.name,
    render: renderer.render,
    pathOf,
    ...(options.namespace.length > 0 ? { namespaces: options.namespace } : {}),
  })
  return await runCycle(observations, {
    ruleSet: loadRules(),
    withFixes: true,
    evaluator: {
      cluster: manifestsCluster,
      benchmarks: options.benchmark,
      rules: options.rule,
      ...(options.kubernetesVersion ? { kubernetesVersion: options.kubernetesVersion } : {}),
    },
  })
}

/** On standard error, so that the diff on standard output can be given to `patch`. */
async function report(
  { fixed, skipped, last }: FixOutcome,
  changed: string[],
  { options, renderer }: { options: FixCommandOptions; renderer: Renderer },
): Promise<void> {
  const say = (line: string) => process.stderr.write(`${escapeControls(line)}\n`)
  const files = `${changed.length} ${changed.length === 1 ? 'file' : 'files'}`
  const verb = options.write ? 'Changed' : 'Would change'
  say(`${verb} ${files} for ${fixed.length} findings; each was evaluated again.`)
  for (const { finding, reason } of skipped) {
    say(`  not changed: ${finding.rule.id}, ${nameOf(finding)}: ${reason}`)
  }
  const left = last.findings.filter((it) => it.result.evaluation === 'failed')
  const values = await suggestValues(left, renderer)
  for (const line of values) say(`  ${line}`)
  if (left.length > 0) {
    say(`${left.length} failed findings are left; "evenkeel scan --fixes" says what each needs.`)
  }
  for (const { source, reason } of last.gaps) say(`  not read: ${source}: ${reason}`)
  if (changed.length > 0 && !options.write) say('Nothing was written; --write changes the files.')
}
