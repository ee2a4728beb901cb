/** Encodings: Base64, hexadecimal, URL queries and JSON. */

import { marshal, marshalledEntries, quoteJson } from '../values/json.ts'
import { printNumber, RegoNumber } from '../values/number.ts'
import { type AnyObject, getValue, isObject, keysOf } from '../values/object.ts'
import { printValue } from '../values/print.ts'
import { RegoSet } from '../values/set.ts'
import { JsonError, unmarshal } from '../values/unmarshal.ts'
import type { Value } from '../values/value.ts'
import { type BuiltinContext, BuiltinError, type BuiltinTable } from './builtin.ts'
import {
  base64Bytes,
  base64Text,
  hexBytes,
  hexText,
  standard,
  urlSafe,
  utf8Bytes,
  utf8Text,
} from './bytes.ts'
import { chargeText } from './limits.ts'
import {
  isArray,
  objectOperand,
  operand,
  operandError,
  stringOperand,
  typeName,
} from './operands.ts'

export const encodings: BuiltinTable = {
  'base64.encode': [1, (args, context) => base64Text(bytesOf(args, context), standard, true)],
  'base64.decode': [
    1,
    (args, context) => utf8Text(base64Bytes(textOf(args, context), standard, true)),
  ],
  'base64.is_valid': [
    1,
    (args, context) => succeeds(() => base64Bytes(textOf(args, context), standard, true)),
  ],
  'base64url.encode': [1, (args, context) => base64Text(bytesOf(args, context), urlSafe, true)],
  'base64url.encode_no_pad': [
    1,
    (args, context) => base64Text(bytesOf(args, context), urlSafe, false),
  ],
  'base64url.decode': [1, (args, context) => utf8Text(base64UrlBytes(textOf(args, context)))],
  'hex.encode': [1, (args, context) => hexText(bytesOf(args, context))],
  'hex.decode': [1, (args, context) => utf8Text(hexBytes(textOf(args, context)))],
  'json.marshal': [1, marshalOperand],
  'json.marshal_with_options': [2, marshalWithOptions],
  'json.unmarshal': [1, unmarshalOperand],
  'json.is_valid': [1, (args, context) => succeeds(() => unmarshalOperand(args, context))],
}

function textOf(args: readonly Value[], context: BuiltinContext): string {
  const value = stringOperand(args, 1)
  chargeText(context, value.length * 4)
  return value
}

function bytesOf(args: readonly Value[], context: BuiltinContext): Uint8Array {
  return utf8Bytes(textOf(args, context))
}

/** Whether a built-in has a result: what the `is_valid` functions tell. */
export function succeeds(attempt: () => unknown): boolean {
  try {
    attempt()
    return true
  } catch (error) {
    if (error instanceof BuiltinError) return false
    throw error
  }
}

/** Base64 for URLs, with or without padding. */
export function base64UrlBytes(value: string): Uint8Array {
  if (value.endsWith('=')) return base64Bytes(value, urlSafe, true)
  const length = utf8Bytes(value).length % 4
  if (length === 1) throw new BuiltinError(`illegal base64url string: ${value}`)
  return base64Bytes(value + '='.repeat(length === 0 ? 0 : 4 - length), urlSafe, true)
}

function marshalOperand(args: readonly Value[], context: BuiltinContext): string {
  const json = marshal(operand(args, 1))
  chargeText(context, json.length)
  return json
}

interface MarshalOptions {
  pretty: boolean | undefined
  prefix: string | undefined
  indent: string | undefined
}

function marshalWithOptions(args: readonly Value[], context: BuiltinContext): string {
  const options = optionsOperand(objectOperand(args, 2))
  const implied = options.prefix !== undefined || options.indent !== undefined
  if (!(options.pretty ?? implied)) return marshalOperand(args, context)
  const prefix = options.prefix ?? ''
  const indent = options.indent ?? '\t'
  const printer = { indent, line: `\n${prefix}`, context }
  return prefix + printIndented(operand(args, 1), printer)
}

function optionsOperand(object: AnyObject): MarshalOptions {
  const options: MarshalOptions = { pretty: undefined, prefix: undefined, indent: undefined }
  for (const [index, key] of keysOf(object).entries()) {
    const value = getValue(object, key) as Value
    if (typeof key !== 'string') {
      const reason = `operand ${index} must be string but got ${typeName(key)}`
      throw operandError(
        2,
        `failed to stringify key ${printValue(key)} at index ${index}: ${reason}`,
      )
    }
    if (key === 'pretty') {
      if (typeof value !== 'boolean')
        throw operandError(2, `key ${printValue(key)} failed cast to bool`)
      options.pretty = value
    } else if (key === 'prefix' || key === 'indent') {
      if (typeof value !== 'string') {
        const reason = `operand ${index} must be string but got ${typeName(value)}`
        throw operandError(2, `key ${printValue(key)} failed cast to string: ${reason}`)
      }
      options[key] = value
    } else throw operandError(2, `object contained unknown key ${printValue(key)}`)
  }
  return options
}

interface IndentedPrinter {
  readonly indent: string
  /** A line break and the indentation of the enclosing line. */
  readonly line: string
  readonly context: BuiltinContext
}

function printIndented(value: Value, printer: IndentedPrinter): string {
  if (typeof value !== 'object' || value === null) return marshal(value)
  if (value instanceof RegoNumber) return printNumber(value)
  const inner = { ...printer, line: printer.line + printer.indent }
  let parts: string[]
  let brackets = '[]'
  if (isArray(value)) parts = value.map((item) => printIndented(item, inner))
  else if (value instanceof RegoSet) {
    parts = value.sorted().map((item) => printIndented(item, inner))
  } else {
    brackets = '{}'
    parts = isObject(value)
      ? marshalledEntries(value).map(
          ([key, item]) => `${quoteJson(key)}: ${printIndented(item, inner)}`,
        )
      : []
  }
  if (parts.length === 0) return brackets
  const lines = parts.map((part) => inner.line + part).join(',')
  chargeText(printer.context, lines.length)
  return `${brackets.charAt(0)}${lines}${printer.line}${brackets.charAt(1)}`
}

function unmarshalOperand(args: readonly Value[], context: BuiltinContext): Value {
  const json = textOf(args, context)
  try {
    return unmarshal(json)
  } catch (error) {
    if (error instanceof JsonError) throw new BuiltinError(error.message)
    throw error
  }
}
