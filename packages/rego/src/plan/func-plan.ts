/** The state of planning one function: its locals, the block to write to, the variables bound so far. */

import type { ResolvedRule } from '../compile/tree.ts'
import type { Block, Operand, Statement } from '../ir/ir.ts'
import type { PolicyPlan } from './policy-plan.ts'

/**
 * Statements are written to `block`. After an iteration is planned, `block` is the loop's inner block,
 * so that all that follows stands inside; `within` and `alternative` lead back out.
 */
export interface FuncPlan {
  policy: PolicyPlan
  rule: ResolvedRule | undefined
  locals: number
  contexts: number
  block: Block
  context: number
  known: Map<string, Operand>
  isOrdered: boolean
}

export function createFuncPlan(policy: PolicyPlan, rule?: ResolvedRule): FuncPlan {
  return {
    policy,
    rule,
    locals: 0,
    contexts: 1,
    block: [],
    context: 0,
    known: new Map(),
    isOrdered: policy.isOrdered,
  }
}

export function newLocal(plan: FuncPlan): number {
  return plan.locals++
}

export function local(index: number): Operand {
  return { kind: 'local', index }
}

export function emit(plan: FuncPlan, statement: Statement): void {
  plan.block.push(statement)
}

/** Plans into a block of its own; variables bound there are unknown afterwards. */
export function planBlock(plan: FuncPlan, run: () => void, isOrdered = plan.isOrdered): Block {
  const { block, known, context, isOrdered: outerOrder } = plan
  const inner: Block = []
  plan.block = inner
  plan.known = new Map(known)
  plan.isOrdered = isOrdered || plan.policy.isOrdered
  run()
  plan.block = block
  plan.known = known
  plan.context = context
  plan.isOrdered = outerOrder
  return inner
}
