/** Sets of values: fast membership, and iteration in OPA's order. */

import { compare, equal } from './compare.ts'
import { keyOf } from './key.ts'
import { fromDouble, isExact } from './number.ts'
import { compareStrings } from './strings.ts'
import type { Value } from './value.ts'

/** Up to so many members are found by comparing, which is cheaper than hashing. */
const scannedMax = 8

/** A set. It is changed only by the `SetBuilder` that makes it, and frozen by use once built. */
export class RegoSet {
  /** In the order in which they were added. */
  readonly #members: Value[] = []
  /** The strings, numbers, booleans and null among many members. */
  #primitives: Set<Value> | undefined
  /** The other ones among many members, by canonical text. */
  #composites: Map<string, Value> | undefined
  #sorted: readonly Value[] | undefined

  get size(): number {
    return this.#members.length
  }

  has(member: Value): boolean {
    if (typeof member === 'number' && !isExact(member)) return this.#has(fromDouble(member))
    return this.#has(member)
  }

  /** The members in order. The array is shared and must not be changed. */
  sorted(): readonly Value[] {
    this.#sorted ??= this.#sort()
    return this.#sorted
  }

  /** The members in no particular order, for uses where the order cannot be seen. The array is shared. */
  unordered(): readonly Value[] {
    return this.#members
  }

  [Symbol.iterator](): Iterator<Value> {
    return this.sorted()[Symbol.iterator]()
  }

  /** Only for builders. Returns false when the set has the member already. */
  static insert(set: RegoSet, given: Value): boolean {
    const member = typeof given === 'number' && !isExact(given) ? fromDouble(given) : given
    if (set.#has(member)) return false
    set.#members.push(member)
    set.#sorted = undefined
    if (set.#primitives !== undefined) set.#remember(member)
    return true
  }

  #has(member: Value): boolean {
    const members = this.#members
    const isComposite = typeof member === 'object' && member !== null
    if (members.length <= scannedMax) {
      for (let i = 0; i < members.length; i++) {
        const other = members[i] as Value
        if (other === member || (isComposite && equal(other, member))) return true
      }
      return false
    }
    if (this.#primitives === undefined) for (const known of members) this.#remember(known)
    if (isComposite) return this.#composites?.has(keyOf(member)) ?? false
    return this.#primitives?.has(member) ?? false
  }

  #remember(member: Value): void {
    this.#primitives ??= new Set()
    if (typeof member !== 'object' || member === null) this.#primitives.add(member)
    else {
      this.#composites ??= new Map()
      this.#composites.set(keyOf(member), member)
    }
  }

  #sort(): readonly Value[] {
    const members = this.#members
    return members.length < 2 ? members : inOrder([...members])
  }
}

function inOrder(members: Value[]): Value[] {
  const areStrings = members.every((member) => typeof member === 'string')
  return areStrings ? (members as string[]).sort(compareStrings) : members.sort(compare)
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
