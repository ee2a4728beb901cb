/** One progress line on a terminal, nothing in a pipe. */

import type { WriteStream } from 'node:tty'

export interface Progress {
  /** Replaces the line's text. */
  show(text: string): void
  /** Takes the line away. */
  clear(): void
}

const intervalMilliseconds = 80

/** Writes to standard error, so that standard output holds the result alone. */
export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  if (!isTerminal(stream)) return { show: () => undefined, clear: () => undefined }
  let last = 0
  return {
    show(text) {
      const now = Date.now()
      if (now - last < intervalMilliseconds) return
      last = now
      stream.write(`\r\x1b[2K${text.slice(0, stream.columns - 1)}`)
    },
    clear() {
      stream.write('\r\x1b[2K')
    },
  }
}

function isTerminal(stream: NodeJS.WriteStream): stream is WriteStream {
  return stream.isTTY === true
}
