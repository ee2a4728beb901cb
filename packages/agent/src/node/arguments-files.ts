/** Arguments of components that share one process and keep their flags in files. */

import type { ComponentKey } from '@evenkeel/model'
import type { Host, Look } from '../host/host.ts'
import type { Process } from '../host/processes.ts'
import { parseFlags, splitWords } from '../settings/command-line.ts'
import type { FlagPlace } from '../settings/flag-places.ts'

/** The flags of one component, and where they were found when not on its command line. */
export interface Arguments {
  args: string[]
  placeOf?: FlagPlace
}

const argumentFlags: Record<ComponentKey, string> = {
  apiserver: 'apiserver-args-file',
  controller_manager: 'controller-manager-args-file',
  scheduler: 'scheduler-args-file',
  etcd: 'etcd-args-file',
  kubelet: 'kubelet-args-file',
  proxy: 'proxy-args-file',
}

/** MicroK8s names a file for each component. */
export async function kubeliteArguments(
  host: Host,
  key: ComponentKey,
  process: Process,
): Promise<Look<Arguments>> {
  const flag = argumentFlags[key]
  const path = parseFlags(process.args, { types: {} }).find(({ name }) => name === flag)?.value
  if (!path) return { state: 'hidden', reason: `${process.binary} runs without --${flag}.` }
  const text = await host.readText(path)
  if (text.state === 'absent')
    return { state: 'hidden', reason: `${path}, which ${process.binary} names, is not there.` }
  if (text.state === 'hidden') return text
  const folder = path.slice(0, path.indexOf('/args/'))
  const lines = text.value.split('\n').filter((line) => !line.trimStart().startsWith('#'))
  // The snap's own variables stand in the values.
  const words = lines.flatMap(splitWords).map((word) => word.replace(/\$\{?SNAP_DATA\}?/g, folder))
  return { state: 'seen', value: { args: words } }
}
