/** Signed JSON Web Tokens. */

import { marshal } from '../values/json.ts'
import { getProperty, isPlainObject } from '../values/object.ts'
import { JsonError, unmarshal } from '../values/unmarshal.ts'
import type { Value } from '../values/value.ts'
import { type BuiltinContext, BuiltinError } from './builtin.ts'
import { base64Text, urlSafe, utf8Bytes } from './bytes.ts'
import { macOf } from './hashes.ts'
import { type JsonKey, parseJsonKeys } from './jwk.ts'
import { isKnownAlgorithm } from './jwt-keys.ts'
import { chargeText } from './limits.ts'
import { operand, stringOperand } from './operands.ts'
import { hashBitsOf, sign } from './signatures.ts'

export function encodeSign(args: readonly Value[], context: BuiltinContext): string {
  const header = marshal(operand(args, 1))
  const payload = marshal(operand(args, 2))
  return signToken(header, payload, firstKey(operand(args, 3)), context)
}

export function encodeSignRaw(args: readonly Value[], context: BuiltinContext): string {
  const key = stringOperand(args, 3)
  const header = stringOperand(args, 1)
  const payload = stringOperand(args, 2)
  return signToken(header, payload, firstKey(parseJson(key)), context)
}

function parseJson(text: string): Value {
  try {
    return unmarshal(text)
  } catch (error) {
    if (error instanceof JsonError) throw new BuiltinError(error.message)
    throw error
  }
}

function firstKey(value: Value): JsonKey {
  const [key] = parseJsonKeys(value)
  if (key === undefined) throw new BuiltinError('no keys found in JWK set')
  return key
}

/** What a signature costs to make, in instructions. */
const signatureUnits = 200_000

function signToken(header: string, payload: string, key: JsonKey, context: BuiltinContext): string {
  chargeText(context, header.length + payload.length)
  const { algorithm, type } = readHeader(header)
  if ((type === undefined || type === 'JWT') && !isJson(payload)) {
    throw new BuiltinError('type is JWT but payload is not JSON')
  }
  const encode = (bytes: Uint8Array) => base64Text(bytes, urlSafe, false)
  const message = `${encode(utf8Bytes(header))}.${encode(utf8Bytes(payload))}`
  context.charge(signatureUnits)
  const signature = createSignature(algorithm, key, utf8Bytes(message), context)
  if (signature === undefined) {
    throw new BuiltinError(`the key does not fit the algorithm ${algorithm}`)
  }
  return `${message}.${encode(signature)}`
}

function readHeader(text: string): { algorithm: string; type: string | undefined } {
  const missing = (reason: string) => new BuiltinError(`missing or invalid 'alg' header: ${reason}`)
  let header: Value
  try {
    header = unmarshal(text)
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    // The parser of OPA's library takes such a text for a number.
    if (/^[-+.eE\d]+$/.test(text)) throw missing('jwsbb: header "alg" not found')
    throw missing(`cannot parse JSON: ${error.message}`)
  }
  const algorithm = isPlainObject(header) ? getProperty(header, 'alg') : undefined
  if (algorithm === undefined) throw missing('jwsbb: header "alg" not found')
  if (typeof algorithm !== 'string') throw missing('jwsbb: header "alg" is not a string')
  if (!isKnownAlgorithm(algorithm)) throw new BuiltinError(`unknown JWS algorithm: ${algorithm}`)
  const type = isPlainObject(header) ? getProperty(header, 'typ') : undefined
  return { algorithm, type: typeof type === 'string' ? type : undefined }
}

function isJson(text: string): boolean {
  try {
    unmarshal(text)
    return true
  } catch (error) {
    if (error instanceof JsonError) return false
    throw error
  }
}

function createSignature(
  algorithm: string,
  key: JsonKey,
  message: Uint8Array,
  context: BuiltinContext,
): Uint8Array | undefined {
  if (algorithm.startsWith('HS')) {
    return key.secret === undefined ? undefined : macOf(hashBitsOf(algorithm), key.secret, message)
  }
  if (key.privateKey === undefined) return undefined
  return sign(algorithm, key.privateKey, message, (length) => createSalt(length, context))
}

function createSalt(length: number, context: BuiltinContext): Uint8Array {
  const { random } = context.host
  if (random === undefined) {
    throw new BuiltinError(
      'this algorithm needs randomness, and the host of this evaluation gives none',
    )
  }
  return Uint8Array.from({ length }, () => Math.floor(random() * 256))
}
