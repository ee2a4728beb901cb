/** The state of printing one function: its lines, and where to jump when a statement fails. */

import type { Func, Operand } from '../ir/ir.ts'
import type { Value } from '../values/value.ts'

export interface Unit {
  constants: readonly Value[]
  /** Prints a direct property access, where one is allowed. */
  property(name: string): string | undefined
  /** Names for built-ins used, each declared once at the top. */
  builtins: Map<string, string>
  /** Names for locations and other constant data, by index. */
  tables: unknown[]
  /** How many calls remember their results. */
  sites: number
  /** What is made of constants once, by the expression that makes it. */
  hoisted: Map<string, string>
  /** The functions that are called, by number. */
  called: Set<number>
}

export interface Printer {
  unit: Unit
  func: Func
  lines: string[]
  indent: string
  labels: number
  /** What is gathered in which local. */
  collectors: Map<number, 'array' | 'set' | 'object' | 'document'>
  /** The statement that a failure is: `continue L1;`, `break B2;`, `return undefined;`. */
  failure: string
  /** What `succeed` is in the innermost `not` or `every`. */
  success: string
}

export function line(printer: Printer, text: string): void {
  printer.lines.push(printer.indent + text)
}

export function nested(
  printer: Printer,
  jumps: { failure?: string; success?: string },
  run: () => void,
): void {
  const { indent, failure, success } = printer
  printer.indent = `${indent}  `
  printer.failure = jumps.failure ?? failure
  printer.success = jumps.success ?? success
  run()
  printer.indent = indent
  printer.failure = failure
  printer.success = success
}

export function fails(printer: Printer, condition: string): void {
  line(printer, `if (${condition}) ${printer.failure}`)
}

export function localName(index: number): string {
  return `l${index}`
}

export function contextName(index: number): string {
  return index === 0 ? 'c' : `c${index}`
}

export function operandText(printer: Printer, operand: Operand): string {
  switch (operand.kind) {
    case 'local':
      return localName(operand.index)
    case 'constant':
      return constantText(printer.unit, operand.index)
    case 'input':
      return `${contextName(operand.context)}.input`
    case 'base':
      return `${contextName(operand.context)}.data`
  }
}

/** Scalars stand in the code as JSON, all else is in the table of constants. */
export function constantText(unit: Unit, index: number): string {
  const value = unit.constants[index]
  if (isScalar(value)) return JSON.stringify(value)
  return `k${index}`
}

export function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || (typeof value !== 'object' && value !== undefined)
}

export function constantOf(printer: Printer, operand: Operand): Value | undefined {
  return operand.kind === 'constant' ? printer.unit.constants[operand.index] : undefined
}

/** A name for something that is made of constants alone, and so once for all evaluations. */
export function hoist(unit: Unit, text: string): string {
  const known = unit.hoisted.get(text) ?? `h${unit.hoisted.size}`
  unit.hoisted.set(text, known)
  return known
}

/** A place in the table of locations and paths: data that no code is made of. */
export function tableText(unit: Unit, data: unknown): string {
  return `T[${unit.tables.push(data) - 1}]`
}
