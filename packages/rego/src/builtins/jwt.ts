/** JSON Web Tokens: decoded, verified and signed. */

import { compareNumbers, doubleOf, fromDouble } from '../values/number.ts'
import { type AnyObject, getValue, isObject, objectOf, sortedEntries } from '../values/object.ts'
import { JsonError, unmarshal } from '../values/unmarshal.ts'
import type { Value } from '../values/value.ts'
import { type Builtin, type BuiltinContext, BuiltinError, type BuiltinTable } from './builtin.ts'
import { hexText, utf8Bytes, utf8Text } from './bytes.ts'
import { base64UrlBytes } from './encodings.ts'
import { macOf } from './hashes.ts'
import { parseVerificationKeys, type VerificationKey } from './jwt-keys.ts'
import { encodeSign, encodeSignRaw } from './jwt-sign.ts'
import { chargeText } from './limits.ts'
import { isArray, isNumber, objectOperand, stringOperand } from './operands.ts'
import { type HashBits, verifySignature } from './signatures.ts'

export const jwts: BuiltinTable = {
  'io.jwt.decode': [1, decode],
  'io.jwt.decode_verify': [2, decodeVerify],
  'io.jwt.encode_sign': [3, encodeSign],
  'io.jwt.encode_sign_raw': [3, encodeSignRaw],
  'io.jwt.verify_hs256': [2, verifyMac(256)],
  'io.jwt.verify_hs384': [2, verifyMac(384)],
  'io.jwt.verify_hs512': [2, verifyMac(512)],
  ...Object.fromEntries(
    ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'].map(
      (algorithm) => [
        `io.jwt.verify_${algorithm.toLowerCase()}`,
        [2, verifyBy(algorithm)] as const,
      ],
    ),
  ),
}

interface Token {
  readonly header: string
  readonly payload: string
  readonly signature: string
}

/** What a signature costs to verify, in instructions. */
const verificationUnits = 20_000
/** How many tokens may be inside each other. */
const nestingMax = 16

function tokenOf(text: string, context: BuiltinContext): Token {
  chargeText(context, text.length)
  if (!text.includes('.')) throw new BuiltinError('encoded JWT had no period separators')
  const [header = '', payload = '', signature = '', ...more] = text.split('.')
  const count = text.split('.').length
  if (count !== 3 || more.length > 0) {
    throw new BuiltinError(`encoded JWT must have 3 sections, found ${count}`)
  }
  return { header, payload, signature }
}

function decodePart(name: string, text: string): Uint8Array {
  try {
    return base64UrlBytes(text)
  } catch (error) {
    if (!(error instanceof BuiltinError)) throw error
    throw new BuiltinError(`JWT ${name} had invalid encoding: ${error.message}`)
  }
}

function objectOfJson(text: string): AnyObject {
  let value: Value
  try {
    value = unmarshal(text)
  } catch (error) {
    if (error instanceof JsonError) throw new BuiltinError(`invalid JSON: ${error.message}`)
    throw error
  }
  if (isObject(value)) return value
  throw new BuiltinError('decoded JSON type was not an Object')
}

function headerOf(token: Token): AnyObject {
  const text = utf8Text(decodePart('header', token.header))
  let header: AnyObject
  try {
    header = objectOfJson(text)
  } catch (error) {
    if (!(error instanceof BuiltinError)) throw error
    throw new BuiltinError(`bad JWT header: ${error.message}`)
  }
  if (getValue(header, 'enc') !== undefined) {
    throw new BuiltinError('JWT is a JWE object, which is not supported')
  }
  return header
}

