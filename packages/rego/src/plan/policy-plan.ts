/** What the planning of all functions of a policy shares: constants, the document tree, known names. */

import type { ResolvedRule } from '../compile/tree.ts'
import type { DocumentNode, Func, Operand, Program } from '../ir/ir.ts'
import type { Annotations, Module } from '../syntax/ast.ts'
import { RegoSet } from '../values/set.ts'
import type { Value } from '../values/value.ts'

/** All definitions of one document or function. */
export interface RuleGroup {
  path: string[]
  kind: 'complete' | 'set' | 'dynamic' | 'function'
  rules: ResolvedRule[]
  func: number
  /** Set when the document is the same constant in every evaluation. */
  constant: Value | undefined
}

/** What `with` replaces anywhere in the policy; calls and documents beside these need no look. */
export interface ReplacementTargets {
  documents: string[][]
  functions: ReadonlySet<string>
}

export interface PolicyPlan {
  program: Program
  groups: RuleGroup[]
  groupOf: Map<number, RuleGroup>
  targets: ReplacementTargets
  arities: ReadonlyMap<string, number>
  /** Keeps constants apart by kind and printed form. */
  constantIds: Map<unknown, number>
  /** Iteration is in OPA's order everywhere: some rule prints. */
  isOrdered: boolean
  /** Constant documents stand where they are used; off for coverage and traces. */
  inlinesConstants: boolean
  /** The annotations in force for a rule, innermost first, for `rego.metadata`. */
  annotationsOf(rule: ResolvedRule): AnnotationChain
}

export interface AnnotationChain {
  path: string[]
  entries: { path: string[]; annotations?: Annotations }[]
  modules: Module[]
}

export function constantOperand(plan: PolicyPlan, value: Value): Operand {
  const isScalar = value === null || typeof value !== 'object'
  if (isScalar) {
    const known = plan.constantIds.get(value)
    if (known !== undefined) return { kind: 'constant', index: known }
  }
  const index = plan.program.constants.push(freeze(value)) - 1
  if (isScalar) plan.constantIds.set(value, index)
  return { kind: 'constant', index }
}

/** Results may hold constants, and who gets a result must not change the policy. */
export function freeze(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  if (!(value instanceof RegoSet)) Object.values(value).forEach(freeze)
  return value
}

/** The node for a path of names, undefined when all below is base data. */
export function findNode(plan: PolicyPlan, path: readonly string[]): number | undefined {
  let at = 0
  for (const part of path) {
    const next = nodeAt(plan, at).children.get(part)
    if (next === undefined) return undefined
    at = next
  }
  return at
}

export function nodeAt(plan: PolicyPlan, index: number): DocumentNode {
  const node = plan.program.nodes[index]
  if (node === undefined) throw new Error(`There is no document node ${index}.`)
  return node
}

export function addFunc(plan: PolicyPlan, func: Func): number {
  return plan.program.funcs.push(func) - 1
}

/** Whether a `with` somewhere may replace the document at this path, or one around it. */
export function isOverridable(plan: PolicyPlan, path: readonly string[]): boolean {
  return plan.targets.documents.some((target) =>
    target.every((part, i) => i >= path.length || part === path[i]),
  )
}
