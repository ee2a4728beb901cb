/** Documents validated against JSON Schemas, with the words of OPA's library. */

import { equal } from '../values/compare.ts'
import { marshal } from '../values/json.ts'
import { keyOf } from '../values/key.ts'
import {
  type AnyNumber,
  compareNumbers,
  decimalOf,
  doubleOf,
  isInteger,
  scaleTo,
} from '../values/number.ts'
import { getProperty, isPlainObject, sortedKeys } from '../values/object.ts'
import { lengthOf } from '../values/strings.ts'
import type { PlainObject, Value } from '../values/value.ts'
import { type BuiltinContext, BuiltinError } from './builtin.ts'
import { formatFloat } from './float-text.ts'
import { isArray, isNumber, typeName } from './operands.ts'
import { testPattern } from './regex.ts'
import { hasFormat } from './schema-formats.ts'
import type { Schema } from './schema-keywords.ts'

export interface SchemaError {
  readonly type: string
  /** The path of what is wrong. */
  readonly field: string
  readonly description: string
}

/** What a schema found; the score tells how near to valid it was. */
interface Result {
  readonly errors: SchemaError[]
  score: number
}

const root = '(Root)'
/** How deep a document or a chain of references may be. */
const depthMax = 1_000

export function validateDocument(
  schema: Schema,
  document: Value,
  context: BuiltinContext,
): SchemaError[] {
  return new Validator(context).run(schema, document, root).errors
}

class Validator {
  readonly #context: BuiltinContext
  #depth = 0

  constructor(context: BuiltinContext) {
    this.#context = context
  }

  run(schema: Schema, value: Value, path: string): Result {
    const result: Result = { errors: [], score: 0 }
    this.#validate(schema, value, path, result)
    return result
  }

