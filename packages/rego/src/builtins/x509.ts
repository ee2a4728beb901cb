/** Certificates, requests for them, and private keys. */

import { doubleOf, fromBigInt, integerOf } from '../values/number.ts'
import { type AnyObject, objectOf, sortedEntries } from '../values/object.ts'
import type { Value } from '../values/value.ts'
import { type BuiltinContext, BuiltinError, type BuiltinTable } from './builtin.ts'
import { base64Bytes, base64Text, standard, utf8Text } from './bytes.ts'
import { type ChainOptions, verifyChain } from './certificate-chain.ts'
import { certificateValue, publicKeyValue, requestValue } from './certificate-json.ts'
import {
  type Certificate,
  parseCertificate,
  parseCertificates,
  parseRequest,
} from './certificates.ts'
import { DerError, unsignedInteger } from './der.ts'
import { inverse, toJsonKey } from './jwk.ts'
import {
  type PrivateKey,
  parseEcPrivateKey,
  parsePkcs1,
  parsePkcs8,
  type RsaPrivateKey,
} from './keys.ts'
import { chargeText } from './limits.ts'
import { isNumber, membersOf, objectOperand, operand, stringOperand } from './operands.ts'
import { decodePem, type PemBlock } from './pem.ts'

export const x509: BuiltinTable = {
  'crypto.x509.parse_certificates': [
    1,
    (args, context) =>
      certificatesOf(textOf(args, 1, context)).map((item) => certificateValue(item, true)),
  ],
  'crypto.x509.parse_and_verify_certificates': [
    1,
    (args, context) => verify(textOf(args, 1, context), {}, true, context),
  ],
  'crypto.x509.parse_and_verify_certificates_with_options': [2, verifyWithOptions],
  'crypto.x509.parse_certificate_request': [1, parseRequestOperand],
  'crypto.x509.parse_keypair': [2, parseKeyPair],
  'crypto.x509.parse_rsa_private_key': [1, parseKeyAsJson],
  'crypto.parse_private_keys': [1, parsePrivateKeys],
}

function textOf(args: readonly Value[], position: number, context: BuiltinContext): string {
  const text = stringOperand([operand(args, position)], 1)
  chargeText(context, text.length * 16)
  return text
}

/** Runs what reads DER, and says what is wrong with it. */
function reading<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof DerError) throw new BuiltinError(`x509: ${error.message}`)
    throw error
  }
}

function blocksOf(text: string): PemBlock[] {
  const blocks: PemBlock[] = []
  for (let block = decodePem(text); block !== undefined; block = decodePem(block.rest)) {
    blocks.push(block)
  }
  return blocks
}

/** From PEM, or from DER or PEM in Base64. */
function certificatesOf(text: string): Certificate[] {
  const bytes = text.startsWith('-----BEGIN') ? undefined : base64Bytes(text, standard, true)
  const pem = bytes === undefined ? text : utf8Text(bytes)
  if (bytes !== undefined && !pem.startsWith('-----BEGIN')) {
    return reading(() => parseCertificates(bytes))
  }
  return blocksOf(pem).map((block) => {
    if (block.type === 'CERTIFICATE') return reading(() => parseCertificate(block.bytes))
    throw new BuiltinError(`PEM block type is '${block.type}', expected CERTIFICATE`)
  })
}

/** What a chain costs to verify, in instructions a certificate. */
const verificationUnits = 20_000
const serverAuthentication = 1

function verify(
  text: string,
  options: Partial<ChainOptions>,
  withUriStrings: boolean,
  context: BuiltinContext,
): Value {
  const invalid = [false, []]
  let certificates: Certificate[]
  try {
    certificates = certificatesOf(text)
  } catch (error) {
    if (error instanceof BuiltinError) return invalid
    throw error
  }
  context.charge(certificates.length * verificationUnits)
  const chain = reading(() =>
    verifyChain(certificates, {
      dnsName: options.dnsName ?? '',
      time: options.time ?? nowOf(context),
      keyUsages: options.keyUsages?.length ? options.keyUsages : [serverAuthentication],
    }),
  )
  if (chain === undefined) return invalid
  return [true, chain.map((item) => certificateValue(item, withUriStrings))]
}

