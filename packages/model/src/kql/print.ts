/** Prints a tree as KQL that parses to the same tree. */

import { escapeKql, quoteKql, quoteKqlWhereNeeded } from './quote.ts'
import type { KqlField, KqlNode, KqlValue } from './syntax.ts'

export function printKql(node: KqlNode): string {
  switch (node.kind) {
    case 'all':
      return ''
    case 'and':
    case 'or':
      return node.children.map(printOperand).join(` ${node.kind} `)
    case 'not':
      return `not ${printOperand(node.child)}`
    case 'nested':
      return `${printField(node.field)} : { ${printKql(node.child)} }`
    case 'exists':
      return `${printField(node.field)} : *`
    case 'range':
      return `${printField(node.field)} ${node.operator} ${printValue(node.value)}`
    case 'is':
      return node.field
        ? `${printField(node.field)} : ${printValue(node.value)}`
        : printValue(node.value)
  }
}

function printOperand(node: KqlNode): string {
  const isCompound = node.kind === 'and' || node.kind === 'or' || node.kind === 'not'
  return isCompound ? `(${printKql(node)})` : printKql(node)
}

function printField(field: KqlField): string {
  return field.kind === 'name' ? quoteKqlWhereNeeded(field.name) : printSegments(field.segments)
}

function printValue(value: KqlValue): string {
  if (value.kind === 'pattern') return printSegments(value.segments)
  const text = String(value.value)
  return value.isQuoted ? quoteKql(text) : escapeKql(text)
}

function printSegments(segments: string[]): string {
  return segments.map(escapeKql).join('*')
}
