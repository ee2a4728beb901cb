/** IP addresses and networks of both versions, as Go's net package has them. */

export interface Address {
  readonly value: bigint
  /** 32 or 128. */
  readonly bits: number
}

export interface Network extends Address {
  /** How many leading bits all its addresses share. */
  readonly prefix: number
}

const mappedPrefix = 0xffffn

/** IPv6 may hold an IPv4 address, `::ffff:1.2.3.4`, which then counts as that. */
export function unmap(address: Address): Address {
  const isMapped = address.bits === 128 && address.value >> 32n === mappedPrefix
  return isMapped ? { value: address.value & 0xffffffffn, bits: 32 } : address
}

export function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseVersion6(text) : parseVersion4(text)
}

function parseVersion4(text: string): Address | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  let value = 0n
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined
    value = (value << 8n) | BigInt(part)
  }
  return { value, bits: 32 }
}

function parseVersion6(text: string): Address | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = groupsOf(halves[0] ?? '')
  const tail = groupsOf(halves[1] ?? '')
  if (head === undefined || tail === undefined) return undefined
  // Only the last group may be an IPv4 address.
  if (halves.length === 2 && (halves[0] ?? '').includes('.')) return undefined
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail]
  return { value: groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n), bits: 128 }
}

function groupsOf(text: string): number[] | undefined {
  if (text === '') return []
  const parts = text.split(':')
  const groups: number[] = []
  for (const [i, part] of parts.entries()) {
    if (part.includes('.') && i === parts.length - 1) {
      const address = parseVersion4(part)
      if (address === undefined) return undefined
      groups.push(Number(address.value >> 16n), Number(address.value & 0xffffn))
    } else if (/^[\da-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return groups
}

/** `10.0.0.0/8`; bits of the address behind the prefix are dropped. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf('/')
  if (slash < 0) return undefined
  const address = parseAddress(text.slice(0, slash))
  const length = text.slice(slash + 1)
  if (address === undefined || !/^\d{1,7}$/.test(length)) return undefined
  const prefix = Number(length)
  if (prefix > address.bits) return undefined
  return { ...address, value: masked(address, prefix), prefix }
}

function masked(address: Address, prefix: number): bigint {
  const host = BigInt(address.bits - prefix)
  return (address.value >> host) << host
}

/** The first and last address of a network. */
export function rangeOf(network: Network): { first: bigint; last: bigint } {
  const first = masked(network, network.prefix)
  return { first, last: first | ((1n << BigInt(network.bits - network.prefix)) - 1n) }
}

export function containsAddress(network: Network, address: Address): boolean {
  const plain = unmap(address)
  const base = unmap(network)
  const prefix = base.bits === network.bits ? network.prefix : Math.max(network.prefix - 96, 0)
  if (plain.bits !== base.bits) return false
  return masked(plain, prefix) === masked(base, prefix)
}

export function printAddress(address: Address): string {
  const plain = unmap(address)
  if (plain.bits === 32) {
    return [24n, 16n, 8n, 0n].map((shift) => String((plain.value >> shift) & 255n)).join('.')
  }
  const groups = Array.from({ length: 8 }, (_, i) =>
    Number((plain.value >> BigInt(112 - 16 * i)) & 0xffffn),
  )
  const { start, length } = longestZeros(groups)
  const texts = groups.map((group) => group.toString(16))
  if (length < 2) return texts.join(':')
  return `${texts.slice(0, start).join(':')}::${texts.slice(start + length).join(':')}`
}

function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  for (let start = 0; start < groups.length; start++) {
    let end = start
    while (groups[end] === 0) end++
    if (end - start > best.length) best = { start, length: end - start }
  }
  return best
}

export function printNetwork(network: Network): string {
  const base = unmap(network)
  const prefix = base.bits === network.bits ? network.prefix : Math.max(network.prefix - 96, 0)
  return `${printAddress(network)}/${prefix}`
}
