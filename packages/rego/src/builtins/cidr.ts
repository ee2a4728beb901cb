/** Networks in CIDR notation. */

import { isObject, sortedEntries } from '../values/object.ts'
import { RegoSet, SetBuilder, setOf } from '../values/set.ts'
import type { Value } from '../values/value.ts'
import { type BuiltinContext, BuiltinError, type BuiltinTable } from './builtin.ts'
import {
  containsAddress,
  type Network,
  parseAddress,
  parseNetwork,
  printAddress,
  printNetwork,
  rangeOf,
  unmap,
} from './ip.ts'
import { chargeMembers } from './limits.ts'
import { isArray, membersOf, operand, stringOperand } from './operands.ts'

export const cidrs: BuiltinTable = {
  'net.cidr_contains': [2, contains],
  'net.cidr_overlap': [2, contains],
  'net.cidr_contains_matches': [2, containsMatches],
  'net.cidr_intersects': [2, intersects],
  'net.cidr_is_valid': [
    1,
    ([text]) => typeof text === 'string' && parseNetwork(text) !== undefined,
  ],
  'net.cidr_expand': [1, expand],
  'net.cidr_merge': [1, merge],
}

function networkOf(text: string): Network {
  const network = parseNetwork(text)
  if (network === undefined) throw new BuiltinError(`invalid CIDR address: ${text}`)
  return network
}

/** In these functions an operand of another type is said to be the first, whichever it is. */
function textOperand(args: readonly Value[], position: number): string {
  return stringOperand([operand(args, position)], 1)
}

function intersects(args: readonly Value[]): boolean {
  const a = networkOf(textOperand(args, 1))
  const b = networkOf(textOperand(args, 2))
  return containsAddress(a, b) || containsAddress(b, a)
}

function contains(args: readonly Value[]): boolean {
  const network = networkOf(textOperand(args, 1))
  const text = textOperand(args, 2)
  const address = parseAddress(text)
  if (address !== undefined) return containsAddress(network, address)
  const inner = parseNetwork(text)
  if (inner === undefined) {
    throw new BuiltinError(`not a valid textual representation of an IP address or CIDR: ${text}`)
  }
  if (unmap(network).bits === 128 && unmap(inner).bits === 128) {
    return network.prefix <= inner.prefix && containsAddress(network, inner)
  }
  const { first, last } = rangeOf(inner)
  const holds = (value: bigint) => containsAddress(network, { value, bits: inner.bits })
  return holds(first) && holds(last)
}

function containsMatches(args: readonly Value[], context: BuiltinContext): Value {
  const pairs = new SetBuilder()
  for (const [network, index] of namedNetworks(args, 1)) {
    for (const [inner, innerIndex] of namedNetworks(args, 2)) {
      context.charge(1)
      if (contains([network, inner])) pairs.add([index, innerIndex])
    }
  }
  return pairs.build()
}

/** What stands for a network, and what names it in the result. */
function* namedNetworks(args: readonly Value[], position: number): Generator<[Value, Value]> {
  const value = operand(args, position)
  if (typeof value === 'string') yield [value, value]
  else if (isArray(value)) {
    for (const [i, item] of value.entries()) yield [networkIn(item, position), i]
  } else if (value instanceof RegoSet) {
    for (const item of value) yield [networkIn(item, position), item]
  } else if (isObject(value)) {
    for (const [key, item] of sortedEntries(value)) yield [networkIn(item, position), key]
  }
}

function networkIn(value: Value, position: number): Value {
  if (typeof value === 'string') return value
  const first = isArray(value) ? value[0] : undefined
  if (first !== undefined) return first
  throw new BuiltinError(`operand ${position}: element must be string or non-empty array`)
}

function expand(args: readonly Value[], context: BuiltinContext): Value {
  const network = networkOf(stringOperand(args, 1))
  const { first, last } = rangeOf(network)
  chargeMembers(context, Number(last - first) + 1)
  const addresses = new SetBuilder()
  for (let value = first; value <= last; value++) {
    addresses.add(printAddress({ value, bits: network.bits }))
  }
  return addresses.build()
}

/** Addresses from first to last, as numbers of 128 bits. */
interface Range {
  readonly first: bigint
  readonly last: bigint
  /** The network it came from, undefined once it is more than one. */
  readonly network: Network | undefined
}

function merge(args: readonly Value[], context: BuiltinContext): Value {
  const members = membersOf(operand(args, 1))
  if (members === undefined) throw new BuiltinError('operand must be an array')
  context.charge(members.length * 8)
  const ranges = members.map(rangeOfMember).sort(compareRanges)
  for (let i = ranges.length - 1; i > 0; i--) {
    const upper = ranges[i]
    const lower = ranges[i - 1]
    if (upper === undefined || lower === undefined) continue
    if (previous(upper.first) > lower.last) continue
    const first = lower.first < upper.first ? lower.first : upper.first
    ranges.splice(i - 1, 2, { first, last: upper.last, network: undefined })
  }
  return setOf(ranges.flatMap(networksOf))
}

const mapped = 0xffff_0000_0000n

function rangeOfMember(member: Value): Range {
  if (typeof member !== 'string') throw new BuiltinError('element must be string')
  const address = parseAddress(member)
  const plain = address === undefined ? undefined : unmap(address)
  if (plain?.bits === 128) throw new BuiltinError('IPv6 invalid: needs prefix length')
  // A bare address stands for the network of its class.
  const network = plain ? { ...plain, prefix: classPrefix(plain.value) } : networkOf(member)
  const base = unmap(network)
  const prefix = base.bits === network.bits ? network.prefix : Math.max(network.prefix - 96, 0)
  const { first, last } = rangeOf({ ...base, prefix })
  const offset = base.bits === 32 ? mapped : 0n
  return { first: first + offset, last: last + offset, network }
}

function classPrefix(value: bigint): number {
  const first = Number(value >> 24n)
  if (first < 0x80) return 8
  return first < 0xc0 ? 16 : 24
}

function compareRanges(a: Range, b: Range): number {
  if (a.last !== b.last) return a.last < b.last ? -1 : 1
  return a.first < b.first ? -1 : a.first > b.first ? 1 : 0
}

/** Nothing comes before the first address of a version. */
function previous(value: bigint): bigint {
  return value === 0n || value === mapped ? value : value - 1n
}

function networksOf(range: Range): string[] {
  if (range.network !== undefined) return [printNetwork(range.network)]
  const texts: string[] = []
  const isVersion4 = range.first >> 32n === 0xffffn
  const bits = isVersion4 ? 32 : 128
  let first = isVersion4 ? range.first - mapped : range.first
  const last = isVersion4 ? range.last - mapped : range.last
  while (first <= last) {
    let host = 0
    while (host < bits && fits(first, last, host + 1)) host++
    texts.push(printNetwork({ value: first, bits, prefix: bits - host }))
    first += 1n << BigInt(host)
  }
  return texts
}

function fits(first: bigint, last: bigint, host: number): boolean {
  const size = 1n << BigInt(host)
  return first % size === 0n && first + size - 1n <= last
}
