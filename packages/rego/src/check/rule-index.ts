/** All rules by the leading names of their paths, to find those that a reference may mean. */

import type { ResolvedRule } from '../compile/tree.ts'
import type { Term } from '../syntax/ast.ts'
import { constantKey } from './term-keys.ts'

export interface RuleNode {
  rules: ResolvedRule[]
  children: Map<string, RuleNode>
}

export function indexRules(rules: readonly ResolvedRule[]): RuleNode {
  const root: RuleNode = { rules: [], children: new Map() }
  for (const rule of rules) {
    let node = root
    for (const name of rule.path) {
      let child = node.children.get(name)
      if (!child) {
        child = { rules: [], children: new Map() }
        node.children.set(name, child)
      }
      node = child
    }
    node.rules.push(rule)
  }
  return root
}

/** The rules that a reference with this path after `data` may mean, be they around, at or below it. */
export function rulesFor(root: RuleNode, path: readonly Term[]): ResolvedRule[] {
  const found: ResolvedRule[] = []
  collect(root, path, 0, found)
  return found
}

function collect(node: RuleNode, path: readonly Term[], at: number, found: ResolvedRule[]): void {
  for (const rule of node.rules) if (keysMatch(rule.keys, path.slice(at))) found.push(rule)
  const part = path[at]
  if (part?.kind === 'string') {
    const child = node.children.get(part.value)
    if (child) collect(child, path, at + 1, found)
    return
  }
  // Another constant names no child, and what must be evaluated may be any of them.
  if (part && constantKey(part) !== undefined) return
  for (const child of node.children.values()) collect(child, path, at + 1, found)
}

function keysMatch(keys: readonly Term[], path: readonly Term[]): boolean {
  return keys.every((key, index) => {
    const part = path[index]
    const wanted = part && constantKey(part)
    const own = constantKey(key)
    return wanted === undefined || own === undefined || wanted === own
  })
}
