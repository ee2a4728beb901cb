/** Loads Rego sources and base documents from files and folders, with the rules of OPA's loader. */

import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import type { SourceFile } from '@evenkeel/rego'
import { parse as parseYaml } from 'yaml'
import { Failure } from '../failure.ts'

/** More than any library has; a folder that is larger was named by mistake. */
const filesMax = 50_000
const fileBytesMax = 64 * 1024 * 1024

export interface LoadedPolicies {
  sources: SourceFile[]
  /** Base documents: a data file in `a/b/` below a named folder stands at `data.a.b`. */
  data: Record<string, unknown>
}

export interface LoadOptions {
  /** Glob patterns of names to leave out, as `--ignore` takes them. */
  ignore?: string[]
}

/** Reads in a stable order. A path may be prefixed with the place of its data: `a.b:file.json`. */
export async function loadPolicies(
  paths: string[],
  options: LoadOptions = {},
): Promise<LoadedPolicies> {
  const loaded: LoadedPolicies = { sources: [], data: {} }
  for (const argument of paths) {
    const { prefix, path } = splitPrefix(argument)
    const found = await statOrFail(path)
    if (!found.isDirectory()) {
      await loadFile(loaded, path, prefix)
      continue
    }
    for (const file of await filesBelow(path, options.ignore ?? [])) {
      const folders = relative(path, file).split(/[\\/]/).slice(0, -1)
      await loadFile(loaded, file, [...prefix, ...folders])
    }
  }
  return loaded
}

async function statOrFail(path: string) {
  try {
    return await stat(path)
  } catch (error) {
    throw new Failure(
      `${path} cannot be read: it does not exist or may not be opened.`,
      undefined,
      error,
    )
  }
}

async function filesBelow(folder: string, ignore: string[]): Promise<string[]> {
  const patterns = ignore.map(globToPattern)
  const files: string[] = []
  const queue = [folder]
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const entry of await readdir(next, { withFileTypes: true })) {
      if (patterns.some((it) => it.test(entry.name))) continue
      const path = join(next, entry.name)
      if (entry.isDirectory()) queue.push(path)
      // Links are not followed, so that a loop of them ends.
      else if (entry.isFile() && isLoadable(entry.name)) files.push(path)
    }
    if (files.length > filesMax) throw new Failure(`${folder} holds more than ${filesMax} files.`)
  }
  return files.sort()
}

function isLoadable(name: string): boolean {
  return /\.(rego|json|ya?ml)$/.test(name)
}

async function loadFile(loaded: LoadedPolicies, path: string, place: string[]): Promise<void> {
  const { size } = await statOrFail(path)
  if (size > fileBytesMax)
    throw new Failure(`${path} is larger than ${fileBytesMax / 1024 / 1024} MB.`)
  const text = await readFile(path, 'utf8')
  if (path.endsWith('.rego')) {
    loaded.sources.push({ file: path, source: text })
    return
  }
  mergeAt(loaded.data, place, parseDocument(path, text), path)
}

/** JSON by JSON's own rules, YAML otherwise. */
export function parseDocument(path: string, text: string): unknown {
  try {
    return basename(path).endsWith('.json') ? JSON.parse(text) : parseYaml(text)
  } catch (error) {
    const detail = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new Failure(`${path} does not parse: ${detail}`, undefined, error)
  }
}

function mergeAt(
  data: Record<string, unknown>,
  place: string[],
  value: unknown,
  path: string,
): void {
  if (place.length === 0 && !isRecord(value)) {
    throw new Failure(`${path} must hold an object, because its keys become names below data.`)
  }
  const nested = place.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value)
  merge(data, nested, path)
}

function merge(target: Record<string, unknown>, value: unknown, path: string): void {
  if (!isRecord(value)) return
  for (const [key, item] of Object.entries(value)) {
    const present = Object.hasOwn(target, key) ? target[key] : undefined
    if (present === undefined) setOwn(target, key, item)
    else if (isRecord(present) && isRecord(item)) merge(present, item, path)
    else throw new Failure(`${path} sets ${key}, which another file has set already.`)
  }
}

/** `__proto__` is a key like any other. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function splitPrefix(argument: string): { prefix: string[]; path: string } {
  const match = /^([A-Za-z_][\w.]*):(?![\\/]{2})(.+)$/.exec(argument)
  // A single letter before the colon is a drive.
  if (!match?.[1] || !match[2] || match[1].length === 1) return { prefix: [], path: argument }
  return { prefix: match[1].split('.'), path: match[2] }
}

function globToPattern(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`)
}
