/** GraphQL: queries and schemas parsed and validated. */

import {
  buildASTSchema,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  parse,
  specifiedScalarTypes,
  validate,
  validateSchema,
} from 'graphql'
import { isObject, isPlainObject, objectOf } from '../values/object.ts'
import type { Value } from '../values/value.ts'
import { type BuiltinContext, BuiltinError, type BuiltinTable } from './builtin.ts'
import { printQuery, printSchema } from './graphql-print.ts'
import { queryValue, schemaValue } from './graphql-values.ts'
import { chargeText } from './limits.ts'
import { operand, operandTypeError, stringOperand } from './operands.ts'

export const graphql: BuiltinTable = {
  'graphql.parse_query': [
    1,
    (args, context) => queryValue(parseQuery(stringOperand(args, 1), context)),
  ],
  'graphql.parse_schema': [
    1,
    (args, context) => schemaValue(parseSchema(stringOperand(args, 1), context)),
  ],
  'graphql.schema_is_valid': [
    1,
    (args, context) => attempt(() => schemaOperand(args, 1, context)) !== undefined,
  ],
  'graphql.is_valid': [2, (args, context) => attempt(() => parseBoth(args, context)) !== undefined],
  'graphql.parse': [2, parseBoth],
  'graphql.parse_and_verify': [
    2,
    (args, context) => {
      const result = attempt(() => parseBoth(args, context))
      return result === undefined ? [false, objectOf([]), objectOf([])] : [true, ...result]
    },
  ],
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    if (error instanceof BuiltinError) return undefined
    throw error
  }
}

/** The words of a document are counted, since to validate many of them takes their square. */
const tokensMax = 10_000
/** A character costs as much to parse and validate as several instructions. */
const unitsPerCharacter = 20

function parseDocument(text: string, context: BuiltinContext): DocumentNode {
  chargeText(context, text.length)
  context.charge(text.length * unitsPerCharacter)
  // OPA's library takes a document without definitions, too.
  if (/^(?:[\s,\ufeff]|#[^\n\r]*)*$/.test(text)) return { kind: Kind.DOCUMENT, definitions: [] }
  return guarded(text, () =>
    parse(text, { maxTokens: tokensMax, allowLegacyFragmentVariables: true }),
  )
}

/** Runs what throws GraphQL's errors. */
function guarded<T>(text: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof GraphQLError) throw describe(error, text)
    // The parser calls itself for each level.
    if (error instanceof RangeError) throw new BuiltinError('the GraphQL is nested too deeply')
    throw error
  }
}

