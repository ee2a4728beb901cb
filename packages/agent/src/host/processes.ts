/** Finds the Kubernetes components among the processes of a host, from /proc alone. */

import { type ComponentBinary, matchBinary } from './binaries.ts'
import type { Host, Look } from './host.ts'

export interface Process extends ComponentBinary {
  pid: number
  /** The arguments after the binary (and after the sub-command of a multi-call binary). */
  args: string[]
}

export interface ProcessList {
  processes: Process[]
  /** Command lines that could not be read, though the process is there. */
  unreadable: { path: string; reason: string }[]
}

/** Hidden when /proc itself cannot be seen, or holds no process at all. */
export async function listProcesses(host: Host): Promise<Look<ProcessList>> {
  const entries = await host.list('/proc')
  if (entries.state === 'hidden') return entries
  const pids = entries.state === 'seen' ? entries.value.filter((it) => /^\d+$/.test(it)) : []
  if (pids.length === 0)
    return {
      state: 'hidden',
      reason: 'No process can be seen in /proc; mount the /proc of the host read-only.',
    }
  const list: ProcessList = { processes: [], unreadable: [] }
  for (const pid of pids) await readProcess(host, Number(pid), list)
  return { state: 'seen', value: list }
}

async function readProcess(host: Host, pid: number, list: ProcessList): Promise<void> {
  const path = `/proc/${pid}/cmdline`
  const text = await host.readText(path)
  // The process ended between the listing and the read.
  if (text.state === 'absent') return
  if (text.state === 'hidden') {
    list.unreadable.push({ path, reason: text.reason })
    return
  }
  // Kernel threads and zombies have an empty command line.
  const argv = splitCommandLine(text.value)
  const match = matchBinary(argv)
  if (match) list.processes.push({ ...match.binary, pid, args: argv.slice(match.argsStart) })
}

/** Arguments are ended by NUL; an empty argument in the middle is one. */
export function splitCommandLine(text: string): string[] {
  const parts = text.split('\0')
  while (parts.at(-1) === '') parts.pop()
  return parts
}
