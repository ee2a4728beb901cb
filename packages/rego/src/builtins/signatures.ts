/** Signatures of RSA, elliptic curves and Ed25519, made and verified. */

import { ed25519 } from '@noble/curves/ed25519.js'
import { byteLength, integerBytes, unsignedInteger } from './der.ts'
import { digest } from './hashes.ts'
import {
  coordinateSizes,
  curves,
  type EcPrivateKey,
  type EcPublicKey,
  type EdPrivateKey,
  type PrivateKey,
  type PublicKey,
  type RsaPrivateKey,
  type RsaPublicKey,
} from './keys.ts'

export type HashBits = 256 | 384 | 512

export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let factor = base % modulus
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % modulus
    factor = (factor * factor) % modulus
  }
  return result
}

/** How PKCS #1 names the hashes, before the digest itself. */
const digestInfos: Readonly<Record<number, string>> = {
  160: '3021300906052b0e03021a05000414',
  256: '3031300d060960864801650304020105000420',
  384: '3041300d060960864801650304020205000430',
  512: '3051300d060960864801650304020305000440',
}

function paddedDigest(bits: number, hash: Uint8Array, length: number): Uint8Array | undefined {
  const info = digestInfos[bits] ?? ''
  const prefix = integerBytes(BigInt(`0x${info}`), info.length / 2)
  const padding = length - 3 - prefix.length - hash.length
  if (padding < 8) return undefined
  return Uint8Array.from([0, 1, ...new Uint8Array(padding).fill(255), 0, ...prefix, ...hash])
}

export function verifyPkcs1(
  key: RsaPublicKey,
  bits: number,
  hash: Uint8Array,
  signature: Uint8Array,
): boolean {
  const length = byteLength(key.modulus)
  const expected = paddedDigest(bits, hash, length)
  if (expected === undefined || signature.length !== length) return false
  return unsignedInteger(expected) === applyPublicKey(key, signature)
}

function applyPublicKey(key: RsaPublicKey, signature: Uint8Array): bigint | undefined {
  const value = unsignedInteger(signature)
  if (value >= key.modulus || key.modulus <= 1n) return undefined
  return power(value, key.exponent, key.modulus)
}

function applyPrivateKey(key: RsaPrivateKey, message: Uint8Array): Uint8Array {
  const value = power(unsignedInteger(message), key.privateExponent, key.modulus)
  return integerBytes(value, byteLength(key.modulus))
}

/** The mask of PSS: digests of the seed and a counter. */
function mask(bits: HashBits, seed: Uint8Array, length: number): Uint8Array {
  const blocks: number[] = []
  for (let counter = 0; blocks.length < length; counter++) {
    blocks.push(...digest(bits, Uint8Array.from([...seed, ...integerBytes(BigInt(counter), 4)])))
  }
  return Uint8Array.from(blocks.slice(0, length))
}

function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, i) => byte ^ (b[i] ?? 0))
}

function modulusBits(key: RsaPublicKey): number {
  return key.modulus.toString(2).length
}

/** With a salt of any length, which the padding tells. */
export function verifyPss(
  key: RsaPublicKey,
  bits: HashBits,
  hash: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (signature.length !== byteLength(key.modulus)) return false
  const value = applyPublicKey(key, signature)
  const emBits = modulusBits(key) - 1
  const length = Math.ceil(emBits / 8)
  if (value === undefined || byteLength(value) > length) return false
  const encoded = integerBytes(value, length)
  const maskedLength = length - hash.length - 1
  if (maskedLength < 1 || encoded[length - 1] !== 0xbc) return false
  const seed = encoded.subarray(maskedLength, length - 1)
  const block = xor(encoded.subarray(0, maskedLength), mask(bits, seed, maskedLength))
  const unused = 8 * length - emBits
  if ((encoded[0] ?? 0) >> (8 - unused) !== 0) return false
  block[0] = (block[0] ?? 0) & (0xff >> unused)
  const one = block.findIndex((byte) => byte !== 0)
  if (one < 0 || block[one] !== 1) return false
  const salt = block.subarray(one + 1)
  const again = digest(bits, Uint8Array.from([...new Uint8Array(8), ...hash, ...salt]))
  return again.every((byte, i) => byte === seed[i])
}

