/** Notices cheaply that something on a node changed: components, and the files that were looked at. */

import type { NodeData } from '@evenkeel/model'
import { matchBinary } from '../host/binaries.ts'
import { type Host, openHost } from '../host/host.ts'
import { splitCommandLine } from '../host/processes.ts'

export interface NodeChanges {
  /** The same text as long as nothing changed. */
  fingerprint(paths: string[]): Promise<string>
}

/** A process is read once, when it is new; files are only stat'ed. */
export async function createNodeChanges(root: string): Promise<NodeChanges> {
  const host = await openHost(root)
  /** The command line of a component, or empty for every other process, by pid. */
  let processes = new Map<string, string>()
  return {
    async fingerprint(paths) {
      processes = await updateProcesses(host, processes)
      const components = [...new Set(processes.values())].filter(Boolean).sort()
      const files: string[] = []
      for (const path of paths) files.push(await describe(host, path))
      return [...components, ...files].join('\n')
    },
  }
}

async function updateProcesses(
  host: Host,
  before: Map<string, string>,
): Promise<Map<string, string>> {
  const entries = await host.list('/proc')
  const pids = entries.state === 'seen' ? entries.value.filter((it) => /^\d+$/.test(it)) : []
  const now = new Map<string, string>()
  for (const pid of pids) now.set(pid, before.get(pid) ?? (await componentLine(host, pid)))
  return now
}

async function componentLine(host: Host, pid: string): Promise<string> {
  const text = await host.readText(`/proc/${pid}/cmdline`)
  if (text.state !== 'seen') return ''
  return matchBinary(splitCommandLine(text.value)) ? text.value : ''
}

async function describe(host: Host, path: string): Promise<string> {
  const stat = await host.stat(path)
  if (stat.state !== 'seen') return `${path} ${stat.state}`
  const { type, mode, uid, gid, modifiedMs } = stat.value
  return `${path} ${type} ${mode} ${uid} ${gid} ${modifiedMs}`
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
