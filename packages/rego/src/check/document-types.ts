/** The types of documents under `data` and `input`, as a tree that grows with each rule. */

import {
  anyType,
  type MaybeType,
  type ObjectType,
  objectOf,
  objectType,
  select,
  stringType,
  type Type,
  typeOfJson,
  union,
} from './type.ts'

/** A document whose type is known, or the parts of one. Keys are JSON. */
export interface DocumentNode {
  type?: Type | undefined
  children: Map<string, DocumentNode>
}

export function createNode(): DocumentNode {
  return { children: new Map() }
}

/** Sets the type of the document at a path, whatever it was. */
export function putType(root: DocumentNode, path: readonly string[], type: Type): void {
  descend(root, path).type = type
}

function descend(root: DocumentNode, path: readonly string[]): DocumentNode {
  let node = root
  for (const key of path) {
    let child = node.children.get(key)
    if (!child) {
      child = createNode()
      node.children.set(key, child)
    }
    node = child
  }
  return node
}

/** Adds what one more rule makes of the document at a path; objects around and below take part in it. */
export function insertType(root: DocumentNode, path: readonly string[], type: Type): void {
  let node = root
  for (const [index, key] of path.entries()) {
    const known = node.children.get(key)
    if (known?.type?.kind === 'object' && index + 1 < path.length) {
      known.type = insertMember(known.type, path.slice(index + 1), type)
    }
    node = descend(node, [key])
  }
  node.type = mergeTypes(node.type, type)
  if (type.kind !== 'object' || node.children.size === 0) return
  for (const [below, leaf] of leavesOf(node, [])) {
    if (node.type?.kind === 'object') node.type = insertMember(node.type, below, leaf)
  }
}

function* leavesOf(node: DocumentNode, path: string[]): Generator<[string[], Type]> {
  for (const [key, child] of node.children) {
    const below = [...path, key]
    if (child.type) yield [below, child.type]
    else yield* leavesOf(child, below)
  }
}

function insertMember(object: ObjectType, path: readonly string[], type: Type): ObjectType {
  const [first, ...rest] = path
  if (first === undefined) return object
  const key = typeOfJson(JSON.parse(first))
  const value = rest.length === 0 ? type : insertMember(objectType([]), rest, type)
  const { dynamic } = object
  return objectType(object.properties, {
    key: union(dynamic?.key, key),
    value: union(dynamic?.value, value),
  })
}

/** The type of a document that two rules make together. */
function mergeTypes(a: MaybeType, b: MaybeType): Type | undefined {
  if (!a) return b
  if (!b) return a
  if (a.kind === 'set' && b.kind === 'set') return { kind: 'set', of: union(a.of, b.of) }
  if (isOpen(a) && isOpen(b)) {
    if (!a.dynamic) return b
    if (!b.dynamic) return a
    return objectOf(
      union(a.dynamic.key, b.dynamic.key),
      mergeTypes(a.dynamic.value, b.dynamic.value),
    )
  }
  if (a.kind === 'any' && b.kind !== 'any') return mergeIntoUnion(a, b)
  if (b.kind === 'any' && a.kind !== 'any') return mergeIntoUnion(b, a)
  return union(a, b)
}

function isOpen(type: Type): type is ObjectType {
  return type.kind === 'object' && type.properties.length === 0
}

function mergeIntoUnion(all: Type & { kind: 'any' }, type: Type): Type | undefined {
  const found =
    isOpen(type) && type.dynamic ? all.of.findIndex((item) => isOpen(item) && item.dynamic) : -1
  if (found < 0) return union(all, type)
  const of = all.of.map((item, index) =>
    index === found ? (mergeTypes(item, type) ?? item) : item,
  )
  return { kind: 'any', of }
}

/** The type of everything below a node; there may be more in `data` than rules make. */
export function extentOf(node: DocumentNode): Type {
  if (node.type) return node.type
  const properties = [...node.children].map(([key, child]) => ({ key, value: extentOf(child) }))
  return objectType(properties, { key: stringType, value: anyType })
}

/** The child at a key, or the type of the member of a leaf. */
export function childType(node: DocumentNode, key: string): MaybeType {
  const child = node.children.get(key)
  return child ? extentOf(child) : select(node.type, key)
}
