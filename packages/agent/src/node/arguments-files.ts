/** Arguments of components that share one process and keep their flags in files. */

import type { ComponentKey } from '@evenkeel/model'
import type { Host, Look } from '../host/host.ts'
import type { Process } from '../host/processes.ts'
import { parseFlags, splitWords } from '../settings/command-line.ts'
import { parseStructuredFile } from '../settings/structured-file.ts'

const argumentFlags: Record<ComponentKey, string> = {
  apiserver: 'apiserver-args-file',
  controller_manager: 'controller-manager-args-file',
  scheduler: 'scheduler-args-file',
  etcd: 'etcd-args-file',
  kubelet: 'kubelet-args-file',
  proxy: 'proxy-args-file',
}

/** MicroK8s names a file for each component; K3s has the kubelet's arguments in its configuration. */
export function argumentFile(
  host: Host,
  key: ComponentKey,
  process: Process,
): Promise<Look<string[]>> {
  return process.binary === 'k3s'
    ? k3sArguments(host, key, process)
    : kubeliteArguments(host, key, process)
}

async function kubeliteArguments(
  host: Host,
  key: ComponentKey,
  process: Process,
): Promise<Look<string[]>> {
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
  return { state: 'seen', value: words }
}

const k3sArgumentKeys: Partial<Record<ComponentKey, string>> = {
  kubelet: 'kubelet-arg',
}

async function k3sArguments(
  host: Host,
  key: ComponentKey,
  process: Process,
): Promise<Look<string[]>> {
  const name = k3sArgumentKeys[key]
  if (!name)
    return {
      state: 'hidden',
      reason:
        'K3s runs this component inside its own process; its flags stand on no command line and in no file.',
    }
  const given = parseFlags(process.args, { types: {} })
    .filter((flag) => flag.name === name)
    .map(({ value }) => `--${value}`)
  const text = await host.readText('/etc/rancher/k3s/config.yaml')
  if (text.state === 'hidden') return text
  const configured = text.state === 'seen' ? await argumentsIn(text.value, name) : []
  return { state: 'seen', value: [...configured, ...given] }
}

async function argumentsIn(text: string, name: string): Promise<string[]> {
  const { content } = await parseStructuredFile(text, '/etc/rancher/k3s/config.yaml')
  if (content === null || typeof content !== 'object' || Array.isArray(content)) return []
  const value = content[name] ?? []
  const list = Array.isArray(value) ? value : [value]
  return list.map((it) => `--${String(it)}`)
}
