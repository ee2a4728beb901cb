/** Prints calls of rules, functions and built-ins, and the contexts that `with` opens. */

import type { Operand, Replacement, Statement } from '../ir/ir.ts'
import {
  contextName,
  fails,
  line,
  localName,
  operandText,
  type Printer,
  tableText,
} from './printer.ts'

type Op<K extends Statement['op']> = Extract<Statement, { op: K }>

export function printCall(printer: Printer, statement: Op<'rule' | 'function' | 'builtin'>): void {
  const target = localName(statement.target)
  const context = contextName(statement.context)
  line(printer, `${target} = ${callText(printer, statement, context)}`)
  fails(printer, `${target} === undefined`)
}

function callText(
  printer: Printer,
  statement: Op<'rule' | 'function' | 'builtin'>,
  context: string,
): string {
  if (statement.op === 'rule') {
    printer.unit.called.add(statement.rule)
    const call = `f${statement.rule}(${context})`
    if (!statement.isOverridable) return call
    const path = tableText(printer.unit, statement.path)
    return `${context}.overlays !== null && isReplaced(${context}, ${path}) ? baseAt(${context}, ${path}) : ${call}`
  }
  const args = statement.args.map((arg) => operandText(printer, arg))
  const at = tableText(printer.unit, statement.location)
  if (statement.op === 'function') printer.unit.called.add(statement.func)
  const direct =
    statement.op === 'function'
      ? `f${statement.func}(${[context, ...args].join(', ')})`
      : builtinText(printer, statement, context, args)
  if (statement.mock === undefined) return direct
  const name = JSON.stringify(statement.mock)
  const mocked = `callMock(${context}, ${name}, ${context}.mocks.get(${name}), [${args.join(', ')}], ${at})`
  return `${context}.mocks !== null && ${context}.mocks.has(${name}) ? ${mocked} : ${direct}`
}

function builtinText(
  printer: Printer,
  { name, args: operands, location }: Op<'builtin'>,
  context: string,
  args: readonly string[],
): string {
  const at = tableText(printer.unit, location)
  const { builtins } = printer.unit
  const known = builtins.get(name) ?? `b${builtins.size}`
  builtins.set(name, known)
  const call = `callBuiltin(${context}, ${JSON.stringify(name)}, ${known}, [${args.join(', ')}], ${at})`
  const variable = rememberedArg(name, operands)
  if (variable !== undefined) {
    const site = `m${printer.unit.sites++}_`
    const arg = args[variable]
    return `${site}.get(${arg}) ?? ${site}.keep(${arg}, ${call})`
  }
  const fast = fastText(name, context, args)
  return fast === undefined ? call : `${fast} ?? ${call}`
}

/** Built-ins that depend on their operands alone and cost more than looking up a text. */
const rememberedBuiltins = new Set([
  'glob.match',
  'net.cidr_contains',
  'regex.match',
  'regex.split',
  'split',
  'units.parse',
  'units.parse_bytes',
])

/** The place of the one operand that varies, where the results are worth remembering. */
function rememberedArg(name: string, args: readonly Operand[]): number | undefined {
  if (!rememberedBuiltins.has(name)) return undefined
  const variables = args.flatMap((arg, i) => (arg.kind === 'constant' ? [] : [i]))
  return variables.length === 1 ? variables[0] : undefined
}

const fastFunctions: Record<string, string> = {
  count: 'fastCount',
  'internal.member_2': 'fastMember',
  'json.patch': 'fastPatch',
  minus: 'fastSubtract',
  'object.get': 'fastGet',
  plus: 'fastAdd',
}

/** Go compares bytes and JavaScript code units; for well-formed texts that is the same. */
const textMethods: Record<string, string> = {
  contains: 'includes',
  endswith: 'endsWith',
  startswith: 'startsWith',
}

/** The common case of a built-in, undefined at run time where it does not apply. */
function fastText(name: string, context: string, args: readonly string[]): string | undefined {
  if (Object.hasOwn(fastFunctions, name)) {
    return `${fastFunctions[name]}(${[context, ...args].join(', ')})`
  }
  if (!Object.hasOwn(textMethods, name)) return undefined
  const [a, b] = args
  const isText = `typeof ${a} === 'string' && typeof ${b} === 'string'`
  return `(${isText} ? (${a}).${textMethods[name]}(${b}) : undefined)`
}

export function printWith(printer: Printer, statement: Op<'with'>): void {
  const parts = statement.replacements.map((item) => replacementText(printer, item))
  const parent = contextName(statement.parent)
  const context = contextName(statement.context)
  line(printer, `${context} = openContext(${parent}, [${parts.join(', ')}])`)
}

function replacementText(printer: Printer, item: Replacement): string {
  if (item.kind === 'input' || item.kind === 'data') {
    const path = tableText(printer.unit, item.path)
    return `{ kind: '${item.kind}', path: ${path}, value: ${operandText(printer, item.value)} }`
  }
  return `{ kind: 'mock', name: ${JSON.stringify(item.name)}, mock: ${mockText(printer, item)} }`
}

function mockText(
  printer: Printer,
  item: Exclude<Replacement, { kind: 'input' | 'data' }>,
): string {
  switch (item.kind) {
    case 'mock':
      return `{ kind: 'value', value: ${operandText(printer, item.value)} }`
    case 'mockFunction':
      return `{ kind: 'function', func: ${item.func} }`
    case 'mockRule':
      return `{ kind: 'rule', func: ${item.rule} }`
    case 'mockBuiltin':
      return `{ kind: 'builtin', builtin: ${JSON.stringify(item.builtin)} }`
  }
}
