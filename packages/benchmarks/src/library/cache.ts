/** Keeps what is made of the rule files (the rule set, the compiled policy) for the next start. */

import { createHash } from 'node:crypto'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Files of other versions that are kept beside; more are removed, oldest first. */
const filesKeptMax = 16

/**
 * The bytes kept under this name for these contents and this version of the code; undefined where there
 * are none. The compiled policy is code, so a file that others may write is not read.
 */
export function readCache(name: string, contents: string): Buffer | undefined {
  const path = pathOf(name, contents)
  try {
    const { mode, uid } = lstatSync(path)
    const isOwn = process.getuid === undefined || uid === process.getuid()
    const isOpen = process.getuid !== undefined && (mode & 0o022) !== 0
    return isOwn && !isOpen ? readFileSync(path) : undefined
  } catch {
    // Not there or not readable: it is made anew.
    return undefined
  }
}

/** A folder that cannot be written is no reason to fail: the next start does the work again. */
export function writeCache(name: string, contents: string, bytes: Uint8Array | string): void {
  const path = pathOf(name, contents)
  try {
    mkdirSync(folder(), { recursive: true, mode: 0o700 })
    const partial = `${path}.${process.pid}`
    writeFileSync(partial, bytes, { mode: 0o600 })
    renameSync(partial, path)
    prune(name)
  } catch {
    // See above.
  }
}

function prune(name: string): void {
  const files = readdirSync(folder())
    .filter((it) => it.startsWith(`${name}-`))
    .map((it) => ({ path: join(folder(), it), at: statSync(join(folder(), it)).mtimeMs }))
    .sort((a, b) => b.at - a.at)
  for (const { path } of files.slice(filesKeptMax)) rmSync(path, { force: true })
}

function pathOf(name: string, contents: string): string {
  const key = createHash('sha256').update(codeVersion()).update(contents).digest('hex')
  return join(folder(), `${name}-${key.slice(0, 32)}`)
}

/** A checkout keeps it with its dependencies; a bundle in the user's cache. */
function folder(): string {
  const modules = fileURLToPath(new URL('../../../../node_modules', import.meta.url))
  if (isCheckout() && existsSync(modules)) return join(modules, '.cache', 'evenkeel')
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'evenkeel')
}

function isCheckout(): boolean {
  return import.meta.url.endsWith('.ts')
}

let version: string | undefined

/** Changes with every change of the code that makes what is kept. */
function codeVersion(): string {
  version ??= [process.version, ...codeFiles().map(describeFile)].join('\n')
  return version
}

function codeFiles(): string[] {
  // A part of a bundle has the hash of what it imports in its name.
  if (!isCheckout()) return [fileURLToPath(import.meta.url)]
  const sources = ['../../../rego/src', '..'].map((it) =>
    fileURLToPath(new URL(it, import.meta.url)),
  )
  return sources
    .flatMap((source) =>
      readdirSync(source, { recursive: true, encoding: 'utf8' }).map((it) => join(source, it)),
    )
    .filter((it) => it.endsWith('.ts') && !it.endsWith('.test.ts'))
    .sort()
}

function describeFile(path: string): string {
  const { size, mtimeMs } = statSync(path)
  return `${path} ${size} ${mtimeMs}`
}
