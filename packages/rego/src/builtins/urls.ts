/** URL queries and URIs, as Go's net/url has them. */

import { marshalledEntries } from '../values/json.ts'
import { isObject, objectOf } from '../values/object.ts'
import { quote } from '../values/print.ts'
import type { Value } from '../values/value.ts'
import { type BuiltinContext, BuiltinError, type BuiltinTable } from './builtin.ts'
import { utf8Bytes, utf8Text } from './bytes.ts'
import { chargeText } from './limits.ts'
import { membersOf, operand, operandError, operandTypeError, stringOperand } from './operands.ts'

export const urls: BuiltinTable = {
  'urlquery.encode': [1, (args, context) => escapeQuery(textOf(args, context))],
  'urlquery.decode': [1, (args, context) => unescapeUrl(textOf(args, context), true)],
  'urlquery.encode_object': [1, encodeObject],
  'urlquery.decode_object': [1, decodeObject],
}

function textOf(args: readonly Value[], context: BuiltinContext): string {
  const value = stringOperand(args, 1)
  chargeText(context, value.length * 3)
  return value
}

const unreserved = /[A-Za-z0-9_.~-]/

export function escapeQuery(text: string): string {
  let result = ''
  for (const byte of utf8Bytes(text)) {
    const character = String.fromCharCode(byte)
    if (unreserved.test(character)) result += character
    else if (character === ' ') result += '+'
    else result += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return result
}

/** Undoes escapes; in a query `+` is a space. */
export function unescapeUrl(text: string, isQuery: boolean): string {
  if (!/[%+]/.test(text)) return text
  const source = utf8Bytes(text)
  const bytes: number[] = []
  for (let i = 0; i < source.length; i++) {
    const byte = source[i] as number
    if (byte === 0x25) {
      const code = utf8Text(source.slice(i, i + 3))
      if (!/^%[\da-fA-F]{2}$/.test(code)) {
        throw new BuiltinError(`invalid URL escape ${quote(code)}`)
      }
      bytes.push(Number.parseInt(code.slice(1), 16))
      i += 2
    } else bytes.push(isQuery && byte === 0x2b ? 0x20 : byte)
  }
  return utf8Text(Uint8Array.from(bytes))
}

function encodeObject(args: readonly Value[], context: BuiltinContext): string {
  const object = operand(args, 1)
  if (!isObject(object)) throw operandTypeError(1, object, 'object')
  const pairs: string[] = []
  for (const [key, value] of marshalledEntries(object)) {
    const values = typeof value === 'string' ? [value] : membersOf(value)
    for (const item of values ?? [null]) {
      if (typeof item !== 'string') {
        throw operandError(1, 'values must be string, array[string], or set[string]')
      }
      chargeText(context, (key.length + item.length) * 3)
      pairs.push(`${escapeQuery(key)}=${escapeQuery(item)}`)
    }
  }
  return pairs.join('&')
}

function decodeObject(args: readonly Value[], context: BuiltinContext): Value {
  const query = textOf(args, context)
  const values = new Map<string, string[]>()
  let mistake: BuiltinError | undefined
  for (const part of query.split('&')) {
    if (part === '') continue
    try {
      if (part.includes(';')) throw new BuiltinError('invalid semicolon separator in query')
      const equals = part.indexOf('=')
      const key = unescapeUrl(equals < 0 ? part : part.slice(0, equals), true)
      const value = equals < 0 ? '' : unescapeUrl(part.slice(equals + 1), true)
      const known = values.get(key)
      if (known === undefined) values.set(key, [value])
      else known.push(value)
    } catch (error) {
      if (!(error instanceof BuiltinError)) throw error
      mistake ??= error
    }
  }
  if (mistake !== undefined) throw mistake
  return objectOf(values)
}
