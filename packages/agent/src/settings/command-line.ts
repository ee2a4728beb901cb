/** Reads flags as the components do: `--a=b`, `--a b`, bare booleans, underscores for dashes. */

import type { SettingType } from '../facts/kubelet-settings.ts'

export interface Flag {
  /** Without dashes, underscores turned into dashes as Kubernetes does. */
  name: string
  value: string
}

export interface FlagSyntax {
  types: Record<string, SettingType>
  /** Go's flag package takes `-name` for `--name`. */
  singleDash?: boolean
}

/** In the order of the command line. */
export function parseFlags(args: string[], syntax: FlagSyntax): Flag[] {
  const flags: Flag[] = []
  for (let index = 0; index < args.length; index += 1) {
    const text = args[index] ?? ''
    if (text === '--') break
    const match = (syntax.singleDash ? /^--?([^-=][^=]*)(=?)/ : /^--([^-=][^=]*)(=?)/).exec(text)
    const shorthand = /^-v=?(\d+)$/.exec(text)
    if (shorthand?.[1]) flags.push({ name: 'v', value: shorthand[1] })
    if (!match?.[1]) continue
    const name = match[1].replaceAll('_', '-')
    const next = args[index + 1]
    if (match[2]) flags.push({ name, value: text.slice(match[0].length) })
    else if (takesNext(name, next, syntax)) {
      flags.push({ name, value: next })
      index += 1
    } else flags.push({ name, value: 'true' })
  }
  return flags
}

/** A boolean never takes the next argument: `--profiling false` is `--profiling` and a stray word. */
function takesNext(name: string, next: string | undefined, syntax: FlagSyntax): next is string {
  if (next === undefined || syntax.types[name] === 'boolean') return false
  return syntax.types[name] !== undefined || !next.startsWith('-')
}

/** Words of a shell-like line, as in unit and environment files; quotes are taken off. */
export function splitWords(line: string): string[] {
  const words: string[] = []
  for (const match of line.matchAll(/(?:[^\s"']+|"(?:\\.|[^"\\])*"|'[^']*')+/g))
    words.push(match[0].replace(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, (_, a, b) => a ?? b ?? ''))
  return words
}
