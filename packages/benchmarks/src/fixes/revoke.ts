/** Takes verbs on resources out of one rule of a role, and leaves every other right as it is. */

import type { PatchOperation } from '@evenkeel/model'
import { isRecord } from '../contract/records.ts'
import { type PathPart, toPointer } from './object-path.ts'

export interface Grant {
  verbs: string[]
  resources: string[]
}

/**
 * The rule at the path is narrowed, and what it gave beside is added as rules of its own at the end.
 * A `*` cannot be narrowed without knowing what is needed, so that it becomes a placeholder.
 */
export function revoke(
  rule: unknown,
  path: readonly PathPart[],
  grants: readonly Grant[],
): PatchOperation[] {
  if (!isRecord(rule)) return []
  const pointer = toPointer(path)
  const list = toPointer(path.slice(0, -1))
  const [verbs, resources] = [wordsOf(rule.verbs), wordsOf(rule.resources)]
  if (isWild(verbs) || isWild(resources)) {
    const narrowed: PatchOperation[] = []
    if (isWild(verbs)) narrowed.push(askFor(pointer, 'verbs', 'verb that is needed'))
    if (isWild(resources)) narrowed.push(askFor(pointer, 'resources', 'resource that is needed'))
    return narrowed
  }
  // Resources that lose the same verbs stay together in one rule.
  const byVerbs = new Map<string, { verbs: string[]; resources: string[] }>()
  for (const resource of resources) {
    const lost = new Set(grants.flatMap((it) => (it.resources.includes(resource) ? it.verbs : [])))
    const kept = verbs.filter((verb) => !lost.has(verb))
    if (kept.length === 0) continue
    const key = kept.join(' ')
    const group = byVerbs.get(key) ?? { verbs: kept, resources: [] }
    group.resources.push(resource)
    byVerbs.set(key, group)
  }
  const [first, ...others] = [...byVerbs.values()].map((it) => ({ ...rule, ...it }))
  const added = others.map((value) => ({ op: 'add' as const, path: `${list}/-`, value }))
  return first
    ? [{ op: 'replace', path: pointer, value: first }, ...added]
    : [{ op: 'remove', path: pointer }]
}

function askFor(pointer: string, field: string, what: string): PatchOperation {
  return { op: 'replace', path: `${pointer}/${field}`, value: [`<${what}>`] }
}

/** `*` alone, and `*` with a subresource, stand for more than is written. */
function isWild(words: readonly string[]): boolean {
  return words.some((it) => it.includes('*'))
}

function wordsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((it) => typeof it === 'string') : []
}
