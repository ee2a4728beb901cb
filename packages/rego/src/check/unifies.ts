/** Whether a value can be of two types at once. */

import type { FunctionType, MaybeType, ObjectType, Type } from './type.ts'
import { select, valuesOf } from './type.ts'

export function unifies(a: MaybeType, b: MaybeType): boolean {
  if (!a || !b) return false
  if (a.kind === 'any' && anyUnifies(a, b)) return true
  if (b.kind === 'any' && anyUnifies(b, a)) return true
  if (a.kind !== b.kind || a.kind === 'any') return false
  switch (a.kind) {
    case 'array':
      return b.kind === 'array' && arraysUnify(a, b)
    case 'object':
      return b.kind === 'object' && objectsUnify(a, b)
    case 'set':
      if (b.kind !== 'set') return false
      // The empty set is a value of every set type.
      return !a.of || !b.of || unifies(valuesOf(a), valuesOf(b))
    case 'function':
      return b.kind === 'function' && functionsUnify(a, b)
    default:
      return true
  }
}

function anyUnifies(any: Type & { kind: 'any' }, type: Type): boolean {
  if (type.kind === 'function') return false
  return any.of.length === 0 || any.of.some((member) => unifies(member, type))
}

type ArrayType = Type & { kind: 'array' }

function arraysUnify(a: ArrayType, b: ArrayType): boolean {
  const fits = (x: ArrayType, y: ArrayType) =>
    x.items.every((item, i) => unifies(item, y.items[i] ?? y.rest))
  if (!fits(a, b) || !fits(b, a)) return false
  return !a.rest || !b.rest || unifies(a.rest, b.rest)
}

function objectsUnify(a: ObjectType, b: ObjectType): boolean {
  if (!membersFit(a, b) || !membersFit(b, a)) return false
  const [x, y] = [a.dynamic?.value, b.dynamic?.value]
  return !x || !y || unifies(x, y)
}

function membersFit(a: ObjectType, b: ObjectType): boolean {
  return a.properties.every(({ key, value }) => {
    const other = select(b, key)
    if (!other) return a.dynamic?.value !== undefined || b.dynamic?.value !== undefined
    return unifies(value, other)
  })
}

function functionsUnify(a: FunctionType, b: FunctionType): boolean {
  return a.args.length === b.args.length && a.args.every((arg, i) => unifies(arg, b.args[i]))
}
