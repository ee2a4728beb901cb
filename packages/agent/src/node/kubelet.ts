/** Reads the kubelet: its flags, its configuration file and its drop-ins. */

import { posix } from 'node:path'
import type { Component } from '@evenkeel/model'
import { expandGlob } from '../host/glob.ts'
import type { Host } from '../host/host.ts'
import type { Process } from '../host/processes.ts'
import { flagPlacesIn } from '../settings/flag-places.ts'
import { type ConfigLayer, effectiveKubelet, parseKubeletFlags } from '../settings/kubelet.ts'
import { parseStructuredFile } from '../settings/structured-file.ts'
import type { NodeContext } from './components.ts'

/** Unknown as a whole when a layer cannot be read: any setting may stand in it. */
export async function readKubelet(context: NodeContext, process: Process): Promise<Component> {
  const { host, distribution, kubernetesVersion } = context
  const flags = parseKubeletFlags(process.args)
  const flag = (name: string) => flags.findLast((it) => it.name === name)?.value || undefined
  const base: Component = {
    name: 'kubelet',
    state: 'running',
    ...(kubernetesVersion ? { version: kubernetesVersion } : {}),
    settings: {},
    feature_gates: {},
    documents: {},
  }
  try {
    const layers: ConfigLayer[] = []
    const config = flag('config')
    if (config) layers.push(await readLayer(host, 'config-file', absolute(config)))
    const folder = flag('config-dir') ?? (process.hasOwnFlags ? undefined : distribution.configDir)
    if (folder) layers.push(...(await readDropIns(host, absolute(folder))))
    const placeOf = await flagPlacesIn(host, distribution.flagFiles)
    const version = kubernetesVersion
    return { ...base, ...effectiveKubelet({ args: process.args, layers, version, placeOf }) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { ...base, state: 'unknown', reason }
  }
}

/** A kubelet of systemd runs in `/`. */
function absolute(path: string): string {
  return posix.resolve('/', path)
}

async function readLayer(
  host: Host,
  source: ConfigLayer['source'],
  file: string,
): Promise<ConfigLayer> {
  const text = await host.readText(file)
  if (text.state === 'absent')
    throw new Error(`${file}, which the kubelet was started with, is not there on the host.`)
  if (text.state === 'hidden') throw new Error(text.reason)
  return { source, file, parsed: await parseStructuredFile(text.value, file) }
}

/** Only *.conf counts, at any depth, in the order of their paths. */
async function readDropIns(host: Host, folder: string): Promise<ConfigLayer[]> {
  const found = await expandGlob(host, `${folder}/**/*.conf`)
  const hidden = found.hidden[0]
  if (hidden) throw new Error(hidden.reason)
  const layers: ConfigLayer[] = []
  for (const path of found.paths) layers.push(await readLayer(host, 'drop-in', path))
  return layers
}
