/** Notices cheaply that something on a node changed: components, and the files that were looked at. */

import type { NodeData } from '@evenkeel/model'
import { matchBinary } from '../host/binaries.ts'
import { type Host, openHost } from '../host/host.ts'
import { splitCommandLine } from '../host/processes.ts'

export interface NodeChanges {
  host: Host
  /** The same text as long as the same components run with the same flags. */
  components(): Promise<string>
  /** What there is to say of each path without reading it. */
  files(paths: Iterable<string>): Promise<Map<string, string>>
  /** The same of files that were read since a time; one that changed since then is called so. */
  filesReadSince(timeMs: number, paths: Iterable<string>): Promise<Map<string, string>>
}

interface Seen {
  /** The command line of a component, or empty for every other process. */
  line: string
  /** How often it was read. */
  reads: number
}

/** A new process is one that another began, until it becomes the program that it was made for. */
const readsOfNew = 3
/** A process id may be given to another; now and then each is read anew. */
const roundsUntilAnew = 300

/** A process is read while it is new; files are only stat'ed. */
export async function createNodeChanges(root: string): Promise<NodeChanges> {
  const host = await openHost(root)
  let processes = new Map<string, Seen>()
  let rounds = 0
  return {
    host,
    async components() {
      rounds += 1
      processes = await updateProcesses(host, processes, rounds % roundsUntilAnew === 0)
      const lines = new Set([...processes.values()].map(({ line }) => line))
      return [...lines].filter(Boolean).sort().join('\n')
    },
    async files(paths) {
      const said = new Map<string, string>()
      for (const path of paths) said.set(path, (await describe(host, path)).text)
      return said
    },
    async filesReadSince(timeMs, paths) {
      const said = new Map<string, string>()
      for (const path of paths) {
        const { text, changedMs } = await describe(host, path)
        said.set(path, changedMs >= timeMs ? 'changed since it was read' : text)
      }
      return said
    },
  }
}

async function updateProcesses(
  host: Host,
  before: ReadonlyMap<string, Seen>,
  isAnew: boolean,
): Promise<Map<string, Seen>> {
  const entries = await host.list('/proc')
  const pids = entries.state === 'seen' ? entries.value.filter((it) => /^\d+$/.test(it)) : []
  const now = new Map<string, Seen>()
  for (const pid of pids) {
    const known = before.get(pid)
    if (known && known.reads >= readsOfNew && !isAnew) now.set(pid, known)
    else now.set(pid, { line: await componentLine(host, pid), reads: (known?.reads ?? 0) + 1 })
  }
  return now
}

async function componentLine(host: Host, pid: string): Promise<string> {
  const text = await host.readText(`/proc/${pid}/cmdline`)
  if (text.state !== 'seen') return ''
  return matchBinary(splitCommandLine(text.value)) ? text.value : ''
}

async function describe(host: Host, path: string): Promise<{ text: string; changedMs: number }> {
  const stat = await host.stat(path)
  if (stat.state !== 'seen') return { text: `${path} ${stat.state}`, changedMs: 0 }
  const { type, mode, uid, gid, modifiedMs, changedMs } = stat.value
  return { text: `${path} ${type} ${mode} ${uid} ${gid} ${modifiedMs}`, changedMs }
}

/** Folders in which a new file matters; a folder's time changes with its entries. */
const folders = [
  '/etc/kubernetes',
  '/etc/kubernetes/manifests',
  '/etc/cni/net.d',
  '/var/lib/kubelet',
]

/** Every file that a node's facts rest on. */
export function pathsOf(data: NodeData): string[] {
  const paths = new Set(folders)
  for (const { path } of data.files) paths.add(path)
  for (const { settings, documents } of Object.values(data.components)) {
    for (const { path } of Object.values(documents)) if (path.startsWith('/')) paths.add(path)
    for (const { file } of Object.values(settings)) if (file?.startsWith('/')) paths.add(file)
    const dropIns = settings['config-dir']?.value
    if (typeof dropIns === 'string' && dropIns.startsWith('/')) paths.add(dropIns)
  }
  return [...paths].slice(0, pathsMax).sort()
}

const pathsMax = 2000
