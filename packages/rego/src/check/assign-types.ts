/** Unifies terms with types: gives types to variables, and says where a term cannot have a type. */

import type { Term } from '../syntax/ast.ts'
import { type Closures, typeOf } from './infer.ts'
import { constantKey, isConstant } from './term-keys.ts'
import {
  anyType,
  isAny,
  isUnknown,
  type MaybeType,
  select,
  type Type,
  union,
  valuesOf,
} from './type.ts'
import { type TypeEnv, varType } from './type-env.ts'
import { unifies } from './unifies.ts'

/** Whether a term can have a type. `joins` widens the types of variables instead of checking them. */
export function assignType(
  term: Term,
  type: MaybeType,
  env: TypeEnv,
  closures: Closures,
  joins = false,
): boolean {
  switch (term.kind) {
    case 'var':
      return assignVar(term.name, type, env, joins)
    case 'array':
    case 'object':
    case 'set':
      return assignCollection(term, type, env, closures, joins)
    default: {
      const known = typeOf(term, env, closures)
      // What is wrong with a reference or call was said where it stands.
      if (isUnknown(known) && (term.kind === 'ref' || term.kind === 'call')) return true
      return unifies(known, type)
    }
  }
}

function assignVar(name: string, type: MaybeType, env: TypeEnv, joins: boolean): boolean {
  const known = varType(env, name)
  if (known && !joins) return unifies(known, type)
  const next = joins ? union(known, type) : type
  if (next) env.vars.set(name, next)
  return true
}

type Collection = Term & { kind: 'array' | 'object' | 'set' }

function assignCollection(
  term: Collection,
  type: MaybeType,
  env: TypeEnv,
  closures: Closures,
  joins: boolean,
): boolean {
  const assign = (part: Term, to: MaybeType, union = joins) =>
    assignType(part, to, env, closures, union)
  if (type?.kind === 'any') {
    if (isAny(type)) {
      for (const part of partsOf(term)) assign(part, anyType, true)
      return true
    }
    return type.of.map((member) => assign(term, member, true)).includes(true)
  }
  if (term.kind === 'array') {
    if (type?.kind !== 'array') return false
    if (term.items.length !== type.items.length && !type.rest) return false
    return term.items.every((item, i) => assign(item, type.items[i] ?? type.rest))
  }
  if (term.kind === 'set') {
    return type?.kind === 'set' && term.items.every((item) => assign(item, valuesOf(type)))
  }
  return type?.kind === 'object' && assignObject(term, type, assign)
}

function assignObject(
  term: Term & { kind: 'object' },
  type: Type & { kind: 'object' },
  assign: (part: Term, to: MaybeType) => boolean,
): boolean {
  if (term.entries.length !== type.properties.length && !type.dynamic?.value) return false
  return term.entries.every(([key, value]) => {
    const constant = constantKey(key)
    if (constant !== undefined) {
      const child = select(type, constant)
      return child !== undefined && assign(value, child)
    }
    if (isConstant(key)) return false
    assign(value, anyType)
    return true
  })
}

function partsOf(term: Collection): Term[] {
  return term.kind === 'object' ? term.entries.flat() : term.items
}

/** Whether two terms can be equal; variables get types from the other side. */
export function unifyTerms(a: Term, b: Term, env: TypeEnv, closures: Closures): boolean {
  const typeA = typeOf(a, env, closures)
  const typeB = typeOf(b, env, closures)
  const isOpenA = isUnknown(typeA)
  const isOpenB = isUnknown(typeB)
  if (isOpenA && !isOpenB) return assignType(a, typeB, env, closures)
  if (isOpenB && !isOpenA) return assignType(b, typeA, env, closures)
  if (!isOpenA && !isOpenB) return unifies(typeA, typeB)
  return unifyOpen(a, typeA, b, typeB, { env, closures })
}

interface Scope {
  env: TypeEnv
  closures: Closures
}

/** Both sides have parts of which nothing is known. */
function unifyOpen(a: Term, typeA: MaybeType, b: Term, typeB: MaybeType, scope: Scope): boolean {
  const { env, closures } = scope
  const loose = (term: Term) => term.kind === 'ref' || term.kind === 'call'
  if (loose(a)) return b.kind !== 'var' || assignType(b, anyType, env, closures)
  if (loose(b)) return a.kind !== 'var' || assignType(a, anyType, env, closures)
  if (a.kind === 'var' && b.kind === 'var') {
    return (
      assignType(a, anyType, env, closures) &&
      assignType(b, typeOf(a, env, closures), env, closures)
    )
  }
  if (a.kind === 'var') return unifyVar(a, typeA, b, typeB, scope)
  if (b.kind === 'var') return unifyVar(b, typeB, a, typeA, scope)
  if (a.kind === 'array' && b.kind === 'array') {
    return (
      a.items.length === b.items.length &&
      a.items.every((item, i) => {
        const other = b.items[i]
        return other !== undefined && unifyTerms(item, other, env, closures)
      })
    )
  }
  if (a.kind === 'object' && b.kind === 'object') return unifyObjects(a, b, scope)
  return false
}

function unifyVar(
  variable: Term,
  known: MaybeType,
  term: Term,
  type: MaybeType,
  { env, closures }: Scope,
): boolean {
  if (term.kind === 'array' || term.kind === 'object') {
    return (
      assignType(term, anyType, env, closures) &&
      assignType(variable, typeOf(term, env, closures), env, closures)
    )
  }
  return known === undefined && type !== undefined && assignType(variable, type, env, closures)
}

function unifyObjects(
  a: Term & { kind: 'object' },
  b: Term & { kind: 'object' },
  { env, closures }: Scope,
): boolean {
  if (a.entries.length !== b.entries.length) return false
  return a.entries.every(([key, value]) => {
    const constant = constantKey(key)
    const other = b.entries.find(([name]) =>
      constant === undefined
        ? name.kind === 'var' && key.kind === 'var' && name.name === key.name
        : constantKey(name) === constant,
    )
    return other !== undefined && unifyTerms(value, other[1], env, closures)
  })
}
