/** Makes a patch out of a rule's fix and the paths of a finding's evidence. */

import type { Evidence, PatchOperation } from '@evenkeel/model'
import type { FixSpec } from '../library/metadata.ts'
import { type PathPart, parseObjectPath, toPointer, valueAt } from './object-path.ts'

/**
 * Operations in an order in which each can be applied; undefined where some evidence is not about a
 * place in the object, since the patch would then mend only a part of it.
 */
export function proposePatch(
  fix: FixSpec,
  evidence: readonly Evidence[],
  object: unknown,
): PatchOperation[] | undefined {
  const paths: PathPart[][] = []
  for (const { path } of evidence) {
    const parts = parseObjectPath(path)
    if (!parts) return undefined
    paths.push(parts)
  }
  if (paths.length === 0) return undefined
  // Later elements of a list go first, so that the indexes of the others stay.
  if ('remove' in fix) paths.sort(lastFirst)
  const made = new Set<string>()
  return paths.flatMap((parts) => operationsAt(fix, parts, object, made))
}

function operationsAt(
  fix: FixSpec,
  parts: PathPart[],
  object: unknown,
  made: Set<string>,
): PatchOperation[] {
  const path = toPointer(parts)
  const present = valueAt(object, parts)
  if ('remove' in fix) return present === undefined ? [] : [{ op: 'remove', path }]
  const value = 'set' in fix ? fix.set : including(present, fix.include)
  const op = present === undefined ? 'add' : 'replace'
  return [...missingParents(parts, object, made), { op, path, value }]
}

function including(present: unknown, item: string): unknown[] {
  return Array.isArray(present) ? [...new Set([...present, item])] : [item]
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

function lastFirst(a: PathPart[], b: PathPart[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const [x, y] = [a[i], b[i]]
    if (x === y) continue
    if (typeof x === 'number' && typeof y === 'number') return y - x
    return String(x) < String(y) ? 1 : -1
  }
  return b.length - a.length
}
