/** Reads how K3s was started: its configuration files, its unit, its command line, its annotation. */

import type { Json, SettingSource } from '@evenkeel/model'
import { expandGlob } from '../host/glob.ts'
import type { Host, Look } from '../host/host.ts'
import type { Process } from '../host/processes.ts'
import { splitWords } from '../settings/command-line.ts'
import { parseStructuredFile } from '../settings/structured-file.ts'

export interface OptionValue {
  text: string
  source: SettingSource
  file?: string
  line?: number
}

/** By the name of the option, all its values in order. */
export type K3sOptions = Map<string, OptionValue[]>

const configFile = '/etc/rancher/k3s/config.yaml'
const units = ['k3s', 'k3s-agent'].map((name) => `/etc/systemd/system/${name}.service`)

/**
 * K3s takes the arguments out of its title when it starts, so they are looked for where they were
 * given. Files are read in K3s' order, and an option on the command line replaces all its values in
 * them. Absent where nothing tells how K3s was started.
 */
export async function readK3sOptions(
  host: Host,
  process: Process,
  nodeArgs: string | undefined,
): Promise<Look<K3sOptions>> {
  const commandLine = await readCommandLine(host, process)
  const files = await readFiles(host, configFileOf(commandLine))
  if (files.state === 'hidden') return files
  const configured: K3sOptions = files.state === 'seen' ? files.value : new Map()
  const annotated = nodeArgs === undefined ? undefined : parseNodeArgs(nodeArgs)
  // The node says what K3s runs with, files and command line already put together.
  if (annotated) return { state: 'seen', value: withPlaces(annotated, [configured, commandLine]) }
  if (files.state === 'absent' && commandLine.size === 0 && !(await hasUnit(host)))
    return { state: 'absent' }
  return { state: 'seen', value: new Map([...configured, ...commandLine]) }
}

async function hasUnit(host: Host): Promise<boolean> {
  for (const path of units) if ((await host.stat(path)).state === 'seen') return true
  return false
}

/** What the process still shows comes before what its unit says. */
async function readCommandLine(host: Host, process: Process): Promise<K3sOptions> {
  if (process.args.some((it) => it.startsWith('-')))
    return optionsOf(process.args, { source: 'flag' })
  for (const file of units) {
    const text = await host.readText(file)
    if (text.state !== 'seen') continue
    const words = splitWords(execStart(text.value)).filter((word) => word !== '\\')
    const role = words.findIndex((word) => word === 'server' || word === 'agent')
    return optionsOf(words.slice(role + 1), { source: 'flag', file })
  }
  return new Map()
}

/** The start command with its continued lines. */
function execStart(unit: string): string {
  const joined = unit.replace(/\\\r?\n/g, ' ')
  return /^\s*ExecStart\s*=\s*(.*)$/m.exec(joined)?.[1] ?? ''
}

function optionsOf(words: readonly string[], origin: Omit<OptionValue, 'text'>): K3sOptions {
  const options: K3sOptions = new Map()
  words.forEach((word, index) => {
    const [, dashed, inline] = /^--?([a-z0-9-]+)(?:=([\s\S]*))?$/.exec(word) ?? []
    if (!dashed) return
    const name = dashed === 'c' ? 'config' : dashed
    const next = words[index + 1]
    const text = inline ?? (next === undefined || next.startsWith('-') ? 'true' : next)
    options.set(name, [...(options.get(name) ?? []), { text, ...origin }])
  })
  return options
}

function configFileOf(commandLine: K3sOptions): string {
  return commandLine.get('config')?.at(-1)?.text ?? configFile
}

/** The file, then `config.yaml.d/*.yaml` in order: a later one replaces an option, `option+` adds to it. */
async function readFiles(host: Host, file: string): Promise<Look<K3sOptions>> {
  const dropIns = await expandGlob(host, `${file}.d/*.y*ml`)
  const [hidden] = dropIns.hidden
  if (hidden) return { state: 'hidden', reason: hidden.reason }
  const options: K3sOptions = new Map()
  let isSeen = false
  for (const path of [file, ...dropIns.paths]) {
    const text = await host.readText(path)
    if (text.state === 'hidden') return text
    if (text.state === 'absent') continue
    isSeen = true
    try {
      await addFile(options, text.value, path)
    } catch (error) {
      return { state: 'hidden', reason: error instanceof Error ? error.message : String(error) }
    }
  }
  return isSeen ? { state: 'seen', value: options } : { state: 'absent' }
}

async function addFile(options: K3sOptions, text: string, file: string): Promise<void> {
  const { leaves } = await parseStructuredFile(text, file)
  const lines = text.split('\n')
  for (const [key, { value, line }] of leaves) {
    const name = key.replace(/\+$/, '')
    const values = (Array.isArray(value) ? value : [value]).map(
      (it): OptionValue => ({
        text: textOf(it),
        source: 'config-file',
        file,
        line: lineOf(lines, textOf(it), line),
      }),
    )
    options.set(name, key.endsWith('+') ? [...(options.get(name) ?? []), ...values] : values)
  }
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Of a list the line of the item, from the line of its key on. */
function lineOf(lines: string[], text: string, from: number): number {
  const index = lines.findIndex((it, at) => at >= from - 1 && it.includes(text))
  return index < 0 ? from : index + 1
}

/** A JSON list: `["server","--kube-apiserver-arg","anonymous-auth=true"]`. Undefined when it is none. */
function parseNodeArgs(text: string): K3sOptions | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // Somebody else wrote the annotation; the files then say what they say.
    return undefined
  }
  if (!Array.isArray(value) || !value.every((it) => typeof it === 'string')) return undefined
  return optionsOf(value, { source: 'flag' })
}

/** The place of each value, where a file or the unit has it. */
function withPlaces(options: K3sOptions, known: K3sOptions[]): K3sOptions {
  const place = (name: string, value: OptionValue): OptionValue =>
    known.flatMap((it) => it.get(name) ?? []).find(({ text }) => text === value.text) ?? value
  return new Map(
    [...options].map(([name, values]) => [name, values.map((value) => place(name, value))]),
  )
}
