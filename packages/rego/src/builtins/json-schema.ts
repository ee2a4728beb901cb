/** `json.match_schema` and `json.verify_schema`. */

import { toJson } from '../values/json.ts'
import { isObject, objectOf } from '../values/object.ts'
import { JsonError, unmarshal } from '../values/unmarshal.ts'
import type { Value } from '../values/value.ts'
import { type BuiltinContext, BuiltinError, type BuiltinTable } from './builtin.ts'
import { chargeText } from './limits.ts'
import { isArray, operand } from './operands.ts'
import { compileSchema } from './schema.ts'
import type { Schema } from './schema-keywords.ts'
import { validateDocument } from './schema-validate.ts'

export const jsonSchema: BuiltinTable = {
  'json.match_schema': [2, matchSchema],
  'json.verify_schema': [1, verifySchema],
}

/** Compiled schemas are kept as long as the objects they were made from. */
const compiled = new WeakMap<object, Schema>()

/** A document as JSON text, or as an object or array. */
function documentOf(value: Value, context: BuiltinContext): Value {
  if (typeof value === 'string') {
    chargeText(context, value.length)
    try {
      return unmarshal(value)
    } catch (error) {
      if (error instanceof JsonError) throw new BuiltinError('invalid JSON string')
      throw error
    }
  }
  if (!isObject(value) && !isArray(value)) {
    throw new BuiltinError('wrong type, expected string or object')
  }
  // Sets within are arrays to a schema, and keys are strings.
  return hasOnlyJson(value) ? value : (toJson(value) as Value)
}

function hasOnlyJson(value: Value): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (isArray(value)) return value.every(hasOnlyJson)
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== null && prototype !== Object.prototype) return false
  return Object.values(value).every(hasOnlyJson)
}

function schemaOf(value: Value, context: BuiltinContext): Schema {
  const known = typeof value === 'object' && value !== null ? compiled.get(value) : undefined
  if (known !== undefined) return known
  const schema = compileSchema(documentOf(value, context), context)
  if (typeof value === 'object' && value !== null) compiled.set(value, schema)
  return schema
}

function matchSchema(args: readonly Value[], context: BuiltinContext): Value {
  const document = documentOf(operand(args, 1), context)
  const errors = validateDocument(schemaOf(operand(args, 2), context), document, context)
  return [
    errors.length === 0,
    errors.map(({ type, field, description }) =>
      objectOf([
        ['error', `${field}: ${description}`],
        ['type', type],
        ['field', field],
        ['desc', description],
      ]),
    ),
  ]
}

function verifySchema(args: readonly Value[], context: BuiltinContext): Value {
  try {
    schemaOf(operand(args, 1), context)
    return [true, null]
  } catch (error) {
    if (error instanceof BuiltinError) return [false, `jsonschema: ${error.message}`]
    throw error
  }
}
