/** All rules by the leading constants of their paths, to find those that a reference may mean. */

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
    for (const key of groundPath(rule)) {
      let child = node.children.get(key)
      if (!child) {
        child = { rules: [], children: new Map() }
        node.children.set(key, child)
      }
      node = child
    }
    node.rules.push(rule)
  }
  return root
}

/** The constants that a rule's path after `data` begins with, as JSON. */
export function groundPath({ path, keys }: ResolvedRule): string[] {
  const ground = path.map((name) => JSON.stringify(name))
  for (const key of keys) {
    const constant = constantKey(key)
    if (constant === undefined) break
    ground.push(constant)
  }
  return ground
}

/** The rules that a reference with this path after `data` may mean, be they around, at or below it. */
export function rulesFor(root: RuleNode, path: readonly Term[]): ResolvedRule[] {
  const found: ResolvedRule[] = []
  collect(root, path, 0, found)
  return found
}

function collect(node: RuleNode, path: readonly Term[], at: number, found: ResolvedRule[]): void {
  for (const rule of node.rules) if (keysMatch(rule, path)) found.push(rule)
  const part = path[at]
  const key = part && constantKey(part)
  if (key !== undefined) {
    const child = node.children.get(key)
    if (child) collect(child, path, at + 1, found)
    return
  }
  // What must be evaluated may be any of them, and all are below a path that ends here.
  for (const child of node.children.values()) collect(child, path, at + 1, found)
}

function keysMatch({ path: names, keys }: ResolvedRule, path: readonly Term[]): boolean {
  return keys.every((key, index) => {
    const part = path[names.length + index]
    const wanted = part && constantKey(part)
    const own = constantKey(key)
    return wanted === undefined || own === undefined || wanted === own
  })
}
