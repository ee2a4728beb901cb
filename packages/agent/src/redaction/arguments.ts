/** Takes secrets out of a list of command-line arguments and keeps everything else as it is. */

import { isSecretFlag, redactCommandText } from './text.ts'

const mark = '[redacted]'

/** Booleans of such a name (`--enable-bootstrap-token=true`) stay, and so do paths. */
export function redactArguments(args: string[]): string[] {
  let isNextSecret = false
  return args.map((text) => {
    if (isNextSecret && !text.startsWith('-')) {
      isNextSecret = false
      return mark
    }
    isNextSecret = false
    const flag = /^--?([A-Za-z][\w.-]*)(=?)/.exec(text)
    if (flag?.[1] && isSecretFlag(flag[1])) {
      if (!flag[2]) isNextSecret = true
      const value = text.slice(flag[0].length)
      if (flag[2] && value !== '' && !/^(true|false)$/i.test(value)) return flag[0] + mark
    }
    return redactCommandText(text)
  })
}
