/** Functions that reach for the host: printing, randomness, the runtime, the network. */

import { EvaluationError } from '../errors.ts'
import { keyOf } from '../values/key.ts'
import { fromDouble } from '../values/number.ts'
import { objectOf } from '../values/object.ts'
import { printValue } from '../values/print.ts'
import { RegoSet, setOf } from '../values/set.ts'
import type { Value } from '../values/value.ts'
import { type BuiltinContext, BuiltinError, type BuiltinTable } from './builtin.ts'
import { parseAddress, printAddress } from './ip.ts'
import { chargeText } from './limits.ts'
import {
  arrayOperand,
  integerOperand,
  isArray,
  objectOperand,
  operand,
  stringOperand,
  typeName,
} from './operands.ts'

export const system: BuiltinTable = {
  'internal.print': [1, print],
  'internal.template_string': [1, templateString],
  'internal.test_case': [1, () => true],
  trace: [1, (args) => stringOperand(args, 1) !== undefined],
  'opa.runtime': [0, (_, context) => context.host.runtime ?? objectOf([])],
  'rand.intn': [2, randomInteger],
  'uuid.rfc4122': [1, createUuid],
  'http.send': [1, sendRequest],
  'net.lookup_ip_addr': [1, lookUpAddress],
}

/**
 * The operands are sets of at most one value, empty for what is undefined.
 * Of sets with more values every combination is written.
 */
function print(args: readonly Value[], context: BuiltinContext): Value {
  const write = context.host.print
  if (write === undefined) return true
  for (const line of combine(arrayOperand(args, 1), context)) write(line.join(' '))
  return true
}

function templateString(args: readonly Value[], context: BuiltinContext): string {
  const lines = combine(arrayOperand(args, 1), context)
  const [line] = lines
  if (line === undefined || lines.length > 1) {
    throw new EvaluationError(
      'eval_conflict_error',
      'template-strings must not produce multiple outputs',
    )
  }
  return line.join('')
}

function combine(operands: readonly Value[], context: BuiltinContext): string[][] {
  let lines: string[][] = [[]]
  for (const value of operands) {
    const texts = textsOf(value)
    context.charge(lines.length * texts.length)
    for (const text of texts) chargeText(context, text.length)
    lines = lines.flatMap((line) => texts.map((text) => [...line, text]))
  }
  return lines
}

function textsOf(value: Value): string[] {
  if (value instanceof RegoSet) {
    return value.size === 0 ? ['<undefined>'] : value.sorted().map(textOf)
  }
  if (isArray(value) || typeName(value) === 'object') {
    throw new EvaluationError('eval_internal_error', `illegal argument type: ${typeName(value)}`)
  }
  return [textOf(value)]
}

function textOf(value: Value): string {
  return typeof value === 'string' ? value : printValue(value)
}

/** What the host was to give and did not. */
function refuse(name: string): BuiltinError {
  return new BuiltinError(`${name} is not allowed here: the host of this evaluation gives none`)
}

function random(context: BuiltinContext, name: string): number {
  if (context.host.random === undefined) throw refuse(name)
  return context.host.random()
}

/** The same for one name and bound within one evaluation. */
function randomInteger(args: readonly Value[], context: BuiltinContext): Value {
  const name = stringOperand(args, 1)
  const bound = Math.abs(integerOperand(args, 2))
  if (bound === 0) return 0
  const key = `rand.intn ${bound} ${name}`
  const known = context.cache.get(key)
  if (typeof known === 'number') return known
  const result = fromDouble(Math.floor(random(context, 'rand.intn') * bound))
  context.cache.set(key, result)
  return result
}

/** The same for one operand within one evaluation. */
function createUuid(args: readonly Value[], context: BuiltinContext): Value {
  const key = `uuid.rfc4122 ${keyOf(operand(args, 1))}`
  const known = context.cache.get(key)
  if (typeof known === 'string') return known
  const digits = Array.from({ length: 32 }, () => Math.floor(random(context, 'uuid.rfc4122') * 16))
  digits[12] = 4
  digits[16] = 8 + ((digits[16] ?? 0) & 3)
  const hex = digits.map((digit) => digit.toString(16)).join('')
  const result = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  context.cache.set(key, result)
  return result
}

function sendRequest(args: readonly Value[], context: BuiltinContext): Value {
  const request = objectOperand(args, 1)
  if (context.host.httpSend === undefined) throw refuse('http.send')
  const key = `http.send ${keyOf(request)}`
  const known = context.cache.get(key) as Value | undefined
  if (known !== undefined) return known
  const response = context.host.httpSend(request)
  context.cache.set(key, response)
  return response
}

function lookUpAddress(args: readonly Value[], context: BuiltinContext): Value {
  const name = stringOperand(args, 1)
  const address = parseAddress(name)
  if (address !== undefined) return setOf([printAddress(address)])
  if (context.host.lookupIpAddress === undefined) throw refuse('net.lookup_ip_addr')
  return setOf(context.host.lookupIpAddress(name))
}
