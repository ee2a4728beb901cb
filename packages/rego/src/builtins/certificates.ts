/** X.509 certificates and requests, read from DER. */

import { utf8Text } from './bytes.ts'
import {
  bitStringBytes,
  DerError,
  type DerValue,
  derTags,
  expectTag,
  oidText,
  readAll,
  readDer,
  readInteger,
  readOid,
} from './der.ts'
import { type Instant, parseDerTime } from './der-time.ts'
import { type PublicKey, parsePublicKeyInfo } from './keys.ts'

export interface Extension {
  readonly oid: string
  readonly oidNumbers: readonly number[]
  readonly critical: boolean
  readonly value: Uint8Array
}

export interface NameAttribute {
  readonly oid: string
  readonly oidNumbers: readonly number[]
  readonly value: string
}

export interface DistinguishedName {
  readonly raw: Uint8Array
  readonly attributes: readonly NameAttribute[]
}

export interface SignatureInfo {
  readonly oid: string
  readonly parameters: DerValue | undefined
  readonly bytes: Uint8Array
}

export interface Certificate {
  readonly raw: Uint8Array
  /** What is signed. */
  readonly rawBody: Uint8Array
  readonly rawKey: Uint8Array
  readonly keyOid: string
  readonly version: number
  readonly serialNumber: bigint
  readonly issuer: DistinguishedName
  readonly subject: DistinguishedName
  readonly notBefore: Instant
  readonly notAfter: Instant
  readonly publicKey: PublicKey | undefined
  readonly extensions: readonly Extension[]
  readonly signature: SignatureInfo
}

export interface CertificateRequest {
  readonly raw: Uint8Array
  readonly rawBody: Uint8Array
  readonly rawKey: Uint8Array
  readonly keyOid: string
  readonly version: number
  readonly subject: DistinguishedName
  readonly publicKey: PublicKey | undefined
  readonly attributes: readonly DerValue[]
  readonly extensions: readonly Extension[]
  readonly signature: SignatureInfo
}

/** One certificate. Throws a `DerError`. */
export function parseCertificate(bytes: Uint8Array): Certificate {
  const outer = expectTag(readDer(bytes), derTags.sequence)
  if (outer.raw.length !== bytes.length) throw new DerError('x509: trailing data')
  const { body, signature } = signedParts(outer)
  const fields = readAll(body.content)
  const hasVersion = fields[0]?.tag === 0xa0
  const version = hasVersion ? Number(readInteger(readDer(fields[0]?.content ?? body.content))) : 0
  const [serial, , issuer, validity, subject, key, ...optional] = hasVersion
    ? fields.slice(1)
    : fields
  const [notBefore, notAfter] = readAll(expectTag(validity, derTags.sequence).content)
  const info = expectTag(key, derTags.sequence)
  const extensions = optional.find((value) => value.tag === 0xa3)
  return {
    raw: outer.raw,
    rawBody: body.raw,
    rawKey: info.raw,
    keyOid: algorithmOf(readAll(info.content)[0]).oid,
    version: version + 1,
    serialNumber: readInteger(serial),
    issuer: parseName(issuer),
    subject: parseName(subject),
    notBefore: parseDerTime(notBefore),
    notAfter: parseDerTime(notAfter),
    publicKey: parsePublicKeyInfo(info),
    extensions: extensions === undefined ? [] : parseExtensions(readDer(extensions.content)),
    signature,
  }
}

/** Certificates behind each other. */
export function parseCertificates(bytes: Uint8Array): Certificate[] {
  return readAll(bytes).map((value) => parseCertificate(value.raw))
}

export function parseRequest(bytes: Uint8Array): CertificateRequest {
  const outer = expectTag(readDer(bytes), derTags.sequence)
  const { body, signature } = signedParts(outer)
  const [version, subject, key, attributes] = readAll(body.content)
  const info = expectTag(key, derTags.sequence)
  const all = attributes === undefined ? [] : readAll(attributes.content)
  const requested = all.find((value) => oidText(readAll(value.content)[0]) === extensionRequest)
  const set = requested === undefined ? undefined : readAll(requested.content)[1]
  return {
    raw: outer.raw,
    rawBody: body.raw,
    rawKey: info.raw,
    keyOid: algorithmOf(readAll(info.content)[0]).oid,
    version: Number(readInteger(version)),
    subject: parseName(subject),
    publicKey: parsePublicKeyInfo(info),
    attributes: all,
    extensions: set === undefined ? [] : parseExtensions(readDer(set.content)),
    signature,
  }
}

export const extensionRequest = '1.2.840.113549.1.9.14'

function signedParts(outer: DerValue): { body: DerValue; signature: SignatureInfo } {
  const [body, algorithm, signature] = readAll(outer.content)
  const { oid, parameters } = algorithmOf(algorithm)
  return {
    body: expectTag(body, derTags.sequence),
    signature: { oid, parameters, bytes: bitStringBytes(signature) },
  }
}

function algorithmOf(value: DerValue | undefined) {
  const [oid, parameters] = readAll(expectTag(value, derTags.sequence).content)
  return { oid: oidText(oid), parameters }
}

function parseName(value: DerValue | undefined): DistinguishedName {
  const sequence = expectTag(value, derTags.sequence)
  const attributes = readAll(sequence.content).flatMap((set) =>
    readAll(set.content).map((attribute) => {
      const [type, text] = readAll(attribute.content)
      return { oid: oidText(type), oidNumbers: readOid(type), value: derText(text) }
    }),
  )
  return { raw: sequence.raw, attributes }
}

/** A string of one of ASN.1's kinds. */
export function derText(value: DerValue | undefined): string {
  if (value === undefined) throw new DerError('missing string')
  if (value.tag === derTags.bmpString) {
    let text = ''
    for (let i = 0; i + 1 < value.content.length; i += 2) {
      text += String.fromCharCode((value.content[i] ?? 0) * 256 + (value.content[i + 1] ?? 0))
    }
    return text
  }
  if (value.tag === derTags.t61String) return String.fromCharCode(...value.content)
  return utf8Text(value.content)
}

function parseExtensions(list: DerValue): Extension[] {
  return readAll(list.content).map((extension) => {
    const [oid, second, third] = readAll(extension.content)
    const isMarked = second?.tag === derTags.boolean
    return {
      oid: oidText(oid),
      oidNumbers: readOid(oid),
      critical: isMarked && second.content[0] === 0xff,
      value: expectTag(isMarked ? third : second, derTags.octetString).content,
    }
  })
}
