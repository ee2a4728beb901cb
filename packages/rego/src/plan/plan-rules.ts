/** Plans the functions of rules: all definitions of one document or function together. */

import type { Link, ResolvedRule } from '../compile/tree.ts'
import type { Func, Operand } from '../ir/ir.ts'
import type { Term } from '../syntax/ast.ts'
import type { Value } from '../values/value.ts'
import { constantValue } from './constants.ts'
import { createFuncPlan, emit, type FuncPlan, local, newLocal, planBlock } from './func-plan.ts'
import { planBody } from './plan-exprs.ts'
import { planTerm } from './plan-terms.ts'
import { planMatch } from './plan-unify.ts'
import { constantOperand, type PolicyPlan, type RuleGroup } from './policy-plan.ts'
import { indexRules } from './rule-index.ts'

export function planGroup(policy: PolicyPlan, group: RuleGroup): Func {
  const plan = createFuncPlan(policy, group.rules[0])
  const params = group.rules[0]?.args?.length ?? 0
  plan.locals = params
  switch (group.kind) {
    case 'set':
      planSet(plan, group)
      break
    case 'dynamic':
      planDynamic(plan, group)
      break
    default:
      planComplete(plan, group)
  }
  return {
    name: ['data', ...group.path].join('.'),
    location: group.rules[0]?.location,
    params,
    locals: plan.locals,
    contexts: plan.contexts,
    isMemoized: group.kind !== 'function',
    body: plan.block,
  }
}

/** The value of a document with one definition and nothing to decide. */
export function constantDocument(group: RuleGroup): Value | undefined {
  const [rule, ...others] = group.rules
  const [link, ...rest] = rule?.chain ?? []
  if (group.kind !== 'complete' || !link || others.length > 0 || rest.length > 0) return undefined
  const isUnconditional = link.body.every(
    (expr) =>
      expr.kind === 'term' &&
      !expr.isNegated &&
      expr.with.length === 0 &&
      expr.term.kind === 'boolean' &&
      expr.term.value,
  )
  return isUnconditional ? constantValue(link.value) : undefined
}

function planComplete(plan: FuncPlan, group: RuleGroup): void {
  const rules = group.rules.filter((rule) => !rule.isDefault)
  const isFunction = group.kind === 'function'
  const early = commonConstant(rules)
  const result = newLocal(plan)
  emit(plan, { op: 'reset', target: result })
  const isOnly = rules.length === 1
  planIndexed(plan, rules, (rule) => {
    // An else chain decides by the result of its own definition.
    const target = isOnly || rule.chain.length === 1 ? result : newLocal(plan)
    if (target !== result) emit(plan, { op: 'reset', target })
    const isSingle = isOnly && rule.chain.length === 1
    rule.chain.forEach((link, i) => {
      const block = planBlock(plan, () => {
        if (i > 0) emit(plan, { op: 'undefined', source: local(target) })
        planLink(plan, rule, link, { target, early, isSingle, isFunction })
      })
      emit(plan, { op: 'block', block })
    })
    if (target !== result) planMerge(plan, result, target, { rule, isFunction })
  })
  planDefault(plan, group, result)
}

/** Plans each definition, those behind a `switch` that need one value of many. */
function planIndexed(
  plan: FuncPlan,
  rules: readonly ResolvedRule[],
  planRule: (rule: ResolvedRule) => void,
): void {
  // Whoever observes an evaluation wants to see why a definition did not hold.
  const index = plan.policy.inlinesConstants ? indexRules(rules) : undefined
  if (index === undefined) {
    rules.forEach(planRule)
    return
  }
  const { subject, cases, rest } = index
  const source: Operand =
    subject.kind === 'operand' ? local(subject.index) : { kind: 'input', context: 0 }
  const path = subject.kind === 'operand' ? [] : subject.path
  emit(plan, {
    op: 'switch',
    source,
    keys: path.map((key) => constantOperand(plan.policy, key)),
    cases: [...cases].map(([value, chosen]) => ({
      constant: constantOperand(plan.policy, value),
      block: planBlock(plan, () => chosen.forEach(planRule)),
    })),
  })
  rest.forEach(planRule)
}

function planMerge(
  plan: FuncPlan,
  result: number,
  source: number,
  { rule, isFunction }: { rule: ResolvedRule; isFunction: boolean },
): void {
  const block = planBlock(plan, () => {
    emit(plan, { op: 'defined', source: local(source) })
    const { location } = rule
    emit(plan, { op: 'assignOnce', target: result, source: local(source), isFunction, location })
  })
  emit(plan, { op: 'block', block })
}

