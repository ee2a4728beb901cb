/** Gives types to terms. */

import { dottedName } from '../compile/names.ts'
import { builtinHead } from '../compile/tree.ts'
import type { RefTerm, Term } from '../syntax/ast.ts'
import { constantKey } from './term-keys.ts'
import {
  anyType,
  booleanType,
  type FunctionType,
  type MaybeType,
  nullType,
  numberType,
  objectOf,
  objectType,
  type Property,
  setOf,
  stringType,
  unionOf,
} from './type.ts'
import { documentPath, documentType, selectPath, type TypeEnv, varType } from './type-env.ts'

/** What checking terms found out about them. */
export interface Closures {
  /** The environments of comprehensions' bodies; none for those with errors. */
  bodies: WeakMap<Term, TypeEnv>
  /** Calls with errors, of whose results nothing is known. */
  failed: WeakSet<Term>
}

/** The type of a term; undefined if nothing is known. */
export function typeOf(term: Term, env: TypeEnv, closures: Closures): MaybeType {
  const infer = (part: Term): MaybeType => typeOf(part, env, closures)
  switch (term.kind) {
    case 'null':
      return nullType
    case 'boolean':
      return booleanType
    case 'number':
      return numberType
    case 'string':
    case 'template':
      return stringType
    case 'var':
      return varType(env, term.name)
    case 'ref':
      return refType(term, env, closures)
    case 'array':
      return { kind: 'array', items: term.items.map(infer) }
    case 'set':
      return setOf(unionOf(term.items.map(infer)))
    case 'object':
      return literalType(term.entries, infer)
    case 'call':
      return closures.failed.has(term) ? undefined : functionOf(term.operator, env)?.result
    default:
      return comprehensionType(term, closures)
  }
}

function literalType(
  entries: readonly (readonly [Term, Term])[],
  infer: (term: Term) => MaybeType,
): MaybeType {
  const properties: Property[] = []
  let dynamic: { key: MaybeType; value: MaybeType } | undefined
  for (const [key, value] of entries) {
    const constant = constantKey(key)
    if (constant === undefined) dynamic = { key: infer(key), value: infer(value) }
    else properties.push({ key: constant, value: infer(value) })
  }
  return objectType(properties, dynamic)
}

function comprehensionType(
  term: Term & { kind: `${string}-comprehension` },
  closures: Closures,
): MaybeType {
  const env = closures.bodies.get(term)
  if (!env) return undefined
  const value = typeOf(term.value, env, closures)
  if (term.kind === 'array-comprehension') return { kind: 'array', items: [], rest: value }
  if (term.kind === 'set-comprehension') return setOf(value)
  return objectOf(typeOf(term.key, env, closures), value)
}

function refType(term: RefTerm, env: TypeEnv, closures: Closures): MaybeType {
  const path = documentPath(term)
  if (path) return documentType(env, path)
  const name = builtinName(term)
  const builtin = name === undefined ? undefined : env.builtins.get(name)
  if (builtin) return builtin
  const head = typeOf(term.head, env, closures)
  return head === undefined && term.head.kind === 'var' ? anyType : selectPath(head, term.path)
}

/** The name of the built-in that a reference as a value means, as in `with count as sum`. */
export function builtinName({ head, path }: RefTerm): string | undefined {
  const [first] = path
  const isMarked = head.kind === 'var' && head.name === builtinHead
  return isMarked && first?.kind === 'string' ? first.value : undefined
}

/** The type of the function that a call means. */
export function functionOf(operator: RefTerm, env: TypeEnv): FunctionType | undefined {
  const path = documentPath(operator)
  const type = path ? documentType(env, path) : env.builtins.get(dottedName(operator) ?? '')
  return type?.kind === 'function' ? type : undefined
}
