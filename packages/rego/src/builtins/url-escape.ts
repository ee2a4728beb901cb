/** The escapes of URLs. */

import { quote } from '../values/print.ts'
import { BuiltinError } from './builtin.ts'
import { utf8Bytes, utf8Text } from './bytes.ts'

const unreserved = /[A-Za-z0-9_.~-]/

export function escapeQuery(text: string): string {
  let result = ''
  for (const byte of utf8Bytes(text)) {
    const character = String.fromCharCode(byte)
    if (unreserved.test(character)) result += character
    else if (character === ' ') result += '+'
    else result += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return result
}

/** Undoes escapes; in a query `+` is a space. */
export function unescapeUrl(text: string, isQuery: boolean): string {
  if (!/[%+]/.test(text)) return text
  const source = utf8Bytes(text)
  const bytes: number[] = []
  for (let i = 0; i < source.length; i++) {
    const byte = source[i] as number
    if (byte === 0x25) {
      const code = utf8Text(source.slice(i, i + 3))
      if (!/^%[\da-fA-F]{2}$/.test(code)) {
        throw new BuiltinError(`invalid URL escape ${quote(code)}`)
      }
      bytes.push(Number.parseInt(code.slice(1), 16))
      i += 2
    } else bytes.push(isQuery && byte === 0x2b ? 0x20 : byte)
  }
  return utf8Text(Uint8Array.from(bytes))
}
