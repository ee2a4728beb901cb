/** Certificates as Go's encoding/json writes its structures, which is what policies see. */

import { fromBigInt } from '../values/number.ts'
import { objectOf } from '../values/object.ts'
import type { Value } from '../values/value.ts'
import { base64Text, standard } from './bytes.ts'
import { type Instant, toLocalTime, utc } from './calendar.ts'
import { type CertificateFields, fieldsOf, namesOf } from './certificate-fields.ts'
import {
  type Certificate,
  type CertificateRequest,
  type DistinguishedName,
  derText,
  type Extension,
  extensionRequest,
  type SignatureInfo,
} from './certificates.ts'
import {
  type DerValue,
  derTags,
  integerBytes,
  oidText,
  readAll,
  readOid,
  unsignedInteger,
} from './der.ts'
import { type Address, type Network, printAddress } from './ip.ts'
import type { PublicKey } from './keys.ts'
import { formatTime } from './time-layout.ts'
import { type ParsedUrl, printUrl } from './url-parse.ts'

function base64(bytes: Uint8Array): string {
  return base64Text(bytes, standard, true)
}

/** Go writes null for a list without members that was never made. */
function listOf(items: readonly Value[]): Value {
  return items.length === 0 ? null : items
}

export function certificateValue(certificate: Certificate, withUriStrings: boolean): Value {
  const fields = fieldsOf(certificate.extensions)
  const time = (instant: Instant) =>
    formatTime(toLocalTime(instant, utc), '2006-01-02T15:04:05Z07:00')
  const entries: [string, Value][] = [
    ['Raw', base64(certificate.raw)],
    ['RawTBSCertificate', base64(certificate.rawBody)],
    ['RawSubjectPublicKeyInfo', base64(certificate.rawKey)],
    ['RawSubject', base64(certificate.subject.raw)],
    ['RawIssuer', base64(certificate.issuer.raw)],
    ['Version', certificate.version],
    ['SerialNumber', fromBigInt(certificate.serialNumber)],
    ['Issuer', nameValue(certificate.issuer)],
    ['Subject', nameValue(certificate.subject)],
    ['NotBefore', time(certificate.notBefore)],
    ['NotAfter', time(certificate.notAfter)],
    ['Extensions', listOf(certificate.extensions.map(extensionValue))],
    ['ExtraExtensions', null],
    ...signatureEntries(certificate.signature),
    ...keyEntries(certificate.keyOid, certificate.publicKey),
    ...fieldEntries(fields),
    ...nameEntries(fields),
  ]
  if (withUriStrings) {
    entries.push([
      'URIStrings',
      listOf(namesOf(fields, 'uri').map((uri) => printUrl(uri as ParsedUrl))),
    ])
  }
  return objectOf(entries)
}

export function requestValue(request: CertificateRequest): Value {
  const fields = fieldsOf(request.extensions)
  return objectOf([
    ['Raw', base64(request.raw)],
    ['RawTBSCertificateRequest', base64(request.rawBody)],
    ['RawSubjectPublicKeyInfo', base64(request.rawKey)],
    ['RawSubject', base64(request.subject.raw)],
    ['Version', request.version],
    ['Subject', nameValue(request.subject)],
    ['Attributes', listOf(request.attributes.flatMap(attributeValue))],
    ['Extensions', listOf(request.extensions.map(extensionValue))],
    ['ExtraExtensions', null],
    ...signatureEntries(request.signature),
    ...keyEntries(request.keyOid, request.publicKey),
    ...nameEntries(fields),
  ])
}

/** Only attributes whose values are pairs of a type and a value have a place in Go's structure. */
function attributeValue(attribute: DerValue): Value[] {
  const [type, set] = readAll(attribute.content)
  if (oidText(type) !== extensionRequest || set === undefined) return []
  const value = readAll(set.content).map((list) =>
    readAll(list.content).map((pair) => {
      const [oid, ...rest] = readAll(pair.content)
      const last = rest.at(-1)
      const shown = last?.tag === derTags.octetString ? base64(last.content) : derText(last)
      return objectOf([
        ['Type', readOid(oid)],
        ['Value', shown],
      ])
    }),
  )
  return [
    objectOf([
      ['Type', readOid(type)],
      ['Value', value],
    ]),
  ]
}

