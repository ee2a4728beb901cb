/** Collects mode and owner of every file that rules ask for; no content is read. */

import { posix } from 'node:path'
import type { FileFact } from '@evenkeel/model'
import { type FileKey, severalFiles } from '../facts/distributions.ts'
import { expandGlob } from '../host/glob.ts'
import type { Host } from '../host/host.ts'
import type { Identities } from '../host/identities.ts'

/** A path that a process or its configuration names, which comes before any candidate. */
export interface NamedFile {
  key: FileKey
  path: string
  /** `kube-scheduler --kubeconfig`. */
  namedBy: string
}

export interface FilesInput {
  candidates: Partial<Record<FileKey, string[]>>
  named: NamedFile[]
}

/** An absent file yields nothing; one that cannot be seen yields a gap. */
export async function collectFiles(
  host: Host,
  identities: Identities,
  { candidates, named }: FilesInput,
): Promise<FileFact[]> {
  const keys = new Set<FileKey>([
    ...named.map(({ key }) => key),
    ...(Object.keys(candidates) as FileKey[]),
  ])
  const facts: FileFact[] = []
  for (const key of keys) {
    const sources = [
      ...named.filter((it) => it.key === key).map(({ path, namedBy }) => ({ path, namedBy })),
      ...(candidates[key] ?? []).map((path) => ({ path, namedBy: 'candidates' })),
    ]
    facts.push(...(await collectKey({ host, identities, key }, sources)))
  }
  return facts.sort((a, b) => compare(a.key, b.key) || compare(a.path, b.path))
}

interface Lookup {
  host: Host
  identities: Identities
  key: FileKey
}

async function collectKey(
  lookup: Lookup,
  sources: { path: string; namedBy: string }[],
): Promise<FileFact[]> {
  const { key, host } = lookup
  const facts = new Map<string, FileFact>()
  let hidden: FileFact | undefined
  for (const source of sources) {
    const found = await pathsOf(host, key, source.path)
    const reason = found.hidden[0]
    if (reason) hidden ??= { key, path: reason.path, gap: reason.reason }
    for (const path of found.paths)
      if (!facts.has(path)) facts.set(path, await toFact(lookup, path, source.namedBy))
    if (found.paths.length > 0 && !severalFiles.has(key)) break
  }
  // With several files a folder that cannot be seen may hold more of them.
  if (hidden && (facts.size === 0 || severalFiles.has(key))) facts.set(`${hidden.path}?`, hidden)
  return [...facts.values()]
}

async function pathsOf(host: Host, key: FileKey, path: string) {
  if (path.includes('*')) return expandGlob(host, path)
  const stat = await host.stat(path)
  if (stat.state === 'absent') return { paths: [], hidden: [] }
  if (stat.state === 'hidden') return { paths: [], hidden: [{ path, reason: stat.reason }] }
  if (key !== 'pki_dir') return { paths: [path], hidden: [] }
  const folders = await foldersBelow(host, path)
  return { paths: [path, ...folders], hidden: [] }
}

const foldersMax = 200

/** The folder of certificates has folders of its own (`etcd`). */
async function foldersBelow(host: Host, folder: string): Promise<string[]> {
  const queue = [folder]
  const folders: string[] = []
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    const names = await host.list(at)
    if (names.state !== 'seen') continue
    for (const name of names.value) {
      const path = posix.join(at, name)
      const stat = await host.stat(path)
      if (stat.state !== 'seen' || stat.value.type !== 'directory') continue
      if (folders.length >= foldersMax) return folders
      folders.push(path)
      queue.push(path)
    }
  }
  return folders
}

async function toFact(lookup: Lookup, path: string, namedBy: string): Promise<FileFact> {
  const { host, identities, key } = lookup
  const stat = await host.stat(path)
  if (stat.state !== 'seen') {
    const gap = stat.state === 'hidden' ? stat.reason : `${path} went away while it was read.`
    return { key, path, gap }
  }
  const { type, mode, uid, gid } = stat.value
  return {
    key,
    path,
    type,
    mode: mode.toString(8).padStart(4, '0'),
    uid,
    gid,
    owner: identities.user(uid),
    group: identities.group(gid),
    named_by: namedBy,
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
