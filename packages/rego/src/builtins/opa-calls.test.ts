/** Calls of built-ins with the answers that OPA 1.22.2 gave to them. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { canonicalText, parseNumber, printNumber, RegoNumber } from '../values/number.ts'
import { type Entry, objectOf } from '../values/object.ts'
import { printValue } from '../values/print.ts'
import { setOf } from '../values/set.ts'
import { unmarshal } from '../values/unmarshal.ts'
import type { PlainObject, Value } from '../values/value.ts'
import { type BuiltinContext, BuiltinError } from './builtin.ts'
import { builtins } from './registry.ts'

/** Operands, the result as Rego text or null for none, and the error where it is the same. */
type Call = [args: Value[], result: string | null, error?: string]

const file = new URL('fixtures/opa-calls.json', import.meta.url)
const calls = unmarshal(readFileSync(file, 'utf8')) as unknown as Record<string, Call[]>

/** What JSON cannot write stands as `{"$set": []}` and `{"$object": [[key, value]]}`. */
function decode(value: Value): Value {
  if (Array.isArray(value)) return value.map(decode)
  if (typeof value !== 'object' || value === null || 'digits' in value) return value
  const object = value as PlainObject
  if (Array.isArray(object.$set)) return setOf(object.$set.map(decode))
  if (Array.isArray(object.$object)) {
    return objectOf(
      object.$object.map((entry) => (entry as Value[]).map(decode) as unknown as Entry),
    )
  }
  return objectOf(Object.keys(object).map((key): Entry => [key, decode(object[key] as Value)]))
}

function createContext(): BuiltinContext {
  return { host: {}, cache: new Map(), charge: () => {} }
}

function callBuiltin(
  name: string,
  args: readonly Value[],
): { result: string | null; error?: string } {
  const builtin = builtins.get(name)
  if (builtin === undefined) throw new Error(`There is no built-in ${name}.`)
  try {
    const result = builtin.call(args, createContext())
    return { result: result === undefined ? null : sameNumbers(printValue(result)) }
  } catch (error) {
    if (error instanceof BuiltinError) return { result: null, error: error.message }
    throw error
  }
}

/** Numbers by their value: how computed decimals are written is tested elsewhere. */
function sameNumbers(text: string): string {
  return text.replace(/(?<![\w.])-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (number) => {
    const value = parseNumber(number)
    if (value === undefined) return number
    return value instanceof RegoNumber ? canonicalText(value) : printNumber(value)
  })
}

test.each(Object.keys(calls))('%s answers as OPA does', (name) => {
  for (const [args, result, error] of calls[name] ?? []) {
    const given = args.map(decode)
    const got = callBuiltin(name, given)
    expect(got.result, printValue(given)).toBe(result === null ? null : sameNumbers(result))
    if (error !== undefined) expect(got.error, printValue(given)).toBe(error)
  }
})