function planLink(
  plan: FuncPlan,
  rule: ResolvedRule,
  link: Link,
  how: { target: number; early: Value | undefined; isSingle: boolean; isFunction: boolean },
): void {
  const start = plan.block
  planArgs(plan, rule.args)
  plan.rule = rule
  emit(plan, { op: 'mark', kind: 'enter', location: link.location })
  planBody(plan, link.body)
  const source = planTerm(plan, link.value)
  emit(plan, { op: 'mark', kind: 'exit', location: link.location })
  // Without an iteration there is one result; with one constant the first result is the result.
  const isFirstLast = how.isSingle && plan.block === start
  if (how.early !== undefined || isFirstLast) {
    emit(plan, { op: 'return', source })
  } else {
    const { target, isFunction } = how
    emit(plan, { op: 'assignOnce', target, source, isFunction, location: rule.location })
  }
}

function planArgs(plan: FuncPlan, args: readonly Term[] | undefined): void {
  args?.forEach((arg, i) => {
    planMatch(plan, arg, local(i))
  })
}

/** The scalar that every definition has as its value, so that the first success decides. */
function commonConstant(rules: readonly ResolvedRule[]): Value | undefined {
  const links = rules.flatMap((rule) => rule.chain)
  const first = links[0] && constantValue(links[0].value)
  if (first === undefined || (typeof first === 'object' && first !== null)) return undefined
  return links.every((link) => constantValue(link.value) === first) ? first : undefined
}

function planDefault(plan: FuncPlan, group: RuleGroup, result: number): void {
  const rule = group.rules.find((item) => item.isDefault)
  const link = rule?.chain[0]
  if (rule && link) {
    const block = planBlock(plan, () => {
      emit(plan, { op: 'undefined', source: local(result) })
      planArgs(plan, rule.args)
      emit(plan, { op: 'mark', kind: 'enter', location: link.location })
      emit(plan, { op: 'return', source: planTerm(plan, link.value) })
    })
    emit(plan, { op: 'block', block })
  }
  emit(plan, { op: 'return', source: local(result) })
}

function planSet(plan: FuncPlan, group: RuleGroup): void {
  const target = newLocal(plan)
  const block = planBlock(plan, () => {
    planIndexed(plan, group.rules, (rule) => {
      const link = rule.chain[0]
      if (!link) return
      const inner = planBlock(plan, () => {
        plan.rule = rule
        emit(plan, { op: 'mark', kind: 'enter', location: link.location })
        planBody(plan, link.body)
        const value = planTerm(plan, link.value)
        emit(plan, { op: 'mark', kind: 'exit', location: link.location })
        emit(plan, { op: 'append', collector: target, value })
      })
      emit(plan, { op: 'block', block: inner })
    })
  })
  emit(plan, { op: 'collect', target, into: 'set', block })
  emit(plan, { op: 'return', source: local(target) })
}

/** A document with keys from variables, and with it every rule below its path. */
function planDynamic(plan: FuncPlan, group: RuleGroup): void {
  const target = newLocal(plan)
  const ordered = [...group.rules].sort((a, b) => Number(a.isDefault) - Number(b.isDefault))
  const block = planBlock(plan, () => {
    for (const rule of ordered) planDynamicRule(plan, rule, target, group.path.length)
  })
  emit(plan, { op: 'collect', target, into: 'document', block })
  emit(plan, { op: 'return', source: local(target) })
}

function planDynamicRule(
  plan: FuncPlan,
  rule: ResolvedRule,
  collector: number,
  depth: number,
): void {
  const done = newLocal(plan)
  if (rule.chain.length > 1) emit(plan, { op: 'reset', target: done })
  rule.chain.forEach((link, i) => {
    const block = planBlock(plan, () => {
      plan.rule = rule
      if (i > 0) emit(plan, { op: 'undefined', source: local(done) })
      emit(plan, { op: 'mark', kind: 'enter', location: link.location })
      planBody(plan, link.body)
      const constants = rule.path.slice(depth).map((key) => constantOperand(plan.policy, key))
      const keys: Operand[] = [...constants, ...rule.keys.map((key) => planTerm(plan, key))]
      const value = planTerm(plan, link.value)
      const { isSet, isDefault, location } = rule
      emit(plan, { op: 'mark', kind: 'exit', location: link.location })
      emit(plan, { op: 'insertPath', collector, keys, value, isSet, isDefault, location })
      if (rule.chain.length > 1) emit(plan, { op: 'assign', target: done, source: value })
    })
    emit(plan, { op: 'block', block })
  })
}
