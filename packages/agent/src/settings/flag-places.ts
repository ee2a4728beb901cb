/** Finds the host's file and line in which a flag of a running process stands. */

import type { SettingSource } from '@evenkeel/model'
import type { Host } from '../host/host.ts'

/** An empty answer where no file holds the flag with this very value. */
export type FlagPlace = (
  flag: string,
  value: string,
) => {
  file?: string
  line?: number
  /** Where the flag stands on no command line. */
  source?: SettingSource
}

/** Reads environment files, units and argument files once. */
export async function flagPlacesIn(host: Host, paths: string[]): Promise<FlagPlace> {
  const files: { file: string; lines: string[] }[] = []
  for (const file of paths) {
    const text = await host.readText(file)
    if (text.state === 'seen') files.push({ file, lines: text.value.split('\n') })
  }
  return (flag, value) => {
    for (const { file, lines } of files) {
      const index = lines.findIndex((line) => holds(line, flag, value))
      if (index >= 0) return { file, line: index + 1 }
    }
    return {}
  }
}

function holds(line: string, flag: string, value: string): boolean {
  if (line.trimStart().startsWith('#')) return false
  return [`--${flag}=${value}`, `--${flag}="${value}"`, `--${flag} ${value}`].some((form) => {
    const at = line.indexOf(form)
    return at >= 0 && /^["'\s]?$|^["'\s]/.test(line.slice(at + form.length))
  })
}
