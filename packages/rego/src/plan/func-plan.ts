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
  /** The names in `known`, in the order in which they were bound. */
  trail: string[]
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
    trail: [],
    isOrdered: policy.isOrdered,
  }
}

export function newLocal(plan: FuncPlan): number {
  return plan.locals++
}

/** Binds a variable until the block ends that is being planned. */
export function bindVar(plan: FuncPlan, name: string, operand: Operand): void {
  plan.known.set(name, operand)
  plan.trail.push(name)
}

export function local(index: number): Operand {
  return { kind: 'local', index }
}

export function emit(plan: FuncPlan, statement: Statement): void {
  plan.block.push(statement)
}

/** Plans into a block of its own; variables bound there are unknown afterwards. */
export function planBlock(plan: FuncPlan, run: () => void, isOrdered = plan.isOrdered): Block {
  const { block, context, isOrdered: outerOrder } = plan
  const bound = plan.trail.length
  const inner: Block = []
  plan.block = inner
  plan.isOrdered = isOrdered || plan.policy.isOrdered
  run()
  plan.block = block
  for (const name of plan.trail.splice(bound)) plan.known.delete(name)
  plan.context = context
  plan.isOrdered = outerOrder
  return inner
}
