/** Checks that references can mean something. */

import { dottedName } from '../compile/names.ts'
import type { RegoError } from '../errors.ts'
import type { RefTerm, Term } from '../syntax/ast.ts'
import { printRef } from '../syntax/print-terms.ts'
import { assignType } from './assign-types.ts'
import { type DocumentNode, extentOf } from './document-types.ts'
import { type Closures, typeOf } from './infer.ts'
import { constantKey, isScalar } from './term-keys.ts'
import { anyType, isEmptyCollection, keysOf, type MaybeType, select, valuesOf } from './type.ts'
import { documentPath, documentType, type TypeEnv, varType } from './type-env.ts'
import { unifies } from './unifies.ts'

/** What is wrong with a reference, if anything. Gives types to the variables in its path. */
export function checkRef(
  reference: RefTerm,
  env: TypeEnv,
  closures: Closures,
): RegoError | undefined {
  const path = documentPath(reference)
  const problem = path ? checkDocument(path, env, closures) : checkLocal(reference, env, closures)
  if (problem === undefined) return undefined
  const message =
    problem === 'function'
      ? `function ${printRef(functionPart(reference))} used as reference, not called`
      : `undefined ref: ${printRef(reference)}`
  return { code: 'rego_type_error', message, location: reference.head.location }
}

type Problem = 'undefined' | 'function' | undefined

/** The reference without trailing variables. */
function functionPart(reference: RefTerm): RefTerm {
  const last = reference.path.at(-1)
  return last?.kind === 'var' ? { ...reference, path: reference.path.slice(0, -1) } : reference
}

function checkLocal({ head, path }: RefTerm, env: TypeEnv, closures: Closures): Problem {
  if (head.kind === 'var' && varType(env, head.name) === undefined) {
    if (env.builtins.has(dottedName(head) ?? '')) return undefined
    env.vars.set(head.name, anyType)
  }
  return checkPath(typeOf(head, env, closures) ?? anyType, path, env, closures)
}

function checkDocument(path: readonly Term[], env: TypeEnv, closures: Closures): Problem {
  if (documentType(env, path)?.kind === 'function') return 'function'
  for (const root of env.documents) {
    const result = checkIn(root, path, env, closures)
    if (result !== 'absent') return result
  }
  return checkPath(anyType, path.slice(1), env, closures)
}

/** Checks a path in one tree; `'absent'` if the tree does not have it. */
function checkIn(
  root: DocumentNode,
  path: readonly Term[],
  env: TypeEnv,
  closures: Closures,
): Problem | 'absent' {
  let node = root
  for (const [index, part] of path.entries()) {
    if ((index === 1 || index === 2) && !isPackageName(part)) return 'undefined'
    if (index > 0 && part.kind === 'var') {
      const problem = checkKey(part, keysOf(extentOf(node)), env, closures)
      if (problem) return problem
    }
    const key = constantKey(part)
    const child = key === undefined ? undefined : node.children.get(key)
    if (!child) {
      if (index === 0 || key !== undefined) return 'absent'
      checkEach(node, path.slice(index + 1), env, closures)
      return undefined
    }
    if (child.type) return checkPath(child.type, path.slice(index + 1), env, closures)
    node = child
  }
  return undefined
}

/** The first two parts below `data` are names of packages; what must be evaluated may be one. */
function isPackageName(part: Term): boolean {
  return part.kind === 'string' || constantKey(part) === undefined
}

/** Behind a variable any child may be meant: the rest is looked at for its variables' sake only. */
function checkEach(
  node: DocumentNode,
  rest: readonly Term[],
  env: TypeEnv,
  closures: Closures,
): void {
  let type: MaybeType = valuesOf(extentOf(node))
  for (const part of rest) {
    const keys: MaybeType = keysOf(type)
    if (part.kind === 'var' && varType(env, part.name) === undefined) {
      assignType(part, keys ?? anyType, env, closures)
    }
    type = valuesOf(type)
  }
}

/** Checks a path within a value of a type. */
function checkPath(
  type: MaybeType,
  path: readonly Term[],
  env: TypeEnv,
  closures: Closures,
): Problem {
  let current = type
  for (const part of path) {
    if (current === undefined) return undefined
    if (isEmptyCollection(current)) return checkEmpty(part, current, env, closures)
    const keys = keysOf(current)
    if (keys === undefined) return current.kind === 'function' ? 'function' : 'undefined'
    const key = constantKey(part)
    if (key !== undefined && part.kind !== 'array' && part.kind !== 'object') {
      current = select(current, key)
      if (current === undefined) return 'undefined'
    } else {
      const problem = checkKey(part, keys, env, closures)
      if (problem) return problem
      current = valuesOf(current)
    }
  }
  return undefined
}

/** A constant selects nothing from an empty collection; a variable may look. */
function checkEmpty(part: Term, type: MaybeType, env: TypeEnv, closures: Closures): Problem {
  if (isScalar(part)) return 'undefined'
  if (part.kind !== 'var') return undefined
  const known = varType(env, part.name)
  if (known === undefined) assignType(part, anyType, env, closures)
  const keys = keysOf(type)
  return known && keys && !unifies(known, keys) ? 'undefined' : undefined
}

function checkKey(part: Term, keys: MaybeType, env: TypeEnv, closures: Closures): Problem {
  if (part.kind === 'var') {
    const known = varType(env, part.name)
    if (known === undefined) {
      if (keys) env.vars.set(part.name, keys)
      return undefined
    }
    return unifies(known, keys) ? undefined : 'undefined'
  }
  if (part.kind === 'array' || part.kind === 'object' || part.kind === 'set') {
    return assignType(part, keys, env, closures) ? undefined : 'undefined'
  }
  const known = typeOf(part, env, closures)
  return known === undefined || unifies(known, keys) ? undefined : 'undefined'
}