const nameFields: readonly (readonly [string, string])[] = [
  ['Country', '2.5.4.6'],
  ['Organization', '2.5.4.10'],
  ['OrganizationalUnit', '2.5.4.11'],
  ['Locality', '2.5.4.7'],
  ['Province', '2.5.4.8'],
  ['StreetAddress', '2.5.4.9'],
  ['PostalCode', '2.5.4.17'],
]

function nameValue(name: DistinguishedName): Value {
  const valuesOf = (oid: string) =>
    name.attributes.filter((attribute) => attribute.oid === oid).map(({ value }) => value)
  return objectOf([
    ...nameFields.map(([field, oid]): [string, Value] => [field, listOf(valuesOf(oid))]),
    ['SerialNumber', valuesOf('2.5.4.5').at(-1) ?? ''],
    ['CommonName', valuesOf('2.5.4.3').at(-1) ?? ''],
    [
      'Names',
      listOf(
        name.attributes.map(({ oidNumbers, value }) =>
          objectOf([
            ['Type', oidNumbers],
            ['Value', value],
          ]),
        ),
      ),
    ],
    ['ExtraNames', null],
  ])
}

function extensionValue({ oidNumbers, critical, value }: Extension): Value {
  return objectOf([
    ['Id', oidNumbers],
    ['Critical', critical],
    ['Value', base64(value)],
  ])
}

/** Go's numbers for the algorithms of signatures. */
const signatureNumbers: Readonly<Record<string, number>> = {
  '1.2.840.113549.1.1.2': 1,
  '1.2.840.113549.1.1.4': 2,
  '1.2.840.113549.1.1.5': 3,
  '1.3.14.3.2.29': 3,
  '1.2.840.113549.1.1.11': 4,
  '1.2.840.113549.1.1.12': 5,
  '1.2.840.113549.1.1.13': 6,
  '1.2.840.10045.4.1': 9,
  '1.2.840.10045.4.3.2': 10,
  '1.2.840.10045.4.3.3': 11,
  '1.2.840.10045.4.3.4': 12,
  '1.3.101.112': 16,
}
/** PSS names its hash in the parameters. */
const pssOid = '1.2.840.113549.1.1.10'
const pssNumbers: Readonly<Record<string, number>> = {
  '2.16.840.1.101.3.4.2.1': 13,
  '2.16.840.1.101.3.4.2.2': 14,
  '2.16.840.1.101.3.4.2.3': 15,
}

function signatureEntries({ oid, parameters, bytes }: SignatureInfo): [string, Value][] {
  let number = signatureNumbers[oid] ?? 0
  if (oid === pssOid && parameters !== undefined) {
    const [hash] = readAll(parameters.content)
    const algorithm =
      hash === undefined ? undefined : readAll(readAll(hash.content)[0]?.content ?? bytes)[0]
    number = algorithm === undefined ? 0 : (pssNumbers[oidText(algorithm)] ?? 0)
  }
  return [
    ['Signature', base64(bytes)],
    ['SignatureAlgorithm', number],
  ]
}

const keyNumbers: Readonly<Record<string, number>> = {
  '1.2.840.113549.1.1.1': 1,
  '1.2.840.10040.4.1': 2,
  '1.2.840.10045.2.1': 3,
  '1.3.101.112': 4,
}

function keyEntries(oid: string, key: PublicKey | undefined): [string, Value][] {
  return [
    ['PublicKeyAlgorithm', keyNumbers[oid] ?? 0],
    ['PublicKey', key === undefined ? null : publicKeyValue(key)],
  ]
}

export function publicKeyValue(key: PublicKey): Value {
  switch (key.kind) {
    case 'RSA':
      return objectOf([
        ['N', fromBigInt(key.modulus)],
        ['E', fromBigInt(key.exponent)],
      ])
    case 'EC': {
      const size = (key.point.length - 1) / 2
      return objectOf([
        ['Curve', objectOf([])],
        ['X', fromBigInt(unsignedInteger(key.point.subarray(1, 1 + size)))],
        ['Y', fromBigInt(unsignedInteger(key.point.subarray(1 + size)))],
      ])
    }
    case 'Ed25519':
      return base64(key.bytes)
  }
}

