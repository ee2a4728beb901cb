/** What a query says that will not find what its writer expects. */

import {
  canonicalField,
  findField,
  findingFields,
  isNamed,
  nearestFields,
  nestedPath,
} from './fields.ts'
import { withPrefix } from './match.ts'
import type { KqlField, KqlNode } from './syntax.ts'

/** Sentences, each once. */
export function findKqlWarnings(node: KqlNode): string[] {
  return [...new Set(warningsOf(node))]
}

function warningsOf(node: KqlNode): string[] {
  switch (node.kind) {
    case 'all':
      return []
    case 'and':
    case 'or':
      return node.children.flatMap(warningsOf)
    case 'not':
      return warningsOf(node.child)
    case 'nested':
      return isNamed(node.field, nestedPath)
        ? warningsOf(withPrefix(node.child))
        : [`Only ${nestedPath} can be followed by braces; the part in braces finds nothing.`]
    default:
      return node.field ? warningOf(node.field) : []
  }
}

function warningOf(field: KqlField): string[] {
  if (field.kind === 'pattern') return []
  const name = canonicalField(field.name)
  if (findField(name) || name === `${nestedPath}.section`) return []
  const nearest = nearestFields(name)
  const hint = nearest.length > 0 ? ` Did you mean ${nearest.join(' or ')}?` : ''
  return [`There is no field "${field.name}", so it finds nothing.${hint}`]
}

/** The fields that a query names, stars resolved; label fields as they are written. */
export function fieldsOfKql(node: KqlNode): string[] {
  switch (node.kind) {
    case 'all':
      return []
    case 'and':
    case 'or':
      return node.children.flatMap(fieldsOfKql)
    case 'not':
      return fieldsOfKql(node.child)
    case 'nested':
      return [nestedPath]
    default: {
      const { field } = node
      if (!field) return []
      if (field.kind === 'name') return [canonicalField(field.name)]
      return findingFields.map((it) => it.name).filter((name) => isNamed(field, name))
    }
  }
}
