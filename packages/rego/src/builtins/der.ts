/** ASN.1 in its distinguished encoding, as keys and certificates are written. */

/** One value: its tag byte, its content, and all its bytes. */
export interface DerValue {
  readonly tag: number
  readonly content: Uint8Array
  readonly raw: Uint8Array
}

export const derTags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  printableString: 0x13,
  t61String: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
} as const

/** Why bytes are no DER; those who read certificates say what it means. */
export class DerError extends Error {}

/** The value that begins at an offset. */
export function readDer(bytes: Uint8Array, offset = 0): DerValue {
  const tag = bytes[offset]
  const first = bytes[offset + 1]
  if (tag === undefined || first === undefined) throw new DerError('truncated DER')
  if ((tag & 0x1f) === 0x1f) throw new DerError('DER tag of several bytes')
  let length = first
  let start = offset + 2
  if (first >= 0x80) {
    const size = first & 0x7f
    if (size === 0 || size > 4) throw new DerError('DER length of unsupported size')
    length = 0
    for (let i = 0; i < size; i++) length = length * 256 + (bytes[start + i] ?? 0)
    start += size
  }
  if (start + length > bytes.length) throw new DerError('truncated DER')
  return {
    tag,
    content: bytes.subarray(start, start + length),
    raw: bytes.subarray(offset, start + length),
  }
}

/** The values inside a constructed one, or behind each other in bytes. */
export function readAll(bytes: Uint8Array): DerValue[] {
  const values: DerValue[] = []
  for (let at = 0; at < bytes.length; ) {
    const value = readDer(bytes, at)
    values.push(value)
    at += value.raw.length
  }
  return values
}

/** A value that must have a tag. */
export function expectTag(value: DerValue | undefined, tag: number): DerValue {
  if (value?.tag === tag) return value
  throw new DerError(`DER value of tag ${value?.tag ?? 'none'} instead of ${tag}`)
}

export function readInteger(value: DerValue | undefined): bigint {
  const { content } = expectTag(value, derTags.integer)
  const size = BigInt(content.length * 8)
  const unsigned = unsignedInteger(content)
  return (content[0] ?? 0) >= 0x80 ? unsigned - (1n << size) : unsigned
}

export function unsignedInteger(bytes: Uint8Array): bigint {
  let hex = ''
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return hex === '' ? 0n : BigInt(`0x${hex}`)
}

/** The big-endian bytes of a number that is not negative. */
export function integerBytes(value: bigint, length: number): Uint8Array {
  const hex = value.toString(16).padStart(length * 2, '0')
  return Uint8Array.from({ length }, (_, i) => Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16))
}

/** How many bytes a number takes. */
export function byteLength(value: bigint): number {
  return Math.ceil(value.toString(16).length / 2)
}

/** The numbers of an object identifier. */
export function readOid(value: DerValue | undefined): number[] {
  const { content } = expectTag(value, derTags.oid)
  const numbers: number[] = []
  let number = 0
  for (const byte of content) {
    number = number * 128 + (byte & 0x7f)
    if (byte >= 0x80) continue
    if (numbers.length === 0) {
      const first = Math.min(Math.floor(number / 40), 2)
      numbers.push(first, number - first * 40)
    } else numbers.push(number)
    number = 0
  }
  return numbers
}

export function oidText(value: DerValue | undefined): string {
  return readOid(value).join('.')
}

/** The bytes of a bit string of whole bytes. */
export function bitStringBytes(value: DerValue | undefined): Uint8Array {
  return expectTag(value, derTags.bitString).content.subarray(1)
}
