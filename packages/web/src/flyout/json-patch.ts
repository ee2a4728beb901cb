/** Applies the operations of a fix (RFC 6902) to a copy of an object, to show what it changes. */

import type { PatchOperation } from '@evenkeel/model'

/** Undefined where a path does not lead anywhere: the object is another one by now. */
export function applyPatch(value: unknown, patch: readonly PatchOperation[]): unknown {
  const copy: unknown = structuredClone(value)
  return patch.every((it) => applyOne(copy, it)) ? copy : undefined
}

function applyOne(root: unknown, { op, path, value }: PatchOperation): boolean {
  const keys = path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  const last = keys.pop()
  const parent = keys.reduce<unknown>(childOf, root)
  if (last === undefined || typeof parent !== 'object' || parent === null) return false
  return Array.isArray(parent)
    ? changeItem(parent, { op, key: last, value })
    : changeKey(parent, { op, key: last, value })
}

function childOf(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value[Number(key)]
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

interface Change {
  op: PatchOperation['op']
  key: string
  value: unknown
}

function changeItem(items: unknown[], { op, key, value }: Change): boolean {
  const index = key === '-' ? items.length : Number(key)
  const isThere = Number.isInteger(index) && index >= 0 && index < items.length
  if (op !== 'add' && !isThere) return false
  if (op === 'remove') items.splice(index, 1)
  else if (op === 'replace') items[index] = value
  else if (isThere || index === items.length) items.splice(index, 0, value)
  else return false
  return true
}

function changeKey(parent: object, { op, key, value }: Change): boolean {
  if (op !== 'add' && !Object.hasOwn(parent, key)) return false
  if (op === 'remove') return Reflect.deleteProperty(parent, key)
  // Also a key named __proto__ becomes one of the object's own.
  Object.defineProperty(parent, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
  return true
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
