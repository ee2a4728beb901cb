/** Prints statements as JavaScript: values, tests and results. */

import type { Operand, Statement } from '../ir/ir.ts'
import { stepsPerMember } from '../runtime/context.ts'
import { printCall, printWith } from './print-calls.ts'
import { printControl } from './print-control.ts'
import {
  constantOf,
  contextName,
  fails,
  isScalar,
  line,
  localName,
  operandText,
  type Printer,
  tableText,
} from './printer.ts'

type Op<K extends Statement['op']> = Extract<Statement, { op: K }>

export function printBlock(printer: Printer, block: readonly Statement[]): void {
  for (const statement of block) printStatement(printer, statement)
}

function printStatement(printer: Printer, statement: Statement): void {
  switch (statement.op) {
    case 'mark':
      return
    case 'dot':
      printDot(printer, statement)
      return
    case 'assign':
      line(printer, `${localName(statement.target)} = ${operandText(printer, statement.source)}`)
      return
    case 'reset':
      line(printer, `${localName(statement.target)} = undefined`)
      return
    case 'array':
      line(printer, `${localName(statement.target)} = [${texts(printer, statement.items)}]`)
      return
    case 'set':
      line(
        printer,
        `${localName(statement.target)} = makeSet([${texts(printer, statement.items)}])`,
      )
      return
    case 'object':
      printObject(printer, statement)
      return
    case 'rule':
    case 'function':
    case 'builtin':
      printCall(printer, statement)
      return
    case 'with':
      printWith(printer, statement)
      return
    default:
      printTest(printer, statement)
  }
}

export function texts(printer: Printer, operands: readonly Operand[]): string {
  return operands.map((operand) => operandText(printer, operand)).join(', ')
}

/**
 * Names in a row are read as properties. Where that finds nothing, the source or what it holds may
 * still be a set or an object with other keys, which the slow way knows.
 */
function printDot(printer: Printer, { target, source, keys }: Op<'dot'>): void {
  const name = localName(target)
  const find = source.kind === 'base' ? 'lookupBase' : 'lookup'
  // A literal may need parentheses before a dot.
  const start = operandText(printer, source)
  let text = source.kind === 'constant' ? `(${start})` : start
  for (let i = 0; i < keys.length; ) {
    const run = directRun(printer, keys.slice(i))
    if (run.names.length === 0) {
      const key = keys[i++]
      if (key) line(printer, `${name} = ${find}(${text}, ${operandText(printer, key)})`)
      if (i < keys.length) fails(printer, `${name} === undefined`)
    } else {
      i += run.names.length
      const from = text === name ? `${name}_` : text
      if (text === name) line(printer, `const ${from} = ${text}`)
      line(printer, `${name} = ${from}${run.text}`)
      const path = tableText(printer.unit, run.names)
      fails(
        printer,
        `${name} === undefined && (${name} = lookupPath(${from}, ${path})) === undefined`,
      )
      if (i === keys.length) return
    }
    text = name
  }
  fails(printer, `${name} === undefined`)
}

/** The leading keys that may be read as properties. */
function directRun(printer: Printer, keys: readonly Operand[]): { names: string[]; text: string } {
  const names: string[] = []
  let text = ''
  for (const key of keys) {
    const constant = constantOf(printer, key)
    const direct = typeof constant === 'string' ? printer.unit.property(constant) : undefined
    if (direct === undefined || typeof constant !== 'string') break
    names.push(constant)
    text += direct
  }
  return { names, text }
}

/** With constant string keys that differ an object literal, else entries whose keys may be equal. */
function printObject(printer: Printer, { target, entries }: Op<'object'>): void {
  const keys = entries.map(([key]) => constantOf(printer, key))
  const isPlain = keys.every((key) => typeof key === 'string') && new Set(keys).size === keys.length
  if (isPlain) {
    const parts = entries.map(([, value], i) => {
      const key = JSON.stringify(keys[i])
      // A quoted `__proto__` in a literal would set the prototype; a computed one is data.
      return `${key === '"__proto__"' ? `[${key}]` : key}: ${operandText(printer, value)}`
    })
    line(printer, `${localName(target)} = { ${parts.join(', ')} }`)
    return
  }
  const parts = entries.map(
    ([key, value]) => `[${operandText(printer, key)}, ${operandText(printer, value)}]`,
  )
  line(printer, `${localName(target)} = makeObject([${parts.join(', ')}])`)
}

