/** Finds rules that need themselves. */

import type { ResolvedRule } from '../compile/tree.ts'
import type { RegoError } from '../errors.ts'
import type { RefTerm, Term } from '../syntax/ast.ts'
import { printRef, printTerm } from '../syntax/print-terms.ts'
import type { Graph, GraphNode } from './graph.ts'
import { originNote } from './origins.ts'
import { nameRules, printRuleName } from './rule-names.ts'

/** How many conditions a message spells out; with more it names the reference only. */
const CONDITIONS_MAX = 2
/** How many rules a message names; a longer cycle is cut in its middle. */
const NAMES_MAX = 40
/** How many recursive rules are reported. */
const ERRORS_MAX = 200

export function checkRecursion(graph: Graph): RegoError[] {
  const cyclic = cyclicNodes(graph)
  if (cyclic.size === 0) return []
  const names = nameRules([...graph.nodesOf.keys()])
  const nodes = graph.nodes.filter((node) => cyclic.has(node)).slice(0, ERRORS_MAX)
  return nodes.flatMap((node) => describe(node, names))
}

type Names = ReadonlyMap<ResolvedRule, string>

function nameOf({ rule }: GraphNode, names: Names): string {
  return names.get(rule) ?? printRuleName(rule)
}

function describe(node: GraphNode, names: Names): RegoError[] {
  const path = findCycle(node, true) ?? findCycle(node, false)
  if (!path) return []
  const cause = causeOf(path, names)
  const verb = cause === '' ? 'is' : 'may be'
  const way = cut(path)
    .map((step) => (step ? nameOf(step, names) : '...'))
    .join(' -> ')
  const message = `rule ${nameOf(node, names)} ${verb} recursive: ${way}${cause}`
  return [{ code: 'rego_recursion_error', message, location: node.link.location }]
}

/** A long path without its middle, where undefined stands. */
function cut(path: readonly GraphNode[]): readonly (GraphNode | undefined)[] {
  if (path.length <= NAMES_MAX) return path
  return [...path.slice(0, NAMES_MAX / 2), undefined, ...path.slice(-NAMES_MAX / 2)]
}

/** The way from a node to itself, by edges that always exist or by any. */
function findCycle(start: GraphNode, isStatic: boolean): GraphNode[] | undefined {
  const from = new Map<GraphNode, GraphNode>()
  const stack: GraphNode[] = [start]
  for (let node = stack.pop(); node; node = stack.pop()) {
    for (const [next, edge] of node.needs) {
      if (isStatic && edge) continue
      if (next === start) return wayTo(node, start, from)
      if (from.has(next)) continue
      from.set(next, node)
      stack.push(next)
    }
  }
  return undefined
}

function wayTo(
  last: GraphNode,
  start: GraphNode,
  from: ReadonlyMap<GraphNode, GraphNode>,
): GraphNode[] {
  const path = [start]
  for (let node: GraphNode | undefined = last; node && node !== start; node = from.get(node)) {
    path.unshift(node)
  }
  return [start, ...path]
}

/** Nodes on some cycle: those in a strongly connected component, found by Tarjan's algorithm. */
function cyclicNodes(graph: Graph): Set<GraphNode> {
  const cyclic = new Set<GraphNode>()
  const order = new Map<GraphNode, number>()
  const low = new Map<GraphNode, number>()
  const open: GraphNode[] = []
  const isOpen = new Set<GraphNode>()
  const begin = (node: GraphNode) => {
    order.set(node, order.size)
    low.set(node, order.size - 1)
    open.push(node)
    isOpen.add(node)
    return { node, rest: [...node.needs.keys()] }
  }
  const lower = (node: GraphNode, value: number) =>
    low.set(node, Math.min(low.get(node) ?? value, value))
  for (const start of graph.nodes) {
    if (order.has(start)) continue
    const stack = [begin(start)]
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.rest.pop()
      if (next) {
        if (!order.has(next)) stack.push(begin(next))
        else if (isOpen.has(next)) lower(top.node, order.get(next) ?? 0)
        continue
      }
      stack.pop()
      const { node } = top
      const above = stack.at(-1)
      if (above) lower(above.node, low.get(node) ?? 0)
      if (low.get(node) !== order.get(node)) continue
      const component = open.splice(open.indexOf(node))
      for (const member of component) isOpen.delete(member)
      if (component.length > 1 || node.needs.has(node)) {
        for (const member of component) cyclic.add(member)
      }
    }
  }
  return cyclic
}

/** What makes a cycle possible rather than certain: the first reference that need not mean the next rule. */
function causeOf(path: readonly GraphNode[], names: Names): string {
  for (const [index, node] of path.entries()) {
    const next = path[index + 1]
    const edge = next && node.needs.get(next)
    if (!edge || !next) continue
    const { reference, positions } = edge
    const length = next.rule.path.length + next.rule.keys.length
    const cut: RefTerm = { ...reference, path: reference.path.slice(0, length) }
    const within = index > 0 ? ` in ${nameOf(node, names)}` : ''
    const conditions = conditionsOf(cut.path, next, positions, (term) =>
      originNote(term, node, nameOf(node, names)),
    )
    const target = nameOf(next, names)
    const isShort = conditions.length > 0 && conditions.length <= CONDITIONS_MAX
    const relation = isShort
      ? `refers to ${target} if ${conditions.join(' and ')}`
      : `could refer to ${target}`
    return ` (${printRef(cut)}${within} ${relation})`
  }
  return ''
}

function conditionsOf(
  path: readonly Term[],
  { rule }: GraphNode,
  positions: readonly number[],
  note: (term: Term) => string,
): string[] {
  return positions.flatMap((position) => {
    const part = path[position]
    const name = rule.path[position]
    const key = rule.keys[position - rule.path.length]
    if (!part) return []
    const value = name !== undefined ? JSON.stringify(name) : key ? printTerm(key) : '_'
    return [`${printTerm(part)} is ${value}${note(part)}`]
  })
}
