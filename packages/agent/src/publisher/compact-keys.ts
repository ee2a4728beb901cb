/** The keys of very many findings in little memory: their rules are shared, their hashes one text. */

import type { ResourceKey } from '@evenkeel/model'

export interface CompactKeys extends Iterable<ResourceKey> {
  /** In the place of an earlier key of the same resource. */
  set(key: ResourceKey): void
  delete(id: string): void
}

/** Sixteen of the hexadecimal digits tell the changes of one finding apart. */
export const hashLength = 16

interface Entry {
  hash: string
  rules: string[]
  hashes: string
}

export function createCompactKeys(): CompactKeys {
  const entries = new Map<string, Entry>()
  /** Resources of a kind mostly answer to the same rules. */
  const lists = new Map<string, string[]>()
  return {
    set({ id, hash, findings }) {
      const rules = findings.map(([rule]) => rule)
      const name = rules.join('\n')
      const shared = lists.get(name) ?? rules
      lists.set(name, shared)
      // Joined and cut, so that the long text of each hash is not kept.
      const hashes = Buffer.from(findings.map(([, it]) => it.slice(0, hashLength)).join(''))
      entries.set(id, { hash, rules: shared, hashes: hashes.toString('latin1') })
    },
    delete: (id) => void entries.delete(id),
    *[Symbol.iterator]() {
      for (const [id, { hash, rules, hashes }] of entries)
        yield {
          id,
          hash,
          findings: rules.map((rule, index): [string, string] => [
            rule,
            hashes.slice(index * hashLength, (index + 1) * hashLength),
          ]),
        }
    },
  }
}
