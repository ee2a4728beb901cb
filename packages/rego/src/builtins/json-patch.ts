/** JSON Patch (RFC 6902) on values, sets included. */

import { equal } from '../values/compare.ts'
import {
  type AnyObject,
  getValue,
  isObject,
  ObjectBuilder,
  sortedEntries,
} from '../values/object.ts'
import { printValue } from '../values/print.ts'
import { RegoSet, SetBuilder } from '../values/set.ts'
import type { Value } from '../values/value.ts'
import { type BuiltinContext, BuiltinError } from './builtin.ts'
import { parsePath } from './json-path.ts'
import { chargeMembers } from './limits.ts'
import { arrayOperand, isArray, operand, typeName } from './operands.ts'

type Path = readonly Value[]

export function patch(args: readonly Value[], context: BuiltinContext): Value | undefined {
  const operations = arrayOperand(args, 2)
  let document: Value | undefined = operand(args, 1)
  for (const operation of operations) {
    if (!isObject(operation)) {
      throw new BuiltinError(
        'must be an array of JSON-Patch objects, but at least one element is not an object',
      )
    }
    document = apply(document, operation, context)
  }
  return document
}

function attribute(operation: AnyObject, name: string): Value {
  const value = getValue(operation, name)
  if (value === undefined) throw new BuiltinError(`missing required attribute '${name}'`)
  return value
}

function apply(
  document: Value | undefined,
  operation: AnyObject,
  context: BuiltinContext,
): Value | undefined {
  const target = attribute(operation, 'path')
  const op = attribute(operation, 'op')
  if (typeof op !== 'string') {
    throw new BuiltinError(`attribute 'op' must be a string but found: ${typeName(op)}`)
  }
  const path = parsePath(target)
  switch (op) {
    case 'add':
      return insert(document, path, attribute(operation, 'value'), context)
    case 'remove':
      return remove(document, path, context)
    case 'replace': {
      const rest = remove(document, path, context)
      return insert(rest, path, attribute(operation, 'value'), context)
    }
    case 'move': {
      const from = parsePath(attribute(operation, 'from'))
      const value = find(document, from)
      return insert(remove(document, from, context), path, value, context)
    }
    case 'copy':
      return insert(
        document,
        path,
        find(document, parsePath(attribute(operation, 'from'))),
        context,
      )
    case 'test':
      test(find(document, path), attribute(operation, 'value'))
      return document
    default:
      throw new BuiltinError(`unrecognized op: '${op}'`)
  }
}

function test(found: Value, expected: Value): void {
  if (equal(found, expected)) return
  throw new BuiltinError(
    `value from EditTree != patch value.\n\nExpected: ${printValue(expected)}\n\nFound: ${printValue(found)}`,
  )
}

function find(document: Value | undefined, path: Path): Value {
  if (document === undefined) throw missing(path)
  return path.reduce<Value>((value, step) => child(value, step), document)
}

function missing(path: Path): BuiltinError {
  return new BuiltinError(
    `nil value encountered where composite value was expected at ${printValue(path)}`,
  )
}

/** A value with OPA's own name of its type. */
function describe(value: Value): string {
  const name = typeName(value)
  return `${printValue(value)} (type: ast.${name.charAt(0).toUpperCase()}${name.slice(1)})`
}

/** The value one step down, which must be there. */
function child(value: Value, step: Value): Value {
  let found: Value | undefined
  if (isArray(value)) found = value[indexOf(step, value.length)]
  else if (value instanceof RegoSet) found = value.has(step) ? step : undefined
  else if (isObject(value)) found = getValue(value, step)
  else {
    throw new BuiltinError(
      `expected composite type for path ${printValue(step)}, found value: ${describe(value)}`,
    )
  }
  if (found !== undefined) return found
  throw new BuiltinError(
    `path ${printValue(step)} does not exist in ${typeName(value)} term ${printValue(value)}`,
  )
}

const indexText = /^[+-]?\d+(?:\.0*)?$/

/** The index a step names; `-` is the place behind the last item. */
function indexOf(step: Value, length: number): number {
  if (step === '-') return length
  if (typeof step === 'number' && Number.isInteger(step)) return step
  if (typeof step === 'string' && indexText.test(step)) {
    if (step === '0' || !step.startsWith('0')) return Number(step)
    throw new BuiltinError('leading zeros are not allowed in JSON paths')
  }
  throw new BuiltinError(
    typeof step === 'string' ? 'invalid string for indexing' : 'invalid number type for indexing',
  )
}

function insert(
  document: Value | undefined,
  path: Path,
  value: Value,
  context: BuiltinContext,
): Value {
  const [step, ...rest] = path
  if (step === undefined) return value
  if (document === undefined) throw missing(path)
  if (rest.length > 0) {
    const changed = insert(child(document, step), rest, value, context)
    return exchange(document, step, changed, context)
  }
  if (isArray(document)) {
    const index = indexOf(step, document.length)
    if (index < 0 || index > document.length) {
      throw new BuiltinError('index for array insertion out of bounds')
    }
    chargeMembers(context, document.length + 1)
    return document.toSpliced(index, 0, value)
  }
  if (document instanceof RegoSet) {
    if (equal(step, value)) return withMember(document, undefined, value, context)
    throw new BuiltinError(
      `set key ${printValue(step)} does not equal value to be inserted ${printValue(value)}`,
    )
  }
  if (isObject(document)) return withEntry(document, step, value, context)
  throw new BuiltinError(`expected composite type, found value: ${describe(document)}`)
}

function remove(
  document: Value | undefined,
  path: Path,
  context: BuiltinContext,
): Value | undefined {
  const [step, ...rest] = path
  if (document === undefined) throw missing(path)
  if (step === undefined) return undefined
  if (rest.length > 0) {
    const changed = remove(child(document, step), rest, context) as Value
    return exchange(document, step, changed, context)
  }
  if (isArray(document)) {
    const index = indexOf(step, document.length)
    if (index < 0 || index >= document.length) {
      throw new BuiltinError('index for array delete out of bounds')
    }
    chargeMembers(context, document.length)
    return document.toSpliced(index, 1)
  }
  if (document instanceof RegoSet && document.has(step)) {
    return withMember(document, step, undefined, context)
  }
  if (isObject(document) && getValue(document, step) !== undefined) {
    return withEntry(document, step, undefined, context)
  }
  throw new BuiltinError(`cannot delete child key ${printValue(step)} that does not exist`)
}

/** A composite with another value one step down. */
function exchange(document: Value, step: Value, value: Value, context: BuiltinContext): Value {
  if (isArray(document)) {
    chargeMembers(context, document.length)
    return document.with(indexOf(step, document.length), value)
  }
  if (document instanceof RegoSet) return withMember(document, step, value, context)
  return withEntry(document as AnyObject, step, value, context)
}

function withEntry(
  object: AnyObject,
  key: Value,
  value: Value | undefined,
  context: BuiltinContext,
): Value {
  const result = new ObjectBuilder()
  for (const [name, item] of sortedEntries(object)) {
    context.charge(1)
    if (!equal(name, key)) result.set(name, item)
  }
  if (value !== undefined) result.set(key, value)
  return result.build()
}

function withMember(
  set: RegoSet,
  old: Value | undefined,
  member: Value | undefined,
  context: BuiltinContext,
): Value {
  const result = new SetBuilder()
  for (const item of set.unordered()) {
    context.charge(1)
    if (old === undefined || !equal(item, old)) result.add(item)
  }
  if (member !== undefined) result.add(member)
  return result.build()
}
