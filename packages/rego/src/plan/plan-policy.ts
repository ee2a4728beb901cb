/** Plans a whole policy: groups its rules, builds the document tree, plans each function. */

import { dottedName } from '../compile/names.ts'
import type { ResolvedRule } from '../compile/tree.ts'
import { forEachExpr, forEachExprIn } from '../compile/walk.ts'
import type { Func } from '../ir/ir.ts'
import type { Expr, Module, Term } from '../syntax/ast.ts'
import { annotationChains } from './annotation-chains.ts'
import { constantDocument, planGroup } from './plan-rules.ts'
import { documentTarget } from './plan-with.ts'
import { nodeAt, type PolicyPlan, type ReplacementTargets, type RuleGroup } from './policy-plan.ts'

export interface PolicyOptions {
  arities: ReadonlyMap<string, number>
  inlinesConstants: boolean
}

export function planPolicy(
  modules: readonly Module[],
  rules: readonly ResolvedRule[],
  targets: ReplacementTargets,
  options: PolicyOptions,
): PolicyPlan {
  const policy: PolicyPlan = {
    program: { constants: [], funcs: [], nodes: [emptyNode([])] },
    groups: [],
    groupOf: new Map(),
    targets,
    arities: options.arities,
    constantIds: new Map(),
    isOrdered: false,
    inlinesConstants: options.inlinesConstants,
    annotationsOf: annotationChains(modules),
  }
  for (const module of modules) addPackage(policy, packagePath(module))
  for (const rule of rules) addRule(policy, rule)
  absorbBelowDynamic(policy, 0)
  for (const group of policy.groups) group.constant = constantDocument(group)
  for (const group of policy.groups) policy.program.funcs[group.func] = planGroup(policy, group)
  return policy
}

export function packagePath(module: Module): string[] {
  return module.package.path.path.flatMap((part) => (part.kind === 'string' ? [part.value] : []))
}

function emptyNode(path: string[]): PolicyPlan['program']['nodes'][number] {
  return { path, children: new Map(), rule: undefined, isFunction: false }
}

function addPackage(policy: PolicyPlan, path: readonly string[]): number {
  let index = 0
  path.forEach((part, i) => {
    const node = nodeAt(policy, index)
    const known = node.children.get(part)
    index = known ?? policy.program.nodes.push(emptyNode(path.slice(0, i + 1))) - 1
    node.children.set(part, index)
  })
  return index
}

function addRule(policy: PolicyPlan, rule: ResolvedRule): void {
  const node = nodeAt(policy, addPackage(policy, rule.path))
  const known = node.rule === undefined ? undefined : policy.groups[node.rule]
  if (known) {
    known.rules.push(rule)
    if (kindOf(rule) === 'dynamic') known.kind = 'dynamic'
    if (kindOf(rule) === 'set' && known.kind === 'complete') known.kind = 'set'
    return
  }
  const func = policy.groups.length
  const group: RuleGroup = {
    path: rule.path,
    kind: kindOf(rule),
    rules: [rule],
    func,
    constant: undefined,
  }
  policy.groups.push(group)
  policy.groupOf.set(func, group)
  policy.program.funcs.push(placeholder(rule))
  node.rule = func
  node.isFunction = rule.args !== undefined
}

/** Calls are planned before the functions they call, and look at the number of parameters. */
function placeholder(rule: ResolvedRule): Func {
  return {
    name: rule.path.join('.'),
    location: rule.location,
    params: rule.args?.length ?? 0,
    locals: 0,
    contexts: 1,
    isMemoized: false,
    body: [],
  }
}

function kindOf(rule: ResolvedRule): RuleGroup['kind'] {
  if (rule.args) return 'function'
  if (rule.keys.length > 0) return 'dynamic'
  return rule.isSet ? 'set' : 'complete'
}

/** A document with keys from variables is one with all that is defined below its path. */
function absorbBelowDynamic(policy: PolicyPlan, index: number): void {
  const node = nodeAt(policy, index)
  const group = node.rule === undefined ? undefined : policy.groups[node.rule]
  if (group && node.children.size > 0 && !node.isFunction) {
    for (const child of node.children.values()) absorb(policy, child, group)
    node.children.clear()
    group.kind = 'dynamic'
    return
  }
  for (const child of node.children.values()) absorbBelowDynamic(policy, child)
}

function absorb(policy: PolicyPlan, index: number, into: RuleGroup): void {
  const node = nodeAt(policy, index)
  const group = node.rule === undefined ? undefined : policy.groups[node.rule]
  if (group && !node.isFunction) {
    into.rules.push(...group.rules)
    group.rules = []
  }
  for (const child of node.children.values()) absorb(policy, child, into)
}

/** What the `with` of these bodies replaces. */
export function replacementTargets(
  rules: readonly ResolvedRule[],
  queries: readonly Expr[],
): { documents: string[][]; functions: Set<string> } {
  const targets = { documents: [] as string[][], functions: new Set<string>() }
  const seen = new Set<string>()
  const visit = (expr: Expr): void => {
    for (const { target } of expr.with) addTarget(target, targets, seen)
  }
  for (const { chain } of rules) {
    for (const { body, value } of chain) {
      forEachExpr(body, visit)
      forEachExprIn(value, visit)
    }
  }
  forEachExpr(queries, visit)
  return targets
}

function addTarget(
  target: Term,
  targets: { documents: string[][]; functions: Set<string> },
  seen: Set<string>,
): void {
  const document = documentTarget(target)
  const name = dottedName(target)
  if (document?.kind === 'data' && !seen.has(JSON.stringify(document.path))) {
    seen.add(JSON.stringify(document.path))
    targets.documents.push(document.path)
  }
  if (name !== undefined && document?.kind !== 'input') targets.functions.add(name)
}
