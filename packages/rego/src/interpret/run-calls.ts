/** Runs calls, and opens the contexts of `with`. */

import type { Replacement } from '../ir/ir.ts'
import { callMock, callNamedBuiltin } from '../runtime/calls.ts'
import type { Mock } from '../runtime/context.ts'
import { baseAt, isReplaced } from '../runtime/documents.ts'
import { type Applied, openContext } from '../runtime/with.ts'
import { contextAt, type Frame, type Op, read, readAll, store } from './frame.ts'

export function runCall(frame: Frame, statement: Op<'rule' | 'function' | 'builtin'>): boolean {
  const context = contextAt(frame, statement.context)
  const { functions } = context.session
  if (statement.op === 'rule') {
    const { rule, target, isOverridable, path } = statement
    if (isOverridable && isReplaced(context, path)) {
      return store(frame, target, baseAt(context, path))
    }
    return store(frame, target, functions[rule]?.(context))
  }
  const args = readAll(frame, statement.args)
  const mock = statement.mock === undefined ? undefined : context.mocks?.get(statement.mock)
  if (mock && statement.mock !== undefined) {
    return store(
      frame,
      statement.target,
      callMock(context, statement.mock, mock, args, statement.location),
    )
  }
  if (statement.op === 'function') {
    return store(frame, statement.target, functions[statement.func]?.(context, ...args))
  }
  return store(
    frame,
    statement.target,
    callNamedBuiltin(context, statement.name, args, statement.location),
  )
}

export function runWith(frame: Frame, statement: Op<'with'>): void {
  frame.contexts[statement.context] = openContext(
    contextAt(frame, statement.parent),
    statement.replacements.map((item) => apply(frame, item)),
  )
}

function apply(frame: Frame, item: Replacement): Applied {
  if (item.kind === 'input' || item.kind === 'data') {
    return { kind: item.kind, path: item.path, value: read(frame, item.value) ?? null }
  }
  return { kind: 'mock', name: item.name, mock: mockOf(frame, item) }
}

function mockOf(frame: Frame, item: Exclude<Replacement, { kind: 'input' | 'data' }>): Mock {
  switch (item.kind) {
    case 'mock':
      return { kind: 'value', value: read(frame, item.value) ?? null }
    case 'mockFunction':
      return { kind: 'function', func: item.func }
    case 'mockRule':
      return { kind: 'rule', func: item.rule }
    case 'mockBuiltin':
      return { kind: 'builtin', builtin: item.builtin }
  }
}
