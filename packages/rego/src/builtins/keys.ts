/** Public and private keys, and how DER and JSON write them. */

import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
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
} from './der.ts'

export interface RsaPublicKey {
  readonly kind: 'RSA'
  readonly modulus: bigint
  readonly exponent: bigint
}

export type CurveName = 'P-256' | 'P-384' | 'P-521'

export interface EcPublicKey {
  readonly kind: 'EC'
  readonly curve: CurveName
  /** Uncompressed: 4, x, y. */
  readonly point: Uint8Array
}

export interface EdPublicKey {
  readonly kind: 'Ed25519'
  readonly bytes: Uint8Array
}

export type PublicKey = RsaPublicKey | EcPublicKey | EdPublicKey

export interface RsaPrivateKey extends RsaPublicKey {
  readonly privateExponent: bigint
  readonly primes: readonly bigint[]
}

export interface EcPrivateKey extends EcPublicKey {
  readonly scalar: Uint8Array
}

export interface EdPrivateKey extends EdPublicKey {
  readonly seed: Uint8Array
}

export type PrivateKey = RsaPrivateKey | EcPrivateKey | EdPrivateKey

export const curves = { 'P-256': p256, 'P-384': p384, 'P-521': p521 } as const
/** How many bytes a coordinate has. */
export const coordinateSizes = { 'P-256': 32, 'P-384': 48, 'P-521': 66 } as const

const curveNames: Readonly<Record<string, CurveName>> = {
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
}
const rsaOid = '1.2.840.113549.1.1.1'
const ecOid = '1.2.840.10045.2.1'
const edOid = '1.3.101.112'

/** A SubjectPublicKeyInfo; undefined for a kind of key that is not known here. */
export function parsePublicKeyInfo(info: DerValue): PublicKey | undefined {
  const [algorithm, key] = readAll(expectTag(info, derTags.sequence).content)
  const [oid, parameters] = readAll(expectTag(algorithm, derTags.sequence).content)
  const bytes = bitStringBytes(key)
  switch (oidText(oid)) {
    case rsaOid: {
      const [modulus, exponent] = readAll(readDer(bytes).content)
      return { kind: 'RSA', modulus: readInteger(modulus), exponent: readInteger(exponent) }
    }
    case ecOid: {
      const curve = curveNames[oidText(parameters)]
      return curve === undefined
        ? undefined
        : { kind: 'EC', curve, point: checkPoint(curve, bytes) }
    }
    case edOid:
      return { kind: 'Ed25519', bytes }
    default:
      return undefined
  }
}

function checkPoint(curve: CurveName, point: Uint8Array): Uint8Array {
  try {
    curves[curve].Point.fromBytes(point)
    return point
  } catch (error) {
    throw new DerError(`the public key is no point of ${curve}: ${String(error)}`)
  }
}

/** `RSA PRIVATE KEY`. */
export function parsePkcs1(bytes: Uint8Array): RsaPrivateKey {
  const fields = readAll(expectTag(readDer(bytes), derTags.sequence).content)
  const [, modulus, exponent, privateExponent, p, q] = fields.map(readInteger)
  if (q === undefined || p === undefined || privateExponent === undefined) {
    throw new DerError('truncated RSA key')
  }
  return {
    kind: 'RSA',
    modulus: modulus ?? 0n,
    exponent: exponent ?? 0n,
    privateExponent,
    primes: [p, q],
  }
}

/** `EC PRIVATE KEY`; the curve may stand outside of it. */
export function parseEcPrivateKey(bytes: Uint8Array, outer?: CurveName): EcPrivateKey {
  const [, secret, ...optional] = readAll(expectTag(readDer(bytes), derTags.sequence).content)
  const named = optional.find((value) => value.tag === 0xa0)
  const curve = named === undefined ? outer : curveNames[oidText(readDer(named.content))]
  if (curve === undefined) throw new DerError('unknown elliptic curve')
  const given = expectTag(secret, derTags.octetString).content
  const scalar = new Uint8Array(coordinateSizes[curve])
  if (given.length > scalar.length) throw new DerError('EC private key of a wrong length')
  scalar.set(given, scalar.length - given.length)
  return ecPrivateKey(curve, scalar)
}

export function ecPrivateKey(curve: CurveName, scalar: Uint8Array): EcPrivateKey {
  try {
    return { kind: 'EC', curve, scalar, point: curves[curve].getPublicKey(scalar, false) }
  } catch (error) {
    throw new DerError(`not a private key of ${curve}: ${String(error)}`)
  }
}

export function edPrivateKey(seed: Uint8Array): EdPrivateKey {
  return { kind: 'Ed25519', seed, bytes: ed25519.getPublicKey(seed) }
}

/** `PRIVATE KEY`. */
export function parsePkcs8(bytes: Uint8Array): PrivateKey {
  const [, algorithm, key] = readAll(expectTag(readDer(bytes), derTags.sequence).content)
  const [oid, parameters] = readAll(expectTag(algorithm, derTags.sequence).content)
  const inner = expectTag(key, derTags.octetString).content
  switch (oidText(oid)) {
    case rsaOid:
      return parsePkcs1(inner)
    case ecOid:
      return parseEcPrivateKey(inner, curveNames[oidText(parameters)])
    case edOid:
      return edPrivateKey(expectTag(readDer(inner), derTags.octetString).content)
    default:
      throw new DerError('unknown kind of private key')
  }
}
