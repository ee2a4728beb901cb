/** The values of the agent's deployment: of the chart, of `evenkeel manifest` and of the server's endpoint. */

import { Ajv, type ErrorObject } from 'ajv'
import { type Json, type JsonMap, type ValueField, valueFields } from './value-fields.ts'

export interface ValuesResult {
  values?: JsonMap
  /** Sentences that name the value. */
  mistakes: string[]
}

/** What holds where nothing is said. */
export function defaultValues(): JsonMap {
  const values: JsonMap = {}
  for (const { path, initial } of valueFields) setAt(values, path, structuredClone(initial))
  return values
}

/** As Helm does it: maps are merged, everything else is replaced, null takes a key away. */
export function mergeValues(base: JsonMap, given: JsonMap): JsonMap {
  const merged: JsonMap = { ...base }
  for (const [key, value] of Object.entries(given)) {
    const before = merged[key]
    if (value === null) delete merged[key]
    else if (isMap(before) && isMap(value)) merged[key] = mergeValues(before, value)
    else merged[key] = value
  }
  return merged
}

/** The JSON schema that the chart ships and that values are held against here. */
export function valuesSchema(): JsonMap {
  const root = objectSchema('Values of the Evenkeel agent.')
  for (const field of valueFields) addToSchema(root, field)
  return { $schema: 'http://json-schema.org/draft-07/schema#', ...root }
}

function addToSchema(root: JsonMap, { path, about, schema }: ValueField): void {
  const names = path.split('.')
  const last = names.pop() ?? ''
  let at = root
  for (const name of names) {
    const properties = mapAt(at, 'properties')
    properties[name] ??= objectSchema(`Of the ${name}.`)
    at = mapAt(properties, name)
  }
  mapAt(at, 'properties')[last] = { description: about, ...schema }
}

function objectSchema(description: string): JsonMap {
  return { description, type: 'object', additionalProperties: false, properties: {} }
}

const check = new Ajv({ allErrors: true, strict: false }).compile(withHelmGlobals())

/** Helm itself puts `global` among the values of every chart. */
function withHelmGlobals(): JsonMap {
  const schema = valuesSchema()
  mapAt(schema, 'properties').global = {}
  return schema
}

/** The defaults with what is given over them, or what is wrong with it. */
export function readValues(given: JsonMap): ValuesResult {
  const values = mergeValues(defaultValues(), given)
  if (check(values)) return { values, mistakes: [] }
  const mistakes = new Set((check.errors ?? []).map((error) => sentenceOf(error, values)))
  return { mistakes: [...mistakes] }
}

function sentenceOf(
  { instancePath, keyword, params, message }: ErrorObject,
  values: JsonMap,
): string {
  const path = instancePath.slice(1).replaceAll('/', '.')
  if (keyword === 'additionalProperties')
    return `The value ${[path, params.additionalProperty].filter(Boolean).join('.')} is not known.`
  const shown = JSON.stringify(valueAt(values, path))
  const about = valueFields.find((field) => field.path === path)?.about
  if (keyword === 'pattern') return `The value ${path} is ${shown}, which is none. ${about}`
  const choices = keyword === 'enum' ? `: ${[params.allowedValues].flat().join(', ')}` : ''
  return `The value ${path} is ${shown}; it ${message ?? 'is wrong'}${choices}.`
}

/** Options as a command line or a URL gives them, by the names of the fields: `{ period: '1h' }`. */
export function readOptions(options: Record<string, string | undefined>): ValuesResult {
  const given: JsonMap = {}
  const mistakes: string[] = []
  for (const [name, written] of Object.entries(options)) {
    const field = valueFields.find((it) => it.name === name)
    if (written === undefined) continue
    if (!field) {
      mistakes.push(`There is no option ${name}; known: ${optionNames.join(', ')}.`)
      continue
    }
    const value = parseText(field, written)
    if (value === undefined) mistakes.push(`The option ${name} is "${written}"; ${formOf(field)}.`)
    else setAt(given, field.path, value)
  }
  return mistakes.length > 0 ? { mistakes } : { values: given, mistakes }
}

export const optionNames = valueFields.map(({ name }) => name)

function formOf({ form }: ValueField): string {
  if (form === 'boolean') return 'it must be true or false'
  if (form === 'map') return 'it must be such as team=platform,tier=1, or JSON'
  return 'it must be JSON'
}

function parseText({ form }: ValueField, written: string): Json | undefined {
  if (form === 'text') return written
  if (form === 'boolean')
    return ['true', 'on'].includes(written)
      ? true
      : ['false', 'off'].includes(written)
        ? false
        : undefined
  if (form === 'list') return splitList(written)
  if (form === 'map' && !written.trim().startsWith('{')) return parsePairs(written)
  try {
    return JSON.parse(written)
  } catch {
    // The caller says what it must be.
    return undefined
  }
}

function splitList(written: string): string[] {
  return written
    .split(',')
    .map((it) => it.trim())
    .filter(Boolean)
}

function parsePairs(written: string): JsonMap | undefined {
  const pairs = splitList(written).map((it) => /^([^=]+)=(.*)$/.exec(it))
  if (pairs.some((it) => it === null)) return undefined
  return Object.fromEntries(pairs.map((it) => [it?.[1] ?? '', it?.[2] ?? '']))
}

/** Undefined where a name on the way is missing. */
export function valueAt(values: JsonMap, path: string): Json | undefined {
  let at: Json | undefined = values
  for (const name of path.split('.')) {
    if (Array.isArray(at)) at = at[Number(name)]
    else at = isMap(at) ? at[name] : undefined
  }
  return at
}

export function setAt(values: JsonMap, path: string, value: Json): void {
  const names = path.split('.')
  const last = names.pop() ?? ''
  let at = values
  for (const name of names) {
    at[name] ??= {}
    at = mapAt(at, name)
  }
  at[last] = value
}

function mapAt(map: JsonMap, name: string): JsonMap {
  const found = map[name]
  if (!isMap(found)) throw new Error(`There is no map at ${name}.`)
  return found
}

export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
