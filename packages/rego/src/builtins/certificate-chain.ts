/** Chains of certificates up to a root, verified as Go's crypto/x509 does. */

import { type CertificateFields, fieldsOf, namesOf } from './certificate-fields.ts'
import type { Certificate, SignatureInfo } from './certificates.ts'
import { oidText, readAll, readDer, readInteger } from './der.ts'
import { digest } from './hashes.ts'
import { type Address, containsAddress, parseAddress } from './ip.ts'
import type { PublicKey } from './keys.ts'
import {
  type HashBits,
  verifyEcdsaNumbers,
  verifyPkcs1,
  verifyPss,
  verifySignature,
} from './signatures.ts'
import { hostnameOf, type ParsedUrl } from './url-parse.ts'

export interface ChainOptions {
  readonly dnsName: string
  /** Seconds since the epoch. */
  readonly time: number
  /** By Go's numbers; 0 is any. */
  readonly keyUsages: readonly number[]
}

interface Candidate {
  readonly certificate: Certificate
  readonly fields: CertificateFields
}

/** How many certificates a chain may have. */
const chainMax = 32
/** Signing certificates, among the uses of a key. */
const certificateSigning = 1 << 5

/**
 * The chain from the last certificate up to the first, which is trusted, by way of those between.
 * Undefined when there is none.
 */
