/** Which hosts are reached without the proxy, as NO_PROXY is commonly read. */

import { BlockList, isIP } from 'node:net'

/** Names with their sub-domains (`example.com`, `.example.com`), addresses, ranges, `*`, each with or without a port. */
export function isWithoutProxy(url: string, noProxy: string | undefined): boolean {
  const { hostname, port, protocol } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const usedPort = port || (protocol === 'http:' ? '80' : '443')
  return (noProxy ?? '')
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => matches(entry.toLowerCase(), host, usedPort))
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true
  if (entry.includes('/')) return isInRange(host, entry)
  const [, name = entry, ofPort] = isIP(entry) === 6 ? [] : (/^(.*?)(?::(\d+))?$/.exec(entry) ?? [])
  if (ofPort && ofPort !== port) return false
  const bare = name.replace(/^\*?\./, '')
  return host === bare || (isIP(host) === 0 && host.endsWith(`.${bare}`))
}

function isInRange(host: string, range: string): boolean {
  const [address = '', length = ''] = range.split('/')
  const [family, kind] = [isIP(address), isIP(host)]
  const bits = Number(length)
  if (family === 0 || kind !== family || !Number.isInteger(bits) || length === '') return false
  if (bits < 0 || bits > (family === 4 ? 32 : 128)) return false
  const list = new BlockList()
  const version = family === 4 ? 'ipv4' : 'ipv6'
  list.addSubnet(address, bits, version)
  return list.check(host, version)
}
