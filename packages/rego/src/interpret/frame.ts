/** The state of one call: its locals and contexts, and how statements read and store values. */

import type { Func, MarkKind, Operand, Statement } from '../ir/ir.ts'
import type { Collector } from '../runtime/collectors.ts'
import type { Context } from '../runtime/context.ts'
import type { Document } from '../runtime/documents.ts'
import type { Location } from '../syntax/ast.ts'
import type { Value } from '../values/value.ts'

/** What an observer sees, in the order in which it happens. */
export interface TraceEvent {
  /** `fail` names the expression that had no (further) result, `exit` the definition that had one. */
  kind: MarkKind | 'fail'
  location: Location
  /** The document or function being evaluated, as `data.a.b`; `query` for the query itself. */
  name: string
}

export type Observer = (event: TraceEvent) => void

export interface Frame {
  func: Func
  constants: readonly Value[]
  locals: (Document | Collector | undefined)[]
  contexts: Context[]
  result: Value | undefined
  observe: Observer | undefined
}

export type Op<K extends Statement['op']> = Extract<Statement, { op: K }>

export function observe(frame: Frame, kind: TraceEvent['kind'], location: Location): void {
  frame.observe?.({ kind, location, name: frame.func.name })
}

export function contextAt(frame: Frame, index: number): Context {
  const context = frame.contexts[index]
  if (context === undefined) throw new Error(`Context ${index} is not open.`)
  return context
}

export function read(frame: Frame, operand: Operand): Value | undefined {
  switch (operand.kind) {
    case 'local':
      return frame.locals[operand.index] as Value | undefined
    case 'constant':
      return frame.constants[operand.index]
    case 'input':
      return contextAt(frame, operand.context).input
    case 'base':
      return contextAt(frame, operand.context).data
  }
}

export function readAll(frame: Frame, operands: readonly Operand[]): Value[] {
  return operands.map((operand) => read(frame, operand) ?? null)
}

/** Stores a defined value; false, a failure, when there is none. */
export function store(frame: Frame, target: number, value: Document | undefined): boolean {
  frame.locals[target] = value
  return value !== undefined
}
