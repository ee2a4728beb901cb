/** PEM: named blocks of Base64 in text. */

import { BuiltinError } from './builtin.ts'
import { base64Bytes, standard } from './bytes.ts'

export interface PemBlock {
  readonly type: string
  readonly bytes: Uint8Array
  /** The text behind the block. */
  readonly rest: string
}

const begin = '-----BEGIN '
const end = '-----END '
const dashes = '-----'

/** The first block of a text; undefined where there is none. */
export function decodePem(text: string): PemBlock | undefined {
  for (let at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at + 1)) {
    const lineEnd = text.indexOf('\n', at)
    const bodyEnd = text.indexOf(end, at)
    // Without an end there is no block, here or further on.
    if (lineEnd < 0 || bodyEnd < 0) return undefined
    const line = text.slice(at + begin.length, lineEnd).trimEnd()
    const isAtStart = at === 0 || text.charAt(at - 1) === '\n'
    if (!isAtStart || !line.endsWith(dashes) || bodyEnd < lineEnd) continue
    const type = line.slice(0, -dashes.length)
    const close = `${end}${type}${dashes}`
    const bytes = text.startsWith(close, bodyEnd)
      ? decodeBody(text.slice(lineEnd + 1, bodyEnd))
      : undefined
    if (bytes === undefined) continue
    const behind = text.slice(bodyEnd + close.length).replace(/^[ \t\r]*(?:\n|$)/, '')
    return { type, bytes, rest: behind }
  }
  return undefined
}

/** Lines with a colon before an empty line are headers. */
function decodeBody(body: string): Uint8Array | undefined {
  const data = /^[^\n]*:/.test(body) ? body.replace(/^(?:[^\n]*:[^\n]*\n)+\s*/, '') : body
  try {
    return base64Bytes(data.replace(/[ \t\r\n]/g, ''), standard, true)
  } catch (error) {
    if (error instanceof BuiltinError) return undefined
    throw error
  }
}
