/** What the extensions of a certificate say. */

import { BuiltinError } from './builtin.ts'
import { utf8Text } from './bytes.ts'
import type { Extension } from './certificates.ts'
import {
  bitStringBytes,
  DerError,
  type DerValue,
  derTags,
  oidText,
  readAll,
  readDer,
  readInteger,
  readOid,
  unsignedInteger,
} from './der.ts'
import type { Address, Network } from './ip.ts'
import { type ParsedUrl, parseUrl } from './url-parse.ts'

export type NameKind = 'dns' | 'email' | 'ip' | 'uri'
export type AlternativeName = string | Address | ParsedUrl

/** Names below which, or outside of which, an authority's certificates must stay. */
export interface ConstraintSet {
  readonly dns: string[]
  readonly email: string[]
  readonly ip: Network[]
  readonly uri: string[]
}

export interface CertificateFields {
  keyUsage: number
  extendedKeyUsage: number[]
  unknownKeyUsage: number[][]
  hasBasicConstraints: boolean
  isAuthority: boolean
  /** -1 for no limit in an extension, 0 also where there is no extension. */
  pathLengthMax: number
  subjectKeyId: Uint8Array | undefined
  authorityKeyId: Uint8Array | undefined
  ocspServers: string[]
  issuerUrls: string[]
  revocationUrls: string[]
  policies: number[][]
  names: (readonly [NameKind, AlternativeName])[]
  constraints: { critical: boolean; permitted: ConstraintSet; excluded: ConstraintSet }
  /** Critical extensions that nothing here understands. */
  unhandled: (readonly number[])[]
}

export function namesOf(fields: CertificateFields, kind: NameKind): AlternativeName[] {
  return fields.names.filter(([name]) => name === kind).map(([, value]) => value)
}

export function fieldsOf(extensions: readonly Extension[]): CertificateFields {
  const none = (): ConstraintSet => ({ dns: [], email: [], ip: [], uri: [] })
  const fields: CertificateFields = {
    keyUsage: 0,
    extendedKeyUsage: [],
    unknownKeyUsage: [],
    hasBasicConstraints: false,
    isAuthority: false,
    pathLengthMax: 0,
    subjectKeyId: undefined,
    authorityKeyId: undefined,
    ocspServers: [],
    issuerUrls: [],
    revocationUrls: [],
    policies: [],
    names: [],
    constraints: { critical: false, permitted: none(), excluded: none() },
    unhandled: [],
  }
  for (const extension of extensions) {
    const read = readers[extension.oid]
    if (read !== undefined) read(fields, readDer(extension.value), extension)
    else if (extension.critical) fields.unhandled.push(extension.oidNumbers)
  }
  return fields
}

type Reader = (fields: CertificateFields, value: DerValue, extension: Extension) => void

const readers: Readonly<Record<string, Reader>> = {
  '2.5.29.15': (fields, value) => {
    fields.keyUsage = usageBits(bitStringBytes(value))
  },
  '2.5.29.19': (fields, value) => {
    const [first, second] = readAll(value.content)
    const length = first?.tag === derTags.integer ? first : second
    fields.hasBasicConstraints = true
    fields.isAuthority = first?.tag === derTags.boolean && first.content[0] !== 0
    fields.pathLengthMax = length === undefined ? -1 : Number(readInteger(length))
  },
  '2.5.29.17': (fields, value, extension) => {
    fields.names = readAll(value.content).flatMap(alternativeName)
    if (fields.names.length === 0 && extension.critical) fields.unhandled.push(extension.oidNumbers)
  },
  '2.5.29.30': (fields, value, extension) => readConstraints(fields, value, extension.critical),
  '2.5.29.31': (fields, value) => {
    for (const point of readAll(value.content)) {
      const name = readAll(point.content).find((part) => part.tag === 0xa0)
      const full = name === undefined ? undefined : readAll(name.content)[0]
      if (full?.tag !== 0xa0) continue
      const uris = readAll(full.content).filter((part) => part.tag === 0x86)
      fields.revocationUrls.push(...uris.map((part) => utf8Text(part.content)))
    }
  },
  '2.5.29.35': (fields, value) => {
    const id = readAll(value.content).find((part) => part.tag === 0x80)
    fields.authorityKeyId = id?.content
  },
  '2.5.29.37': (fields, value) => {
    for (const usage of readAll(value.content)) {
      const known = extendedUsages.indexOf(oidText(usage))
      if (known >= 0) fields.extendedKeyUsage.push(known)
      else fields.unknownKeyUsage.push(readOid(usage))
    }
  },
  '2.5.29.14': (fields, value) => {
    fields.subjectKeyId = value.content
  },
  '2.5.29.32': (fields, value) => {
    fields.policies = readAll(value.content).map((policy) => readOid(readAll(policy.content)[0]))
  },
  '1.3.6.1.5.5.7.1.1': (fields, value) => {
    for (const access of readAll(value.content)) {
      const [method, location] = readAll(access.content)
      if (location?.tag !== 0x86) continue
      const url = utf8Text(location.content)
      if (oidText(method) === '1.3.6.1.5.5.7.48.1') fields.ocspServers.push(url)
      if (oidText(method) === '1.3.6.1.5.5.7.48.2') fields.issuerUrls.push(url)
    }
  },
}

