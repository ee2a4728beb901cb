/** Runs the IR as it is: the oracle of the generated code, its substitute, and the engine of traces. */

import type { Block, Func, MarkKind, Operand, Program, Replacement, Statement } from '../ir/ir.ts'
import { callMock, callNamedBuiltin } from '../runtime/calls.ts'
import { type Collector, createCollector, DocumentCollector } from '../runtime/collectors.ts'
import { conflict } from '../runtime/conflict.ts'
import { type CompiledFunction, type Context, isUndefined, type Mock } from '../runtime/context.ts'
import {
  baseAt,
  type Document,
  documentAt,
  documentForce,
  documentKeys,
  documentStep,
  isReplaced,
} from '../runtime/documents.ts'
import {
  compareValues,
  equals,
  isObjectOfSize,
  lookup,
  lookupBase,
  makeObjectOnce,
  makeSet,
  scanKeys,
  valueAt,
} from '../runtime/values.ts'
import { type Applied, openContext } from '../runtime/with.ts'
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

interface Frame {
  func: Func
  constants: readonly Value[]
  locals: (Document | Collector | undefined)[]
  contexts: Context[]
  result: Value | undefined
  observe: Observer | undefined
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
      if (last) observe(frame, 'fail', last)
      return 'done'
    }
    if (ending !== true) return ending
  }
  return 'done'
}

function observe(frame: Frame, kind: TraceEvent['kind'], location: Location): void {
  frame.observe?.({ kind, location, name: frame.func.name })
}

function contextAt(frame: Frame, index: number): Context {
  const context = frame.contexts[index]
  if (context === undefined) throw new Error(`Context ${index} is not open.`)
  return context
}

function read(frame: Frame, operand: Operand): Value | undefined {
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

function readAll(frame: Frame, operands: readonly Operand[]): Value[] {
  return operands.map((operand) => read(frame, operand) ?? null)
}

/** Stores a defined value; false, a failure, when there is none. */
function store(frame: Frame, target: number, value: Document | undefined): boolean {
  frame.locals[target] = value
  return value !== undefined
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
      return store(frame, statement.target, makeObjectOnce(entries, statement.location))
    }
    case 'mark':
      observe(frame, statement.kind, statement.location)
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

type Op<K extends Statement['op']> = Extract<Statement, { op: K }>

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
  contextAt(frame, 0).session.charge(1)
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

function runCall(frame: Frame, statement: Op<'rule' | 'function' | 'builtin'>): boolean {
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
      frame.contexts[statement.context] = openContext(
        contextAt(frame, statement.parent),
        statement.replacements.map((item) => apply(frame, item)),
      )
      return true
    default:
      return runDocument(frame, statement)
  }
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

function runDocument(frame: Frame, statement: Statement): boolean | Exclude<Ending, 'done'> {
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
        const ending = runBlock(frame, statement.block)
        if (ending !== 'done') return ending
      }
      return true
    }
    default:
      throw new Error(`There is no statement ${statement.op}.`)
  }
}
