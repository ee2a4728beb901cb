/** Types of values and conversions between them. */

import { parseNumber } from '../values/number.ts'
import { isObject } from '../values/object.ts'
import { RegoSet, setOf } from '../values/set.ts'
import type { Value } from '../values/value.ts'
import { type Builtin, BuiltinError, type BuiltinTable } from './builtin.ts'
import {
  isArray,
  isNumber,
  membersOf,
  operand,
  operandTypeError,
  type TypeName,
  typeName,
} from './operands.ts'

export const types: BuiltinTable = {
  type_name: [1, (args) => typeName(operand(args, 1))],
  is_null: [1, ([value]) => value === null],
  is_boolean: [1, ([value]) => typeof value === 'boolean'],
  is_number: [1, (args) => isNumber(operand(args, 1))],
  is_string: [1, ([value]) => typeof value === 'string'],
  is_array: [1, (args) => isArray(operand(args, 1))],
  is_object: [1, (args) => isObject(operand(args, 1))],
  is_set: [1, ([value]) => value instanceof RegoSet],
  to_number: [1, toNumber],
  cast_array: [1, (args) => collection(args)],
  cast_set: [1, (args) => (args[0] instanceof RegoSet ? args[0] : setOf(collection(args)))],
  cast_string: [1, only('string')],
  cast_boolean: [1, only('boolean')],
  cast_null: [1, only('null')],
  cast_object: [1, only('object')],
}

function only(name: TypeName): Builtin {
  return (args) => {
    const value = operand(args, 1)
    if (typeName(value) === name) return value
    throw operandTypeError(1, value, name)
  }
}

function collection(args: readonly Value[]): readonly Value[] {
  const members = membersOf(operand(args, 1))
  if (members === undefined) throw operandTypeError(1, operand(args, 1), 'array', 'set')
  return members
}

function toNumber(args: readonly Value[]): Value {
  const value = operand(args, 1)
  if (value === null || value === false) return 0
  if (value === true) return 1
  if (isNumber(value)) return value
  if (typeof value === 'string') return numberOfText(value)
  throw operandTypeError(1, value, 'null', 'boolean', 'number', 'string')
}

/** Go's syntax of floats, which has more forms than JSON's. */
const decimal = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/
const infinite = /^[+-]*(?:inf|infinity|nan)$/i

function numberOfText(text: string): Value {
  if (infinite.test(text)) throw operandTypeError(1, text, 'valid number string')
  // Go allows underscores between digits.
  const match = decimal.exec(text.replace(/(?<=\d)_(?=\d)/g, ''))
  const [, sign = '', whole = '', fraction = '', power = '0'] = match ?? []
  if (match === null || whole + fraction === '') {
    throw new BuiltinError(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`)
  }
  const minus = sign === '-' ? '-' : ''
  const number = parseNumber(`${minus}${whole || '0'}.${fraction || '0'}e${power}`)
  if (
    number !== undefined &&
    (typeof number === 'number' || Number.isFinite(Number(number.text)))
  ) {
    return number
  }
  throw new BuiltinError(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: value out of range`)
}