function printTest(printer: Printer, statement: Statement): void {
  switch (statement.op) {
    case 'equal':
      fails(printer, `!${equalText(printer, statement.left, statement.right)}`)
      return
    case 'unequal':
      fails(printer, equalText(printer, statement.left, statement.right))
      return
    case 'compare':
      printCompare(printer, statement)
      return
    case 'truthy': {
      const text = operandText(printer, statement.source)
      const constant = constantOf(printer, statement.source)
      if (constant !== undefined && constant !== false) return
      const isBase = statement.source.kind === 'input' || statement.source.kind === 'base'
      fails(printer, isBase ? `${text} === undefined || ${text} === false` : `${text} === false`)
      return
    }
    case 'defined':
      fails(printer, `${operandText(printer, statement.source)} === undefined`)
      return
    case 'undefined':
      fails(printer, `${operandText(printer, statement.source)} !== undefined`)
      return
    case 'isArray': {
      const text = operandText(printer, statement.source)
      fails(printer, `!Array.isArray(${text}) || (${text}).length !== ${statement.length}`)
      return
    }
    case 'isObject':
      fails(
        printer,
        `!isObjectOfSize(${operandText(printer, statement.source)}, ${statement.size})`,
      )
      return
    default:
      printResult(printer, statement)
  }
}

/** Scalars other than numbers beyond 2^53 are equal only when identical. */
function equalText(printer: Printer, left: Operand, right: Operand): string {
  const a = operandText(printer, left)
  const b = operandText(printer, right)
  const isSimple = [left, right].some((operand) => {
    const constant = constantOf(printer, operand)
    return isScalar(constant) && (typeof constant !== 'number' || Number.isSafeInteger(constant))
  })
  return isSimple ? `(${a} === ${b})` : `(${a} === ${b} || equal(${a}, ${b}))`
}

const operators = { lt: '<', lte: '<=', gt: '>', gte: '>=', equal: '===', neq: '!==' }

function printCompare(printer: Printer, { relation, left, right }: Op<'compare'>): void {
  const a = operandText(printer, left)
  const b = operandText(printer, right)
  const operator = operators[relation]
  const numbers = [left, right]
    .filter((operand) => typeof constantOf(printer, operand) !== 'number')
    .map((operand) => `typeof ${operandText(printer, operand)} === 'number'`)
  const fast = numbers.length === 0 ? 'true' : numbers.join(' && ')
  fails(printer, `!(${fast} ? ${a} ${operator} ${b} : compare(${a}, ${b}) ${operator} 0)`)
}

function appendText(printer: Printer, { collector, value }: Op<'append'>): string {
  const target = localName(collector)
  const member = operandText(printer, value)
  const isSet = printer.collectors.get(collector) === 'set'
  return isSet ? `RegoSet.insert(${target}, ${member})` : `${target}.push(${member})`
}

/** What is gathered stays in memory, and so costs more than a step; the next step asks for the budget. */
function printCharge(printer: Printer): void {
  line(printer, `c.session.steps -= ${stepsPerMember}`)
}

function printResult(printer: Printer, statement: Statement): void {
  switch (statement.op) {
    case 'append':
      printCharge(printer)
      line(printer, appendText(printer, statement))
      return
    case 'insert': {
      printCharge(printer)
      const key = operandText(printer, statement.key)
      const value = operandText(printer, statement.value)
      const at = tableText(printer.unit, statement.location)
      line(printer, `${localName(statement.collector)}.insert(${key}, ${value}, ${at})`)
      return
    }
    case 'insertPath': {
      printCharge(printer)
      const { collector, keys, value, isSet, isDefault, location } = statement
      const entry = tableText(printer.unit, { isSet, isDefault, location })
      const args = `[${texts(printer, keys)}], ${operandText(printer, value)}, ${entry}`
      line(printer, `${localName(collector)}.insertPath(${args})`)
      return
    }
    case 'assignOnce': {
      const target = localName(statement.target)
      const source = operandText(printer, statement.source)
      const { isFunction, location } = statement
      const place = tableText(printer.unit, { isFunction, location })
      line(printer, `if (${target} === undefined) ${target} = ${source}`)
      line(
        printer,
        `else if (${target} !== ${source} && !equal(${target}, ${source})) conflict(${place})`,
      )
      return
    }
    case 'return':
      line(printer, `return ${operandText(printer, statement.source)}`)
      return
    case 'yield':
      line(printer, `${contextName(0)}.session.answers.push([${texts(printer, statement.values)}])`)
      return
    case 'succeed':
      line(printer, printer.success)
      return
    default:
      printControl(printer, statement, printBlock)
  }
}
