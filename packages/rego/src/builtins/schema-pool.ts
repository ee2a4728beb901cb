/** The schemas within a document, by their addresses. */

import { getProperty, isPlainObject } from '../values/object.ts'
import type { PlainObject, Value } from '../values/value.ts'
import { BuiltinError } from './builtin.ts'
import { unescapeUrl } from './url-escape.ts'

/** Addresses are those of the document alone: nothing is ever fetched. */
export class SchemaPool {
  readonly #byAddress = new Map<string, Value>()

  constructor(root: Value) {
    this.#byAddress.set('', root)
    this.#collect(root, '', 0)
  }

  /** The address that references within a node are relative to. */
  baseOf(node: PlainObject, base: string): string {
    const id = getProperty(node, '$id') ?? getProperty(node, 'id')
    return typeof id === 'string' ? (join(base, id).split('#')[0] ?? '') : base
  }

  #collect(node: Value, base: string, depth: number): void {
    if (depth > 500 || typeof node !== 'object' || node === null) return
    if (Array.isArray(node)) {
      for (const item of node) this.#collect(item, base, depth + 1)
      return
    }
    if (!isPlainObject(node)) return
    const id = getProperty(node, '$id') ?? getProperty(node, 'id')
    const own = typeof id === 'string' ? join(base, id) : base
    if (typeof id === 'string') this.#byAddress.set(own.replace(/#$/, ''), node)
    for (const key of Object.keys(node)) {
      if (key !== 'enum' && key !== 'const') {
        this.#collect(node[key] as Value, own.split('#')[0] ?? '', depth + 1)
      }
    }
  }

  /** What a reference names, and what references there are relative to. */
  resolve(reference: string, base: string): { key: string; node: Value; base: string } {
    const key = join(base, reference)
    const whole = this.#byAddress.get(key.replace(/#$/, ''))
    const [address = '', pointer = ''] = key.split('#')
    if (whole !== undefined) return { key, node: whole, base: address }
    const document = this.#byAddress.get(address)
    if (document === undefined) {
      throw new BuiltinError(`the schema refers to ${reference}, and no schema is fetched`)
    }
    return { key, node: follow(document, pointer, reference), base: address }
  }
}

function follow(document: Value, pointer: string, reference: string): Value {
  let node: Value | undefined = document
  for (const step of pointer.split('/').slice(1)) {
    const key = unescapeUrl(step, false).replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(node)) node = /^\d+$/.test(key) ? node[Number(key)] : undefined
    else node = node !== undefined && isPlainObject(node) ? getProperty(node, key) : undefined
    if (node === undefined) throw new BuiltinError(`Object has no key '${key}'`)
  }
  if (pointer === '' || pointer.startsWith('/')) return node
  throw new BuiltinError(`the schema has nothing with the id ${reference}`)
}

/** A reference relative to an address. */
function join(base: string, reference: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(reference)) return reference
  const [address = ''] = base.split('#')
  if (reference.startsWith('#') || reference === '') return address + reference
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(address)?.[0] ?? ''
  if (reference.startsWith('/')) return origin + reference
  const directory = address.slice(0, Math.max(address.lastIndexOf('/') + 1, origin.length))
  return (directory === origin && origin !== '' ? `${origin}/` : directory) + reference
}
