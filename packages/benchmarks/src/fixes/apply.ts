/** Applies the operations of a patch to a copy of an object. */

import type { PatchOperation } from '@evenkeel/model'

/** The object itself stays as it is. Throws where an operation does not fit. */
export function applyPatch(object: unknown, patch: readonly PatchOperation[]): unknown {
  const root = structuredClone(object)
  for (const operation of patch) applyOperation(root, operation)
  return root
}

function applyOperation(root: unknown, { op, path, value }: PatchOperation): void {
  const parts = path.split('/').slice(1).map(unescapePart)
  const last = parts.pop()
  const parent = parts.reduce(step, root)
  if (last === undefined || typeof parent !== 'object' || parent === null) throw misfit(op, path)
  if (op === 'remove') {
    if (!Object.hasOwn(parent, last)) throw misfit(op, path)
    if (Array.isArray(parent)) parent.splice(Number(last), 1)
    else Reflect.deleteProperty(parent, last)
    return
  }
  if (op === 'replace' && !Object.hasOwn(parent, last)) throw misfit(op, path)
  if (op === 'add' && Array.isArray(parent)) {
    parent.splice(last === '-' ? parent.length : Number(last), 0, structuredClone(value))
    return
  }
  const descriptor = {
    value: structuredClone(value),
    enumerable: true,
    writable: true,
    configurable: true,
  }
  Object.defineProperty(parent, last, descriptor)
}

function step(value: unknown, part: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
  return Reflect.get(value, part)
}

function unescapePart(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}

function misfit(op: string, path: string): Error {
  return new Error(`The patch does not fit the object: ${op} ${path}.`)
}
