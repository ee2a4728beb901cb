/** Runs the IR as it is: the oracle of the generated code, its substitute, and the engine of traces. */

import type { Block, Func, Operand, Program, Statement } from '../ir/ir.ts'
import { type Collector, createCollector, DocumentCollector } from '../runtime/collectors.ts'
import { conflict } from '../runtime/conflict.ts'
import { type CompiledFunction, isUndefined, stepsPerMember } from '../runtime/context.ts'
import {
  compareValues,
  equals,
  isObjectOfSize,
  lookup,
  lookupBase,
  makeObject,
  makeSet,
  scanKeys,
  valueAt,
} from '../runtime/values.ts'
import type { Location } from '../syntax/ast.ts'
import type { Value } from '../values/value.ts'
import {
  contextAt,
  type Frame,
  type Observer,
  type Op,
  read,
  readAll,
  observe as report,
  store,
} from './frame.ts'
import { runCall, runWith } from './run-calls.ts'
import { runDocument } from './run-documents.ts'

/** Functions for each of the program's, to be called like generated ones. */
export function interpretProgram(program: Program, observe?: Observer): CompiledFunction[] {
  return program.funcs.map((func, index) => {
    const run = interpretFunc(func, program.constants, observe)
    return func.isMemoized ? memoized(run, index) : run
  })
}

function memoized(run: CompiledFunction, index: number): CompiledFunction {
  return (context) => {
    const known = context.memo[index]
    if (known !== undefined) return known === isUndefined ? undefined : (known as Value)
    const value = run(context)
    context.memo[index] = value === undefined ? isUndefined : value
    return value
  }
}

/** How a block ended: at its end or by a failure, by `return`, or by `succeed`. */
type Ending = 'done' | 'returned' | 'succeeded'

export function interpretFunc(
  func: Func,
  constants: readonly Value[],
  observe?: Observer,
): CompiledFunction {
  return (context, ...args) => {
    context.session.charge(1)
    const locals: Frame['locals'] = new Array(func.locals)
    args.forEach((arg, i) => {
      locals[i] = arg
    })
    const frame: Frame = {
      func,
      constants,
      locals,
      contexts: [context],
      result: undefined,
      observe,
    }
    runBlock(frame, func.body)
    return frame.result
  }
}

function runBlock(frame: Frame, block: Block): Ending {
  let last: Location | undefined
  for (const statement of block) {
    if (statement.op === 'mark' && statement.kind === 'eval') last = statement.location
    const ending = run(frame, statement)
    if (ending === false) {
      if (last) report(frame, 'fail', last)
      return 'done'
    }
    if (ending !== true) return ending
  }
  return 'done'
}

/** True to go on, false for a failure, or how the block ended. */
function run(frame: Frame, statement: Statement): boolean | Exclude<Ending, 'done'> {
  switch (statement.op) {
    case 'dot': {
      let value = read(frame, statement.source)
      for (const key of statement.keys) {
        const part = read(frame, key)
        if (value === undefined || part === undefined) return false
        value = statement.source.kind === 'base' ? lookupBase(value, part) : lookup(value, part)
      }
      return store(frame, statement.target, value)
    }
    case 'assign':
      frame.locals[statement.target] = read(frame, statement.source)
      return true
    case 'reset':
      frame.locals[statement.target] = undefined
      return true
    case 'array':
      return store(frame, statement.target, readAll(frame, statement.items))
    case 'set':
      return store(frame, statement.target, makeSet(readAll(frame, statement.items)))
    case 'object': {
      const entries = statement.entries.map(([key, value]): [Value, Value] => [
        read(frame, key) ?? null,
        read(frame, value) ?? null,
      ])
      return store(frame, statement.target, makeObject(entries))
    }
    case 'mark':
      report(frame, statement.kind, statement.location)
      return true
    case 'assignOnce':
      return runAssignOnce(frame, statement)
    case 'return':
      frame.result = read(frame, statement.source)
      return 'returned'
    case 'yield':
      contextAt(frame, 0).session.answers.push(readAll(frame, statement.values))
      return true
    case 'succeed':
      return 'succeeded'
    default:
      return runTest(frame, statement)
  }
}

