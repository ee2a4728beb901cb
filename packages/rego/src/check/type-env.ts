/** What is known about types at a place in a rule: variables, documents, functions. */

import type { RefTerm, Term } from '../syntax/ast.ts'
import type { DocumentNode } from './document-types.ts'
import { extentOf } from './document-types.ts'
import { constantKey } from './term-keys.ts'
import {
  anyType,
  type FunctionType,
  isEmptyCollection,
  type MaybeType,
  select,
  type Type,
  valuesOf,
} from './type.ts'

export interface TypeEnv {
  /** Variables found in this body; those of the bodies around are in `outer`. */
  vars: Map<string, Type>
  outer: TypeEnv | undefined
  /** Trees of documents; an earlier one hides what a later one has at the same path. */
  documents: readonly DocumentNode[]
  /** Built-in functions by name. */
  builtins: ReadonlyMap<string, FunctionType>
}

/** The environment of a body within another. */
export function innerEnv(outer: TypeEnv): TypeEnv {
  return { ...outer, vars: new Map(), outer }
}

/** An environment for one expression in which documents are replaced; its variables stay. */
export function replacedEnv(env: TypeEnv, documents: readonly DocumentNode[]): TypeEnv {
  return { ...env, documents: [...documents, ...env.documents] }
}

export function varType(env: TypeEnv, name: string): MaybeType {
  for (let at: TypeEnv | undefined = env; at; at = at.outer) {
    const type = at.vars.get(name)
    if (type) return type
  }
  return undefined
}

/** The path of a reference into `data` or `input`, its root as first part; undefined for all others. */
export function documentPath({ head, path }: RefTerm): Term[] | undefined {
  if (head.kind !== 'var' || (head.name !== 'data' && head.name !== 'input')) return undefined
  return [{ kind: 'string', location: head.location, value: head.name }, ...path]
}

/** The type of the document or function that a path means; anything may stand where no rule does. */
export function documentType(env: TypeEnv, path: readonly Term[]): MaybeType {
  for (const root of env.documents) {
    const found = findIn(root, path)
    if (found) return found.type
  }
  return anyType
}

/** The type at a path of one tree; undefined if the tree does not have the path. */
function findIn(root: DocumentNode, path: readonly Term[]): { type: MaybeType } | undefined {
  let node = root
  for (const [index, part] of path.entries()) {
    const rest = path.slice(index)
    const key = constantKey(part)
    const child = key === undefined ? undefined : node.children.get(key)
    if (node.type && !child) return { type: selectPath(node.type, rest) }
    if (index > 0 && key === undefined) return { type: selectPath(extentOf(node), rest) }
    if (!child) return undefined
    node = child
  }
  return { type: extentOf(node) }
}

/** The type of a part of a value. */
export function selectPath(type: MaybeType, path: readonly Term[]): MaybeType {
  let current = type
  for (const part of path) {
    if (!current) return undefined
    const key = constantKey(part)
    if (key !== undefined && part.kind !== 'array' && part.kind !== 'object') {
      current = select(current, key)
    } else {
      // An empty collection has no members, about which nothing wrong can be said.
      current = isEmptyCollection(current) ? anyType : valuesOf(current)
    }
  }
  return current
}
