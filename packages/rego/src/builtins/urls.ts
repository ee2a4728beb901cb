/** URL queries and URIs, as Go's net/url has them. */

import { marshalledEntries } from '../values/json.ts'
import { isObject, objectOf } from '../values/object.ts'
import type { Value } from '../values/value.ts'
import { type BuiltinContext, BuiltinError, type BuiltinTable } from './builtin.ts'
import { chargeText } from './limits.ts'
import { membersOf, operand, operandError, operandTypeError, stringOperand } from './operands.ts'
import { escapeQuery, unescapeUrl } from './url-escape.ts'
import { hostnameOf, parseUrl, portOf } from './url-parse.ts'

export const urls: BuiltinTable = {
  'uri.parse': [1, parseOperand],
  'uri.is_valid': [1, isValid],
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

function parseOperand(args: readonly Value[], context: BuiltinContext): Value {
  const url = parseUrl(textOf(args, context))
  const entries: [string, string][] = [
    ['scheme', url.scheme],
    ['hostname', hostnameOf(url)],
    ['port', portOf(url)],
    ['path', url.path],
    ['raw_path', url.path === '' ? '' : url.rawPath || url.path],
    ['raw_query', url.rawQuery],
    ['fragment', url.fragment],
  ]
  return objectOf(entries.filter(([, value]) => value !== ''))
}

function isValid([text]: readonly Value[]): boolean {
  if (typeof text !== 'string' || text === '') return false
  try {
    parseUrl(text)
    return true
  } catch (error) {
    if (error instanceof BuiltinError) return false
    throw error
  }
}
