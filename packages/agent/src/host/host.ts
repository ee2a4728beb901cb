/** Reads a host's files below a root, and tells what is absent from what cannot be seen. */

import { isUtf8 } from 'node:buffer'
import { lstat, open, readdir, readlink } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isVisible, type VisiblePaths, visiblePathsOf } from './mounts.ts'
import { type RecordedFiles, readRecordedFiles } from './recorded-files.ts'

/** `hidden` means that nobody can say: it becomes a gap, never an absence. */
export type Look<Value> =
  | { state: 'seen'; value: Value }
  | { state: 'absent' }
  | { state: 'hidden'; reason: string }

export type FileType = 'file' | 'directory' | 'symlink' | 'socket' | 'fifo' | 'other'

export interface FileStat {
  type: FileType
  /** The permission bits alone. */
  mode: number
  uid: number
  gid: number
  /** Nanoseconds where the file system has them; 0 for recorded files. */
  modifiedMs: number
  /** Of content, mode or owner. */
  changedMs: number
}

/** All paths are the host's own, absolute; symbolic links are followed inside the root only. */
export interface Host {
  root: string
  /** The node's name, where a recording says it. */
  nodeName?: string
  kubernetesVersion?: string
  stat(path: string): Promise<Look<FileStat>>
  /** The whole text; a file larger than the limit is hidden, with that reason. */
  readText(path: string, bytesMax?: number): Promise<Look<string>>
  /** Names in a directory, sorted. */
  list(path: string): Promise<Look<string[]>>
  readLink(path: string): Promise<Look<string>>
  /** Where it lies on this machine, links followed; undefined where it does not, as in a recording. */
  place(path: string): Promise<string | undefined>
}

const textBytesMax = 4 * 1024 * 1024
const linksMax = 40
const readsMax = 3
/** A program that writes its file has then mostly done so. */
const rereadMs = 50

/** `root` is `/`, a folder below which host paths are mounted, or a recorded file system. */
export async function openHost(root: string): Promise<Host> {
  const recorded = await readRecordedFiles(root)
  const visible = recorded ? recorded.visible : await visiblePathsOf(root)
  const tree: Tree = { root, recorded, visible }
  return {
    root,
    ...(recorded?.node ? { nodeName: recorded.node } : {}),
    ...(recorded?.kubernetesVersion ? { kubernetesVersion: recorded.kubernetesVersion } : {}),
    stat: (path) => look(tree, path, (real) => statAt(tree, real)),
    readText: (path, bytesMax = textBytesMax) =>
      look(tree, path, (real) => readAt(tree, real, bytesMax)),
    list: (path) => look(tree, path, (real) => listAt(tree, real)),
    readLink: (path) => linkAt(tree, path),
    place: (path) => placeOf(tree, path),
  }
}

interface Tree {
  root: string
  recorded: RecordedFiles | undefined
  visible: VisiblePaths
}

async function look<Value>(
  tree: Tree,
  path: string,
  read: (realPath: string) => Promise<Value>,
): Promise<Look<Value>> {
  let real = path
  try {
    real = await followLinks(tree, path)
    return { state: 'seen', value: await read(real) }
  } catch (error) {
    return explain(tree, real, error)
  }
}

function explain(tree: Tree, path: string, error: unknown): Look<never> {
  const code = codeOf(error)
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    if (isVisible(tree.visible, path)) return { state: 'absent' }
    return { state: 'hidden', reason: `${path} is not mounted; mount it read-only from the host.` }
  }
  if (code === 'EACCES' || code === 'EPERM')
    return { state: 'hidden', reason: `${path} may not be read: permission denied.` }
  return { state: 'hidden', reason: error instanceof Error ? error.message : String(error) }
}

/** Resolves links component by component, so that an absolute link stays inside the root. */
async function followLinks(tree: Tree, path: string): Promise<string> {
  let rest = posix.normalize(path).split('/').filter(Boolean)
  let real = '/'
  let links = 0
  while (rest.length > 0) {
    const [name = '', ...others] = rest
    rest = others
    if (name === '..') {
      real = posix.dirname(real)
      continue
    }
    const next = posix.join(real, name)
    const target = await linkTarget(tree, next)
    if (target === undefined) {
      real = next
      continue
    }
    links += 1
    if (links > linksMax) throw new Error(`${path} has more than ${linksMax} symbolic links.`)
    if (target.startsWith('/')) real = '/'
    rest = [...target.split('/').filter((it) => it !== '' && it !== '.'), ...rest]
  }
  return real
}

