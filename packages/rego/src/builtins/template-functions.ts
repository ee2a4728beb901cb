/** The functions of Go's text/template. */

import { compare } from '../values/compare.ts'
import { printNumber, RegoNumber } from '../values/number.ts'
import { getValue, isObject } from '../values/object.ts'
import type { Value } from '../values/value.ts'
import type { BuiltinContext } from './builtin.ts'
import { isArray, isNumber } from './operands.ts'
import { sprintf } from './sprintf.ts'
import {
  failure,
  isTruthy,
  lengthOfValue,
  printTemplateValue,
  TemplateNumber,
  type TemplateValue,
  typeOfValue,
} from './template-values.ts'
import { escapeQuery } from './url-escape.ts'

type TemplateFunction = (args: readonly TemplateValue[], context: BuiltinContext) => TemplateValue

export function callFunction(
  name: string,
  args: readonly TemplateValue[],
  context: BuiltinContext,
): TemplateValue {
  const call = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (call === undefined) throw failure(`function ${JSON.stringify(name)} not defined`)
  return call(args, context)
}

const functions: Readonly<Record<string, TemplateFunction>> = {
  not: ([value]) => !isTruthy(value),
  len: ([value]) => {
    const length = lengthOfValue(value)
    if (length === undefined) throw failure(`error calling len: len of type ${typeOfValue(value)}`)
    return new TemplateNumber('integer', length)
  },
  index: ([value, ...keys]) => keys.reduce(indexOf, value),
  slice: ([value, ...bounds]) => slice(value, bounds),
  print: (args) => printAll(args),
  println: (args) => `${args.map(printTemplateValue).join(' ')}\n`,
  printf: ([format, ...args], context) => sprintf([textOf(format), args.map(argumentOf)], context),
  html: (args) => printAll(args).replace(/[&<>"'\0]/g, (sign) => htmlEscapes[sign] ?? sign),
  js: (args) => escapeScript(printAll(args)),
  urlquery: (args) => escapeQuery(printAll(args)),
  eq: ([first, ...others]) => others.some((other) => order(first, other, true) === 0),
  ne: ([a, b]) => order(a, b, true) !== 0,
  lt: ([a, b]) => order(a, b, false) < 0,
  le: ([a, b]) => order(a, b, false) <= 0,
  gt: ([a, b]) => order(a, b, false) > 0,
  ge: ([a, b]) => order(a, b, false) >= 0,
}

function textOf(value: TemplateValue): string {
  if (typeof value === 'string') return value
  throw failure('wrong type for value; expected string')
}

/** Numbers of the data are strings to Go's fmt. */
function argumentOf(value: TemplateValue): Value {
  if (value instanceof TemplateNumber) return value.value
  if (value === undefined || value === null) return '<nil>'
  return typeof value === 'string' || typeof value === 'boolean' ? value : printTemplateValue(value)
}

/** Operands stand apart where neither is a string. */
function printAll(args: readonly TemplateValue[]): string {
  let text = ''
  for (const [i, value] of args.entries()) {
    const isApart = i > 0 && !isText(value) && !isText(args[i - 1])
    text += (isApart ? ' ' : '') + printTemplateValue(value)
  }
  return text
}

function isText(value: TemplateValue): boolean {
  return typeof value === 'string' || typeof value === 'number' || value instanceof RegoNumber
}

function numberOf(value: TemplateValue): number | undefined {
  return value instanceof TemplateNumber && value.kind === 'integer' ? value.value : undefined
}

function indexOf(value: TemplateValue, key: TemplateValue): TemplateValue {
  if (value === undefined || value === null)
    throw failure('error calling index: index of nil pointer')
  if (!(value instanceof TemplateNumber) && isArray(value)) {
    const index = numberOf(key)
    if (index === undefined) throw failure('error calling index: cannot index slice/array')
    if (index < 0 || index >= value.length) {
      throw failure(`error calling index: index out of range: ${index}`)
    }
    return value[index]
  }
  if (!(value instanceof TemplateNumber) && isObject(value)) {
    return typeof key === 'string' ? getValue(value, key) : undefined
  }
  throw failure(`error calling index: can't index item of type ${typeOfValue(value)}`)
}

function slice(value: TemplateValue, bounds: readonly TemplateValue[]): TemplateValue {
  const [start = 0, end] = bounds.map(numberOf)
  if (typeof value === 'string') return value.slice(start, end)
  if (value !== undefined && !(value instanceof TemplateNumber) && isArray(value)) {
    return value.slice(start, end)
  }
  throw failure(`error calling slice: can't slice item of type ${typeOfValue(value)}`)
}

const htmlEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
  '\0': '\ufffd',
}

function escapeScript(text: string): string {
  return text.replace(/[\\'"<>&=]|[^ -\uffff]/g, (sign) => {
    if (sign === '\\' || sign === "'" || sign === '"') return `\\${sign}`
    return `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
  })
}

/** Values of one kind are compared; of two kinds they are an error. */
function order(a: TemplateValue, b: TemplateValue, isEquality: boolean): number {
  if (a instanceof TemplateNumber && b instanceof TemplateNumber) return a.value - b.value
  const left = comparable(a)
  const right = comparable(b)
  if (isEquality && (left === null || right === null)) return left === right ? 0 : 1
  if (typeof left !== typeof right) {
    throw failure('error calling comparison: incompatible types for comparison')
  }
  if (!isEquality && typeof left === 'boolean') {
    throw failure('error calling comparison: invalid type for comparison')
  }
  return compare(left, right)
}

function comparable(value: TemplateValue): Value {
  if (value === undefined || value === null) return null
  if (value instanceof TemplateNumber) return [value.value]
  if (isNumber(value)) return printNumber(value)
  if (typeof value === 'string' || typeof value === 'boolean') return value
  throw failure('error calling comparison: non-comparable type')
}
