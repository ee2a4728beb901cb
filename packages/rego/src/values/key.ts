/** Texts by which equal composite values are found in native maps. */

import { canonicalText, printNumber, RegoNumber } from './number.ts'
import { RegoObject, sortedKeys } from './object.ts'
import { RegoSet } from './set.ts'
import type { PlainObject, Value } from './value.ts'

/** A text that two values share if and only if they are equal. */
export function keyOf(value: Value): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'number':
      return printNumber(value)
    case 'boolean':
      return value ? 't' : 'f'
    default:
      return keyOfComposite(value)
  }
}

function keyOfComposite(value: Exclude<Value, string | number | boolean>): string {
  if (value === null) return 'n'
  if (Array.isArray(value)) return `[${keysOf(value)}]`
  if (value instanceof RegoNumber) return canonicalText(value)
  if (value instanceof RegoSet) return `<${keysOf(value.sorted())}>`
  if (value instanceof RegoObject) {
    return `(${value.entries().map(([key, item]) => `${keyOf(key)}:${keyOf(item)}`)})`
  }
  const object = value as PlainObject
  let text = '{'
  for (const key of sortedKeys(object)) {
    text += `${JSON.stringify(key)}:${keyOf(object[key] as Value)},`
  }
  return `${text}}`
}

function keysOf(values: readonly Value[]): string {
  let text = ''
  for (let i = 0; i < values.length; i++) text += `${keyOf(values[i] as Value)},`
  return text
}