export function verifyChain(
  certificates: readonly Certificate[],
  options: ChainOptions,
): Certificate[] | undefined {
  const [root, ...others] = certificates.map((certificate) => ({
    certificate,
    fields: fieldsOf(certificate.extensions),
  }))
  const leaf = others.pop()
  if (root === undefined || leaf === undefined) return undefined
  const isPlausible =
    isValid(leaf, [], options) && (options.dnsName === '' || isNamed(leaf.fields, options.dnsName))
  if (!isPlausible) return undefined
  const isRoot = same(leaf.certificate.raw, root.certificate.raw)
  const chain = isRoot ? [leaf] : extend([leaf], root, others, options)
  return chain?.map(({ certificate }) => certificate)
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

/** Tries the root first, then each of the others that is not in the chain yet. */
function extend(
  chain: readonly Candidate[],
  root: Candidate,
  others: readonly Candidate[],
  options: ChainOptions,
): Candidate[] | undefined {
  const last = chain.at(-1)
  if (last === undefined || chain.length > chainMax) return undefined
  if (isIssuer(root, last) && isValid(root, chain, options)) {
    const whole = [...chain, root]
    if (permitsUsage(whole, options.keyUsages)) return whole
  }
  for (const other of others) {
    if (chain.includes(other) || !isIssuer(other, last)) continue
    const { hasBasicConstraints, isAuthority } = other.fields
    if (!hasBasicConstraints || !isAuthority || !isValid(other, chain, options)) continue
    const found = extend([...chain, other], root, others, options)
    if (found !== undefined) return found
  }
  return undefined
}

function isIssuer(parent: Candidate, child: Candidate): boolean {
  if (!same(parent.certificate.subject.raw, child.certificate.issuer.raw)) return false
  const { hasBasicConstraints, isAuthority, keyUsage } = parent.fields
  if (parent.certificate.version === 3 && !hasBasicConstraints) return false
  if (hasBasicConstraints && !isAuthority) return false
  if (keyUsage !== 0 && (keyUsage & certificateSigning) === 0) return false
  const { signature, rawBody } = child.certificate
  const key = parent.certificate.publicKey
  return key !== undefined && isSigned(rawBody, signature, key)
}

function isValid(
  { certificate, fields }: Candidate,
  below: readonly Candidate[],
  options: ChainOptions,
): boolean {
  if (fields.unhandled.length > 0) return false
  if (options.time < certificate.notBefore.seconds) return false
  if (options.time > certificate.notAfter.seconds) return false
  if (fields.hasBasicConstraints && fields.pathLengthMax >= 0) {
    if (below.length - 1 > fields.pathLengthMax) return false
  }
  const [leaf] = below
  return leaf === undefined || meetsConstraints(leaf.fields, fields)
}

const rsaHashes: Readonly<Record<string, HashBits>> = {
  '1.2.840.113549.1.1.11': 256,
  '1.2.840.113549.1.1.12': 384,
  '1.2.840.113549.1.1.13': 512,
}
const ecHashes: Readonly<Record<string, HashBits>> = {
  '1.2.840.10045.4.3.2': 256,
  '1.2.840.10045.4.3.3': 384,
  '1.2.840.10045.4.3.4': 512,
}
const pssHashes: Readonly<Record<string, HashBits>> = {
  '2.16.840.1.101.3.4.2.1': 256,
  '2.16.840.1.101.3.4.2.2': 384,
  '2.16.840.1.101.3.4.2.3': 512,
}
const pssOid = '1.2.840.113549.1.1.10'

/** SHA-1 and older hashes count as no signature, as in Go. */
function isSigned(body: Uint8Array, signature: SignatureInfo, key: PublicKey): boolean {
  const { oid, bytes } = signature
  const rsaBits = rsaHashes[oid]
  const ecBits = ecHashes[oid]
  if (key.kind === 'RSA' && rsaBits !== undefined) {
    return verifyPkcs1(key, rsaBits, digest(rsaBits, body), bytes)
  }
  if (key.kind === 'RSA' && oid === pssOid && signature.parameters !== undefined) {
    const [hash] = readAll(signature.parameters.content)
    const algorithm = hash && readAll(readDer(hash.content).content)[0]
    const bits = algorithm && pssHashes[oidText(algorithm)]
    return bits !== undefined && verifyPss(key, bits, digest(bits, body), bytes)
  }
  if (key.kind === 'EC' && ecBits !== undefined) {
    const [r, s] = readAll(readDer(bytes).content)
    return verifyEcdsaNumbers(key, digest(ecBits, body), readInteger(r), readInteger(s))
  }
  return key.kind === 'Ed25519' && verifySignature('EdDSA', key, body, bytes)
}

/** Each certificate that names uses must leave one of those wanted. */
function permitsUsage(chain: readonly Candidate[], wanted: readonly number[]): boolean {
  if (wanted.includes(0)) return true
  let left = [...wanted]
  for (const { fields } of [...chain].reverse()) {
    const { extendedKeyUsage, unknownKeyUsage } = fields
    if (extendedKeyUsage.length === 0 && unknownKeyUsage.length === 0) continue
    if (extendedKeyUsage.includes(0)) continue
    left = left.filter((usage) => extendedKeyUsage.includes(usage))
    if (left.length === 0) return false
  }
  return true
}

function isNamed(fields: CertificateFields, name: string): boolean {
  const address = parseAddress(name.replace(/^\[(.*)\]$/, '$1'))
  if (address !== undefined) {
    return namesOf(fields, 'ip').some((known) =>
      containsAddress({ ...(known as Address), prefix: (known as Address).bits }, address),
    )
  }
  const wanted = name.toLowerCase().replace(/\.$/, '')
  return namesOf(fields, 'dns').some((pattern) =>
    matchesHost(String(pattern).toLowerCase(), wanted),
  )
}

/** A star may stand for the first label alone. */
function matchesHost(pattern: string, host: string): boolean {
  const labels = pattern.split('.')
  const parts = host.split('.')
  if (host === '' || labels.length !== parts.length) return false
  return labels.every((label, i) => (i === 0 && label === '*') || label === parts[i])
}

function meetsConstraints(leaf: CertificateFields, authority: CertificateFields): boolean {
  const { permitted, excluded } = authority.constraints
  const meets = <T, C>(
    names: readonly T[],
    allowed: readonly C[],
    denied: readonly C[],
    matches: (name: T, constraint: C) => boolean,
  ) =>
    names.every(
      (name) =>
        !denied.some((constraint) => matches(name, constraint)) &&
        (allowed.length === 0 || allowed.some((constraint) => matches(name, constraint))),
    )
  return (
    meets(namesOf(leaf, 'dns').map(String), permitted.dns, excluded.dns, isBelow) &&
    meets(namesOf(leaf, 'email').map(String), permitted.email, excluded.email, isMailBelow) &&
    meets(namesOf(leaf, 'uri') as ParsedUrl[], permitted.uri, excluded.uri, (uri, constraint) =>
      isBelow(hostnameOf(uri), constraint),
    ) &&
    meets(namesOf(leaf, 'ip') as Address[], permitted.ip, excluded.ip, (address, range) =>
      containsAddress(range, address),
    )
  )
}

/** Whether a name is a domain or one below it; with a leading dot only those below. */
function isBelow(name: string, constraint: string): boolean {
  if (constraint === '') return true
  const labels = name.toLowerCase().split('.').reverse()
  const strict = constraint.startsWith('.')
  const wanted = constraint.toLowerCase().replace(/^\./, '').split('.').reverse()
  if (labels.length < wanted.length || (strict && labels.length === wanted.length)) return false
  return wanted.every((label, i) => label === labels[i])
}

function isMailBelow(address: string, constraint: string): boolean {
  if (constraint.includes('@')) return address === constraint
  return isBelow(address.slice(address.lastIndexOf('@') + 1), constraint)
}
