/** Plans references: into values, into base documents, and through the tree of virtual documents. */

import type { Operand } from '../ir/ir.ts'
import type { RefTerm, Term } from '../syntax/ast.ts'
import { emit, type FuncPlan, local, newLocal } from './func-plan.ts'
import { hasUnbound, planTerm } from './plan-terms.ts'
import { planMatch } from './plan-unify.ts'
import { constantOperand, isOverridable, nodeAt } from './policy-plan.ts'

export function planRef(plan: FuncPlan, ref: RefTerm): Operand {
  const { head, path } = ref
  if (head.kind === 'var' && head.name === 'data') return planDataRef(plan, path)
  if (head.kind === 'var' && head.name === 'input') {
    return planPath(plan, { kind: 'input', context: plan.context }, path)
  }
  return planPath(plan, planTerm(plan, head), path)
}

/** Plans lookups of bound keys as one statement, and an iteration for each unbound part. */
export function planPath(plan: FuncPlan, source: Operand, path: readonly Term[]): Operand {
  let at = source
  let keys: Operand[] = []
  const flush = (): void => {
    if (keys.length === 0) return
    const target = newLocal(plan)
    emit(plan, { op: 'dot', target, source: at, keys })
    at = local(target)
    keys = []
  }
  for (const part of path) {
    if (hasUnbound(plan, part)) {
      flush()
      at = planScan(plan, at, part, true)
    } else {
      keys.push(planTerm(plan, part))
    }
  }
  flush()
  return defined(plan, at)
}

/** Input and base documents may be absent; everything else that is planned is defined. */
function defined(plan: FuncPlan, operand: Operand): Operand {
  if (operand.kind !== 'input' && operand.kind !== 'base') return operand
  const target = newLocal(plan)
  emit(plan, { op: 'assign', target, source: operand })
  emit(plan, { op: 'defined', source: local(target) })
  return local(target)
}

/** Iterates over a value, matching each key with a pattern. What follows is planned inside the loop. */
export function planScan(
  plan: FuncPlan,
  source: Operand,
  keyPattern: Term | undefined,
  usesValue: boolean,
): Operand {
  const needsKey = keyPattern !== undefined && !(keyPattern.kind === 'var' && keyPattern.isWildcard)
  const key = needsKey ? newLocal(plan) : undefined
  const value = usesValue ? newLocal(plan) : undefined
  const block: FuncPlan['block'] = []
  emit(plan, {
    op: 'scan',
    source,
    isOrdered: plan.isOrdered,
    block,
    ...(key !== undefined && { key }),
    ...(value !== undefined && { value }),
  })
  plan.block = block
  if (keyPattern && key !== undefined) planMatch(plan, keyPattern, local(key))
  return local(value ?? 0)
}

function planDataRef(plan: FuncPlan, path: readonly Term[]): Operand {
  const { policy } = plan
  let index = 0
  for (let i = 0; ; i++) {
    const node = nodeAt(policy, index)
    if (node.rule !== undefined) {
      return planPath(plan, planRule(plan, node.rule, node.path), path.slice(i))
    }
    const part = path[i]
    if (part === undefined || part.kind !== 'string') {
      return planDocument(plan, index, path.slice(i))
    }
    const next = node.children.get(part.value)
    if (next === undefined || nodeAt(policy, next).isFunction) {
      const base: Operand = { kind: 'base', context: plan.context }
      return planPath(plan, base, path)
    }
    index = next
  }
}

function planRule(plan: FuncPlan, rule: number, path: readonly string[]): Operand {
  const { policy, context } = plan
  const canBeReplaced = isOverridable(policy, path)
  const constant = policy.groupOf.get(rule)?.constant
  if (constant !== undefined && policy.inlinesConstants && !canBeReplaced) {
    return constantOperand(policy, constant)
  }
  const target = newLocal(plan)
  emit(plan, {
    op: 'rule',
    target,
    context,
    rule,
    path: [...path],
    isOverridable: canBeReplaced,
  })
  return local(target)
}

/** Steps through virtual documents at run time, because a key is unknown until then. */
function planDocument(plan: FuncPlan, node: number, path: readonly Term[]): Operand {
  const { context } = plan
  let at = newLocal(plan)
  emit(plan, { op: 'document', target: at, context, node })
  for (const part of path) {
    const target = newLocal(plan)
    const source = local(at)
    if (hasUnbound(plan, part)) {
      const key = newLocal(plan)
      const block: FuncPlan['block'] = []
      emit(plan, { op: 'documentScan', context, source, key, target, block })
      plan.block = block
      planMatch(plan, part, local(key))
    } else {
      emit(plan, { op: 'documentStep', target, context, source, key: planTerm(plan, part) })
    }
    at = target
  }
  const target = newLocal(plan)
  emit(plan, { op: 'documentForce', target, context, source: local(at) })
  return local(target)
}
