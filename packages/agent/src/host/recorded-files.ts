/** Reads the list that goes with a recorded file system and keeps what a plain copy would lose. */

import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { FileType } from './host.ts'

export const recordedFileName = '.evenkeel-recorded.json'
const recordedVersion = 1

export interface RecordedFile {
  type: FileType
  mode: number
  uid: number
  gid: number
  /** Of a symbolic link. */
  target?: string
}

export interface RecordedFiles {
  node?: string
  kubernetesVersion?: string
  /** What the recording covers; a path elsewhere is unknown, not absent. */
  visible: string[]
  files: Map<string, RecordedFile>
  children(path: string): string[]
}

/** Undefined when the root is not a recording. A list that cannot be read is an error: owners would be wrong. */
export async function readRecordedFiles(root: string): Promise<RecordedFiles | undefined> {
  const path = join(root, recordedFileName)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    return undefined
  }
  return parseRecordedFiles(text, path)
}

export function parseRecordedFiles(text: string, path: string): RecordedFiles {
  const document: unknown = parseJson(text, path)
  if (!isRecord(document) || document.version !== recordedVersion || !isRecord(document.files))
    throw new Error(
      `${path} is not a recording of version ${recordedVersion}; record the node again.`,
    )
  const files = new Map<string, RecordedFile>()
  for (const [name, value] of Object.entries(document.files)) {
    const entry = toRecordedFile(value)
    if (!entry) throw new Error(`${path} has no type, mode, uid and gid for ${name}.`)
    files.set(name, entry)
  }
  const names = childrenByFolder(files)
  const visible = Array.isArray(document.visible) ? document.visible.filter(isText) : ['/']
  return {
    ...(isText(document.node) ? { node: document.node } : {}),
    ...(isText(document.kubernetes_version)
      ? { kubernetesVersion: document.kubernetes_version }
      : {}),
    visible: visible.includes('/') ? [''] : visible,
    files,
    children: (folder) => names.get(folder) ?? [],
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(`${path} is not JSON; record the node again.`, { cause })
  }
}

const fileTypes: readonly string[] = ['file', 'directory', 'symlink', 'socket', 'fifo', 'other']

function isFileType(value: unknown): value is FileType {
  return isText(value) && fileTypes.includes(value)
}

function toRecordedFile(value: unknown): RecordedFile | undefined {
  if (!isRecord(value)) return undefined
  const { type, mode, uid, gid, target } = value
  if (!isFileType(type) || !isText(mode) || typeof uid !== 'number' || typeof gid !== 'number')
    return undefined
  const bits = Number.parseInt(mode, 8)
  return { type, mode: bits, uid, gid, ...(isText(target) ? { target } : {}) }
}

function childrenByFolder(files: Map<string, RecordedFile>): Map<string, string[]> {
  const names = new Map<string, string[]>()
  for (const path of files.keys()) {
    const folder = posix.dirname(path)
    names.set(folder, [...(names.get(folder) ?? []), posix.basename(path)])
  }
  return names
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
