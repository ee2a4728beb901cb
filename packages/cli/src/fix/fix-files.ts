/**
 * Mends manifests: each change is one verified fix in the text of one object, evaluated again on disk.
 *
 * A round makes the changes of all objects at once, since evaluating costs more than editing. Where a
 * round makes anything fail that had not, its objects are done one by one, and the change at fault is
 * given up.
 */

import type { CycleResult } from '@evenkeel/agent'
import type { Finding } from '@evenkeel/model'
import { editObject } from '../edits/yaml-edit.ts'
import type { Overlay } from './overlay.ts'

export interface FixedFinding {
  finding: Finding
  file: string
}

export interface SkippedFinding {
  finding: Finding
  /** A sentence's end: `the field is shared by an anchor`. */
  reason: string
}

export interface FixOutcome {
  fixed: FixedFinding[]
  skipped: SkippedFinding[]
  /** What is left, after the last change. */
  last: CycleResult
}

/** Fixes may make others possible, as when a security context is there at last. */
const roundsMax = 20

export async function fixFiles(
  overlay: Overlay,
  evaluate: () => Promise<CycleResult>,
  /** Whether the file may be changed. */
  isOwn: (file: string) => boolean,
): Promise<FixOutcome> {
  const isFixable = createFilter(isOwn)
  const fixed: FixedFinding[] = []
  const skipped = new Map<string, SkippedFinding>()
  let current = await evaluate()
  for (let round = 0; round < roundsMax; round += 1) {
    const wanted = current.findings.filter((it) => isFixable(it) && !skipped.has(it.id))
    if (wanted.length === 0) break
    const outcome = await makeRound(wanted, { overlay, evaluate, isFixable, current })
    for (const it of outcome.skipped) skipped.set(it.finding.id, it)
    fixed.push(...outcome.fixed)
    current = outcome.after
    if (outcome.fixed.length === 0) break
  }
  return { fixed, skipped: [...skipped.values()], last: current }
}

interface Context {
  overlay: Overlay
  evaluate: () => Promise<CycleResult>
  isFixable: (finding: Finding) => boolean
  current: CycleResult
}

interface RoundOutcome {
  fixed: FixedFinding[]
  skipped: SkippedFinding[]
  after: CycleResult
}

function createFilter(isOwn: (file: string) => boolean) {
  return ({ result: { fix }, resource: { source } }: Finding): boolean => {
    const isVerified = fix?.is_verified === true && fix.patch.length > 0 && !fix.create?.length
    return isVerified && source?.line !== undefined && isOwn(source.file)
  }
}

async function makeRound(wanted: Finding[], context: Context): Promise<RoundOutcome> {
  const { overlay, evaluate, current } = context
  const before = snapshot(overlay, wanted)
  const { made, skipped } = edit(wanted, overlay)
  if (made.length === 0) return { fixed: [], skipped, after: current }
  const after = await evaluate()
  if (newFailures(current, after).length === 0) return { fixed: made, skipped, after }
  before.restore()
  if (made.length === 1) {
    const [only] = made
    const reason = 'with it another rule fails'
    return {
      fixed: [],
      skipped: only ? [...skipped, { finding: only.finding, reason }] : skipped,
      after: current,
    }
  }
  return await makeHalves(
    made.map((it) => it.finding),
    skipped,
    context,
  )
}

/** Of many changes the few at fault are found by halves. */
async function makeHalves(
  findings: Finding[],
  skipped: SkippedFinding[],
  context: Context,
): Promise<RoundOutcome> {
  const middle = Math.ceil(findings.length / 2)
  const first = await makeRound(findings.slice(0, middle), context)
  // The first half moved lines: what is left is read anew.
  const ids = new Set(findings.slice(middle).map((it) => it.id))
  const rest = first.after.findings.filter((it) => ids.has(it.id) && context.isFixable(it))
  const second =
    rest.length > 0
      ? await makeRound(rest, { ...context, current: first.after })
      : { fixed: [], skipped: [], after: first.after }
  return {
    fixed: [...first.fixed, ...second.fixed],
    skipped: [...skipped, ...first.skipped, ...second.skipped],
    after: second.after,
  }
}

/** From the last line up, so that the lines of what is still to be done stay. */
function edit(
  wanted: Finding[],
  overlay: Overlay,
): Pick<RoundOutcome, 'skipped'> & { made: FixedFinding[] } {
  const made: FixedFinding[] = []
  const skipped: SkippedFinding[] = []
  const touched = new Map<string, string[]>()
  const lineOf = (it: Finding) => it.resource.source?.line ?? 0
  for (const finding of [...wanted].sort((a, b) => lineOf(b) - lineOf(a))) {
    const { source, id } = finding.resource
    const { fix } = finding.result
    const places = touched.get(id) ?? []
    // What meets another change of this round waits for the next, which sees the object as it is then.
    if (!source?.line || !fix || fix.patch.some((it) => meets(placeOf(it.path), places))) continue
    touched.set(id, [...places, ...fix.patch.map((it) => placeOf(it.path))])
    const result = editObject(overlay.read(source.file), source.line, fix.patch)
    if (result.state === 'refused') skipped.push({ finding, reason: result.reason })
    else {
      overlay.change(source.file, result.text)
      made.push({ finding, file: source.file })
    }
  }
  return { made, skipped }
}

/** Of an item of a list the list, whose other items move. */
function placeOf(path: string): string {
  return path.replace(/\/(?:\d+|-)$/, '')
}

function meets(place: string, places: readonly string[]): boolean {
  return places.some((it) => isWithin(it, place) || isWithin(place, it))
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}/`)
}

function snapshot(overlay: Overlay, findings: Finding[]) {
  const files = new Set(findings.flatMap((it) => it.resource.source?.file ?? []))
  const texts = [...files].map((file) => [file, overlay.read(file)] as const)
  return {
    restore() {
      for (const [file, text] of texts) overlay.change(file, text)
    },
  }
}

/** Failed now and not before, and what nobody can tell any more. */
function newFailures(before: CycleResult, after: CycleResult): Finding[] {
  const known = new Map(before.findings.map((it) => [it.id, it.result.evaluation]))
  return after.findings.filter((it) => {
    const was = known.get(it.id)
    const isBad = it.result.evaluation === 'failed' || it.result.evaluation === 'unknown'
    return isBad && was !== 'failed' && was !== it.result.evaluation
  })
}
