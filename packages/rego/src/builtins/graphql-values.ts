/** GraphQL's syntax trees as the structures of OPA's library, which is what policies see. */

import type {
  ASTNode,
  DefinitionNode,
  DirectiveNode,
  DocumentNode,
  FieldDefinitionNode,
  InputValueDefinitionNode,
  SelectionNode,
  SelectionSetNode,
  StringValueNode,
  TypeNode,
  ValueNode,
  VariableDefinitionNode,
} from 'graphql'
import { objectOf } from '../values/object.ts'
import type { Value } from '../values/value.ts'

type Fields = readonly (readonly [string, Value | undefined])[]

/** Without what is null or empty, as OPA prunes it. */
function node(fields: Fields): Value {
  return objectOf(
    fields.flatMap(([name, value]): [string, Value][] =>
      value === undefined || (Array.isArray(value) && value.length === 0) ? [] : [[name, value]],
    ),
  )
}

export function queryValue(document: DocumentNode): Value {
  const operations: Value[] = []
  const fragments: Value[] = []
  for (const definition of document.definitions) {
    if (definition.kind === 'OperationDefinition') {
      operations.push(
        node([
          ['Operation', definition.operation],
          ['Name', definition.name?.value ?? ''],
          ['VariableDefinitions', definition.variableDefinitions?.map(variableValue)],
          ['Directives', definition.directives?.map(directiveValue)],
          ['SelectionSet', selectionsOf(definition.selectionSet)],
        ]),
      )
    } else if (definition.kind === 'FragmentDefinition') {
      fragments.push(
        node([
          ['Name', definition.name.value],
          ['VariableDefinition', definition.variableDefinitions?.map(variableValue)],
          ['TypeCondition', definition.typeCondition.name.value],
          ['Directives', definition.directives?.map(directiveValue)],
          ['SelectionSet', selectionsOf(definition.selectionSet)],
        ]),
      )
    }
  }
  return node([
    ['Operations', operations],
    ['Fragments', fragments],
  ])
}

function selectionsOf(set: SelectionSetNode | undefined): Value[] {
  return set?.selections.map(selectionValue) ?? []
}

function selectionValue(selection: SelectionNode): Value {
  const directives = selection.directives?.map(directiveValue)
  switch (selection.kind) {
    case 'Field':
      return node([
        ['Alias', selection.alias?.value ?? selection.name.value],
        ['Name', selection.name.value],
        ['Arguments', selection.arguments?.map(argumentValue)],
        ['Directives', directives],
        ['SelectionSet', selectionsOf(selection.selectionSet)],
      ])
    case 'FragmentSpread':
      return node([
        ['Name', selection.name.value],
        ['Directives', directives],
      ])
    default:
      return node([
        ['TypeCondition', selection.typeCondition?.name.value ?? ''],
        ['Directives', directives],
        ['SelectionSet', selectionsOf(selection.selectionSet)],
      ])
  }
}

function variableValue(definition: VariableDefinitionNode): Value {
  return node([
    ['Variable', definition.variable.name.value],
    ['Type', typeValue(definition.type)],
    ['DefaultValue', definition.defaultValue && literalValue(definition.defaultValue)],
    ['Directives', definition.directives?.map(directiveValue)],
    ['Used', false],
  ])
}

function directiveValue(directive: DirectiveNode): Value {
  return node([
    ['Name', directive.name.value],
    ['Arguments', directive.arguments?.map(argumentValue)],
    ['Location', ''],
  ])
}

function argumentValue(argument: { name: { value: string }; value: ValueNode }): Value {
  return node([
    ['Name', argument.name.value],
    ['Value', literalValue(argument.value)],
  ])
}

function typeValue(type: TypeNode, isRequired = false): Value {
  if (type.kind === 'NonNullType') return typeValue(type.type, true)
  const isList = type.kind === 'ListType'
  return node([
    ['NamedType', isList ? '' : type.name.value],
    ['Elem', isList ? typeValue(type.type) : undefined],
    ['NonNull', isRequired],
  ])
}

/** The library's numbers for the kinds of values. */
export const literalKinds: readonly string[] = [
  'Variable',
  'IntValue',
  'FloatValue',
  'StringValue',
  'BlockValue',
  'BooleanValue',
  'NullValue',
  'EnumValue',
  'ListValue',
  'ObjectValue',
]

function literalValue(value: ValueNode): Value {
  const isBlock = value.kind === 'StringValue' && value.block === true
  let raw = ''
  let children: Value[] | undefined
  switch (value.kind) {
    case 'Variable':
      raw = value.name.value
      break
    case 'NullValue':
      raw = 'null'
      break
    case 'ListValue':
      children = value.values.map((item) =>
        node([
          ['Name', ''],
          ['Value', literalValue(item)],
        ]),
      )
      break
    case 'ObjectValue':
      children = value.fields.map(argumentValue)
      break
    case 'StringValue':
      raw = textOf(value)
      break
    default:
      raw = String(value.value)
  }
  return node([
    ['Raw', raw],
    ['Children', children],
    ['Kind', literalKinds.indexOf(isBlock ? 'BlockValue' : value.kind)],
    ['ExpectedTypeHasDefault', false],
  ])
}