function nowOf(context: BuiltinContext): number {
  if (context.host.timeNowNs === undefined) {
    throw new BuiltinError('no time to verify at, and the host of this evaluation gives none')
  }
  return Number(context.host.timeNowNs()) / 1e9
}

const usageNames = [
  'KeyUsageAny',
  'KeyUsageServerAuth',
  'KeyUsageClientAuth',
  'KeyUsageCodeSigning',
  'KeyUsageEmailProtection',
  'KeyUsageIPSECEndSystem',
  'KeyUsageIPSECTunnel',
  'KeyUsageIPSECUser',
  'KeyUsageTimeStamping',
  'KeyUsageOCSPSigning',
  'KeyUsageMicrosoftServerGatedCrypto',
  'KeyUsageNetscapeServerGatedCrypto',
  'KeyUsageMicrosoftCommercialCodeSigning',
  'KeyUsageMicrosoftKernelCodeSigning',
]

function verifyWithOptions(args: readonly Value[], context: BuiltinContext): Value {
  const text = textOf(args, 1, context)
  const options = objectOperand(args, 2)
  return verify(text, optionsOf(options), false, context)
}

function optionsOf(object: AnyObject): Partial<ChainOptions> {
  let options: Partial<ChainOptions> = {}
  for (const [key, value] of sortedEntries(object)) {
    if (typeof key !== 'string') continue
    switch (key) {
      case 'DNSName':
        if (typeof value !== 'string') throw new BuiltinError("'DNSName' should be a string")
        options = { ...options, dnsName: value.replace(/^"+|"+$/g, '') }
        break
      case 'CurrentTime':
        options = { ...options, time: doubleOf(integerOption(key, value, 'int64 number')) / 1e9 }
        break
      case 'MaxConstraintComparisons':
        integerOption(key, value, 'number')
        break
      case 'KeyUsages':
        options = { ...options, keyUsages: usagesOf(value) }
        break
      default:
        throw new BuiltinError('invalid key option')
    }
  }
  return options
}

function integerOption(name: string, value: Value, kind: string) {
  if (!isNumber(value)) throw new BuiltinError(`'${name}' should be a number`)
  if (integerOf(value) === undefined) throw new BuiltinError(`'${name}' should be a valid ${kind}`)
  return value
}

function usagesOf(value: Value): number[] {
  const members = membersOf(value)
  if (members === undefined) throw new BuiltinError("'KeyUsages' should be an Array or Set")
  const names = members
    .filter((member) => typeof member === 'string')
    .map((name) => name.replace(/^"+|"+$/g, ''))
  const unknown = names.filter((name) => !usageNames.includes(name))
  if (unknown.length > 0) {
    throw new BuiltinError(`invalid entries for 'KeyUsages' found: [${unknown.join(' ')}]`)
  }
  return names.map((name) => usageNames.indexOf(name))
}

function parseRequestOperand(args: readonly Value[], context: BuiltinContext): Value {
  const text = textOf(args, 1, context)
  const isPem = text.startsWith('-----BEGIN CERTIFICATE REQUEST-----')
  const bytes = isPem ? undefined : base64Bytes(text, standard, true)
  const block = decodePem(bytes === undefined ? text : utf8Text(bytes))
  if (block !== undefined && block.type !== 'CERTIFICATE REQUEST') {
    throw new BuiltinError('invalid PEM-encoded certificate signing request')
  }
  const request = block?.bytes ?? bytes ?? new Uint8Array()
  return reading(() => requestValue(parseRequest(request)))
}

function keysOf(text: string): PrivateKey[] {
  return blocksOf(text).flatMap((block) => {
    switch (block.type) {
      case 'RSA PRIVATE KEY':
        return [reading(() => parsePkcs1(block.bytes))]
      case 'PRIVATE KEY':
        return [reading(() => parsePkcs8(block.bytes))]
      case 'EC PRIVATE KEY':
        return [reading(() => parseEcPrivateKey(block.bytes))]
      default:
        return []
    }
  })
}

