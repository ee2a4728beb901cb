/** Checks that references can mean something. */

import { dottedName } from '../compile/names.ts'
import type { RegoError } from '../errors.ts'
import type { RefTerm, Term } from '../syntax/ast.ts'
import { printRef, printTerm } from '../syntax/print-terms.ts'
import { assignType } from './assign-types.ts'
import { type DocumentNode, extentOf } from './document-types.ts'
import { type Closures, typeOf } from './infer.ts'
import { printType } from './print-type.ts'
import { constantKey, isScalar } from './term-keys.ts'
import {
  anyType,
  isEmptyCollection,
  keysOf,
  type MaybeType,
  select,
  stringType,
  type Type,
  valuesOf,
} from './type.ts'
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
  const { location } = reference.head
  if (problem.isFunction) {
    const name = printRef(functionPart(reference))
    const message = `function ${name} used as reference, not called`
    return { code: 'rego_type_error', message, location }
  }
  const message = `undefined ref: ${printRef(reference)}`
  return { code: 'rego_type_error', message, location, details: problem.details }
}

interface Found {
  isFunction?: true
  details: string[]
}

type Problem = Found | undefined

const functionFound: Found = { isFunction: true, details: [] }

/** A part of a path that selects nothing. */
function nothing(part: Term, have: MaybeType, want: MaybeType): Found {
  const found = have ? `have (type): ${printType(have)}` : `have: ${printTerm(part)}`
  return { details: [found, `want (type): ${printType(want)}`] }
}

/** A constant that is no key of a collection. */
function noKey(part: Term, type: Type): Found {
  if (type.kind !== 'object' || type.properties.length === 0) {
    return nothing(part, undefined, keysOf(type))
  }
  const keys = type.properties.map(({ key }) => key).join(', ')
  return { details: [`have: ${printTerm(part)}`, `want (one of): [${keys}]`] }
}

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
  if (documentType(env, path)?.kind === 'function') return functionFound
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
    if ((index === 1 || index === 2) && !isPackageName(part)) {
      return nothing(part, typeOf(part, env, closures), stringType)
    }
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
    if (keys === undefined) {
      const details = [`have: ${printType(current)}`]
      return current.kind === 'function' ? functionFound : { details }
    }
    const key = constantKey(part)
    if (key !== undefined && part.kind !== 'array' && part.kind !== 'object') {
      const member: MaybeType = select(current, key)
      if (member === undefined) return noKey(part, current)
      current = member
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
  if (isScalar(part)) return { details: [`have: ${printTerm(part)}`, 'want (one of): []'] }
  if (part.kind !== 'var') return undefined
  const known = varType(env, part.name)
  if (known === undefined) assignType(part, anyType, env, closures)
  const keys = keysOf(type)
  return known && keys && !unifies(known, keys) ? nothing(part, known, keys) : undefined
}

function checkKey(part: Term, keys: MaybeType, env: TypeEnv, closures: Closures): Problem {
  if (part.kind === 'var') {
    const known = varType(env, part.name)
    if (known === undefined) {
      if (keys) env.vars.set(part.name, keys)
      return undefined
    }
    return unifies(known, keys) ? undefined : nothing(part, known, keys)
  }
  if (part.kind === 'array' || part.kind === 'object' || part.kind === 'set') {
    if (assignType(part, keys, env, closures)) return undefined
    return nothing(part, typeOf(part, env, closures), keys)
  }
  const known = typeOf(part, env, closures)
  return known === undefined || unifies(known, keys) ? undefined : nothing(part, known, keys)
}