function fieldEntries(fields: CertificateFields): [string, Value][] {
  const { constraints } = fields
  const texts = (names: readonly (string | Network)[]) =>
    listOf(names.filter((name) => typeof name === 'string'))
  const ranges = (names: readonly (string | Network)[]) =>
    listOf(names.flatMap((name) => (typeof name === 'string' ? [] : [rangeValue(name)])))
  return [
    ['KeyUsage', fields.keyUsage],
    ['UnhandledCriticalExtensions', listOf(fields.unhandled)],
    ['ExtKeyUsage', listOf(fields.extendedKeyUsage)],
    ['UnknownExtKeyUsage', listOf(fields.unknownKeyUsage)],
    ['BasicConstraintsValid', fields.hasBasicConstraints],
    ['IsCA', fields.isAuthority],
    ['MaxPathLen', fields.pathLengthMax],
    ['MaxPathLenZero', fields.pathLengthMax === 0 && fields.hasBasicConstraints],
    ['SubjectKeyId', fields.subjectKeyId === undefined ? null : base64(fields.subjectKeyId)],
    ['AuthorityKeyId', fields.authorityKeyId === undefined ? null : base64(fields.authorityKeyId)],
    ['OCSPServer', listOf(fields.ocspServers)],
    ['IssuingCertificateURL', listOf(fields.issuerUrls)],
    ['CRLDistributionPoints', listOf(fields.revocationUrls)],
    ['PolicyIdentifiers', listOf(fields.policies)],
    ['Policies', listOf(fields.policies.map((numbers) => numbers.join('.')))],
    ['PermittedDNSDomainsCritical', constraints.critical],
    ['PermittedDNSDomains', texts(constraints.permitted.dns)],
    ['ExcludedDNSDomains', texts(constraints.excluded.dns)],
    ['PermittedIPRanges', ranges(constraints.permitted.ip)],
    ['ExcludedIPRanges', ranges(constraints.excluded.ip)],
    ['PermittedEmailAddresses', texts(constraints.permitted.email)],
    ['ExcludedEmailAddresses', texts(constraints.excluded.email)],
    ['PermittedURIDomains', texts(constraints.permitted.uri)],
    ['ExcludedURIDomains', texts(constraints.excluded.uri)],
    ['InhibitAnyPolicy', 0],
    ['InhibitAnyPolicyZero', false],
    ['InhibitPolicyMapping', 0],
    ['InhibitPolicyMappingZero', false],
    ['RequireExplicitPolicy', 0],
    ['RequireExplicitPolicyZero', false],
    ['PolicyMappings', null],
  ]
}

function rangeValue(range: Network): Value {
  const ones = ((1n << BigInt(range.prefix)) - 1n) << BigInt(range.bits - range.prefix)
  return objectOf([
    ['IP', printAddress(range)],
    ['Mask', base64(integerBytes(ones, range.bits / 8))],
  ])
}

function nameEntries(fields: CertificateFields): [string, Value][] {
  return [
    ['DNSNames', listOf(namesOf(fields, 'dns') as string[])],
    ['EmailAddresses', listOf(namesOf(fields, 'email') as string[])],
    [
      'IPAddresses',
      listOf(namesOf(fields, 'ip').map((address) => printAddress(address as Address))),
    ],
    ['URIs', listOf(namesOf(fields, 'uri').map((url) => urlValue(url as ParsedUrl)))],
  ]
}

function urlValue(url: ParsedUrl): Value {
  return objectOf([
    ['Scheme', url.scheme],
    ['Opaque', url.opaque],
    ['User', url.user === undefined ? null : objectOf([])],
    ['Host', url.host],
    ['Path', url.path],
    ['RawPath', url.rawPath],
    ['OmitHost', url.omitHost],
    ['ForceQuery', url.forceQuery],
    ['RawQuery', url.rawQuery],
    ['Fragment', url.fragment],
    ['RawFragment', url.rawFragment],
  ])
}
