/** Prints types as messages show them. */

import type { FunctionType, MaybeType, Type } from './type.ts'

/** A type is cut where it would be longer than this. */
const LENGTH_MAX = 200

/** `array<number, string>[any]`; `???` where nothing is known. */
export function printType(type: MaybeType): string {
  const text = printWhole(type)
  return text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}...` : text
}

function printWhole(type: MaybeType): string {
  if (!type) return '???'
  switch (type.kind) {
    case 'any':
      return `any${angled(type.of.map(printWhole))}`
    case 'array': {
      const rest = type.rest ? `[${printWhole(type.rest)}]` : ''
      return `array${angled(type.items.map(printWhole))}${rest}`
    }
    case 'object':
      return printObject(type)
    case 'set':
      return type.of ? `set[${printWhole(type.of)}]` : 'set'
    case 'function':
      return `${printTypes(type.args)} => ${printWhole(type.result)}`
    default:
      return type.kind
  }
}

function printObject({ properties, dynamic }: Type & { kind: 'object' }): string {
  const members = properties.map(
    ({ key, value }) => `${key.replace(/^"([A-Za-z_]\w*)"$/, '$1')}: ${printWhole(value)}`,
  )
  const rest = dynamic ? `[${printWhole(dynamic.key)}: ${printWhole(dynamic.value)}]` : ''
  return `object${angled(members)}${rest}`
}

function angled(parts: readonly string[]): string {
  return parts.length > 0 ? `<${parts.join(', ')}>` : ''
}

/** `(number, string)`. */
export function printTypes(types: readonly MaybeType[]): string {
  return `(${types.map(printType).join(', ')})`
}

/** The operands of a function, its result included, as a call may name it. */
export function printOperands({ args, result, variadic }: FunctionType): string {
  const parts = [...args, ...(result ? [result] : [])].map(printType)
  return `(${[...parts, ...(variadic ? [`${printType(variadic)}...`] : [])].join(', ')})`
}
