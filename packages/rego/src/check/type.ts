/** The types that the checker gives to terms, and what can be computed with them. */

/** A union of more types than this says nothing, so that no policy makes checking slow. */
const UNION_MAX = 256

/** Undefined, wherever a type may be: nothing is known, which is less than `any`. */
export type MaybeType = Type | undefined

export type Type =
  | ScalarType
  | { kind: 'any'; of: readonly Type[] }
  | { kind: 'array'; items: readonly MaybeType[]; rest?: MaybeType }
  | ObjectType
  | { kind: 'set'; of?: MaybeType }
  | FunctionType

export interface ScalarType {
  kind: 'null' | 'boolean' | 'number' | 'string'
}

export interface ObjectType {
  kind: 'object'
  /** Sorted by key. */
  properties: readonly Property[]
  /** The type of all other members, if there may be any. */
  dynamic?: { key: MaybeType; value: MaybeType } | undefined
}

/** A member with a constant key, which is the key's JSON. */
export interface Property {
  key: string
  value: MaybeType
}

export interface FunctionType {
  kind: 'function'
  args: readonly MaybeType[]
  /** The type of all further operands. */
  variadic?: Type
  /** Absent for a function without a result. */
  result?: MaybeType
}

export const nullType: Type = { kind: 'null' }
export const booleanType: Type = { kind: 'boolean' }
export const numberType: Type = { kind: 'number' }
export const stringType: Type = { kind: 'string' }
/** Every value. */
export const anyType: Type = { kind: 'any', of: [] }

export function arrayOf(rest: MaybeType): Type {
  return { kind: 'array', items: [], rest }
}

export function setOf(of: MaybeType): Type {
  return { kind: 'set', of }
}

/** An object whose members all have keys and values of the given types. */
export function objectOf(key: MaybeType, value: MaybeType): ObjectType {
  return { kind: 'object', properties: [], dynamic: { key, value } }
}

export function objectType(
  properties: readonly Property[],
  dynamic?: ObjectType['dynamic'],
): ObjectType {
  return {
    kind: 'object',
    properties: [...properties].sort((a, b) => compareKeys(a.key, b.key)),
    dynamic,
  }
}

function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export function isAny(type: MaybeType): boolean {
  return type?.kind === 'any' && type.of.length === 0
}

const ORDER: Record<Type['kind'], number> = {
  null: 0,
  boolean: 1,
  number: 2,
  string: 3,
  array: 4,
  object: 5,
  set: 6,
  any: 7,
  function: 8,
}

/** A total order of types; 0 for equal ones. */
export function compareTypes(a: MaybeType, b: MaybeType): number {
  if (a === b) return 0
  if (!a || !b) return a ? 1 : -1
  if (a.kind !== b.kind) return ORDER[a.kind] - ORDER[b.kind]
  switch (a.kind) {
    case 'array':
      return b.kind === 'array' ? compareTypes(a.rest, b.rest) || compareLists(a.items, b.items) : 0
    case 'object':
      return b.kind === 'object' ? compareObjects(a, b) : 0
    case 'set':
      return b.kind === 'set' ? compareTypes(a.of, b.of) : 0
    case 'any':
      return b.kind === 'any' ? compareLists(a.of, b.of) : 0
    case 'function':
      return b.kind === 'function'
        ? compareLists(a.args, b.args) ||
            compareTypes(a.result, b.result) ||
            compareTypes(a.variadic, b.variadic)
        : 0
    default:
      return 0
  }
}

function compareLists(a: readonly MaybeType[], b: readonly MaybeType[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareTypes(a[i], b[i])
    if (order !== 0) return order
  }
  return a.length - b.length
}

function compareObjects(a: ObjectType, b: ObjectType): number {
  if (!a.dynamic !== !b.dynamic) return a.dynamic ? 1 : -1
  const order =
    compareTypes(a.dynamic?.key, b.dynamic?.key) || compareTypes(a.dynamic?.value, b.dynamic?.value)
  if (order !== 0) return order
  for (const [i, { key, value }] of a.properties.entries()) {
    const other = b.properties[i]
    if (!other) break
    const order = compareKeys(key, other.key) || compareTypes(value, other.value)
    if (order !== 0) return order
  }
  return a.properties.length - b.properties.length
}

/** The union of two types; undefined where a function is joined with a value. */
export function union(a: MaybeType, b: MaybeType): MaybeType {
  if (!a) return b
  if (!b) return a
  if (a.kind === 'function' || b.kind === 'function') return unionFunctions(a, b)
  if (isAny(a)) return a
  if (isAny(b)) return b
  return joined([...membersOf(a), ...membersOf(b)])
}

function membersOf(type: Type): readonly Type[] {
  return type.kind === 'any' ? type.of : [type]
}

function unionFunctions(a: Type, b: Type): MaybeType {
  if (a.kind !== 'function' || b.kind !== 'function') return undefined
  if (a.args.length !== b.args.length) return undefined
  const args = a.args.map((arg, i) => union(arg, b.args[i]))
  return { kind: 'function', args, result: union(a.result, b.result) }
}

