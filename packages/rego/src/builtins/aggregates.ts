/** Aggregates, arrays, sets and ranges of numbers. */

import { product, sum } from '../values/arithmetic.ts'
import { compare } from '../values/compare.ts'
import { type AnyNumber, fromBigInt } from '../values/number.ts'
import { isObject, sizeOf } from '../values/object.ts'
import { difference, emptySet, intersection, RegoSet, SetBuilder } from '../values/set.ts'
import { lengthOf } from '../values/strings.ts'
import type { Value } from '../values/value.ts'
import { type Builtin, type BuiltinContext, BuiltinError, type BuiltinTable } from './builtin.ts'
import { chargeMembers, chargeText } from './limits.ts'
import {
  arrayOperand,
  bigIntOperand,
  integerOperand,
  isArray,
  isNumber,
  membersOf,
  operand,
  operandElementError,
  operandTypeError,
  setOperand,
} from './operands.ts'

export const aggregates: BuiltinTable = {
  count: [1, count],
  sum: [1, accumulate(sum)],
  product: [1, accumulate(product)],
  max: [1, extreme((order) => order > 0)],
  min: [1, extreme((order) => order < 0)],
  sort: [1, sort],
  all: [1, all],
  any: [1, any],
  'array.concat': [2, concat],
  'array.flatten': [1, flatten],
  'array.reverse': [1, (args) => [...arrayOperand(args, 1)].reverse()],
  'array.slice': [3, slice],
  intersection: [1, intersectAll],
  union: [1, unite],
  set_diff: [2, (args) => difference(setOperand(args, 1), setOperand(args, 2))],
  'numbers.range': [2, (args, context) => range(args, 1n, context)],
  'numbers.range_step': [3, rangeStep],
}

function count(args: readonly Value[]): number {
  const value = operand(args, 1)
  if (typeof value === 'string') return lengthOf(value)
  if (isArray(value)) return value.length
  if (value instanceof RegoSet) return value.size
  if (isObject(value)) return sizeOf(value)
  throw operandTypeError(1, value, 'array', 'object', 'set', 'string')
}

function accumulate(compute: (numbers: readonly AnyNumber[]) => AnyNumber): Builtin {
  return (args, context) => {
    const members = collectionOperand(args, 'set', 'array')
    const numbers = members.filter(isNumber)
    const other = members.find((member) => !isNumber(member))
    if (other !== undefined) throw operandElementError(1, operand(args, 1), other, 'number')
    // A product has as many digits as its factors together, and each step costs that many.
    const digits = numbers.reduce<number>((total, number) => total + digitsOf(number), 0)
    chargeText(context, digits * (1 + numbers.length / digitsOfUnit))
    return compute(numbers)
  }
}

/** So many digits are multiplied at once. */
const digitsOfUnit = 64

function digitsOf(number: AnyNumber): number {
  return typeof number === 'number' ? 16 : number.text.length
}

function extreme(isBetter: (order: number) => boolean): Builtin {
  return (args, context) => {
    const members = collectionOperand(args, 'set', 'array')
    context.charge(members.length)
    let best = members[0]
    for (const member of members) {
      if (best !== undefined && isBetter(compare(member, best))) best = member
    }
    return best
  }
}

function sort(args: readonly Value[], context: BuiltinContext): Value {
  const members = collectionOperand(args, 'set', 'array')
  context.charge(members.length)
  return isArray(operand(args, 1)) ? [...members].sort(compare) : members
}

function all(args: readonly Value[]): boolean {
  return collectionOperand(args, 'array', 'set').every((member) => member === true)
}

function any(args: readonly Value[]): boolean {
  return collectionOperand(args, 'array', 'set').includes(true)
}

function collectionOperand(
  args: readonly Value[],
  ...expected: readonly string[]
): readonly Value[] {
  const value = operand(args, 1)
  const members = membersOf(value)
  if (members === undefined) throw operandTypeError(1, value, ...expected)
  return members
}

function concat(args: readonly Value[], context: BuiltinContext): Value {
  const a = arrayOperand(args, 1)
  const b = arrayOperand(args, 2)
  if (a.length === 0) return b
  if (b.length === 0) return a
  chargeMembers(context, a.length + b.length)
  return a.concat(b)
}

function flatten(args: readonly Value[], context: BuiltinContext): Value {
  const array = arrayOperand(args, 1)
  let length = array.length
  for (const item of array) if (isArray(item)) length += item.length
  chargeMembers(context, length)
  return array.flat(1) as Value[]
}

function slice(args: readonly Value[], context: BuiltinContext): Value {
  const array = arrayOperand(args, 1)
  const from = integerOperand(args, 2)
  const to = integerOperand(args, 3)
  const stop = Math.min(Math.max(to, 0), array.length)
  const start = Math.min(Math.max(from, 0), stop)
  context.charge(stop - start)
  return array.slice(start, stop)
}

function intersectAll(args: readonly Value[], context: BuiltinContext): Value {
  const sets = setOperand(args, 1)
  let result: RegoSet | undefined
  for (const member of sets) {
    const set = setOperand([member], 1)
    context.charge(set.size)
    result = result === undefined ? set : intersection(result, set)
  }
  return result ?? emptySet
}

function unite(args: readonly Value[], context: BuiltinContext): Value {
  const result = new SetBuilder()
  for (const member of setOperand(args, 1)) {
    const set = setOperand([member], 1)
    context.charge(set.size)
    for (const item of set.unordered()) result.add(item)
  }
  return result.build()
}

function rangeStep(args: readonly Value[], context: BuiltinContext): Value {
  bigIntOperand(args, 1)
  bigIntOperand(args, 2)
  const step = bigIntOperand(args, 3)
  if (step > 0n) return range(args, step, context)
  throw new BuiltinError('numbers.range_step: step must be a positive integer')
}

function range(args: readonly Value[], step: bigint, context: BuiltinContext): Value {
  const from = bigIntOperand(args, 1)
  const to = bigIntOperand(args, 2)
  const distance = from <= to ? to - from : from - to
  const length = distance / step + 1n
  chargeMembers(context, Number(length))
  const signed = from <= to ? step : -step
  const last = from + signed * (length - 1n)
  if (Number.isSafeInteger(Number(from)) && Number.isSafeInteger(Number(last))) {
    const start = Number(from)
    const stride = length > 1n ? Number(signed) : 0
    return Array.from({ length: Number(length) }, (_, i) => start + i * stride)
  }
  return Array.from({ length: Number(length) }, (_, i) => fromBigInt(from + BigInt(i) * signed))
}
