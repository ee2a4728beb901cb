/** Hears from the kernel that files of a node changed, where a mount allows it. */

import { type FSWatcher, watch } from 'node:fs'
import { posix } from 'node:path'
import type { Host } from '../host/host.ts'

export interface FileWatch {
  /** Nobody tells of changes of these; they have to be looked at again and again. */
  unwatched(): string[]
  /** The paths that may have changed since the last call; waits for one, or for the time to pass. */
  next(waitMs: number, signal: AbortSignal): Promise<Set<string>>
  close(): void
}

/** inotify has a limit for all processes of a user; this leaves most of it to others. */
const foldersMax = 512

/**
 * Folders are watched, not files: most programs write a new file and put it in the place of the old.
 * A link is watched where it lies and where it leads.
 */
export async function watchFiles(host: Host, paths: readonly string[]): Promise<FileWatch> {
  const heard = new Set<string>()
  const unwatched = new Set<string>()
  let wake: (() => void) | undefined
  const tell = (affected: Iterable<string>): void => {
    for (const path of affected) heard.add(path)
    wake?.()
  }
  const folders = await foldersOf(host, paths, unwatched)
  const watchers: FSWatcher[] = []
  for (const [folder, names] of folders) {
    const all = [...names.values()].flat()
    const lose = (): void => {
      for (const path of all) unwatched.add(path)
    }
    const watcher =
      watchers.length < foldersMax
        ? tryWatch(folder, (name) => tell(affectedBy(names, name)), lose)
        : undefined
    if (watcher) watchers.push(watcher)
    else lose()
  }
  return {
    unwatched: () => [...unwatched],
    async next(waitMs, signal) {
      if (heard.size === 0 && !signal.aborted)
        await new Promise<void>((done) => {
          const end = (): void => {
            clearTimeout(timer)
            signal.removeEventListener('abort', end)
            wake = undefined
            done()
          }
          const timer = setTimeout(end, waitMs)
          signal.addEventListener('abort', end)
          wake = end
        })
      const taken = new Set(heard)
      heard.clear()
      return taken
    },
    close() {
      for (const watcher of watchers) watcher.close()
    },
  }
}

/** By the name of an entry, the paths that stand for it; '' has those that any entry concerns. */
type Names = Map<string, string[]>

function affectedBy(names: Names, name: string | null): string[] {
  // Without a name the kernel lost count, and anything may have changed.
  if (name === null) return [...names.values()].flat()
  return [...(names.get('') ?? []), ...(names.get(name) ?? [])]
}

async function foldersOf(
  host: Host,
  paths: readonly string[],
  unwatched: Set<string>,
): Promise<Map<string, Names>> {
  const folders = new Map<string, Names>()
  const add = (folder: string, name: string, path: string): void => {
    const names = folders.get(folder) ?? new Map<string, string[]>()
    folders.set(folder, names)
    names.set(name, [...(names.get(name) ?? []), path])
  }
  for (const path of paths) {
    const place = await host.place(posix.dirname(path))
    // The kernel tells nothing of its own file systems.
    if (!place || /^\/(proc|sys)\//.test(path)) {
      unwatched.add(path)
      continue
    }
    add(place, posix.basename(path), path)
    const target = await host.place(path)
    if (!target) continue
    if (target !== posix.join(place, posix.basename(path)))
      add(posix.dirname(target), posix.basename(target), path)
    const stat = await host.stat(path)
    if (stat.state === 'seen' && stat.value.type === 'directory') add(target, '', path)
  }
  return folders
}

function tryWatch(
  folder: string,
  tell: (name: string | null) => void,
  lose: () => void,
): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, (_, name) => tell(name))
    watcher.on('error', () => {
      watcher.close()
      lose()
    })
    return watcher
  } catch {
    // It is not there, may not be read, or the kernel has no watches left: then it is polled.
    return undefined
  }
}