/** The library's names for the kinds of types. */
export const typeKinds: Readonly<Record<string, string>> = {
  ScalarType: 'SCALAR',
  ObjectType: 'OBJECT',
  InterfaceType: 'INTERFACE',
  UnionType: 'UNION',
  EnumType: 'ENUM',
  InputObjectType: 'INPUT_OBJECT',
}

export function schemaValue(document: DocumentNode): Value {
  const lists: Record<string, Value[]> = {
    Schema: [],
    SchemaExtension: [],
    Directives: [],
    Definitions: [],
    Extensions: [],
  }
  for (const definition of document.definitions) {
    lists[listOf(definition)]?.push(definitionValue(definition))
  }
  return node(Object.entries(lists))
}

function listOf({ kind }: DefinitionNode): string {
  if (kind === 'SchemaDefinition') return 'Schema'
  if (kind === 'SchemaExtension') return 'SchemaExtension'
  if (kind === 'DirectiveDefinition') return 'Directives'
  return kind.endsWith('Extension') ? 'Extensions' : 'Definitions'
}

/** OPA's library counts the first line of a block string when it looks for the common indentation. */
function textOf(text: StringValueNode): string {
  if (text.block !== true || text.loc === undefined) return text.value
  const { source, start, end } = text.loc
  const raw = source.body.slice(start + 3, end - 3)
  const isFirstLineBlank = /^[ \t]*(?:[\r\n]|$)/.test(raw)
  if (isFirstLineBlank || !/[\r\n]/.test(raw)) return text.value
  const lines = raw.replaceAll('\\"""', '"""').split(/\r\n|[\r\n]/)
  const indents = lines.map((line) => line.search(/[^ \t]/)).filter((indent) => indent >= 0)
  const common = indents.reduce((least, indent) => Math.min(least, indent))
  const dedented = lines.map((line, i) => (i === 0 ? line : line.slice(common)))
  while (/^[ \t]*$/.test(dedented.at(-1) ?? 'x')) dedented.pop()
  return dedented.join('\n')
}

function descriptionOf(of: ASTNode): string {
  return 'description' in of && of.description !== undefined ? textOf(of.description) : ''
}

function definitionValue(definition: DefinitionNode): Value {
  const directives =
    'directives' in definition ? definition.directives?.map(directiveValue) : undefined
  switch (definition.kind) {
    case 'SchemaDefinition':
    case 'SchemaExtension':
      return node([
        ['Description', descriptionOf(definition)],
        ['Directives', directives],
        [
          'OperationTypes',
          definition.operationTypes?.map(({ operation, type }) =>
            node([
              ['Operation', operation],
              ['Type', type.name.value],
            ]),
          ),
        ],
      ])
    case 'DirectiveDefinition':
      return node([
        ['Description', descriptionOf(definition)],
        ['Name', definition.name.value],
        ['Arguments', definition.arguments?.map(inputValue)],
        ['Locations', definition.locations.map(({ value }) => value)],
        ['IsRepeatable', definition.repeatable],
      ])
    default:
      return typeDefinitionValue(definition, directives)
  }
}

function typeDefinitionValue(definition: DefinitionNode, directives: Value[] | undefined): Value {
  const kind = definition.kind.replace(/(?:Definition|Extension)$/, '')
  return node([
    ['Kind', typeKinds[kind] ?? ''],
    ['Description', descriptionOf(definition)],
    ['Name', 'name' in definition ? (definition.name?.value ?? '') : ''],
    ['Directives', directives],
    ['Interfaces', 'interfaces' in definition ? definition.interfaces?.map(nameOf) : undefined],
    ['Fields', 'fields' in definition ? definition.fields?.map(fieldValue) : undefined],
    ['Types', 'types' in definition ? definition.types?.map(nameOf) : undefined],
    [
      'EnumValues',
      'values' in definition
        ? definition.values?.map((item) =>
            node([
              ['Description', descriptionOf(item)],
              ['Name', item.name.value],
              ['Directives', item.directives?.map(directiveValue)],
            ]),
          )
        : undefined,
    ],
    ['BuiltIn', false],
  ])
}

function nameOf(of: { name: { value: string } }): string {
  return of.name.value
}

function fieldValue(field: FieldDefinitionNode | InputValueDefinitionNode): Value {
  if (field.kind === 'InputValueDefinition') return inputValue(field)
  return node([
    ['Description', descriptionOf(field)],
    ['Name', field.name.value],
    ['Arguments', field.arguments?.map(inputValue)],
    ['Type', typeValue(field.type)],
    ['Directives', field.directives?.map(directiveValue)],
  ])
}

function inputValue(input: InputValueDefinitionNode): Value {
  return node([
    ['Description', descriptionOf(input)],
    ['Name', input.name.value],
    ['DefaultValue', input.defaultValue && literalValue(input.defaultValue)],
    ['Type', typeValue(input.type)],
    ['Directives', input.directives?.map(directiveValue)],
  ])
}
