/** Makes a patch and new objects out of a rule's fix and the paths of a finding's evidence. */

import type { Evidence, PatchOperation, Resource } from '@evenkeel/model'
import { type FixSpec, type FixStep, stepsOf } from '../library/fix-spec.ts'
import { lastFirst, type PathPart, toPointer, valueAt } from './object-path.ts'
import { revoke } from './revoke.ts'
import { placeOf } from './step-place.ts'

export interface Proposal {
  patch: PatchOperation[]
  create: Record<string, unknown>[]
}

/** Fills the placeholders of a value with what the evidence and the object tell. */
export type Fill = (value: unknown, evidence: Evidence) => unknown

interface Place {
  step: FixStep
  parts: PathPart[]
  evidence: Evidence
}

/**
 * Operations in an order in which each can be applied. Undefined where some evidence is met by no
 * step, since the patch would then mend only a part of it.
 */
export function proposeChange(
  spec: FixSpec,
  evidence: readonly Evidence[],
  resource: Resource,
  fill: Fill,
): Proposal | undefined {
  const places: Place[] = []
  const create: Record<string, unknown>[] = []
  for (const one of evidence) {
    const steps = stepsOf(spec).filter((it) => !it.match || new RegExp(it.match).test(one.path))
    if (steps.length === 0) return undefined
    for (const step of steps) {
      if ('create' in step) {
        // An object in a fix is one after its placeholders are filled too.
        create.push(fill(step.create, one) as Record<string, unknown>)
        continue
      }
      const parts = placeOf(step, one.path, resource)
      if (!parts) return undefined
      const isTaken = valueAt(resource.data, parts) !== undefined
      if (step.if === 'absent' && isTaken) return undefined
      places.push({ step, parts, evidence: one })
    }
  }
  const patch = patchOf(places, resource.data, fill)
  return patch.length + create.length > 0 ? { patch, create: withoutTwins(create) } : undefined
}

function patchOf(places: Place[], object: unknown, fill: Fill): PatchOperation[] {
  // What is taken out goes last, and later elements of a list first, so that no index moves.
  const removing = places.filter(({ step }) => 'remove' in step || 'revoke' in step)
  const setting = places.filter((it) => !removing.includes(it))
  removing.sort((a, b) => lastFirst(a.parts, b.parts))
  const lists = new Map<string, unknown>()
  const made = new Set<string>()
  const operations = [...setting, ...removing].flatMap((it) =>
    operationsAt(it, { object, fill, lists, made }),
  )
  return withoutTwins(operations)
}

interface Progress {
  object: unknown
  fill: Fill
  /** What the earlier operations left at a place, so that two of them on one list add up. */
  lists: Map<string, unknown>
  made: Set<string>
}

function operationsAt({ step, parts, evidence }: Place, progress: Progress): PatchOperation[] {
  const path = toPointer(parts)
  const { object, lists } = progress
  const original = valueAt(object, parts)
  const present = lists.get(path) ?? original
  if ('remove' in step) return original === undefined ? [] : [{ op: 'remove', path }]
  if ('revoke' in step) return revoke(present, parts, step.revoke)
  const value = newValue(step, present, (it) => progress.fill(it, evidence))
  if (value === undefined) return []
  lists.set(path, value)
  const op = present === undefined ? 'add' : 'replace'
  return [...missingParents(parts, object, progress.made), { op, path, value }]
}

/** Undefined where the step changes nothing at a place like this. */
function newValue(step: FixStep, present: unknown, fill: (value: unknown) => unknown): unknown {
  if ('set' in step) return fill(step.set)
  const items: unknown[] = Array.isArray(present) ? present : []
  if ('include' in step) return [...new Set([...items, fill(step.include)])]
  if ('exclude' in step) {
    const unwanted = fill(step.exclude)
    return items.includes(unwanted) ? items.filter((it) => it !== unwanted) : undefined
  }
  if ('replace' in step && typeof present === 'string') {
    return present.replace(step.replace.from, () => step.replace.to)
  }
  return undefined
}

/** Objects on the way that are not there yet, each once. */
function missingParents(parts: PathPart[], object: unknown, made: Set<string>): PatchOperation[] {
  const operations: PatchOperation[] = []
  for (let length = 1; length < parts.length; length += 1) {
    const parent = parts.slice(0, length)
    const path = toPointer(parent)
    const present = valueAt(object, parent)
    if ((present !== undefined && present !== null) || made.has(path)) continue
    made.add(path)
    operations.push({ op: present === null ? 'replace' : 'add', path, value: {} })
  }
  return operations
}

function withoutTwins<T>(values: readonly T[]): T[] {
  const known = new Set<string>()
  return values.filter((it) => {
    const key = JSON.stringify(it)
    if (known.has(key)) return false
    known.add(key)
    return true
  })
}