/** Whether every value of `b` is one of `a`, as far as unions tell. */
export function containsType(a: MaybeType, b: Type): boolean {
  if (a?.kind !== 'any') return compareTypes(a, b) === 0
  return a.of.length === 0 || a.of.some((type) => compareTypes(type, b) === 0)
}

/** The type of what can be selected from a value: array indices, object keys, set members. */
export function keysOf(type: MaybeType): MaybeType {
  switch (type?.kind) {
    case 'array':
      return numberType
    case 'object': {
      const keys = unionOf(type.properties.map(({ key }) => typeOfJson(JSON.parse(key))))
      return type.dynamic ? union(keys, type.dynamic.key) : keys
    }
    case 'set':
      return type.of
    case 'any':
      return isAny(type) ? type : unionOf(type.of.map(keysOf))
    default:
      return undefined
  }
}

/** The type of the members of a collection. */
export function valuesOf(type: MaybeType): MaybeType {
  switch (type?.kind) {
    case 'array':
      return union(unionOf(type.items), type.rest)
    case 'object':
      return union(unionOf(type.properties.map(({ value }) => value)), type.dynamic?.value)
    case 'set':
      return type.of
    case 'any':
      return isAny(type) ? type : unionOf(type.of.map(valuesOf))
    default:
      return undefined
  }
}

/** The union of many types at once; undefined ones say nothing. */
export function unionOf(types: readonly MaybeType[]): MaybeType {
  const known = types.filter((type) => type !== undefined)
  if (known.some((type) => type.kind === 'function')) {
    return known.reduce((all: MaybeType, type) => union(all, type), undefined)
  }
  return known.some(isAny) ? anyType : joined(known.flatMap(membersOf))
}

/** The union of types that are no unions; sorted, so that equal ones stand together. */
function joined(members: readonly Type[]): MaybeType {
  const sorted = [...members].sort(compareTypes)
  const distinct = sorted.filter((type, index) => {
    const before = sorted[index - 1]
    return before === undefined || compareTypes(before, type) !== 0
  })
  if (distinct.length > UNION_MAX) return anyType
  return distinct.length < 2 ? distinct[0] : { kind: 'any', of: distinct }
}

/** The type of the member with a constant key, given as JSON. */
export function select(type: MaybeType, key: string): MaybeType {
  switch (type?.kind) {
    case 'array': {
      const index = Number(key)
      if (!/^[0-9]+$/.test(key)) return undefined
      return type.items[index] ?? type.rest
    }
    case 'object':
      return selectMember(type, key)
    case 'set': {
      const member = typeOfJson(JSON.parse(key))
      if (compareTypes(type.of, member) === 0) return type.of
      return type.of?.kind === 'any' && containsType(type.of, member) ? member : undefined
    }
    case 'any':
      return isAny(type) ? type : unionOf(type.of.map((member) => select(member, key)))
    default:
      return undefined
  }
}

function selectMember(type: ObjectType, key: string): MaybeType {
  const property = findProperty(type.properties, key)
  if (property) return property.value
  const { dynamic } = type
  return dynamic && containsType(dynamic.key, typeOfJson(JSON.parse(key)))
    ? dynamic.value
    : undefined
}

/** Properties are sorted by key. */
function findProperty(properties: readonly Property[], key: string): Property | undefined {
  let low = 0
  let high = properties.length
  while (low < high) {
    const middle = (low + high) >> 1
    const property = properties[middle]
    if (property && property.key < key) low = middle + 1
    else high = middle
  }
  return properties[low]?.key === key ? properties[low] : undefined
}

/** The exact type of a JSON value. */
export function typeOfJson(value: unknown): Type {
  if (value === null) return nullType
  if (typeof value === 'boolean') return booleanType
  if (typeof value === 'number') return numberType
  if (Array.isArray(value)) return { kind: 'array', items: value.map(typeOfJson) }
  if (typeof value !== 'object') return stringType
  return objectType(
    Object.entries(value).map(([key, item]) => ({
      key: JSON.stringify(key),
      value: typeOfJson(item),
    })),
  )
}

/** Whether some part of a type is unknown. */
export function isUnknown(type: MaybeType): boolean {
  switch (type?.kind) {
    case undefined:
      return true
    case 'function':
      return type.args.some(isUnknown) || isUnknown(type.result)
    case 'array':
      return type.items.some(isUnknown) || (type.rest !== undefined && isUnknown(type.rest))
    case 'object':
      return (
        type.properties.some(({ value }) => isUnknown(value)) ||
        (type.dynamic !== undefined &&
          (isUnknown(type.dynamic.key) || isUnknown(type.dynamic.value)))
      )
    case 'set':
      return isUnknown(type.of)
    default:
      return false
  }
}

/** Whether a collection of this type has no members. */
export function isEmptyCollection(type: MaybeType): boolean {
  switch (type?.kind) {
    case 'object':
      return type.properties.length === 0 && !type.dynamic
    case 'array':
      return type.items.length === 0 && !type.rest
    case 'set':
      return type.of === undefined
    default:
      return false
  }
}
