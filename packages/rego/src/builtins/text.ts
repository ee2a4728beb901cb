/** Functions on strings, which count code points. */

import { floatOf, truncateFloat } from '../values/float.ts'
import { decimalOf, integerOf, isWrittenAsFloat } from '../values/number.ts'
import { RegoObject, sortedKeys } from '../values/object.ts'
import { hasSurrogates, lengthOf } from '../values/strings.ts'
import type { Value } from '../values/value.ts'
import { type BuiltinContext, BuiltinError, type BuiltinTable } from './builtin.ts'
import { toLower, toUpper } from './case.ts'
import { chargeMembers, chargeText } from './limits.ts'
import {
  integerOperand,
  membersOf,
  numberOperand,
  objectOperand,
  operand,
  operandElementError,
  operandError,
  operandTypeError,
  stringOperand,
  stringsOperand,
} from './operands.ts'
import { sprintf } from './sprintf.ts'

export const text: BuiltinTable = {
  concat: [2, concat],
  contains: [2, (args) => stringOperand(args, 1).includes(stringOperand(args, 2))],
  startswith: [2, (args) => stringOperand(args, 1).startsWith(stringOperand(args, 2))],
  endswith: [2, (args) => stringOperand(args, 1).endsWith(stringOperand(args, 2))],
  'strings.any_prefix_match': [2, anyMatch((whole, part) => whole.startsWith(part))],
  'strings.any_suffix_match': [2, anyMatch((whole, part) => whole.endsWith(part))],
  'strings.count': [2, countParts],
  format_int: [2, formatInt],
  indexof: [2, indexOf],
  indexof_n: [2, indexesOf],
  substring: [3, substring],
  lower: [1, (args, context) => changed(args, context, toLower)],
  upper: [1, (args, context) => changed(args, context, toUpper)],
  'strings.reverse': [1, (args, context) => changed(args, context, reverse)],
  split: [2, (args, context) => splitText(stringOperand(args, 1), stringOperand(args, 2), context)],
  'strings.split_n': [3, splitN],
  replace: [3, replace],
  'strings.replace_n': [2, replaceN],
  trim: [
    2,
    (args) =>
      trimRight(trimLeft(stringOperand(args, 1), stringOperand(args, 2)), stringOperand(args, 2)),
  ],
  trim_left: [2, (args) => trimLeft(stringOperand(args, 1), stringOperand(args, 2))],
  trim_right: [2, (args) => trimRight(stringOperand(args, 1), stringOperand(args, 2))],
  trim_prefix: [2, trimPrefix],
  trim_suffix: [2, trimSuffix],
  trim_space: [1, (args) => stringOperand(args, 1).replace(spaceAtEnds, '')],
  sprintf: [2, sprintf],
}

function changed(
  args: readonly Value[],
  context: BuiltinContext,
  change: (text: string) => string,
): string {
  const value = stringOperand(args, 1)
  chargeText(context, value.length)
  return change(value)
}

function reverse(value: string): string {
  return Array.from(value).reverse().join('')
}

function concat(args: readonly Value[], context: BuiltinContext): string {
  const separator = stringOperand(args, 1)
  const value = operand(args, 2)
  const members = membersOf(value)
  if (members === undefined) throw operandTypeError(2, value, 'set', 'array')
  let length = separator.length * Math.max(members.length - 1, 0)
  for (const member of members) {
    if (typeof member !== 'string') throw operandElementError(2, value, member, 'string')
    length += member.length
  }
  chargeText(context, length)
  return members.join(separator)
}

function anyMatch(matches: (whole: string, part: string) => boolean) {
  return (args: readonly Value[], context: BuiltinContext): boolean => {
    const wholes = stringOrStrings(args, 1)
    const parts = stringOrStrings(args, 2)
    context.charge(wholes.length * parts.length)
    return wholes.some((whole) => parts.some((part) => matches(whole, part)))
  }
}

function stringOrStrings(args: readonly Value[], position: number): readonly string[] {
  const value = operand(args, position)
  if (typeof value === 'string') return [value]
  if (membersOf(value) === undefined) {
    throw operandTypeError(position, value, 'string', 'set', 'array')
  }
  return stringsOperand(args, position)
}

function countParts(args: readonly Value[], context: BuiltinContext): number {
  const value = stringOperand(args, 1)
  const part = stringOperand(args, 2)
  context.charge(value.length)
  if (part === '') return lengthOf(value) + 1
  let count = 0
  for (let at = value.indexOf(part); at >= 0; at = value.indexOf(part, at + part.length)) count++
  return count
}

function formatInt(args: readonly Value[]): string {
  const number = numberOperand(args, 1)
  const base = numberOperand(args, 2)
  if (base !== 2 && base !== 8 && base !== 10 && base !== 16) {
    throw operandError(2, 'must be one of {2, 8, 10, 16}')
  }
  const exact = isWrittenAsFloat(number) ? undefined : integerOf(number)
  return (exact ?? truncateFloat(floatOf(decimalOf(number)))).toString(base)
}

function searchOperand(args: readonly Value[]): string {
  const search = stringOperand(args, 2)
  if (search === '') throw new BuiltinError('empty search character')
  return search
}

