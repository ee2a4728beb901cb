/** Opens the context of a `with`: patched input and data, replaced functions, nothing memoized. */

import { setProperty } from '../values/object.ts'
import type { Value } from '../values/value.ts'
import { Context, type Mock } from './context.ts'
import { lookup, scanKeys, valueAt } from './values.ts'

/** A replacement with its value in hand. */
export type Applied =
  | { kind: 'input' | 'data'; path: readonly string[]; value: Value }
  | { kind: 'mock'; name: string; mock: Mock }

export function openContext(parent: Context, replacements: readonly Applied[]): Context {
  let { input, data, overlays, mocks } = parent
  for (const item of replacements) {
    if (item.kind === 'mock') {
      mocks = new Map([...(mocks ?? []), [item.name, item.mock]])
    } else if (item.kind === 'input') {
      input = patch(input, item.path, item.value)
    } else {
      data = patch(data, item.path, item.value)
      overlays = [...(overlays ?? []), item.path]
    }
  }
  return new Context(parent.session, input, data, overlays, mocks)
}

/** A copy with the value at the path; what is no object on the way is replaced by one. */
function patch(base: Value | undefined, path: readonly string[], value: Value): Value {
  const [key, ...rest] = path
  if (key === undefined) return value
  const copy: Record<string, Value> = {}
  if (typeof base === 'object' && base !== null && !Array.isArray(base)) {
    for (const name of scanKeys(base, false) ?? []) {
      const item = valueAt(base, name)
      if (typeof name === 'string' && item !== undefined) setProperty(copy, name, item)
    }
  }
  setProperty(copy, key, patch(lookup(base, key), rest, value))
  return copy
}

/** A context without one replaced function: a replacement may call what it replaces. */
export function withoutMock(context: Context, name: string): Context {
  const mocks = new Map(context.mocks)
  mocks.delete(name)
  const { session, input, data, overlays } = context
  return new Context(session, input, data, overlays, mocks.size === 0 ? null : mocks)
}
