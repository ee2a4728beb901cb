/** What comprehensions and partial rules gather their results in. */

import { EvaluationError } from '../errors.ts'
import type { Location } from '../syntax/ast.ts'
import { equal } from '../values/compare.ts'
import { ObjectBuilder, setProperty } from '../values/object.ts'
import { RegoSet, SetBuilder } from '../values/set.ts'
import type { Value } from '../values/value.ts'
import { keyConflict } from './values.ts'

export class ArrayCollector {
  readonly #items: Value[] = []

  add(value: Value): void {
    this.#items.push(value)
  }

  insert(): never {
    throw new Error('An array has no keys.')
  }

  finish(): Value {
    return this.#items
  }
}

export class SetCollector {
  readonly #set: RegoSet = new RegoSet()

  add(value: Value): void {
    RegoSet.insert(this.#set, value)
  }

  insert(): never {
    throw new Error('A set has no keys.')
  }

  finish(): Value {
    return this.#set
  }
}

export class ObjectCollector {
  #plain: Record<string, Value> = {}
  #builder: ObjectBuilder | undefined

  add(): never {
    throw new Error('An object needs keys.')
  }

  /** Throws the conflict error when the key has another value already. */
  insert(key: Value, value: Value, location: Location): void {
    if (typeof key === 'string' && this.#builder === undefined) {
      if (Object.hasOwn(this.#plain, key)) {
        const before = this.#plain[key]
        if (before !== undefined && !equal(before, value)) throw keyConflict(location)
        return
      }
      setProperty(this.#plain, key, value)
      return
    }
    if (this.#builder === undefined) {
      this.#builder = new ObjectBuilder()
      for (const name of Object.keys(this.#plain)) {
        this.#builder.set(name, this.#plain[name] as Value)
      }
    }
    if (!this.#builder.insert(key, value)) throw keyConflict(location)
  }

  finish(): Value {
    return this.#builder?.build() ?? this.#plain
  }
}

interface PathEntry {
  isSet: boolean
  isDefault: boolean
  location: Location
}

/** A tree of documents by their keys: the result of rules with variables in their references. */
export class DocumentCollector {
  readonly #root = new Branch()

  add(): never {
    throw new Error('A document needs keys.')
  }

  insert(): never {
    throw new Error('A document is made by paths.')
  }

  insertPath(keys: readonly Value[], value: Value, entry: PathEntry): void {
    let branch = this.#root
    keys.forEach((key, i) => {
      if (i === keys.length - 1) branch.addLeaf(key, value, entry)
      else branch = branch.enter(key, entry)
    })
    if (keys.length === 0) this.#root.addWhole(value, entry)
  }

  finish(): Value {
    return this.#root.build()
  }
}

type Node = Branch | { set: SetBuilder } | { value: Value }

class Branch {
  readonly #children = new ObjectBuilder()
  readonly #nodes = new Map<number, Node>()
  #next = 0
  #keys: Value[] = []

  #find(key: Value): Node | undefined {
    const id = this.#children.get(key)
    return typeof id === 'number' ? this.#nodes.get(id) : undefined
  }

  #add(key: Value, node: Node): void {
    const id = this.#next++
    this.#children.set(key, id)
    this.#nodes.set(id, node)
    this.#keys.push(key)
  }

  enter(key: Value, entry: PathEntry): Branch {
    const node = this.#find(key)
    if (node instanceof Branch) return node
    if (node) throw pathConflict(entry)
    const branch = new Branch()
    this.#add(key, branch)
    return branch
  }

  addLeaf(key: Value, value: Value, entry: PathEntry): void {
    const node = this.#find(key)
    if (entry.isSet) {
      if (node === undefined) {
        const set = new SetBuilder()
        set.add(value)
        this.#add(key, { set })
      } else if ('set' in node) {
        node.set.add(value)
      } else {
        throw pathConflict(entry)
      }
      return
    }
    if (node === undefined) this.#add(key, { value })
    else if (entry.isDefault) return
    else if (!('value' in node) || !equal(node.value, value)) throw pathConflict(entry)
  }

  /** A rule without keys that others extend: its value is an object whose keys are added. */
  addWhole(value: Value, entry: PathEntry): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw pathConflict(entry)
    for (const [key, item] of Object.entries(value)) this.addLeaf(key, item as Value, entry)
  }

  build(): Value {
    const result = new ObjectBuilder()
    for (const key of this.#keys) {
      const node = this.#find(key)
      if (node instanceof Branch) result.set(key, node.build())
      else if (node && 'set' in node) result.set(key, node.set.build())
      else if (node) result.set(key, node.value)
    }
    return result.build()
  }
}

function pathConflict({ isSet, location }: PathEntry): EvaluationError {
  const message = isSet ? 'rules must not conflict' : 'object keys must be unique'
  return new EvaluationError('eval_conflict_error', message, location)
}

export type Collector = ArrayCollector | SetCollector | ObjectCollector | DocumentCollector

export function createCollector(into: 'array' | 'set' | 'object' | 'document'): Collector {
  switch (into) {
    case 'array':
      return new ArrayCollector()
    case 'set':
      return new SetCollector()
    case 'object':
      return new ObjectCollector()
    case 'document':
      return new DocumentCollector()
  }
}
