/** Reads the kubelet: its flags, its configuration file and its drop-ins. */

import { posix } from 'node:path'
import type { Component, DocumentFact, Json } from '@evenkeel/model'
import { expandGlob } from '../host/glob.ts'
import type { Host } from '../host/host.ts'
import type { Process } from '../host/processes.ts'
import { applyConfigz } from '../settings/configz.ts'
import { type FlagPlace, flagPlacesIn } from '../settings/flag-places.ts'
import {
  type ConfigLayer,
  type EffectiveSettings,
  effectiveKubelet,
  parseKubeletFlags,
} from '../settings/kubelet.ts'
import { parseStructuredFile } from '../settings/structured-file.ts'
import type { NodeContext } from './components.ts'
import { readKubeletUnit } from './units.ts'

/** A layer that cannot be read is a document with a gap: any setting without a flag may stand in it. */
export async function readKubelet(
  context: NodeContext,
  process: Process,
  knownPlaces?: FlagPlace,
): Promise<Component> {
  const { host, distribution, kubernetesVersion } = context
  const flags = parseKubeletFlags(process.args)
  const flag = (name: string) => flags.findLast((it) => it.name === name)?.value || undefined
  const layers: ConfigLayer[] = []
  const documents: Record<string, DocumentFact> = {}
  const config = flag('config')
  if (config)
    await readLayer(host, { source: 'config-file', file: absolute(config) }, into('config'))
  const folder = flag('config-dir') ?? (process.hasOwnFlags ? undefined : distribution.configDir)
  if (folder) await readDropIns(host, absolute(folder), into('config-dir'))
  const unit = await readKubeletUnit(host)
  if (unit) documents['kubelet.service'] = unit
  const placeOf = knownPlaces ?? (await flagPlacesIn(host, distribution.flagFiles))
  const effective = effectiveKubelet({
    args: process.args,
    layers,
    version: kubernetesVersion,
    placeOf,
  })
  return {
    name: 'kubelet',
    state: 'running',
    ...(kubernetesVersion ? { version: kubernetesVersion } : {}),
    ...(await withConfigz(context, effective, documents)),
  }

  function into(setting: string): LayerSink {
    return {
      add: (layer) => layers.push(layer),
      gap: (path, gap) => {
        documents[setting] ??= { path, gap }
      },
    }
  }
}

/** The file that a recording of a node keeps the kubelet's own answer in. */
const recordedConfigz = '/.evenkeel-configz.json'

/** Without an answer of the kubelet its files and flags are all there is. */
async function withConfigz(
  { host, configz }: NodeContext,
  effective: EffectiveSettings,
  documents: Record<string, DocumentFact>,
): Promise<Pick<Component, 'settings' | 'feature_gates' | 'documents'>> {
  const recorded = configz === undefined ? await host.readText(recordedConfigz) : undefined
  const text = configz ?? (recorded?.state === 'seen' ? recorded.value : undefined)
  if (text === undefined) return { ...effective, documents }
  const isFileHidden = ['config', 'config-dir'].some((name) => name in documents)
  try {
    const { differences, ...running } = applyConfigz(effective, text, isFileHidden)
    const content: Json = { differences: differences.map((it) => ({ ...it })) }
    return { ...running, documents: { ...documents, configz: { path: '/configz', content } } }
  } catch (error) {
    const gap = error instanceof Error ? error.message : String(error)
    return { ...effective, documents: { ...documents, configz: { path: '/configz', gap } } }
  }
}

interface LayerSink {
  add(layer: ConfigLayer): void
  gap(path: string, reason: string): void
}

/** A kubelet of systemd runs in `/`. */
function absolute(path: string): string {
  return posix.resolve('/', path)
}

async function readLayer(
  host: Host,
  { source, file }: Pick<ConfigLayer, 'source' | 'file'>,
  sink: LayerSink,
): Promise<void> {
  const text = await host.readText(file)
  if (text.state === 'absent')
    return sink.gap(file, `${file}, which the kubelet was started with, is not there on the host.`)
  if (text.state === 'hidden') return sink.gap(file, text.reason)
  try {
    sink.add({ source, file, parsed: await parseStructuredFile(text.value, file) })
  } catch (error) {
    sink.gap(file, error instanceof Error ? error.message : String(error))
  }
}

/** Only *.conf counts, at any depth, in the order of their paths. */
async function readDropIns(host: Host, folder: string, sink: LayerSink): Promise<void> {
  const found = await expandGlob(host, `${folder}/**/*.conf`)
  for (const { path, reason } of found.hidden) sink.gap(path, reason)
  for (const file of found.paths) await readLayer(host, { source: 'drop-in', file }, sink)
}