function runTest(frame: Frame, statement: Statement): boolean | Exclude<Ending, 'done'> {
  switch (statement.op) {
    case 'equal':
      return isEqual(frame, statement.left, statement.right)
    case 'unequal':
      return !isEqual(frame, statement.left, statement.right)
    case 'compare': {
      const order = compareValues(
        read(frame, statement.left) ?? null,
        read(frame, statement.right) ?? null,
      )
      if (statement.relation === 'lt') return order < 0
      if (statement.relation === 'lte') return order <= 0
      return statement.relation === 'gt' ? order > 0 : order >= 0
    }
    case 'truthy': {
      const value = read(frame, statement.source)
      return value !== undefined && value !== false
    }
    case 'defined':
      return read(frame, statement.source) !== undefined
    case 'undefined':
      return read(frame, statement.source) === undefined
    case 'isArray': {
      const value = read(frame, statement.source)
      return Array.isArray(value) && value.length === statement.length
    }
    case 'isObject':
      return isObjectOfSize(read(frame, statement.source), statement.size)
    case 'append':
    case 'insert':
    case 'insertPath':
      return runInsert(frame, statement)
    case 'rule':
    case 'function':
    case 'builtin':
      return runCall(frame, statement)
    default:
      return runControl(frame, statement)
  }
}

function isEqual(frame: Frame, left: Operand, right: Operand): boolean {
  const a = read(frame, left)
  const b = read(frame, right)
  return a !== undefined && b !== undefined && equals(a, b)
}

function runAssignOnce(frame: Frame, statement: Op<'assignOnce'>): boolean {
  const value = read(frame, statement.source)
  const before = frame.locals[statement.target] as Value | undefined
  if (before === undefined) {
    frame.locals[statement.target] = value
  } else if (value !== undefined && !equals(before, value)) {
    conflict(statement)
  }
  return true
}

function runInsert(frame: Frame, statement: Op<'append' | 'insert' | 'insertPath'>): boolean {
  contextAt(frame, 0).session.charge(stepsPerMember)
  const collector = frame.locals[statement.collector] as Collector
  const value = read(frame, statement.value) ?? null
  if (statement.op === 'append') collector.add(value)
  else if (statement.op === 'insert') {
    collector.insert(read(frame, statement.key) ?? null, value, statement.location)
  } else if (collector instanceof DocumentCollector) {
    collector.insertPath(readAll(frame, statement.keys), value, statement)
  }
  return true
}

function runControl(frame: Frame, statement: Statement): boolean | Exclude<Ending, 'done'> {
  switch (statement.op) {
    case 'scan':
      return runScan(frame, statement)
    case 'every':
      return runEvery(frame, statement)
    case 'block': {
      const ending = runBlock(frame, statement.block)
      return ending === 'done' ? true : ending
    }
    case 'switch':
      return runSwitch(frame, statement)
    case 'not':
      return runBlock(frame, statement.block) !== 'succeeded'
    case 'collect': {
      const collector = createCollector(statement.into)
      frame.locals[statement.target] = collector
      runBlock(frame, statement.block)
      frame.locals[statement.target] = collector.finish()
      return true
    }
    case 'with':
      runWith(frame, statement)
      return true
    default:
      return runDocument(frame, statement, (block) => runBlock(frame, block))
  }
}

function runSwitch(frame: Frame, statement: Op<'switch'>): boolean | Exclude<Ending, 'done'> {
  let value = read(frame, statement.source)
  for (const key of statement.keys) value = lookup(value, read(frame, key) ?? null)
  const chosen = statement.cases.find(({ constant }) => read(frame, constant) === value)
  const ending = chosen ? runBlock(frame, chosen.block) : 'done'
  return ending === 'done' ? true : ending
}

function runScan(frame: Frame, statement: Op<'scan'>): boolean | Exclude<Ending, 'done'> {
  const source = read(frame, statement.source)
  const keys = scanKeys(source, statement.isOrdered)
  if (keys === undefined) return false
  const { session } = contextAt(frame, 0)
  for (let i = 0; i < keys.length; i++) {
    session.charge(1)
    const key = keys === source ? i : keys[i]
    if (key === undefined || source === undefined) continue
    if (statement.key !== undefined) frame.locals[statement.key] = key
    if (statement.value !== undefined) frame.locals[statement.value] = valueAt(source, key)
    const ending = runBlock(frame, statement.block)
    if (ending !== 'done') return ending
  }
  return true
}

function runEvery(frame: Frame, statement: Op<'every'>): boolean {
  const source = read(frame, statement.source)
  const keys = scanKeys(source, false)
  if (keys === undefined) return false
  const { session } = contextAt(frame, 0)
  for (let i = 0; i < keys.length; i++) {
    session.charge(1)
    const key = keys === source ? i : keys[i]
    if (key === undefined || source === undefined) continue
    if (statement.key !== undefined) frame.locals[statement.key] = key
    frame.locals[statement.value] = valueAt(source, key)
    if (runBlock(frame, statement.block) !== 'succeeded') return false
  }
  return true
}
