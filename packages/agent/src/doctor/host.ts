/** Are the host's processes and files there to be seen, and nothing more than seen? */

import { hostname } from 'node:os'
import type { AgentConfig } from '../daemon/config.ts'
import { hostPathReasons } from '../facts/host-paths.ts'
import { type Host, openHost } from '../host/host.ts'
import { findWritableMounts } from '../host/mounts.ts'
import { listProcesses } from '../host/processes.ts'
import { broken, type Diagnosis, limited, well } from './diagnosis.ts'

export async function* diagnoseHost(config: AgentConfig): AsyncGenerator<Diagnosis> {
  const host = await openHost(config.hostRoot)
  const list = await listProcesses(host)
  if (list.state !== 'seen')
    yield broken('processes', list.state === 'hidden' ? list.reason : 'There is no /proc.')
  else if (list.value.processes.length === 0)
    yield limited(
      'processes',
      `No Kubernetes component is among the processes of ${hostname()}; is ${config.hostRoot} the host's root?`,
    )
  else {
    const names = [...new Set(list.value.processes.map(({ binary }) => binary))].sort()
    yield well('processes', `These components run: ${names.join(', ')}.`)
  }
  const uid = process.getuid?.() ?? 0
  if (uid !== 0)
    yield limited(
      'files',
      `The agent runs as user ${uid}, to which files of the kubelet and the control plane are closed; run it as user 0, without a capability.`,
    )
  for (const { path, reason } of hostPathReasons) yield* diagnosePath(host, path, reason)
  yield* diagnoseWritable(config.hostRoot)
}

async function* diagnoseWritable(hostRoot: string): AsyncGenerator<Diagnosis> {
  const { own, around } = await findWritableMounts(hostRoot)
  if (own.length > 0)
    yield limited(
      'files',
      `The agent could write below ${own.join(', ')} and never does; mount them with readOnly: true.`,
    )
  if (around.length > 0)
    yield limited(
      'files',
      `Inside ${around.join(', ')} more is mounted, such as volumes of pods, which the agent could write and never does; recursiveReadOnly closes that with Kubernetes 1.31, containerd 2 or CRI-O 1.30, and Linux 5.12, or newer.`,
    )
}

async function* diagnosePath(host: Host, path: string, reason: string): AsyncGenerator<Diagnosis> {
  const stat = await host.stat(path)
  if (stat.state === 'seen') yield well('files', `${path} can be seen.`)
  if (stat.state === 'hidden') yield limited('files', `${stat.reason} It is needed for: ${reason}.`)
}