async function linkTarget(tree: Tree, path: string): Promise<string | undefined> {
  const entry = tree.recorded?.files.get(path)
  if (entry) return entry.type === 'symlink' ? entry.target : undefined
  try {
    return await readlink(join(tree.root, path))
  } catch {
    // Not a link, not there, or not readable: the read itself will say which.
    return undefined
  }
}

async function statAt(tree: Tree, path: string): Promise<FileStat> {
  const entry = tree.recorded?.files.get(path)
  if (entry)
    return {
      type: entry.type,
      mode: entry.mode,
      uid: entry.uid,
      gid: entry.gid,
      modifiedMs: 0,
      changedMs: 0,
    }
  const stats = await lstat(join(tree.root, path))
  return {
    type: typeOf(stats),
    mode: stats.mode & 0o7777,
    uid: stats.uid,
    gid: stats.gid,
    modifiedMs: stats.mtimeMs,
    changedMs: stats.ctimeMs,
  }
}

function typeOf(stats: {
  isFile(): boolean
  isDirectory(): boolean
  isSymbolicLink(): boolean
  isSocket(): boolean
  isFIFO(): boolean
}): FileType {
  if (stats.isFile()) return 'file'
  if (stats.isDirectory()) return 'directory'
  if (stats.isSymbolicLink()) return 'symlink'
  if (stats.isSocket()) return 'socket'
  return stats.isFIFO() ? 'fifo' : 'other'
}

/** A text that somebody writes meanwhile is half the old and half the new; it is read again. */
async function readAt(tree: Tree, path: string, bytesMax: number): Promise<string> {
  const { type } = await statAt(tree, path)
  // A FIFO would block for ever, a device never end.
  if (type !== 'file') throw new Error(`${path} is a ${type}, not a file.`)
  for (let reads = 1; ; reads += 1) {
    const bytes = await readWhole(tree, path, bytesMax)
    if (bytes) {
      // Arguments and the names of people may be in any encoding; a configuration is not read by guess.
      if (!isOfAnyEncoding(path) && !isUtf8(bytes)) throw new Error(`${path} is not UTF-8 text.`)
      return bytes.toString('utf8')
    }
    if (reads >= readsMax)
      throw new Error(`${path} changed each time while it was read; what it says is not known yet.`)
    await sleep(rereadMs)
  }
}

/** Undefined when the file changed meanwhile. */
async function readWhole(tree: Tree, path: string, bytesMax: number): Promise<Buffer | undefined> {
  const handle = await open(join(tree.root, path), 'r').catch((error: unknown) => {
    if (tree.recorded?.files.has(path) && codeOf(error) === 'ENOENT')
      throw new Error(`The content of ${path} was not recorded.`)
    throw error
  })
  try {
    const before = await handle.stat()
    // Files of /proc say that they are empty, so the size cannot be asked beforehand.
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of handle.createReadStream({ autoClose: false })) {
      if (!Buffer.isBuffer(chunk)) continue
      size += chunk.length
      if (size > bytesMax) throw new Error(`${path} is larger than ${bytesMax} bytes.`)
      chunks.push(chunk)
    }
    const after = await handle.stat()
    const isChanged = before.mtimeMs !== after.mtimeMs || before.size !== after.size
    // What the kernel makes up has the time of the moment.
    if (isChanged && !path.startsWith('/proc/')) return undefined
    return Buffer.concat(chunks)
  } finally {
    await handle.close()
  }
}

function isOfAnyEncoding(path: string): boolean {
  return path.startsWith('/proc/') || path === '/etc/passwd' || path === '/etc/group'
}

async function listAt(tree: Tree, path: string): Promise<string[]> {
  const recorded = tree.recorded?.children(path) ?? []
  try {
    const names = await readdir(join(tree.root, path))
    return [...new Set([...names, ...recorded])].sort()
  } catch (error) {
    if (recorded.length > 0 || tree.recorded?.files.get(path)?.type === 'directory') {
      if (codeOf(error) === 'ENOENT') return recorded
    }
    throw error
  }
}

async function linkAt(tree: Tree, path: string): Promise<Look<string>> {
  try {
    const parent = await followLinks(tree, posix.dirname(path))
    const real = posix.join(parent, posix.basename(path))
    const entry = tree.recorded?.files.get(real)
    if (entry?.target !== undefined) return { state: 'seen', value: entry.target }
    return { state: 'seen', value: await readlink(join(tree.root, real)) }
  } catch (error) {
    return explain(tree, path, error)
  }
}

async function placeOf(tree: Tree, path: string): Promise<string | undefined> {
  if (tree.recorded) return undefined
  const found = await look(tree, path, async (real) => {
    await lstat(join(tree.root, real))
    return join(tree.root, real)
  })
  return found.state === 'seen' ? found.value : undefined
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
