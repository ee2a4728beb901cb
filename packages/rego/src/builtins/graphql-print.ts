/** The structures of OPA's GraphQL library as GraphQL text, to be read again. */

import { getProperty, isPlainObject } from '../values/object.ts'
import type { PlainObject, Value } from '../values/value.ts'
import { literalKinds } from './graphql-values.ts'
import { isArray } from './operands.ts'

function textOf(node: PlainObject, name: string): string {
  const value = getProperty(node, name)
  return typeof value === 'string' ? value : ''
}

function nodesOf(node: PlainObject, name: string): PlainObject[] {
  const value = getProperty(node, name)
  return isArray(value ?? null) ? (value as Value[]).filter(isPlainObject) : []
}

function nodeOf(node: PlainObject, name: string): PlainObject | undefined {
  const value = getProperty(node, name)
  return value !== undefined && isPlainObject(value) ? value : undefined
}

function wrap(open: string, items: readonly string[], close: string): string {
  return items.length === 0 ? '' : `${open}${items.join(' ')}${close}`
}

export function printQuery(document: PlainObject): string {
  const operations = nodesOf(document, 'Operations').map((operation) =>
    [
      textOf(operation, 'Operation') || 'query',
      textOf(operation, 'Name'),
      wrap('(', nodesOf(operation, 'VariableDefinitions').map(printVariable), ')'),
      printDirectives(operation),
      printSelections(operation),
    ].join(' '),
  )
  const fragments = nodesOf(document, 'Fragments').map((fragment) =>
    [
      'fragment',
      textOf(fragment, 'Name'),
      wrap('(', nodesOf(fragment, 'VariableDefinition').map(printVariable), ')'),
      'on',
      textOf(fragment, 'TypeCondition'),
      printDirectives(fragment),
      printSelections(fragment),
    ].join(' '),
  )
  return [...operations, ...fragments].join('\n')
}

function printSelections(node: PlainObject): string {
  return wrap('{', nodesOf(node, 'SelectionSet').map(printSelection), '}')
}

/** Fields have an alias, inline fragments a condition, and spreads neither. */
function printSelection(node: PlainObject): string {
  if (getProperty(node, 'Alias') !== undefined) {
    const name = textOf(node, 'Name')
    const alias = textOf(node, 'Alias')
    const label = alias === '' || alias === name ? name : `${alias}: ${name}`
    const args = wrap('(', nodesOf(node, 'Arguments').map(printArgument), ')')
    return `${label}${args} ${printDirectives(node)} ${printSelections(node)}`
  }
  if (getProperty(node, 'Name') !== undefined) {
    return `...${textOf(node, 'Name')} ${printDirectives(node)}`
  }
  const condition = textOf(node, 'TypeCondition')
  const on = condition === '' ? '' : ` on ${condition}`
  return `...${on} ${printDirectives(node)} ${printSelections(node)}`
}

function printVariable(node: PlainObject): string {
  const value = nodeOf(node, 'DefaultValue')
  const initial = value === undefined ? '' : ` = ${printLiteral(value)}`
  return `$${textOf(node, 'Variable')}: ${printType(nodeOf(node, 'Type'))}${initial} ${printDirectives(node)}`
}

function printDirectives(node: PlainObject): string {
  return nodesOf(node, 'Directives')
    .map((directive) => {
      const args = wrap('(', nodesOf(directive, 'Arguments').map(printArgument), ')')
      return `@${textOf(directive, 'Name')}${args}`
    })
    .join(' ')
}

function printArgument(node: PlainObject): string {
  return `${textOf(node, 'Name')}: ${printLiteral(nodeOf(node, 'Value'))}`
}

function printType(node: PlainObject | undefined): string {
  if (node === undefined) return ''
  const element = nodeOf(node, 'Elem')
  const name = element === undefined ? textOf(node, 'NamedType') : `[${printType(element)}]`
  return getProperty(node, 'NonNull') === true ? `${name}!` : name
}

function printLiteral(node: PlainObject | undefined): string {
  if (node === undefined) return 'null'
  const raw = textOf(node, 'Raw')
  const children = nodesOf(node, 'Children')
  switch (literalKinds[Number(getProperty(node, 'Kind'))]) {
    case 'Variable':
      return `$${raw}`
    case 'StringValue':
    case 'BlockValue':
      return JSON.stringify(raw)
    case 'ListValue':
      return `[${children.map((child) => printLiteral(nodeOf(child, 'Value'))).join(', ')}]`
    case 'ObjectValue':
      return `{${children.map(printArgument).join(', ')}}`
    default:
      return raw
  }
}

const keywords: Readonly<Record<string, string>> = {
  SCALAR: 'scalar',
  OBJECT: 'type',
  INTERFACE: 'interface',
  UNION: 'union',
  ENUM: 'enum',
  INPUT_OBJECT: 'input',
}

export function printSchema(document: PlainObject): string {
  return [
    ...nodesOf(document, 'Schema').map(printSchemaDefinition),
    ...nodesOf(document, 'SchemaExtension').map((node) => `extend ${printSchemaDefinition(node)}`),
    ...nodesOf(document, 'Directives').map(printDirectiveDefinition),
    ...nodesOf(document, 'Definitions').map(printDefinition),
    ...nodesOf(document, 'Extensions').map((node) => `extend ${printDefinition(node)}`),
  ].join('\n')
}

function describe(node: PlainObject): string {
  const description = textOf(node, 'Description')
  return description === '' ? '' : `${JSON.stringify(description)} `
}

function printSchemaDefinition(node: PlainObject): string {
  const types = nodesOf(node, 'OperationTypes').map(
    (type) => `${textOf(type, 'Operation')}: ${textOf(type, 'Type')}`,
  )
  return `${describe(node)}schema ${printDirectives(node)} ${wrap('{', types, '}')}`
}

function names(node: PlainObject, name: string): string[] {
  const value = getProperty(node, name)
  return isArray(value ?? null) ? (value as Value[]).filter((item) => typeof item === 'string') : []
}

function printDirectiveDefinition(node: PlainObject): string {
  const args = wrap('(', nodesOf(node, 'Arguments').map(printInput), ')')
  const repeatable = getProperty(node, 'IsRepeatable') === true ? 'repeatable' : ''
  const locations = names(node, 'Locations').join(' | ')
  return `${describe(node)}directive @${textOf(node, 'Name')}${args} ${repeatable} on ${locations}`
}

function printDefinition(node: PlainObject): string {
  const interfaces = names(node, 'Interfaces').join(' & ')
  const types = names(node, 'Types').join(' | ')
  const values = nodesOf(node, 'EnumValues').map(
    (value) => `${describe(value)}${textOf(value, 'Name')} ${printDirectives(value)}`,
  )
  return [
    describe(node) + (keywords[textOf(node, 'Kind')] ?? ''),
    textOf(node, 'Name'),
    interfaces === '' ? '' : `implements ${interfaces}`,
    printDirectives(node),
    types === '' ? '' : `= ${types}`,
    wrap('{', nodesOf(node, 'Fields').map(printInput), '}'),
    wrap('{', values, '}'),
  ].join(' ')
}

/** A field, of which those of inputs and arguments have a default and no arguments. */
function printInput(node: PlainObject): string {
  const args = wrap('(', nodesOf(node, 'Arguments').map(printInput), ')')
  const value = nodeOf(node, 'DefaultValue')
  const initial = value === undefined ? '' : ` = ${printLiteral(value)}`
  const type = printType(nodeOf(node, 'Type'))
  return `${describe(node)}${textOf(node, 'Name')}${args}: ${type}${initial} ${printDirectives(node)}`
}