/** OPA's library has other words for a few mistakes. */
function describe(error: GraphQLError, text: string): BuiltinError {
  const [location] = error.locations ?? []
  const [position = 0] = error.positions ?? []
  // It counts the place of a string from behind its quote.
  const isText = text.charAt(position) === '"'
  const column = (location?.column ?? 1) + (isText ? 1 : 0)
  const place = `in GraphQL string at location ${location?.line ?? 1}:${column}`
  const message = error.message
    .replace(/^Syntax Error: /, '')
    .replace(/\.$/, '')
    .replace(/"([!?$&():=@[\]{}|]|\.\.\.)"/g, '$1')
    .replace(/^Unexpected variable "\$[^"]*" in constant value/, 'Unexpected $')
  const string = isText ? /^"([^"\n]*)"/.exec(text.slice(position)) : null
  if (string !== null && message.startsWith('Unexpected description')) {
    return new BuiltinError(`Unexpected String "${string[1] ?? ''}" ${place}`)
  }
  // A bracket that closes at once holds none of what it must hold.
  const found = text.charAt(position)
  const isEmpty = /[{([]\s*$/.test(text.slice(0, position)) && '})]'.includes(found)
  if (isEmpty && found !== '' && /^(?:Expected|Unexpected)/.test(message)) {
    return new BuiltinError(`expected at least one definition, found ${found} ${place}`)
  }
  return new BuiltinError(`${message} ${place}`)
}

function unexpected(kind: string, text: string, start: number): BuiltinError {
  const before = text.slice(0, start).split('\n')
  const word = /^\w+/.exec(text.slice(start))?.[0]
  const token = word === undefined ? text.charAt(start) : `Name "${word}"`
  const column = (before.at(-1)?.length ?? 0) + 1
  return new BuiltinError(
    `Unexpected ${token || kind} in GraphQL string at location ${before.length}:${column}`,
  )
}

function parseQuery(text: string, context: BuiltinContext): DocumentNode {
  const document = parseDocument(text, context)
  for (const { kind, loc } of document.definitions) {
    if (kind !== Kind.OPERATION_DEFINITION && kind !== Kind.FRAGMENT_DEFINITION) {
      throw unexpected(kind, text, loc?.start ?? 0)
    }
  }
  return document
}

function parseSchema(text: string, context: BuiltinContext): DocumentNode {
  const document = parseDocument(text, context)
  for (const { kind, loc } of document.definitions) {
    if (kind === Kind.OPERATION_DEFINITION || kind === Kind.FRAGMENT_DEFINITION) {
      throw unexpected(kind, text, loc?.start ?? 0)
    }
  }
  return document
}

function queryOperand(args: readonly Value[], context: BuiltinContext): DocumentNode {
  const value = operand(args, 1)
  if (typeof value === 'string') return parseQuery(value, context)
  if (!isObject(value)) throw operandTypeError(0, value, 'string', 'object')
  return parseQuery(isPlainObject(value) ? printQuery(value) : '', context)
}

interface ParsedSchema {
  readonly document: DocumentNode
  readonly schema: GraphQLSchema
}

function schemaOperand(
  args: readonly Value[],
  position: number,
  context: BuiltinContext,
): ParsedSchema {
  const value = operand(args, position)
  if (typeof value !== 'string' && !isObject(value)) {
    throw operandTypeError(position - 1, value, 'string', 'object')
  }
  const text = typeof value === 'string' ? value : isPlainObject(value) ? printSchema(value) : ''
  const document = parseSchema(text, context)
  return { document, schema: buildSchema(document) }
}

function buildSchema(document: DocumentNode): GraphQLSchema {
  let schema: GraphQLSchema
  try {
    schema = buildASTSchema(withDefinitions(document))
  } catch (error) {
    if (error instanceof GraphQLError || error instanceof Error) {
      throw new BuiltinError(
        `Error in gqlparser SchemaDocument to Schema conversion: ${error.message}`,
      )
    }
    throw error
  }
  // OPA's library does without a type for queries.
  const [mistake] = validateSchema(schema).filter(
    ({ message }) => message !== 'Query root type must be provided.',
  )
  // The validator would ask again, and for a type for queries.
  if (mistake === undefined) {
    return buildASTSchema(withDefinitions(document), { assumeValid: true })
  }
  throw new BuiltinError(
    `Error in gqlparser SchemaDocument to Schema conversion: ${mistake.message}`,
  )
}

/** To OPA's library, the first extension of a type that is not defined defines it. */
function withDefinitions(document: DocumentNode): DocumentNode {
  const defined = new Set(specifiedScalarTypes.map(({ name }) => name))
  for (const definition of document.definitions) {
    if (isTypeDefinitionNode(definition)) defined.add(definition.name.value)
  }
  const definitions = document.definitions.map((definition) => {
    if (!isTypeExtensionNode(definition) || defined.has(definition.name.value)) return definition
    defined.add(definition.name.value)
    const kind = definition.kind.replace('Extension', 'Definition')
    return { ...definition, kind } as typeof definition
  })
  return { ...document, definitions }
}

/** The query and the schema, if the one is valid by the other. */
function parseBoth(args: readonly Value[], context: BuiltinContext): Value[] {
  const query = queryOperand(args, context)
  const { document, schema } = schemaOperand(args, 2, context)
  for (const definition of query.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    if (!schema.getRootType(definition.operation)) {
      throw new BuiltinError(`Schema does not support operation type "${definition.operation}"`)
    }
  }
  const [mistake] = guarded('', () => validate(schema, query))
  if (mistake !== undefined) throw describe(mistake, '')
  return [queryValue(query), schemaValue(document)]
}