function decode(args: readonly Value[], context: BuiltinContext): Value {
  let text = stringOperand(args, 1)
  for (let depth = 0; depth < nestingMax; depth++) {
    const token = tokenOf(text, context)
    const header = headerOf(token)
    const payload = utf8Text(decodePart('payload', token.payload))
    if (getValue(header, 'cty') === 'JWT') {
      // A token in a token stands in quotes.
      text = payload.replace(/^["']+|["']+$/g, '')
      continue
    }
    const claims = objectOfJson(payload)
    return [header, claims, hexText(decodePart('signature', token.signature))]
  }
  throw new BuiltinError(`the token has more than ${nestingMax} tokens inside each other`)
}

function verifyMac(bits: HashBits): Builtin {
  return (args, context) => {
    const text = stringOperand(args, 1)
    const secret = stringOperand(args, 2)
    const token = tokenOf(text, context)
    const mac = macOf(bits, utf8Bytes(secret), utf8Bytes(`${token.header}.${token.payload}`))
    return hexText(base64UrlBytes(token.signature)) === hexText(mac)
  }
}

function verifyBy(algorithm: string): Builtin {
  return (args, context) => {
    const token = tokenOf(stringOperand(args, 1), context)
    const keys = parseVerificationKeys(stringOperand(args, 2))
    const signature = base64UrlBytes(token.signature)
    const header = parseHeader(headerOf(token))
    return verifyWithKeys(
      token,
      signature,
      keys,
      { ...header, algorithm },
      header.algorithm,
      context,
    )
  }
}

/** By the key with the token's id if there is one, and else by any that is not for another algorithm. */
function verifyWithKeys(
  token: Token,
  signature: Uint8Array,
  keys: readonly VerificationKey[],
  { id, algorithm }: { id: string; algorithm: string },
  claimed: string,
  context: BuiltinContext,
): boolean {
  const message = utf8Bytes(`${token.header}.${token.payload}`)
  const verifies = (key: VerificationKey) => {
    context.charge(verificationUnits)
    return key.key !== undefined && verifySignature(algorithm, key.key, message, signature)
  }
  const named = id === '' ? undefined : keys.find((key) => key.id === id)
  if (named !== undefined) return verifies(named)
  return keys.some((key) => (key.algorithm === '' || key.algorithm === claimed) && verifies(key))
}

interface Header {
  readonly algorithm: string
  readonly id: string
  readonly contentType: string
  /** Whether all that the header says to be critical is understood, and an algorithm is named. */
  readonly isValid: boolean
}

const knownParameters = new Set(['alg', 'kid', 'typ', 'cty', 'crit'])

function parseHeader(header: AnyObject): Header {
  const text = (name: string) => {
    const value = getValue(header, name)
    if (value === undefined) return ''
    if (typeof value === 'string') return value
    throw new BuiltinError(`${name}: must be a string`)
  }
  const crit = getValue(header, 'crit')
  if (crit !== undefined && !isArray(crit)) throw new BuiltinError('crit: must be a list')
  const critical = new Set<string>(crit?.filter((item) => typeof item === 'string'))
  if (crit !== undefined && critical.size === 0) {
    throw new BuiltinError('crit: must be a nonempty list')
  }
  text('typ')
  const unknown = sortedEntries(header).filter(([key]) => !knownParameters.has(String(key)))
  const algorithm = text('alg')
  return {
    algorithm,
    id: text('kid'),
    contentType: text('cty'),
    isValid: algorithm !== '' && !unknown.some(([key]) => critical.has(String(key))),
  }
}

interface Constraints {
  keys: VerificationKey[] | undefined
  secret: string
  alg: string
  iss: string
  aud: string
  /** Nanoseconds; undefined means now. */
  time: number | undefined
}

function constraintsOf(object: AnyObject): Constraints {
  const constraints: Constraints = {
    keys: undefined,
    secret: '',
    alg: '',
    iss: '',
    aud: '',
    time: undefined,
  }
  for (const [name, value] of sortedEntries(object)) {
    switch (name) {
      case 'secret':
      case 'alg':
      case 'iss':
      case 'aud':
        if (typeof value !== 'string') {
          throw new BuiltinError(`${name} constraint: must be a string`)
        }
        constraints[name] = value
        break
      case 'cert':
        if (typeof value !== 'string') throw new BuiltinError('cert constraint: must be a string')
        constraints.keys = parseVerificationKeys(value)
        break
      case 'time':
        constraints.time = timeOf(value)
        break
      default:
        throw new BuiltinError(`unknown token validation constraint: ${String(name)}`)
    }
  }
  if (constraints.keys !== undefined && constraints.secret !== '') {
    throw new BuiltinError('duplicate key constraints')
  }
  if (constraints.keys === undefined && constraints.secret === '') {
    throw new BuiltinError('no key constraint')
  }
  return constraints
}

function timeOf(value: Value): number {
  if (!isNumber(value)) throw new BuiltinError('token time constraint: must be a number')
  const time = doubleOf(value)
  if (time < 0) throw new BuiltinError('token time constraint: must not be negative')
  return time
}

function nowOf(context: BuiltinContext): number {
  if (context.host.timeNowNs === undefined) {
    throw new BuiltinError('no time constraint, and the host of this evaluation gives no time')
  }
  return Number(context.host.timeNowNs())
}

function decodeVerify(args: readonly Value[], context: BuiltinContext): Value {
  const constraints = constraintsOf(objectOperand(args, 2))
  const unverified = [false, objectOf([]), objectOf([])]
  let text = stringOperand(args, 1)
  for (let depth = 0; depth < nestingMax; depth++) {
    const token = tokenOf(text, context)
    const header = headerOf(token)
    const parsed = parseHeader(header)
    if (!parsed.isValid) return unverified
    if (constraints.alg !== '' && constraints.alg !== parsed.algorithm) return unverified
    const signature = base64UrlBytes(token.signature)
    if (!verifyConstrained(token, signature, parsed, constraints, context)) return unverified
    const payload = utf8Text(decodePart('payload', token.payload))
    if (parsed.contentType.toUpperCase() === 'JWT') {
      text = payload
      continue
    }
    const claims = objectOfJson(payload)
    return meetsConstraints(claims, constraints, context) ? [true, header, claims] : unverified
  }
  throw new BuiltinError(`the token has more than ${nestingMax} tokens inside each other`)
}

function verifyConstrained(
  token: Token,
  signature: Uint8Array,
  header: Header,
  constraints: Constraints,
  context: BuiltinContext,
): boolean {
  if (constraints.keys !== undefined) {
    return verifyWithKeys(token, signature, constraints.keys, header, header.algorithm, context)
  }
  const bits = { HS256: 256, HS384: 384, HS512: 512 }[header.algorithm]
  if (bits === undefined) return false
  const message = utf8Bytes(`${token.header}.${token.payload}`)
  return hexText(macOf(bits, utf8Bytes(constraints.secret), message)) === hexText(signature)
}

function meetsConstraints(
  claims: AnyObject,
  constraints: Constraints,
  context: BuiltinContext,
): boolean {
  if (constraints.iss !== '' && getValue(claims, 'iss') !== constraints.iss) return false
  const audience = getValue(claims, 'aud')
  if (audience === undefined ? constraints.aud !== '' : !isFor(audience, constraints.aud)) {
    return false
  }
  const expiry = claimedTime(claims, 'exp')
  const start = claimedTime(claims, 'nbf')
  if (expiry === undefined && start === undefined) return true
  const now = fromDouble((constraints.time ?? nowOf(context)) / 1e9)
  if (expiry !== undefined && compareNumbers(now, expiry) >= 0) return false
  return start === undefined || compareNumbers(now, start) >= 0
}

function isFor(audience: Value, wanted: string): boolean {
  return isArray(audience) ? audience.includes(wanted) : audience === wanted
}

function claimedTime(claims: AnyObject, name: string) {
  const value = getValue(claims, name)
  if (value === undefined || isNumber(value)) return value
  throw new BuiltinError(`${name} value must be a number`)
}
