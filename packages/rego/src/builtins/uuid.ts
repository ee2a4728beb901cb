/** What a UUID tells of itself. */

import { fromBigInt } from '../values/number.ts'
import { objectOf } from '../values/object.ts'
import type { Value } from '../values/value.ts'
import type { BuiltinTable } from './builtin.ts'
import { hexBytes } from './bytes.ts'
import { stringOperand } from './operands.ts'

export const uuids: BuiltinTable = {
  'uuid.parse': [1, (args) => describe(stringOperand(args, 1))],
}

const dashed = /^(?:urn:uuid:)?([\da-f]{8})-([\da-f]{4})-([\da-f]{4})-([\da-f]{4})-([\da-f]{12})$/i
const plain = /^[\da-f]{32}$/i

/** The digits of a UUID in one of its forms; undefined for any other text. */
function digitsOf(text: string): string | undefined {
  if (plain.test(text)) return text
  // In Go, any two characters may stand around a UUID of 36.
  const inner = text.length === 38 ? text.slice(1, -1) : text
  if (text.length === 38 && !dashed.test(inner)) return undefined
  return dashed.exec(inner)?.slice(1).join('')
}

function describe(text: string): Value | undefined {
  const digits = digitsOf(text)
  if (digits === undefined) return undefined
  const bytes = hexBytes(digits)
  const byte = (at: number) => bytes[at] ?? 0
  const version = byte(6) >> 4
  const entries: [string, Value][] = [
    ['version', version],
    ['variant', variantOf(byte(8))],
  ]
  if (version === 1 || version === 2) {
    const node = digits.toLowerCase().slice(20)
    entries.push(
      ['time', timeOf(digits)],
      ['nodeid', node.replace(/..(?=.)/g, '$&-')],
      ['macvariables', macOf(byte(10))],
      ['clocksequence', ((byte(8) << 8) | byte(9)) & 0x3fff],
    )
  }
  if (version === 2) {
    entries.push(['id', Number.parseInt(digits.slice(0, 8), 16)], ['domain', domainOf(byte(9))])
  }
  return objectOf(entries)
}

function variantOf(byte: number): string {
  if ((byte & 0xc0) === 0x80) return 'RFC4122'
  if ((byte & 0xe0) === 0xc0) return 'Microsoft'
  return (byte & 0xe0) === 0xe0 ? 'Future' : 'Reserved'
}

/** Between the start of the Gregorian calendar and the epoch, in steps of 100 ns. */
const gregorianOffset = 122_192_928_000_000_000n

function timeOf(digits: string): Value {
  const low = digits.slice(0, 8)
  const middle = digits.slice(8, 12)
  const high = digits.slice(13, 16)
  return fromBigInt((BigInt(`0x${high}${middle}${low}`) - gregorianOffset) * 100n)
}

function macOf(byte: number): string {
  return `${byte & 2 ? 'local' : 'global'}:${byte & 1 ? 'multicast' : 'unicast'}`
}

function domainOf(byte: number): string {
  return ['Person', 'Group', 'Org'][byte] ?? `Domain${byte}`
}
