/** Tells text that is not UTF-8, and where: replacement characters would be judged as if they stood there. */

import { isUtf8 } from 'node:buffer'

/** Lines count from 1; undefined where all of it is UTF-8. */
export function brokenUtf8Line(bytes: Buffer): number | undefined {
  if (isUtf8(bytes)) return undefined
  let line = 1
  let start = 0
  for (;;) {
    const end = bytes.indexOf(0x0a, start)
    const part = end < 0 ? bytes.subarray(start) : bytes.subarray(start, end)
    if (!isUtf8(part) || end < 0) return line
    line += 1
    start = end + 1
  }
}

export const notUtf8 = 'it is not UTF-8 text; save it as UTF-8'