/** By Go's numbers. */
const extendedUsages = [
  '2.5.29.37.0',
  '1.3.6.1.5.5.7.3.1',
  '1.3.6.1.5.5.7.3.2',
  '1.3.6.1.5.5.7.3.3',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.5.5.7.3.5',
  '1.3.6.1.5.5.7.3.6',
  '1.3.6.1.5.5.7.3.7',
  '1.3.6.1.5.5.7.3.8',
  '1.3.6.1.5.5.7.3.9',
  '1.3.6.1.4.1.311.10.3.3',
  '2.16.840.1.113730.4.1',
  '1.3.6.1.4.1.311.2.1.22',
  '1.3.6.1.4.1.311.61.1.1',
]

/** The first bit of the string is the lowest of the number. */
function usageBits(bytes: Uint8Array): number {
  let usage = 0
  for (let i = 0; i < 9; i++) {
    if (((bytes[i >> 3] ?? 0) >> (7 - (i & 7))) & 1) usage |= 1 << i
  }
  return usage
}

function alternativeName(value: DerValue): (readonly [NameKind, AlternativeName])[] {
  switch (value.tag) {
    case 0x81:
      return [['email', utf8Text(value.content)]]
    case 0x82:
      return [['dns', utf8Text(value.content)]]
    case 0x86:
      return [['uri', urlOf(utf8Text(value.content))]]
    case 0x87:
      return [['ip', addressOf(value.content)]]
    default:
      return []
  }
}

function urlOf(text: string): ParsedUrl {
  try {
    return parseUrl(text)
  } catch (error) {
    if (!(error instanceof BuiltinError)) throw error
    throw new DerError(`x509: cannot parse URI ${JSON.stringify(text)}: ${error.message}`)
  }
}

function addressOf(bytes: Uint8Array): Address {
  if (bytes.length !== 4 && bytes.length !== 16) {
    throw new DerError(`x509: cannot parse IP address of length ${bytes.length}`)
  }
  return { value: unsignedInteger(bytes), bits: bytes.length * 8 }
}

function readConstraints(fields: CertificateFields, value: DerValue, critical: boolean): void {
  fields.constraints.critical = critical
  for (const part of readAll(value.content)) {
    const set = part.tag === 0xa0 ? fields.constraints.permitted : fields.constraints.excluded
    for (const subtree of readAll(part.content)) {
      const [base] = readAll(subtree.content)
      if (base === undefined) continue
      const text = () => utf8Text(base.content)
      if (base.tag === 0x81) set.email.push(text())
      else if (base.tag === 0x82) set.dns.push(text())
      else if (base.tag === 0x86) set.uri.push(text())
      else if (base.tag === 0x87) set.ip.push(rangeOf(base.content))
    }
  }
}

/** An address and its mask behind each other. */
function rangeOf(bytes: Uint8Array): Network {
  const half = bytes.length / 2
  if (half !== 4 && half !== 16) throw new DerError('x509: IP constraint of a wrong length')
  const mask = unsignedInteger(bytes.subarray(half)).toString(2)
  const prefix = mask === '0' ? 0 : mask.lastIndexOf('1') + 1
  return { value: unsignedInteger(bytes.subarray(0, half)), bits: half * 8, prefix }
}
