/** Which rules need which: the edges between the links of rules' chains. */

import type { Link, ResolvedRule } from '../compile/tree.ts'
import type { RefTerm, Term } from '../syntax/ast.ts'
import { expandPath, type KnownValues, knownValues } from './known-values.ts'
import { addVars, isDataRef, walkExprTerms, walkTerms } from './references.ts'
import { indexRules, type RuleNode, rulesFor } from './rule-index.ts'
import { constantKey } from './term-keys.ts'

/** A rule as written, or one `else` of it. */
export interface GraphNode {
  rule: ResolvedRule
  link: Link
  /** What it needs, in source order; a value tells of an edge that exists only for some values. */
  needs: Map<GraphNode, DynamicEdge | undefined>
}

/** A reference that means the rule only if its variables have the right values. */
export interface DynamicEdge {
  reference: RefTerm
  /** Indices into the path of the reference whose terms decide. */
  positions: number[]
}

export interface Graph {
  /** In the order of the rules. */
  nodes: readonly GraphNode[]
  nodesOf: ReadonlyMap<ResolvedRule, readonly GraphNode[]>
  index: RuleNode
}

export function createGraph(rules: readonly ResolvedRule[]): Graph {
  const nodesOf = new Map<ResolvedRule, GraphNode[]>()
  for (const rule of rules) {
    nodesOf.set(
      rule,
      rule.chain.map((link) => ({ rule, link, needs: new Map() })),
    )
  }
  const index = indexRules(rules)
  const graph: Graph = { nodes: [...nodesOf.values()].flat(), nodesOf, index }
  for (const node of graph.nodes) addEdges(graph, node)
  return graph
}

/** Where a reference stands: what is bound and known there. */
interface Place {
  bound: ReadonlySet<string>
  known: KnownValues
}

function addEdges(graph: Graph, node: GraphNode): void {
  const { rule, link } = node
  const known = knownValues(link.body)
  const bound = new Set<string>()
  // What is bound before: OPA 1.22 also counts the keys of the head, which the body binds.
  for (const arg of rule.args ?? []) walkTerms(arg, addVars(bound))
  for (const [index, expr] of link.body.entries()) {
    // What the expression itself binds is not bound before it.
    const place: Place = { bound, known: known[index] ?? new Map() }
    walkExprTerms(expr, (term) => {
      if (isDataRef(term)) addReference(graph, node, term, place)
      return true
    })
    walkExprTerms(expr, addVars(bound))
  }
  const place: Place = { bound, known: known.at(-1) ?? new Map() }
  const isFirst = rule.chain[0] === link
  for (const term of isFirst ? headTerms(node) : [link.value]) {
    walkTerms(term, (part) => {
      if (isDataRef(part)) addReference(graph, node, part, place)
      return true
    })
  }
}

function headTerms({ rule, link }: GraphNode): Term[] {
  return [...(rule.args ?? []), ...rule.keys, link.value]
}

function addReference(graph: Graph, node: GraphNode, reference: RefTerm, place: Place): void {
  const paths = expandPath(reference, place.known)
  const [single] = paths
  const selecting = paths.length === 1 && single ? single : reference.path
  for (const path of paths) {
    for (const rule of rulesFor(graph.index, path)) {
      const positions = decidingPositions(selecting, rule, place.bound)
      const edge = positions.length > 0 ? { reference, positions } : undefined
      for (const target of graph.nodesOf.get(rule) ?? []) {
        // An edge that always exists outweighs those that may.
        if (!edge || !node.needs.has(target)) node.needs.set(target, edge)
      }
    }
  }
}

/** The terms of a path that must have a certain value for the path to mean the rule. */
function decidingPositions(
  path: readonly Term[],
  rule: ResolvedRule,
  bound: ReadonlySet<string>,
): number[] {
  const positions: number[] = []
  const length = rule.path.length + rule.keys.length
  for (const [index, part] of path.slice(0, length).entries()) {
    const key = rule.keys[index - rule.path.length]
    const isNamed = index < rule.path.length || (key && constantKey(key) !== undefined)
    if (!isNamed || constantKey(part) !== undefined) continue
    const isFree = part.kind === 'var' && !bound.has(part.name) && occursOnce(path, part.name)
    if (!isFree) positions.push(index)
  }
  return positions
}

function occursOnce(path: readonly Term[], name: string): boolean {
  return path.filter((part) => part.kind === 'var' && part.name === name).length === 1
}

/** Those that rules are needed by come later; rules that need each other stay in source order. */
export function sortByNeed(graph: Graph): GraphNode[] {
  const sorted: GraphNode[] = []
  const seen = new Set<GraphNode>()
  for (const start of graph.nodes) {
    if (seen.has(start)) continue
    seen.add(start)
    const stack = [{ node: start, rest: [...start.needs.keys()] }]
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.rest.shift()
      if (!next) {
        sorted.push(top.node)
        stack.pop()
      } else if (!seen.has(next)) {
        seen.add(next)
        stack.push({ node: next, rest: [...next.needs.keys()] })
      }
    }
  }
  return sorted
}

/** All nodes that need one of `targets`, directly or not, and the targets themselves. */
export function dependentsOf(graph: Graph, targets: readonly ResolvedRule[]): Set<ResolvedRule> {
  const needed = new Map<GraphNode, GraphNode[]>()
  for (const node of graph.nodes) {
    for (const target of node.needs.keys()) {
      const users = needed.get(target)
      if (users) users.push(node)
      else needed.set(target, [node])
    }
  }
  const found = new Set<ResolvedRule>(targets)
  const queue = targets.flatMap((rule) => graph.nodesOf.get(rule) ?? [])
  for (let node = queue.pop(); node; node = queue.pop()) {
    for (const user of needed.get(node) ?? []) {
      if (found.has(user.rule)) continue
      found.add(user.rule)
      queue.push(...(graph.nodesOf.get(user.rule) ?? []))
    }
  }
  return found
}
