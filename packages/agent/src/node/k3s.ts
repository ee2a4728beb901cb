/** Puts together the flags that K3s gives the components inside its own process. */

import type { ComponentKey } from '@evenkeel/model'
import { k3sBuiltIn, k3sFolder } from '../facts/k3s.ts'
import type { Host, Look } from '../host/host.ts'
import type { Process } from '../host/processes.ts'
import type { FlagPlace } from '../settings/flag-places.ts'
import type { Arguments } from './arguments-files.ts'
import { type K3sOptions, type OptionValue, readK3sOptions } from './k3s-options.ts'

const argumentOptions: Partial<Record<ComponentKey, string>> = {
  apiserver: 'kube-apiserver-arg',
  controller_manager: 'kube-controller-manager-arg',
  scheduler: 'kube-scheduler-arg',
  kubelet: 'kubelet-arg',
  proxy: 'kube-proxy-arg',
}

/** A server may leave components to others. */
const disablingOptions: Partial<Record<ComponentKey, string>> = {
  apiserver: 'disable-apiserver',
  controller_manager: 'disable-controller-manager',
  scheduler: 'disable-scheduler',
  kubelet: 'disable-agent',
  proxy: 'disable-kube-proxy',
}

const unseen =
  "K3s runs this component inside its own process and hides its command line; neither its configuration nor its unit is there, and the node's annotation k3s.io/node-args is not known."

export interface K3sInput {
  key: ComponentKey
  process: Process
  /** The annotation `k3s.io/node-args` of the node, where the API was asked. */
  nodeArgs?: string | undefined
}

/** Absent for a component that this K3s does not run. */
export async function k3sArguments(host: Host, input: K3sInput): Promise<Look<Arguments>> {
  const { key } = input
  const found = await readK3sOptions(host, input.process, input.nodeArgs)
  if (found.state === 'hidden') return found
  const hasDropIns = await hasKubeletDropIns(host)
  // What K3s wrote for the kubelet is seen even where nothing tells how it was started.
  if (found.state === 'absent' && !(key === 'kubelet' && hasDropIns))
    return { state: 'hidden', reason: unseen }
  const options: K3sOptions = found.state === 'seen' ? found.value : new Map()
  if (isOn(options, disablingOptions[key])) return { state: 'absent' }
  const given = options.get(argumentOptions[key] ?? '') ?? []
  const builtIn = k3sBuiltIn(key, {
    encryptsSecrets: isOn(options, 'secrets-encryption'),
    protectsKernel: isOn(options, 'protect-kernel-defaults'),
    hasDropIns,
  })
  const flags = mergeFlags(builtIn, given)
  return {
    state: 'seen',
    value: {
      args: flags.map(({ name, text }) => `--${name}=${text}`),
      placeOf: placesOf(flags),
    },
  }
}

function isOn(options: K3sOptions, name: string | undefined): boolean {
  return name !== undefined && options.get(name)?.at(-1)?.text === 'true'
}

/** Newer versions write what they set for the kubelet into its drop-ins. */
async function hasKubeletDropIns(host: Host): Promise<boolean> {
  const path = `${k3sFolder}/agent/etc/kubelet.conf.d/00-k3s-defaults.conf`
  return (await host.stat(path)).state === 'seen'
}

interface GivenFlag {
  name: string
  text: string
  origin: OptionValue | undefined
}

/** `name=value` replaces what K3s sets itself; `name+=value` and `name-=value` add to it. */
function mergeFlags(builtIn: Record<string, string>, given: OptionValue[]): GivenFlag[] {
  const flags: GivenFlag[] = Object.entries(builtIn).map(([name, text]) => ({
    name,
    text,
    origin: undefined,
  }))
  for (const origin of given) {
    const [, word = '', text = 'true'] = /^(?:--)?([^=]*)(?:=([\s\S]*))?$/.exec(origin.text) ?? []
    const name = word.replace(/[+-]+$/, '').replaceAll('_', '-')
    if (name === '') continue
    const isAdded = /[+-]$/.test(word)
    const kept = flags.filter((flag) => flag.name !== name || isAdded || flag.origin)
    flags.splice(0, flags.length, ...kept, { name, text, origin })
  }
  return flags
}

/** What K3s sets by itself is its default; the rest stands where it was given. */
function placesOf(flags: GivenFlag[]): FlagPlace {
  return (name, text) => {
    const { origin } = flags.findLast((it) => it.name === name && it.text === text) ?? {}
    if (!origin) return { source: 'default' }
    const { source, file, line } = origin
    return { source, ...(file ? { file } : {}), ...(line ? { line } : {}) }
  }
}
