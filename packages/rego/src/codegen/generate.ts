/** Makes JavaScript of a program and compiles it: one `new Function` for a policy, one for a query. */

import type { Builtin } from '../builtins/builtin.ts'
import type { Func, Program } from '../ir/ir.ts'
import { callBuiltin, callMock } from '../runtime/calls.ts'
import { DocumentCollector, ObjectCollector } from '../runtime/collectors.ts'
import { conflict } from '../runtime/conflict.ts'
import { type CompiledFunction, isUndefined } from '../runtime/context.ts'
import {
  baseAt,
  documentAt,
  documentForce,
  documentKeys,
  documentStep,
  isReplaced,
} from '../runtime/documents.ts'
import {
  fastAdd,
  fastCount,
  fastGet,
  fastMember,
  fastPatch,
  fastSubtract,
} from '../runtime/intrinsics.ts'
import { SiteCache } from '../runtime/site-cache.ts'
import {
  isObjectOfSize,
  lookup,
  lookupBase,
  lookupPath,
  makeObject,
  makeSet,
  scanKeys,
  scanValues,
  valuesBeside,
} from '../runtime/values.ts'
import { openContext } from '../runtime/with.ts'
import { compare, equal } from '../values/compare.ts'
import { RegoSet } from '../values/set.ts'
import type { Value } from '../values/value.ts'
import { propertyPrinter } from './names.ts'
import { printBlock } from './print-statements.ts'
import { contextName, isScalar, localName, type Printer, type Unit } from './printer.ts'

/** All that generated code may use, by the names it uses. It reaches nothing else. */
const runtime = {
  baseAt,
  callBuiltin,
  callMock,
  compare,
  conflict,
  DocumentCollector,
  documentAt,
  documentForce,
  documentKeys,
  documentStep,
  equal,
  fastAdd,
  fastCount,
  fastGet,
  fastMember,
  fastPatch,
  fastSubtract,
  isObjectOfSize,
  isReplaced,
  isUndefined,
  lookup,
  lookupBase,
  lookupPath,
  makeObject,
  makeSet,
  ObjectCollector,
  openContext,
  scanKeys,
  scanValues,
  RegoSet,
  SiteCache,
  valuesBeside,
}

export interface GeneratedCode {
  functions: CompiledFunction[]
  source: string
}

/** Printed code with the data that it refers to by number. */
export interface PrintedCode {
  source: string
  /** Values of `K`. */
  constants: readonly Value[]
  /** Locations and paths of `T`, which are JSON. */
  tables: readonly unknown[]
}

/** Compiles functions; those of `linked` are there already and are called by their numbers. */
export function generate(
  program: Program,
  builtins: ReadonlyMap<string, Builtin>,
  linked: readonly CompiledFunction[] = [],
  funcs: readonly Func[] = program.funcs,
): GeneratedCode {
  const printed = printCode(program, linked.length, funcs)
  return { functions: compileCode(printed, builtins, linked), source: printed.source }
}

/** Prints functions; the numbers below `first` belong to functions that are there already. */
export function printCode(
  program: Program,
  first = 0,
  funcs: readonly Func[] = program.funcs,
): PrintedCode {
  const unit: Unit = {
    constants: program.constants,
    property: propertyPrinter(),
    builtins: new Map(),
    tables: [],
    called: new Set(),
    sites: 0,
    hoisted: new Map(),
  }
  const bodies = funcs.map((func, i) => printFunc(unit, func, first + i))
  const names = funcs.map((_, i) => `f${first + i}`)
  const source = [
    '"use strict"',
    `const { ${Object.keys(runtime).join(', ')} } = R`,
    ...constantLines(unit),
    ...[...unit.hoisted].map(([text, name]) => `const ${name} = ${text}`),
    ...Array.from({ length: unit.sites }, (_, i) => `const m${i}_ = new SiteCache()`),
    ...[...unit.builtins].map(([name, id]) => `const ${id} = B.get(${JSON.stringify(name)})`),
    ...[...unit.called].filter((i) => i < first).map((i) => `const f${i} = F[${i}]`),
    ...bodies,
    `return [${names.join(', ')}]`,
  ].join('\n')
  return { source, constants: unit.constants, tables: unit.tables }
}

/** Makes functions of printed code, which must come from `printCode` of this version. */
export function compileCode(
  { source, constants, tables }: PrintedCode,
  builtins: ReadonlyMap<string, Builtin>,
  linked: readonly CompiledFunction[] = [],
): CompiledFunction[] {
  const make = new Function('R', 'K', 'T', 'B', 'F', source)
  return make(runtime, constants, tables, builtins, linked) as CompiledFunction[]
}

/** Whether this host lets code be made at run time; a Content-Security-Policy may forbid it. */
export function canGenerate(): boolean {
  try {
    return new Function('return true')() === true
  } catch {
    // Refused by the host: that is the answer.
    return false
  }
}

function constantLines(unit: Unit): string[] {
  return unit.constants.flatMap((value, i) => (isScalar(value) ? [] : [`const k${i} = K[${i}]`]))
}

function printFunc(unit: Unit, func: Func, index: number): string {
  const printer: Printer = {
    unit,
    func,
    lines: [],
    indent: '  ',
    labels: 0,
    collectors: new Map(),
    failure: 'return undefined',
    success: 'return undefined',
  }
  printBlock(printer, func.body)
  const params = Array.from({ length: func.params }, (_, i) => localName(i))
  const locals = Array.from({ length: func.locals - func.params }, (_, i) =>
    localName(func.params + i),
  )
  const contexts = Array.from({ length: func.contexts - 1 }, (_, i) => contextName(i + 1))
  const declared = [...locals, ...contexts]
  const body = [
    ...(declared.length > 0 ? [`  let ${declared.join(', ')}`] : []),
    '  if (--c.session.steps < 0) c.session.refill()',
    ...printer.lines,
  ].join('\n')
  const list = ['c', ...params].join(', ')
  if (!func.isMemoized) return `function f${index}(${list}) {\n${body}\n}`
  return `function m${index}(c) {
${body}
}
function f${index}(c) {
  const known = c.memo[${index}]
  if (known !== undefined) return known === isUndefined ? undefined : known
  const value = m${index}(c)
  c.memo[${index}] = value === undefined ? isUndefined : value
  return value
}`
}
