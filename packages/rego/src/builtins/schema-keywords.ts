/** The keywords of a schema, and those that are read alike. */

import type { AnyNumber } from '../values/number.ts'
import { integerOf } from '../values/number.ts'
import { getProperty } from '../values/object.ts'
import type { PlainObject, Value } from '../values/value.ts'
import { BuiltinError } from './builtin.ts'
import { isArray, isNumber } from './operands.ts'
import { compilePattern } from './regex.ts'

/** Every keyword is undefined where the schema does not have it. */
export interface Schema {
  /** Of a schema that is true or false. */
  pass?: boolean
  ref?: Schema
  types: string[]
  properties: Map<string, Schema>
  patternProperties: Map<string, Schema>
  additionalProperties?: boolean | Schema
  propertyNames?: Schema
  dependencies: Map<string, string[] | Schema>
  required: string[]
  /** One for all items, or one for each of the first. */
  items?: Schema | Schema[]
  additionalItems?: boolean | Schema
  contains?: Schema
  uniqueItems: boolean
  multipleOf?: AnyNumber
  minimum?: AnyNumber
  exclusiveMinimum?: AnyNumber
  maximum?: AnyNumber
  exclusiveMaximum?: AnyNumber
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  minProperties?: number
  maxProperties?: number
  pattern?: string
  format?: string
  constant?: Value
  enumeration?: readonly Value[]
  allOf: Schema[]
  anyOf: Schema[]
  oneOf: Schema[]
  not?: Schema
  if?: Schema
  then?: Schema
  else?: Schema
}

const typeNames = ['array', 'boolean', 'integer', 'number', 'null', 'object', 'string']
const counts = [
  ['minLength', 'maxLength'],
  ['minProperties', 'maxProperties'],
  ['minItems', 'maxItems'],
] as const
export function invalidType(expected: string, given: string): BuiltinError {
  return new BuiltinError(`Invalid type. Expected: ${expected}, given: ${given}`)
}

export function emptySchema(): Schema {
  return {
    types: [],
    properties: new Map(),
    patternProperties: new Map(),
    dependencies: new Map(),
    required: [],
    uniqueItems: false,
    allOf: [],
    anyOf: [],
    oneOf: [],
  }
}

export function stringIn(node: PlainObject, name: string): string | undefined {
  const value = getProperty(node, name)
  if (value === undefined || typeof value === 'string') return value
  throw invalidType('string', name)
}

export function sliceIn(node: PlainObject, name: string): readonly Value[] | undefined {
  const value = getProperty(node, name)
  if (value === undefined || isArray(value)) return value
  throw new BuiltinError(`${name} must be of an array`)
}

export function checkPattern(pattern: string, message: string): void {
  try {
    compilePattern(pattern)
  } catch (error) {
    if (error instanceof BuiltinError) throw new BuiltinError(message)
    throw error
  }
}

export function parseTypes(node: PlainObject, schema: Schema): void {
  const type = getProperty(node, 'type')
  if (type === undefined) return
  for (const name of isArray(type) ? type : [type]) {
    if (typeof name !== 'string') throw invalidType('type', 'string/Array Of Strings')
    if (!typeNames.includes(name)) {
      throw new BuiltinError(
        `has a primitive type that is NOT VALID -- given: /${name}/ Expected valid values are:[${typeNames.join(' ')}]`,
      )
    }
    if (schema.types.includes(name)) throw new BuiltinError(`${name} type is duplicated`)
    schema.types.push(name)
  }
}

export function parseCounts(node: PlainObject, schema: Schema): void {
  for (const [least, most] of counts) {
    for (const name of [least, most]) {
      const value = getProperty(node, name)
      if (value === undefined) continue
      const integer = isNumber(value) ? integerOf(value) : undefined
      if (integer === undefined) throw new BuiltinError(`${name} must be of an integer`)
      if (integer < 0n) throw new BuiltinError(`${name} must be greater than or equal to 0`)
      schema[name] = Number(integer)
    }
    const [low, high] = [schema[least], schema[most]]
    if (low !== undefined && high !== undefined && low > high && least !== 'minItems') {
      throw new BuiltinError(`${least} cannot be greater than ${most}`)
    }
  }
}
