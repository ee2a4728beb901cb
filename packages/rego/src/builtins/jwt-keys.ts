/** The keys that verify tokens, from a certificate, a public key or a JWK set. */

import { JsonError, unmarshal } from '../values/unmarshal.ts'
import type { Value } from '../values/value.ts'
import { BuiltinError } from './builtin.ts'
import { parseCertificate } from './certificates.ts'
import { DerError, readDer } from './der.ts'
import { parseJsonKeys } from './jwk.ts'
import { type PublicKey, parsePublicKeyInfo } from './keys.ts'
import { decodePem, type PemBlock } from './pem.ts'

export interface VerificationKey {
  /** Empty where the key may serve any. */
  readonly algorithm: string
  readonly id: string
  /** Undefined for a key that verifies nothing, such as a private one. */
  readonly key: PublicKey | undefined
}

const knownAlgorithms = /^(?:(?:RS|PS|ES|HS)(?:256|384|512)|EdDSA)$/

export function isKnownAlgorithm(name: string): boolean {
  return knownAlgorithms.test(name)
}

export function parseVerificationKeys(text: string): VerificationKey[] {
  const block = decodePem(text)
  if (block === undefined) return parseJsonKeySet(text)
  if (block.rest !== '') throw new BuiltinError('extra data after a PEM certificate block')
  return [{ algorithm: '', id: '', key: keyOfBlock(block) }]
}

function keyOfBlock(block: PemBlock): PublicKey | undefined {
  const kind = block.type === 'CERTIFICATE' ? 'certificate' : 'public key'
  if (block.type !== 'CERTIFICATE' && block.type !== 'PUBLIC KEY') {
    throw new BuiltinError('failed to extract a Key from the PEM certificate')
  }
  try {
    return kind === 'certificate'
      ? parseCertificate(block.bytes).publicKey
      : parsePublicKeyInfo(readDer(block.bytes))
  } catch (error) {
    if (!(error instanceof DerError)) throw error
    throw new BuiltinError(`failed to parse a PEM ${kind}: ${error.message}`)
  }
}

function parseJsonKeySet(text: string): VerificationKey[] {
  try {
    return parseJsonKeys(unmarshal(text) as Value)
      .filter((key) => key.algorithm === '' || isKnownAlgorithm(key.algorithm))
      .map((key) => ({ algorithm: key.algorithm, id: key.id, key: key.publicKey }))
  } catch (error) {
    if (!(error instanceof BuiltinError) && !(error instanceof JsonError)) throw error
    throw new BuiltinError(`failed to parse a JWK key (set): ${error.message}`)
  }
}
