/** Sets of values: fast membership, and iteration in OPA's order. */

import { compare, equal } from './compare.ts'
import { keyOf } from './key.ts'
import { fromDouble, isExact } from './number.ts'
import type { Value } from './value.ts'

/** Up to so many composite members are found by comparing, which is cheaper than making keys. */
const scannedMax = 6

/** A set. It is changed only by the `SetBuilder` that makes it, and frozen by use once built. */
export class RegoSet {
  /** Strings, numbers, booleans and null. */
  readonly #primitives = new Set<Value>()
  readonly #composites: Value[] = []
  #keyed: Map<string, Value> | undefined
  #sorted: readonly Value[] | undefined

  get size(): number {
    return this.#primitives.size + this.#composites.length
  }

  has(member: Value): boolean {
    if (typeof member === 'object' && member !== null) return this.#find(member) !== undefined
    if (typeof member === 'number' && !isExact(member)) {
      return this.#find(fromDouble(member)) !== undefined
    }
    return this.#primitives.has(member)
  }

  /** The members in order. The array is shared and must not be changed. */
  sorted(): readonly Value[] {
    this.#sorted ??= [...this.#primitives, ...this.#composites].sort(compare)
    return this.#sorted
  }

  /** The members in no particular order, for uses where the order cannot be seen. */
  *unordered(): Generator<Value> {
    yield* this.#primitives
    yield* this.#composites
  }

  [Symbol.iterator](): Iterator<Value> {
    return this.sorted()[Symbol.iterator]()
  }

  /** Only for builders. Returns false when the set has the member already. */
  static insert(set: RegoSet, member: Value): boolean {
    if (typeof member === 'object' && member !== null) return set.#insertComposite(member)
    if (typeof member === 'number' && !isExact(member)) {
      return set.#insertComposite(fromDouble(member))
    }
    const before = set.#primitives.size
    set.#primitives.add(member)
    if (set.#primitives.size === before) return false
    set.#sorted = undefined
    return true
  }

  #insertComposite(member: Value): boolean {
    if (this.#find(member) !== undefined) return false
    this.#composites.push(member)
    this.#keyed?.set(keyOf(member), member)
    this.#sorted = undefined
    return true
  }

  #find(member: Value): Value | undefined {
    const composites = this.#composites
    if (composites.length <= scannedMax) {
      for (let i = 0; i < composites.length; i++) {
        if (equal(composites[i] as Value, member)) return composites[i]
      }
      return undefined
    }
    this.#keyed ??= new Map(composites.map((item) => [keyOf(item), item]))
    return this.#keyed.get(keyOf(member))
  }
}

export const emptySet = new RegoSet()

/** Makes a set member by member. */
export class SetBuilder {
  readonly #set = new RegoSet()

  /** Returns false when the set has the member already. */
  add(member: Value): boolean {
    return RegoSet.insert(this.#set, member)
  }

  get size(): number {
    return this.#set.size
  }

  has(member: Value): boolean {
    return this.#set.has(member)
  }

  /** The set so far; nothing may be added after it was used as a value. */
  build(): RegoSet {
    return this.#set
  }
}

export function setOf(members: Iterable<Value>): RegoSet {
  const set = new RegoSet()
  for (const member of members) RegoSet.insert(set, member)
  return set
}

export function union(a: RegoSet, b: RegoSet): RegoSet {
  if (a.size === 0) return b
  if (b.size === 0) return a
  const set = new RegoSet()
  for (const member of a.unordered()) RegoSet.insert(set, member)
  for (const member of b.unordered()) RegoSet.insert(set, member)
  return set
}

export function intersection(a: RegoSet, b: RegoSet): RegoSet {
  const set = new RegoSet()
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  for (const member of small.unordered()) if (large.has(member)) RegoSet.insert(set, member)
  return set
}

export function difference(a: RegoSet, b: RegoSet): RegoSet {
  const set = new RegoSet()
  for (const member of a.unordered()) if (!b.has(member)) RegoSet.insert(set, member)
  return set
}
