/** The documents under `data` that are partly virtual: packages, walked and merged with base data. */

import type { DocumentNode } from '../ir/ir.ts'
import { setProperty } from '../values/object.ts'
import type { Value } from '../values/value.ts'
import type { Context } from './context.ts'
import { lookup, lookupBase, scanKeys, valueAt } from './values.ts'

/** A place in the document tree whose value is not made yet. */
export class PartialDocument {
  readonly node: DocumentNode
  readonly base: Value | undefined

  constructor(node: DocumentNode, base: Value | undefined) {
    this.node = node
    this.base = base
  }
}

export type Document = Value | PartialDocument

export function documentAt(context: Context, index: number): Document | undefined {
  const { functions, program } = context.session
  const node = program.nodes[index]
  if (node === undefined) return undefined
  const base = baseAt(context, node.path)
  if (isReplaced(context, node.path) || node.isFunction) return base
  if (node.rule !== undefined) return functions[node.rule]?.(context)
  return new PartialDocument(node, base)
}

/** Whether a `with` replaces the document at the path or one around it. */
export function isReplaced(context: Context, path: readonly string[]): boolean {
  if (context.overlays === null) return false
  return context.overlays.some(
    (overlay) => overlay.length <= path.length && overlay.every((part, i) => part === path[i]),
  )
}

export function baseAt(context: Context, path: readonly string[]): Value | undefined {
  let value: Value | undefined = context.data
  for (const part of path) value = lookup(value, part)
  return value
}

export function documentStep(
  context: Context,
  document: Document | undefined,
  key: Value,
): Document | undefined {
  if (!(document instanceof PartialDocument)) return lookup(document, key)
  const child = typeof key === 'string' ? document.node.children.get(key) : undefined
  if (child !== undefined) return documentAt(context, child)
  return lookupBase(document.base, key)
}

/** The keys of a document, those of packages and rules among them, in order. */
export function documentKeys(document: Document | undefined): readonly Value[] {
  if (!(document instanceof PartialDocument)) {
    if (Array.isArray(document)) return document.map((_, i) => i)
    return document === undefined ? [] : (scanKeys(document, true) ?? [])
  }
  const names = new Set<Value>(document.node.children.keys())
  if (isPlain(document.base)) for (const key of scanKeys(document.base, true) ?? []) names.add(key)
  return [...names].sort((a, b) => (a === b ? 0 : String(a) < String(b) ? -1 : 1))
}

/** The value of a document: virtual documents where there are any, base data where not. */
export function documentForce(context: Context, document: Document | undefined): Value | undefined {
  if (!(document instanceof PartialDocument)) return document
  const { base, node } = document
  const result: Record<string, Value> = {}
  if (isPlain(base)) {
    for (const key of scanKeys(base, false) ?? []) {
      const value = valueAt(base, key)
      if (typeof key === 'string' && value !== undefined) setProperty(result, key, value)
    }
  }
  for (const [name, child] of node.children) {
    const value = documentForce(context, documentAt(context, child))
    if (value !== undefined) setProperty(result, name, value)
  }
  return result
}

function isPlain(value: Value | undefined): value is Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