  #add(result: Result, path: string, type: string, description: string): void {
    result.errors.push({ type, field: fieldOf(path), description })
  }

  #merge(result: Result, other: Result): void {
    result.errors.push(...other.errors)
    result.score += other.score
  }

  #validate(schema: Schema, value: Value, path: string, result: Result): void {
    this.#context.charge(5)
    if (++this.#depth > depthMax) {
      throw new BuiltinError('the document is nested too deeply for its schema')
    }
    if (schema.pass !== undefined) {
      if (!schema.pass) this.#add(result, path, 'false', 'False always fails validation')
    } else if (schema.ref !== undefined) this.#validate(schema.ref, value, path, result)
    else if (this.#hasType(schema, value, path, result)) {
      this.#applyCombinations(schema, value, path, result)
      if (isNumber(value)) this.#applyNumber(schema, value, path, result)
      else if (isArray(value)) this.#applyArray(schema, value, path, result)
      else if (isPlainObject(value)) this.#applyObject(schema, value, path, result)
      this.#applyCommon(schema, value, path, result)
      if (typeof value === 'string') this.#applyText(schema, value, path, result)
      if (isPlainObject(value)) {
        for (const [name, property] of schema.properties) {
          const item = getProperty(value, name)
          if (item !== undefined) this.#validate(property, item, `${path}.${name}`, result)
        }
      }
      result.score++
    }
    this.#depth--
  }

  #hasType({ types }: Schema, value: Value, path: string, result: Result): boolean {
    if (types.length === 0) return true
    const isWhole = isNumber(value) && isInteger(value)
    const given = isWhole ? 'integer' : typeName(value)
    if (types.includes(given) || (isWhole && types.includes('number'))) return true
    const expected = types.length > 1 ? `[${types.join(',')}]` : types[0]
    this.#add(result, path, 'invalid_type', `Invalid type. Expected: ${expected}, given: ${given}`)
    return false
  }

  #applyCombinations(schema: Schema, value: Value, path: string, result: Result): void {
    this.#applyAnyOf(schema, value, path, result)
    this.#applyOneOf(schema, value, path, result)
    const all = schema.allOf.map((part) => this.run(part, value, path))
    for (const part of all) this.#merge(result, part)
    if (all.some(({ errors }) => errors.length > 0)) {
      this.#add(result, path, 'number_all_of', 'Must validate all the schemas (allOf)')
    }
    if (schema.not !== undefined && this.run(schema.not, value, path).errors.length === 0) {
      this.#add(result, path, 'number_not', 'Must not validate the schema (not)')
    }
    this.#applyDependencies(schema, value, path, result)
    this.#applyCondition(schema, value, path, result)
    result.score++
  }

  #applyAnyOf({ anyOf }: Schema, value: Value, path: string, result: Result): void {
    let best: Result | undefined
    for (const part of anyOf) {
      const found = this.run(part, value, path)
      if (found.errors.length === 0) return
      if (best === undefined || found.score > best.score) best = found
    }
    if (best === undefined) return
    this.#add(result, path, 'number_any_of', 'Must validate at least one schema (anyOf)')
    this.#merge(result, best)
  }

  #applyOneOf({ oneOf }: Schema, value: Value, path: string, result: Result): void {
    let best: Result | undefined
    let valid = 0
    for (const part of oneOf) {
      const found = this.run(part, value, path)
      if (found.errors.length === 0) valid++
      else if (valid === 0 && (best === undefined || found.score > best.score)) best = found
    }
    if (oneOf.length === 0 || valid === 1) return
    this.#add(result, path, 'number_one_of', 'Must validate one and only one schema (oneOf)')
    if (valid === 0 && best !== undefined) this.#merge(result, best)
  }

  #applyDependencies(schema: Schema, value: Value, path: string, result: Result): void {
    if (!isPlainObject(value)) return
    for (const [name, dependency] of schema.dependencies) {
      if (getProperty(value, name) === undefined) continue
      if (!Array.isArray(dependency)) {
        this.#validate(dependency, value, path, result)
        continue
      }
      for (const needed of dependency) {
        if (getProperty(value, needed) === undefined) {
          this.#add(result, path, 'missing_dependency', `Has a dependency on ${needed}`)
        }
      }
    }
  }

  #applyCondition(schema: Schema, value: Value, path: string, result: Result): void {
    if (schema.if === undefined) return
    const isMet = this.run(schema.if, value, path).errors.length === 0
    const branch = isMet ? schema.then : schema.else
    if (branch === undefined) return
    const found = this.run(branch, value, path)
    if (found.errors.length === 0) return
    const [type, description] = isMet
      ? ['condition_then', 'Must validate "then" as "if" was valid']
      : ['condition_else', 'Must validate "else" as "if" was not valid']
    this.#add(result, path, type, description)
    this.#merge(result, found)
  }

  #applyCommon(schema: Schema, value: Value, path: string, result: Result): void {
    const field = fieldOf(path)
    const { constant, enumeration, format } = schema
    if (constant !== undefined && !equal(constant, value)) {
      this.#add(result, path, 'const', `${field} does not match: ${marshal(constant)}`)
    }
    if (enumeration !== undefined && !enumeration.some((item) => equal(item, value))) {
      const allowed = enumeration.map((item) => marshal(item)).join(', ')
      this.#add(result, path, 'enum', `${field} must be one of the following: ${allowed}`)
    }
    if (format !== undefined && typeof value === 'string' && !hasFormat(value, format)) {
      this.#add(result, path, 'format', `Does not match format '${format}'`)
    }
    result.score++
  }

  #applyText(schema: Schema, value: string, path: string, result: Result): void {
    const { minLength, maxLength, pattern } = schema
    if (minLength !== undefined && lengthOf(value) < minLength) {
      const text = `String length must be greater than or equal to ${minLength}`
      this.#add(result, path, 'string_gte', text)
    }
    if (maxLength !== undefined && lengthOf(value) > maxLength) {
      const text = `String length must be less than or equal to ${maxLength}`
      this.#add(result, path, 'string_lte', text)
    }
    if (pattern !== undefined && !testPattern(pattern, value, this.#context)) {
      this.#add(result, path, 'pattern', `Does not match pattern '${pattern}'`)
    }
    result.score++
  }

  #applyNumber(schema: Schema, value: AnyNumber, path: string, result: Result): void {
    const limits = [
      [schema.maximum, 1, 'number_lte', 'less than or equal to'],
      [schema.minimum, -1, 'number_gte', 'greater than or equal to'],
    ] as const
    const { multipleOf } = schema
    if (multipleOf !== undefined && !isMultiple(value, multipleOf)) {
      this.#add(result, path, 'multiple_of', `Must be a multiple of ${printLimit(multipleOf)}`)
    }
    for (const [limit, sign, type, words] of limits) {
      if (limit !== undefined && compareNumbers(value, limit) * sign > 0) {
        this.#add(result, path, type, `Must be ${words} ${printLimit(limit)}`)
      }
    }
    const { exclusiveMaximum, exclusiveMinimum } = schema
    if (exclusiveMaximum !== undefined && compareNumbers(value, exclusiveMaximum) >= 0) {
      this.#add(result, path, 'number_lt', `Must be less than ${printLimit(exclusiveMaximum)}`)
    }
    if (exclusiveMinimum !== undefined && compareNumbers(value, exclusiveMinimum) <= 0) {
      this.#add(result, path, 'number_gt', `Must be greater than ${printLimit(exclusiveMinimum)}`)
    }
    result.score++
  }

  #applyArray(schema: Schema, value: readonly Value[], path: string, result: Result): void {
    this.#applyItems(schema, value, path, result)
    const { minItems, maxItems, uniqueItems, contains } = schema
    if (minItems !== undefined && value.length < minItems) {
      this.#add(result, path, 'array_min_items', `Array must have at least ${minItems} items`)
    }
    if (maxItems !== undefined && value.length > maxItems) {
      this.#add(result, path, 'array_max_items', `Array must have at most ${maxItems} items`)
    }
    if (uniqueItems) this.#applyUnique(value, path, result)
    if (contains !== undefined) this.#applyContains(contains, value, path, result)
    result.score++
  }

  #applyItems(schema: Schema, value: readonly Value[], path: string, result: Result): void {
    const { items, additionalItems } = schema
    if (items === undefined) return
    if (!Array.isArray(items)) {
      for (const [i, item] of value.entries()) {
        this.#merge(result, this.run(items, item, `${path}.${i}`))
      }
      return
    }
    const schemas: readonly Schema[] = items
    if (schemas.length === 0) return
    for (const [i, item] of value.entries()) {
      const own = schemas[i] ?? (typeof additionalItems === 'object' ? additionalItems : undefined)
      if (own !== undefined) this.#merge(result, this.run(own, item, `${path}.${i}`))
    }
    if (schemas.length < value.length && additionalItems === false) {
      const text = 'No additional items allowed on array'
      this.#add(result, path, 'array_no_additional_items', text)
    }
  }

  #applyUnique(value: readonly Value[], path: string, result: Result): void {
    const seen = new Map<string, number>()
    for (const [j, item] of value.entries()) {
      const key = keyOf(item)
      const i = seen.get(key)
      if (i !== undefined) {
        this.#add(result, path, 'unique', `array items[${i},${j}] must be unique`)
      }
      seen.set(key, j)
    }
  }

  #applyContains(schema: Schema, value: readonly Value[], path: string, result: Result): void {
    let best: Result | undefined
    for (const [i, item] of value.entries()) {
      const found = this.run(schema, item, `${path}.${i}`)
      if (found.errors.length === 0) return
      if (best === undefined || found.score > best.score) best = found
    }
    this.#add(result, path, 'contains', 'At least one of the items must match')
    if (best !== undefined) this.#merge(result, best)
  }

  #applyObject(schema: Schema, value: PlainObject, path: string, result: Result): void {
    const names = sortedKeys(value)
    const { minProperties, maxProperties } = schema
    if (minProperties !== undefined && names.length < minProperties) {
      const text = `Must have at least ${minProperties} properties`
      this.#add(result, path, 'array_min_properties', text)
    }
    if (maxProperties !== undefined && names.length > maxProperties) {
      const text = `Must have at most ${maxProperties} properties`
      this.#add(result, path, 'array_max_properties', text)
    }
    for (const name of schema.required) {
      if (getProperty(value, name) !== undefined) result.score++
      else this.#add(result, path, 'required', `${name} is required`)
    }
    for (const name of names) this.#applyProperty(schema, name, value[name] as Value, path, result)
    if (schema.propertyNames !== undefined) {
      for (const name of names) {
        const found = this.run(schema.propertyNames, name, path)
        if (found.errors.length === 0) continue
        const text = `Property name of "${name}" does not match`
        this.#add(result, path, 'invalid_property_name', text)
        this.#merge(result, found)
      }
    }
    result.score++
  }

  #applyProperty(schema: Schema, name: string, value: Value, path: string, result: Result): void {
    let isKnown = schema.properties.has(name)
    for (const [pattern, part] of schema.patternProperties) {
      if (!testPattern(pattern, name, this.#context)) continue
      isKnown = true
      this.#merge(result, this.run(part, value, `${path}.${name}`))
    }
    const { additionalProperties } = schema
    if (isKnown || additionalProperties === undefined || additionalProperties === true) return
    if (additionalProperties === false) {
      const text = `Additional property ${name} is not allowed`
      this.#add(result, path, 'additional_property_not_allowed', text)
    } else this.#merge(result, this.run(additionalProperties, value, `${path}.${name}`))
  }
}

function fieldOf(path: string): string {
  return path.startsWith(`${root}.`) ? path.slice(root.length + 1) : path
}

function isMultiple(value: AnyNumber, factor: AnyNumber): boolean {
  const a = decimalOf(value)
  const b = decimalOf(factor)
  const exponent = Math.min(a.exponent, b.exponent)
  return scaleTo(a, exponent) % scaleTo(b, exponent) === 0n
}

/** Go prints limits with ten digits. */
function printLimit(limit: AnyNumber): string {
  return formatFloat(doubleOf(limit), 'g', 10)
}
