/** Which rules need objects of which kinds. */

import type { RuleSet } from './rule-set.ts'

/** Ids, in order: of rules about objects of one of the kinds, or that read such objects beside. */
export function rulesReading({ rules, modules }: RuleSet, kinds: readonly string[]): string[] {
  const wanted = new Set(kinds)
  return rules
    .filter(({ id, kinds: own }) => {
      const read = [...own, ...(modules.get(id)?.metadata.custom.inventory ?? [])]
      return read.some((kind) => wanted.has(kind))
    })
    .map(({ id }) => id)
    .sort()
}