function signPss(key: RsaPrivateKey, bits: HashBits, hash: Uint8Array, salt: Uint8Array) {
  const emBits = modulusBits(key) - 1
  const length = Math.ceil(emBits / 8)
  const seed = digest(bits, Uint8Array.from([...new Uint8Array(8), ...hash, ...salt]))
  const maskedLength = length - seed.length - 1
  const block = new Uint8Array(maskedLength)
  block[maskedLength - salt.length - 1] = 1
  block.set(salt, maskedLength - salt.length)
  const masked = xor(block, mask(bits, seed, maskedLength))
  masked[0] = (masked[0] ?? 0) & (0xff >> (8 * length - emBits))
  return applyPrivateKey(key, Uint8Array.from([...masked, ...seed, 0xbc]))
}

/** The signature is r and s behind each other, each half of the bytes. */
export function verifyEcdsa(key: EcPublicKey, hash: Uint8Array, signature: Uint8Array): boolean {
  const half = Math.floor(signature.length / 2)
  const r = unsignedInteger(signature.subarray(0, half))
  const s = unsignedInteger(signature.subarray(half))
  return verifyEcdsaNumbers(key, hash, r, s)
}

export function verifyEcdsaNumbers(
  key: EcPublicKey,
  hash: Uint8Array,
  r: bigint,
  s: bigint,
): boolean {
  const size = coordinateSizes[key.curve]
  if (r <= 0n || s <= 0n || byteLength(r) > size || byteLength(s) > size) return false
  const compact = Uint8Array.from([...integerBytes(r, size), ...integerBytes(s, size)])
  const curve = curves[key.curve]
  if (r >= curve.Point.Fn.ORDER || s >= curve.Point.Fn.ORDER) return false
  return curve.verify(compact, hash, key.point, { prehash: false, lowS: false })
}

/** Whether a signature by one of the algorithms of JWS is right. */
export function verifySignature(
  algorithm: string,
  key: PublicKey,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const bits = hashBitsOf(algorithm)
  switch (algorithm.slice(0, 2)) {
    case 'RS':
      return key.kind === 'RSA' && verifyPkcs1(key, bits, digest(bits, message), signature)
    case 'PS':
      return key.kind === 'RSA' && verifyPss(key, bits, digest(bits, message), signature)
    case 'ES':
      return key.kind === 'EC' && verifyEcdsa(key, digest(bits, message), signature)
    case 'Ed':
      return key.kind === 'Ed25519' && verifyEd(key.bytes, message, signature)
    default:
      return false
  }
}

function verifyEd(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return signature.length === 64 && key.length === 32 && ed25519.verify(signature, message, key)
}

export function hashBitsOf(algorithm: string): HashBits {
  return algorithm.endsWith('384') ? 384 : algorithm.endsWith('512') ? 512 : 256
}

/** Undefined for a key that does not fit the algorithm. Only PSS asks for a salt. */
export function sign(
  algorithm: string,
  key: PrivateKey,
  message: Uint8Array,
  createSalt: (length: number) => Uint8Array,
): Uint8Array | undefined {
  const bits = hashBitsOf(algorithm)
  switch (algorithm.slice(0, 2)) {
    case 'RS':
      return key.kind === 'RSA' ? signPkcs1(key, bits, message) : undefined
    case 'PS':
      return key.kind === 'RSA'
        ? signPss(key, bits, digest(bits, message), createSalt(bits / 8))
        : undefined
    case 'ES':
      return key.kind === 'EC' ? signEcdsa(key, bits, message) : undefined
    case 'Ed':
      return key.kind === 'Ed25519' ? signEd(key, message) : undefined
    default:
      return undefined
  }
}

function signPkcs1(key: RsaPrivateKey, bits: HashBits, message: Uint8Array) {
  const padded = paddedDigest(bits, digest(bits, message), byteLength(key.modulus))
  return padded === undefined ? undefined : applyPrivateKey(key, padded)
}

function signEcdsa(key: EcPrivateKey, bits: HashBits, message: Uint8Array): Uint8Array {
  const hash = digest(bits, message)
  return curves[key.curve].sign(hash, key.scalar, { prehash: false, lowS: false })
}

function signEd(key: EdPrivateKey, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, key.seed)
}
