/** Short names for types, in which the table of built-in functions is written. */

import {
  anyType,
  booleanType,
  type FunctionType,
  type MaybeType,
  nullType,
  numberType,
  objectType,
  stringType,
  type Type,
  unionOf,
} from './type.ts'

export { arrayOf, type FunctionType, objectOf, setOf } from './type.ts'

export const any = anyType
export const boolean = booleanType
export const nul = nullType
export const number = numberType
export const string = stringType

export function fn(args: Type[], result: MaybeType, variadic?: Type): FunctionType {
  return variadic
    ? { kind: 'function', args, result, variadic }
    : { kind: 'function', args, result }
}

export function oneOf(...types: Type[]): Type {
  return unionOf(types) ?? anyType
}

export function tuple(...items: Type[]): Type {
  return { kind: 'array', items }
}

/** An object with known members, and others if types for them are given. */
export function shape(members: Record<string, Type>, key?: Type, value?: Type): Type {
  const properties = Object.entries(members).map(([name, type]) => ({
    key: JSON.stringify(name),
    value: type,
  }))
  return objectType(properties, key && value && { key, value })
}
