/** A JSON Schema (drafts 4, 6 and 7) in a form that is validated against. */

import { keyOf } from '../values/key.ts'
import { compareNumbers } from '../values/number.ts'
import { getProperty, isPlainObject, sortedKeys } from '../values/object.ts'
import type { PlainObject, Value } from '../values/value.ts'
import { type BuiltinContext, BuiltinError } from './builtin.ts'
import { isArray, isNumber } from './operands.ts'
import {
  checkPattern,
  emptySchema,
  invalidType,
  parseCounts,
  parseTypes,
  type Schema,
  sliceIn,
  stringIn,
} from './schema-keywords.ts'
import { SchemaPool } from './schema-pool.ts'

type Draft = 4 | 6 | 7 | 'any'

const drafts: readonly (readonly [string, Draft])[] = [
  ['http://json-schema.org/draft-04/schema', 4],
  ['http://json-schema.org/draft-06/schema', 6],
  ['http://json-schema.org/draft-07/schema', 7],
]

/** Compiles a schema. Throws a `BuiltinError` with the words of OPA's library. */
export function compileSchema(document: Value, context: BuiltinContext): Schema {
  return new Compiler(document, draftOf(document), context).compile()
}

function draftOf(document: Value): Draft {
  const url = isPlainObject(document) ? getProperty(document, '$schema') : undefined
  if (url === undefined) return 'any'
  if (typeof url !== 'string') throw invalidType('string', '$schema')
  const name = url.replace(/#$/, '').replace(/^https:/, 'http:')
  return drafts.find(([known]) => known === name)?.[1] ?? 'any'
}

const lists = ['allOf', 'anyOf', 'oneOf'] as const
/** How deep schemas may stand in each other. */
const depthMax = 500

class Compiler {
  readonly #draft: Draft
  readonly #pool: SchemaPool
  readonly #root: Value
  readonly #context: BuiltinContext
  readonly #byReference = new Map<string, Schema>()
  #depth = 0

  constructor(root: Value, draft: Draft, context: BuiltinContext) {
    this.#root = root
    this.#draft = draft
    this.#context = context
    this.#pool = new SchemaPool(root)
  }

  compile(): Schema {
    if (typeof this.#root !== 'boolean' && !isPlainObject(this.#root)) {
      throw new BuiltinError('schema is invalid')
    }
    return this.#parse(this.#root, '')
  }

  #isAtLeast(draft: number): boolean {
    return this.#draft === 'any' || this.#draft >= draft
  }

  /** `base` is what references without a host are relative to. */
  #parse(node: Value, base: string): Schema {
    this.#context.charge(10)
    if (++this.#depth > depthMax) throw new BuiltinError('the schema is nested too deeply')
    const schema = emptySchema()
    if (typeof node === 'boolean' && this.#isAtLeast(6)) schema.pass = node
    else if (isPlainObject(node)) this.#parseObject(node, schema, this.#pool.baseOf(node, base))
    else throw new BuiltinError('Expected: Valid Schema, given: Invalid JSON')
    this.#depth--
    return schema
  }

  #parseObject(node: PlainObject, schema: Schema, base: string): void {
    for (const name of ['$id', 'id', 'title', 'description']) stringIn(node, name)
    this.#parseDefinitions(node, base)
    const reference = stringIn(node, '$ref')
    if (reference !== undefined) {
      schema.ref = this.#resolve(reference, base)
      return
    }
    parseTypes(node, schema)
    this.#parseObjectKeywords(node, schema, base)
    this.#parseArrayKeywords(node, schema, base)
    this.#parseNumberKeywords(node, schema)
    parseCounts(node, schema)
    this.#parseTextKeywords(node, schema)
    this.#parseValues(node, schema)
    for (const name of lists) {
      for (const part of sliceIn(node, name) ?? []) schema[name].push(this.#parse(part, base))
    }
    this.#parseSchemaIn(node, 'not', base, (part) => {
      schema.not = part
    })
    if (!this.#isAtLeast(7)) return
    for (const name of ['if', 'then', 'else'] as const) {
      this.#parseSchemaIn(node, name, base, (part) => {
        schema[name] = part
      })
    }
  }

  #parseSchemaIn(
    node: PlainObject,
    name: string,
    base: string,
    set: (schema: Schema) => void,
  ): void {
    const value = getProperty(node, name)
    if (value === undefined) return
    if (typeof value !== 'boolean' && !isPlainObject(value)) {
      throw new BuiltinError(`${name} must be of an object`)
    }
    set(this.#parse(value, base))
  }

  #parseDefinitions(node: PlainObject, base: string): void {
    const definitions = getProperty(node, 'definitions')
    if (definitions === undefined) return
    if (!isPlainObject(definitions)) throw invalidType('Array Of Schemas', 'definitions')
    for (const name of sortedKeys(definitions)) {
      const definition = definitions[name]
      if (typeof definition !== 'boolean' && !isPlainObject(definition ?? null)) {
        throw invalidType('Array Of Schemas', 'definitions')
      }
      this.#parse(definition as Value, base)
    }
  }

  /** A schema that is being compiled already is referred to, so that schemas may contain themselves. */
  #resolve(reference: string, base: string): Schema {
    const { key, node, base: newBase } = this.#pool.resolve(reference, base)
    const known = this.#byReference.get(key)
    if (known !== undefined) return known
    const target = emptySchema()
    this.#byReference.set(key, target)
    if (typeof node !== 'boolean' && !isPlainObject(node)) {
      throw new BuiltinError('Valid Schema must be of type object')
    }
    Object.assign(target, this.#parse(node, newBase))
    return target
  }

  #parseObjectKeywords(node: PlainObject, schema: Schema, base: string): void {
    const properties = getProperty(node, 'properties')
    if (properties !== undefined) {
      if (!isPlainObject(properties)) {
        throw new BuiltinError('Properties must be of type object')
      }
      for (const name of sortedKeys(properties)) {
        schema.properties.set(name, this.#parse(properties[name] as Value, base))
      }
    }
    const additional = this.#booleanOrSchema(node, 'additionalProperties', base)
    if (additional !== undefined) schema.additionalProperties = additional
    const patterns = getProperty(node, 'patternProperties')
    if (patterns !== undefined) {
      if (!isPlainObject(patterns)) throw invalidType('Valid Schema', 'patternProperties')
      for (const pattern of sortedKeys(patterns)) {
        checkPattern(pattern, `Invalid regex pattern '${pattern}'`)
        schema.patternProperties.set(pattern, this.#parse(patterns[pattern] as Value, base))
      }
    }
    const names = getProperty(node, 'propertyNames')
    if (names !== undefined && this.#isAtLeast(6)) {
      if (typeof names !== 'boolean' && !isPlainObject(names)) {
        throw invalidType('Valid Schema', 'patternProperties')
      }
      schema.propertyNames = this.#parse(names, base)
    }
    this.#parseDependencies(node, schema, base)
    for (const name of sliceIn(node, 'required') ?? []) {
      if (typeof name !== 'string') throw invalidType('string', 'required')
      if (schema.required.includes(name)) throw new BuiltinError('required items must be unique')
      schema.required.push(name)
    }
  }

  #parseDependencies(node: PlainObject, schema: Schema, base: string): void {
    const dependencies = getProperty(node, 'dependencies')
    if (dependencies === undefined) return
    if (!isPlainObject(dependencies)) {
      throw new BuiltinError('dependencies must be of type object')
    }
    const wrong = new BuiltinError('Dependency must be of type Schema Or Array Of Strings')
    for (const name of sortedKeys(dependencies)) {
      const value = dependencies[name] as Value
      if (isArray(value)) {
        const names = value.filter((item) => typeof item === 'string')
        if (names.length < value.length) throw wrong
        schema.dependencies.set(name, names)
      } else if (typeof value === 'boolean' || isPlainObject(value)) {
        schema.dependencies.set(name, this.#parse(value, base))
      } else throw wrong
    }
  }

  #booleanOrSchema(node: PlainObject, name: string, base: string): boolean | Schema | undefined {
    const value = getProperty(node, name)
    if (value === undefined || typeof value === 'boolean') return value
    if (isPlainObject(value)) return this.#parse(value, base)
    throw invalidType('boolean/Valid Schema', name)
  }

  #parseArrayKeywords(node: PlainObject, schema: Schema, base: string): void {
    const items = getProperty(node, 'items')
    const wrong = () => invalidType('Valid Schema/Array Of Schemas', 'items')
    const parseItem = (item: Value) => {
      if (typeof item !== 'boolean' && !isPlainObject(item)) throw wrong()
      return this.#parse(item, base)
    }
    if (items !== undefined) schema.items = isArray(items) ? items.map(parseItem) : parseItem(items)
    const additional = this.#booleanOrSchema(node, 'additionalItems', base)
    if (additional !== undefined) schema.additionalItems = additional
    const unique = getProperty(node, 'uniqueItems')
    if (unique !== undefined && typeof unique !== 'boolean') {
      throw new BuiltinError('uniqueItems must be of a boolean')
    }
    schema.uniqueItems = unique === true
    const contains = getProperty(node, 'contains')
    if (contains !== undefined && this.#isAtLeast(6)) schema.contains = this.#parse(contains, base)
  }

  #parseNumberKeywords(node: PlainObject, schema: Schema): void {
    const multiple = getProperty(node, 'multipleOf')
    if (multiple !== undefined) {
      if (!isNumber(multiple)) throw invalidType('Number', 'multipleOf')
      if (compareNumbers(multiple, 0) <= 0) {
        throw new BuiltinError('multipleOf must be strictly greater than 0')
      }
      schema.multipleOf = multiple
    }
    for (const name of ['minimum', 'maximum'] as const) {
      const value = getProperty(node, name)
      if (value === undefined) continue
      if (!isNumber(value)) throw new BuiltinError(`${name} must be of a Number`)
      schema[name] = value
    }
    this.#parseExclusive(node, schema, 'exclusiveMinimum', 'minimum')
    this.#parseExclusive(node, schema, 'exclusiveMaximum', 'maximum')
  }

  /** In draft 4 a boolean that makes the other keyword strict, later a number of its own. */
  #parseExclusive(
    node: PlainObject,
    schema: Schema,
    name: 'exclusiveMinimum' | 'exclusiveMaximum',
    other: 'minimum' | 'maximum',
  ): void {
    const value = getProperty(node, name)
    if (value === undefined) return
    const allowsBoolean = this.#draft === 4 || this.#draft === 'any'
    if (isNumber(value) && this.#draft !== 4) {
      schema[name] = value
    } else if (typeof value === 'boolean' && allowsBoolean) {
      const limit = schema[other]
      if (limit === undefined) throw new BuiltinError(`${name} cannot be used without ${other}`)
      if (!value) return
      schema[name] = limit
      delete schema[other]
    } else {
      const expected = { 4: 'boolean', 6: 'number', 7: 'number', any: 'boolean/number' }[
        this.#draft
      ]
      throw invalidType(expected, name)
    }
  }

  #parseTextKeywords(node: PlainObject, schema: Schema): void {
    const pattern = stringIn(node, 'pattern')
    if (pattern !== undefined) {
      checkPattern(pattern, 'pattern must be a valid regex')
      schema.pattern = pattern
    }
    const format = stringIn(node, 'format')
    if (format !== undefined) schema.format = format
  }

  #parseValues(node: PlainObject, schema: Schema): void {
    const constant = getProperty(node, 'const')
    if (constant !== undefined && this.#isAtLeast(6)) schema.constant = constant
    const values = sliceIn(node, 'enum')
    if (values === undefined) return
    if (new Set(values.map(keyOf)).size < values.length) {
      throw new BuiltinError('enum items must be unique')
    }
    schema.enumeration = values
  }
}
