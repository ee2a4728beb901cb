/** Keys as JSON (JWK), alone or in a set. */

import { getProperty, isPlainObject } from '../values/object.ts'
import type { PlainObject, Value } from '../values/value.ts'
import { BuiltinError } from './builtin.ts'
import { base64Bytes, base64Text, urlSafe } from './bytes.ts'
import { byteLength, DerError, integerBytes, unsignedInteger } from './der.ts'
import {
  type CurveName,
  coordinateSizes,
  curves,
  ecPrivateKey,
  edPrivateKey,
  type PrivateKey,
  type PublicKey,
} from './keys.ts'

export interface JsonKey {
  readonly algorithm: string
  readonly id: string
  /** What verifies; undefined for a secret, and for a private key, which OPA does not verify with. */
  readonly publicKey: PublicKey | undefined
  readonly privateKey: PrivateKey | undefined
  readonly secret: Uint8Array | undefined
}

/** The keys of a JWK or of a set of them. Throws a `BuiltinError` that says why there are none. */
export function parseJsonKeys(value: Value): JsonKey[] {
  if (!isPlainObject(value)) throw new BuiltinError('a JWK must be an object')
  const keys = getProperty(value, 'keys')
  if (keys === undefined) return [parseKey(value)]
  if (!Array.isArray(keys)) throw new BuiltinError('the keys of a JWK set must be an array')
  return keys.map((key: Value) => {
    if (isPlainObject(key)) return parseKey(key)
    throw new BuiltinError('a JWK must be an object')
  })
}

function textOf(object: PlainObject, name: string): string | undefined {
  const value = getProperty(object, name)
  if (value === undefined || typeof value === 'string') return value
  throw new BuiltinError(`the JWK's ${name} must be a string`)
}

function bytesOf(object: PlainObject, name: string): Uint8Array {
  const text = textOf(object, name)
  if (text === undefined) throw new BuiltinError(`the JWK has no ${name}`)
  return base64Bytes(text.replace(/=+$/, ''), urlSafe, false)
}

function numberOf(object: PlainObject, name: string): bigint {
  return unsignedInteger(bytesOf(object, name))
}

function parseKey(object: PlainObject): JsonKey {
  const common = { algorithm: textOf(object, 'alg') ?? '', id: textOf(object, 'kid') ?? '' }
  const none = { publicKey: undefined, privateKey: undefined, secret: undefined }
  const hasPrivate = getProperty(object, 'd') !== undefined
  try {
    switch (textOf(object, 'kty')) {
      case 'oct':
        return { ...common, ...none, secret: bytesOf(object, 'k') }
      case 'RSA':
        return { ...common, ...none, ...parseRsa(object, hasPrivate) }
      case 'EC':
        return { ...common, ...none, ...parseEc(object, hasPrivate) }
      case 'OKP':
        return { ...common, ...none, ...parseOkp(object, hasPrivate) }
      default:
        throw new BuiltinError(`invalid key type from JSON (${textOf(object, 'kty') ?? ''})`)
    }
  } catch (error) {
    if (error instanceof DerError) throw new BuiltinError(error.message)
    throw error
  }
}

type Keys = Partial<Pick<JsonKey, 'publicKey' | 'privateKey'>>

function parseRsa(object: PlainObject, hasPrivate: boolean): Keys {
  const key = {
    kind: 'RSA',
    modulus: numberOf(object, 'n'),
    exponent: numberOf(object, 'e'),
  } as const
  if (!hasPrivate) return { publicKey: key }
  const primes = ['p', 'q'].map((name) => numberOf(object, name))
  return { privateKey: { ...key, privateExponent: numberOf(object, 'd'), primes } }
}

function isCurve(name: string): name is CurveName {
  return Object.hasOwn(curves, name)
}

function parseEc(object: PlainObject, hasPrivate: boolean): Keys {
  const curve = textOf(object, 'crv') ?? ''
  if (!isCurve(curve)) throw new BuiltinError(`invalid elliptic curve ${curve}`)
  const size = coordinateSizes[curve]
  if (hasPrivate) {
    return { privateKey: ecPrivateKey(curve, integerBytes(numberOf(object, 'd'), size)) }
  }
  const x = integerBytes(numberOf(object, 'x'), size)
  const y = integerBytes(numberOf(object, 'y'), size)
  return { publicKey: { kind: 'EC', curve, point: Uint8Array.from([4, ...x, ...y]) } }
}

function parseOkp(object: PlainObject, hasPrivate: boolean): Keys {
  if (textOf(object, 'crv') !== 'Ed25519') {
    throw new BuiltinError(`invalid curve ${textOf(object, 'crv') ?? ''}`)
  }
  if (hasPrivate) return { privateKey: edPrivateKey(bytesOf(object, 'd')) }
  return { publicKey: { kind: 'Ed25519', bytes: bytesOf(object, 'x') } }
}

function encoded(bytes: Uint8Array): string {
  return base64Text(bytes, urlSafe, false)
}

function encodedNumber(value: bigint): string {
  return encoded(integerBytes(value, byteLength(value)))
}

/** A private key as a JWK. */
export function toJsonKey(key: PrivateKey): Value {
  switch (key.kind) {
    case 'RSA': {
      const [p = 1n, q = 1n] = key.primes
      return {
        kty: 'RSA',
        n: encodedNumber(key.modulus),
        e: encodedNumber(key.exponent),
        d: encodedNumber(key.privateExponent),
        p: encodedNumber(p),
        q: encodedNumber(q),
        dp: encodedNumber(key.privateExponent % (p - 1n)),
        dq: encodedNumber(key.privateExponent % (q - 1n)),
        qi: encodedNumber(inverse(q, p)),
      }
    }
    case 'EC': {
      const size = coordinateSizes[key.curve]
      return {
        kty: 'EC',
        crv: key.curve,
        x: encoded(key.point.subarray(1, 1 + size)),
        y: encoded(key.point.subarray(1 + size)),
        d: encoded(key.scalar),
      }
    }
    case 'Ed25519':
      return { kty: 'OKP', crv: 'Ed25519', x: encoded(key.bytes), d: encoded(key.seed) }
  }
}

/** The number that gives 1 with another, modulo a prime. */
export function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b] = [((value % modulus) + modulus) % modulus, modulus]
  let [x, y] = [1n, 0n]
  while (a > 1n && b > 0n) {
    const quotient = a / b
    ;[a, b] = [b, a % b]
    ;[x, y] = [y, x - quotient * y]
  }
  return ((x % modulus) + modulus) % modulus
}
