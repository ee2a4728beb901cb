/** Walks documents that are partly virtual. */

import type { Block, Statement } from '../ir/ir.ts'
import { documentAt, documentForce, documentKeys, documentStep } from '../runtime/documents.ts'
import { contextAt, type Frame, read, store } from './frame.ts'

export function runDocument<E>(
  frame: Frame,
  statement: Statement,
  runInner: (block: Block) => E | 'done',
): boolean | E {
  switch (statement.op) {
    case 'document':
      return store(
        frame,
        statement.target,
        documentAt(contextAt(frame, statement.context), statement.node),
      )
    case 'documentStep': {
      const context = contextAt(frame, statement.context)
      const key = read(frame, statement.key)
      if (key === undefined) return false
      return store(
        frame,
        statement.target,
        documentStep(context, read(frame, statement.source), key),
      )
    }
    case 'documentForce': {
      const context = contextAt(frame, statement.context)
      return store(frame, statement.target, documentForce(context, read(frame, statement.source)))
    }
    case 'documentScan': {
      const context = contextAt(frame, statement.context)
      const source = read(frame, statement.source)
      for (const key of documentKeys(source)) {
        context.session.charge(1)
        const value = documentStep(context, source, key)
        if (value === undefined) continue
        frame.locals[statement.key] = key
        frame.locals[statement.target] = value
        const ending = runInner(statement.block)
        if (ending !== 'done') return ending
      }
      return true
    }
    default:
      throw new Error(`There is no statement ${statement.op}.`)
  }
}