function indexOf(args: readonly Value[], context: BuiltinContext): number {
  const value = stringOperand(args, 1)
  const index = value.indexOf(searchOperand(args))
  context.charge(value.length >> 4)
  return index > 0 ? lengthOf(value.slice(0, index)) : index
}

function indexesOf(args: readonly Value[], context: BuiltinContext): Value {
  const value = stringOperand(args, 1)
  const search = searchOperand(args)
  const wide = hasSurrogates(value)
  const indexes: number[] = []
  let counted = 0
  let last = 0
  for (let at = value.indexOf(search); at >= 0; at = value.indexOf(search, at + 1)) {
    context.charge(1)
    if (wide) {
      counted += lengthOf(value.slice(last, at))
      last = at
    } else counted = at
    indexes.push(counted)
  }
  return indexes
}

function substring(args: readonly Value[], context: BuiltinContext): string {
  const value = stringOperand(args, 1)
  const start = integerOperand(args, 2)
  const length = integerOperand(args, 3)
  if (start < 0) throw new BuiltinError('negative offset')
  chargeText(context, value.length)
  if (!hasSurrogates(value)) return value.slice(start, length < 0 ? undefined : start + length)
  return Array.from(value)
    .slice(start, length < 0 ? undefined : start + length)
    .join('')
}

function splitText(value: string, separator: string, context: BuiltinContext): string[] {
  const parts = separator === '' ? Array.from(value) : value.split(separator)
  chargeMembers(context, parts.length)
  return parts
}

function splitN(args: readonly Value[], context: BuiltinContext): Value {
  const value = stringOperand(args, 1)
  const separator = stringOperand(args, 2)
  const count = integerOperand(args, 3)
  const parts = splitText(value, separator, context)
  return count >= 0 ? parts.slice(0, count) : parts.slice(Math.max(parts.length + count, 0))
}

function replace(args: readonly Value[], context: BuiltinContext): string {
  const value = stringOperand(args, 1)
  const old = stringOperand(args, 2)
  const replacement = stringOperand(args, 3)
  if (old === '') return replaceAll(value, [['', replacement]], context)
  if (replacement.length > old.length) {
    const most = Math.floor(value.length / old.length)
    if (most * (replacement.length - old.length) > value.length) {
      return replaceAll(value, [[old, replacement]], context)
    }
  }
  chargeText(context, value.length)
  return value.replaceAll(old, () => replacement)
}

function replaceN(args: readonly Value[], context: BuiltinContext): string {
  const patterns = objectOperand(args, 1)
  const value = stringOperand(args, 2)
  if (patterns instanceof RegoObject) {
    throw operandError(1, 'non-string key found in pattern object')
  }
  const pairs = sortedKeys(patterns).map((key): [string, string] => {
    const replacement = patterns[key]
    if (typeof replacement === 'string') return [key, replacement]
    throw operandError(1, 'non-string value found in pattern object')
  })
  return replaceAll(value, pairs, context)
}

/** Replaces at each place the first pair that fits there. An empty pattern fits everywhere. */
function replaceAll(
  value: string,
  pairs: readonly (readonly [string, string])[],
  context: BuiltinContext,
): string {
  let result = ''
  let at = 0
  let emptyMatched = false
  while (at <= value.length) {
    context.charge(pairs.length)
    const pair = pairs.find(([old]) => (old === '' ? !emptyMatched : value.startsWith(old, at)))
    emptyMatched = pair !== undefined && pair[0] === ''
    if (pair !== undefined) {
      result += pair[1]
      at += pair[0].length
      chargeText(context, pair[1].length)
      if (result.length > value.length) chargeText({ ...context, charge: () => {} }, result.length)
      continue
    }
    const size = (value.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
    result += value.slice(at, at + size)
    at += size
  }
  return result
}

function trimLeft(value: string, cutset: string): string {
  if (cutset === '') return value
  let at = 0
  while (at < value.length) {
    const character = String.fromCodePoint(value.codePointAt(at) ?? 0)
    if (!cutset.includes(character)) break
    at += character.length
  }
  return value.slice(at)
}

function trimRight(value: string, cutset: string): string {
  if (cutset === '') return value
  let end = value.length
  while (end > 0) {
    const isPair = end > 1 && isLowSurrogate(value.charCodeAt(end - 1))
    const start = isPair ? end - 2 : end - 1
    if (!cutset.includes(value.slice(start, end))) break
    end = start
  }
  return value.slice(0, end)
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}

function trimPrefix(args: readonly Value[]): string {
  const value = stringOperand(args, 1)
  const prefix = stringOperand(args, 2)
  return value.startsWith(prefix) ? value.slice(prefix.length) : value
}

function trimSuffix(args: readonly Value[]): string {
  const value = stringOperand(args, 1)
  const suffix = stringOperand(args, 2)
  return value.endsWith(suffix) ? value.slice(0, value.length - suffix.length) : value
}

/** The spaces of Unicode, of which JavaScript's `trim` knows one less and one more. */
const space = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const spaceAtEnds = new RegExp(`^${space}+|${space}+$`, 'g')
