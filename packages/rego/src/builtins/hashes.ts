/** Digests and message authentication codes. */

import { hmac } from '@noble/hashes/hmac.js'
import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import type { Value } from '../values/value.ts'
import type { Builtin, BuiltinContext, BuiltinTable } from './builtin.ts'
import { hexText, utf8Bytes } from './bytes.ts'
import { stringOperand } from './operands.ts'

type Hash = typeof sha256 | typeof sha384 | typeof sha512 | typeof md5 | typeof sha1

export const hashes: BuiltinTable = {
  'crypto.md5': [1, digestBy(md5)],
  'crypto.sha1': [1, digestBy(sha1)],
  'crypto.sha256': [1, digestBy(sha256)],
  'crypto.hmac.md5': [2, macBy(md5)],
  'crypto.hmac.sha1': [2, macBy(sha1)],
  'crypto.hmac.sha256': [2, macBy(sha256)],
  'crypto.hmac.sha512': [2, macBy(sha512)],
  'crypto.hmac.equal': [2, (args) => stringOperand(args, 1) === stringOperand(args, 2)],
}

/** A byte costs about an instruction. */
function bytesOf(args: readonly Value[], position: number, context: BuiltinContext): Uint8Array {
  const bytes = utf8Bytes(stringOperand(args, position))
  context.charge(bytes.length)
  return bytes
}

function digestBy(hash: Hash): Builtin {
  return (args, context) => hexText(hash(bytesOf(args, 1, context)))
}

function macBy(hash: Hash): Builtin {
  return (args, context) => {
    const message = bytesOf(args, 1, context)
    return hexText(hmac(hash, bytesOf(args, 2, context), message))
  }
}

/** A digest by the number of its bits, as the names of signatures have it. */
export function digest(bits: number, bytes: Uint8Array): Uint8Array {
  return bits === 256 ? sha256(bytes) : bits === 384 ? sha384(bytes) : sha512(bytes)
}

export function macOf(bits: number, key: Uint8Array, bytes: Uint8Array): Uint8Array {
  return hmac(bits === 256 ? sha256 : bits === 384 ? sha384 : sha512, key, bytes)
}
