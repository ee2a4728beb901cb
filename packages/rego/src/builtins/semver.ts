/** Semantic versions. */

import type { Value } from '../values/value.ts'
import { BuiltinError, type BuiltinTable } from './builtin.ts'
import { stringOperand } from './operands.ts'

export const semver: BuiltinTable = {
  'semver.compare': [2, compareVersions],
  'semver.is_valid': [
    1,
    ([value]) => typeof value === 'string' && parseVersion(value) !== undefined,
  ],
}

interface Version {
  readonly numbers: readonly bigint[]
  readonly preRelease: readonly string[]
}

const versionText =
  /^v?(\d+)\.(\d+)\.(\d+)(?:-([\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/
const maxInt64 = 2n ** 63n - 1n

function parseVersion(text: string): Version | undefined {
  const match = versionText.exec(text)
  if (match === null) return undefined
  const [, major = '', minor = '', patch = '', label = ''] = match
  const texts = [major, minor, patch]
  const preRelease = label === '' ? [] : label.split('.')
  if ([...texts, ...preRelease].some((part) => /^0\d+$/.test(part))) return undefined
  const numbers = texts.map(BigInt)
  return numbers.some((number) => number > maxInt64) ? undefined : { numbers, preRelease }
}

function versionOperand(args: readonly Value[], position: number): Version {
  const text = stringOperand(args, position)
  const version = parseVersion(text)
  if (version !== undefined) return version
  throw new BuiltinError(`operand ${position}: string "${text}" is not a valid SemVer`)
}

function compareVersions(args: readonly Value[]): number {
  stringOperand(args, 2)
  const a = versionOperand(args, 1)
  const b = versionOperand(args, 2)
  for (const [i, number] of a.numbers.entries()) {
    const order = orderOf(number, b.numbers[i] ?? 0n)
    if (order !== 0) return order
  }
  // Of two versions the one without a label comes later.
  if (a.preRelease.length === 0 || b.preRelease.length === 0) {
    return Math.sign(b.preRelease.length - a.preRelease.length)
  }
  for (const [i, part] of a.preRelease.entries()) {
    const other = b.preRelease[i]
    if (other === undefined) return 1
    const order = compareParts(part, other)
    if (order !== 0) return order
  }
  return a.preRelease.length < b.preRelease.length ? -1 : 0
}

/** Numbers come before words. */
function compareParts(a: string, b: string): number {
  const x = /^\d+$/.test(a)
  const y = /^\d+$/.test(b)
  if (x !== y) return x ? -1 : 1
  return x ? orderOf(BigInt(a), BigInt(b)) : orderOf(a, b)
}

function orderOf<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}