function parseKeyAsJson(args: readonly Value[], context: BuiltinContext): Value {
  const text = textOf(args, 1, context)
  if (text === '') throw new BuiltinError('input PEM data was empty')
  const pem = text.startsWith('-----BEGIN') ? text : utf8Text(base64Bytes(text, standard, true))
  const [key] = keysOf(pem)
  return key === undefined ? null : objectOf(Object.entries(toJsonKey(key) as object))
}

function parsePrivateKeys(args: readonly Value[], context: BuiltinContext): Value {
  const text = textOf(args, 1, context)
  if (text === '') return null
  return keysOf(fromBase64(text) ?? text).map(privateKeyValue)
}

function fromBase64(text: string): string | undefined {
  try {
    return utf8Text(base64Bytes(text, standard, true))
  } catch (error) {
    if (error instanceof BuiltinError) return undefined
    throw error
  }
}

/** A private key as Go's structure for it. */
function privateKeyValue(key: PrivateKey): Value {
  switch (key.kind) {
    case 'RSA':
      return rsaKeyValue(key)
    case 'EC':
      return objectOf([
        ...sortedEntries(publicKeyValue(key) as AnyObject),
        ['D', fromBigInt(unsignedInteger(key.scalar))],
      ])
    case 'Ed25519':
      return base64Text(Uint8Array.from([...key.seed, ...key.bytes]), standard, true)
  }
}

function rsaKeyValue(key: RsaPrivateKey): Value {
  const [p = 1n, q = 1n] = key.primes
  return objectOf([
    ['N', fromBigInt(key.modulus)],
    ['E', fromBigInt(key.exponent)],
    ['D', fromBigInt(key.privateExponent)],
    ['Primes', key.primes.map((prime) => fromBigInt(prime))],
    [
      'Precomputed',
      objectOf([
        ['Dp', fromBigInt(key.privateExponent % (p - 1n))],
        ['Dq', fromBigInt(key.privateExponent % (q - 1n))],
        ['Qinv', fromBigInt(inverse(q, p))],
        ['CRTValues', []],
      ]),
    ],
  ])
}

function parseKeyPair(args: readonly Value[], context: BuiltinContext): Value {
  const certificates = blocksOf(pemOf(textOf(args, 1, context), 'CERTIFICATE'))
    .filter((block) => block.type === 'CERTIFICATE')
    .map((block) => reading(() => parseCertificate(block.bytes)))
  const [key] = keysOf(pemOf(textOf(args, 2, context), 'PRIVATE KEY'))
  const [leaf] = certificates
  if (leaf === undefined) {
    throw new BuiltinError('tls: failed to find any PEM data in certificate input')
  }
  if (key === undefined) throw new BuiltinError('tls: failed to find any PEM data in key input')
  if (!isPair(leaf, key)) throw new BuiltinError('tls: private key does not match public key')
  return objectOf([
    ['Certificate', certificates.map((item) => base64Text(item.raw, standard, true))],
    ['PrivateKey', privateKeyValue(key)],
    ['SupportedSignatureAlgorithms', null],
    ['OCSPStaple', null],
    ['SignedCertificateTimestamps', null],
    ['Leaf', certificateValue(leaf, false)],
  ])
}

function isPair(certificate: Certificate, key: PrivateKey): boolean {
  const known = certificate.publicKey
  if (known?.kind === 'RSA' && key.kind === 'RSA') return known.modulus === key.modulus
  if (known?.kind === 'EC' && key.kind === 'EC') return known.point.join() === key.point.join()
  return (
    known?.kind === 'Ed25519' && key.kind === 'Ed25519' && known.bytes.join() === key.bytes.join()
  )
}

/** PEM from PEM, or from PEM or DER in Base64. */
function pemOf(text: string, type: string): string {
  if (text.startsWith('-----BEGIN')) return text
  const bytes = base64Bytes(text, standard, true)
  const inner = utf8Text(bytes)
  if (inner.startsWith('-----BEGIN')) return inner
  return `-----BEGIN ${type}-----\n${base64Text(bytes, standard, true)}\n-----END ${type}-----\n`
}
