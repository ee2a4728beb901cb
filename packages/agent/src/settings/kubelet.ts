/** The kubelet's effective configuration: defaults, --config, drop-ins, flags, in that order. */

import type { Json, Setting } from '@evenkeel/model'
import {
  type KubeletSetting,
  kubeletDefault,
  kubeletGateDefaults,
  kubeletSettings,
  type SettingType,
} from '../facts/kubelet-settings.ts'
import { minorVersion } from '../facts/versions.ts'
import { type Flag, parseFlags } from './command-line.ts'
import type { FlagPlace } from './flag-places.ts'
import type { StructuredFile } from './structured-file.ts'
import { isZero, parseBoolean, typedFlagValue } from './values.ts'

/** A file of the kubelet's configuration, already parsed. */
export interface ConfigLayer {
  source: 'config-file' | 'drop-in'
  file: string
  parsed: StructuredFile
}

export interface KubeletInput {
  args: string[]
  /** The --config file, then the drop-ins in their order. */
  layers: ConfigLayer[]
  version?: string | undefined
  /** Where a flag stands in the host's files. */
  placeOf?: FlagPlace
}

export interface EffectiveSettings {
  settings: Record<string, Setting>
  feature_gates: Record<string, Setting>
}

const flagTypes: Record<string, SettingType> = Object.fromEntries(
  kubeletSettings.flatMap((it) => (it.flag ? [[it.flag, it.type]] : [])),
)
const byFlag = new Map(kubeletSettings.flatMap((it) => (it.flag ? [[it.flag, it]] : [])))
const byPath = new Map(kubeletSettings.flatMap((it) => (it.path ? [[it.path, it]] : [])))

/** Flags as the kubelet reads them. */
export function parseKubeletFlags(args: string[]): Flag[] {
  return parseFlags(args, { types: flagTypes })
}

export function effectiveKubelet(input: KubeletInput): EffectiveSettings {
  const flags = parseKubeletFlags(input.args)
  const minor = minorVersion(input.version)
  // Legacy defaults hold when no --config is given, drop-ins or not.
  const isLegacy = !flags.some(({ name, value }) => name === 'config' && value !== '')
  const settings = defaultSettings(minor, isLegacy)
  const gates = gateSettings(kubeletGateDefaults(minor))
  for (const [path, leaf] of mergeLayers(input.layers)) {
    const { value, ...where } = leaf
    const gate = /^featureGates\.(.+)$/.exec(path)?.[1]
    if (gate) gates[gate] = { value: typeof value === 'string' ? toGate(value) : value, ...where }
    else setFromFile(settings, path, { value, ...where })
  }
  applyFlags({ settings, feature_gates: gates }, flags, input.placeOf)
  delete settings.featureGates
  return { settings: sortedByName(settings), feature_gates: sortedByName(gates) }
}

function defaultSettings(minor: number | undefined, isLegacy: boolean): Record<string, Setting> {
  const settings: Record<string, Setting> = {}
  for (const setting of kubeletSettings) {
    const value =
      isLegacy && setting.legacyDefault !== undefined
        ? setting.legacyDefault
        : kubeletDefault(setting, minor)
    if (value !== undefined) settings[keyOf(setting)] = { value, source: 'default' }
  }
  return settings
}

/** A JSON merge patch over the leaves: null deletes, a value replaces what stood below it. */
function mergeLayers(layers: ConfigLayer[]): Map<string, Setting> {
  const merged = new Map<string, Setting>()
  for (const { source, file, parsed } of layers) {
    for (const [path, { value, line }] of parsed.leaves) {
      for (const known of merged.keys())
        if (known === path || known.startsWith(`${path}.`)) merged.delete(known)
      // An empty map adds nothing to a patch.
      if (value === null || isEmptyMap(value)) continue
      merged.set(path, { value, source, file, line })
    }
  }
  merged.delete('apiVersion')
  merged.delete('kind')
  return merged
}

function setFromFile(settings: Record<string, Setting>, path: string, setting: Setting): void {
  const known = byPath.get(path)
  // Go's defaulting cannot tell a zero in the file from an absent field.
  if (known?.zeroIsDefault && isZero(setting.value, known.type)) return
  // An empty text is the same as unset for a setting without a default.
  if (setting.value === '' && known && known.default === undefined) return
  settings[path] = setting
}

function applyFlags(effective: EffectiveSettings, flags: Flag[], placeOf?: FlagPlace): void {
  const texts = new Map<string, string[]>()
  for (const { name, value } of flags) texts.set(name, [...(texts.get(name) ?? []), value])
  for (const [name, values] of texts) {
    const known = byFlag.get(name)
    const value = typedFlagValue(values, known?.type)
    const place = placeOf?.(name, values.at(-1) ?? '') ?? {}
    if (name === 'feature-gates') {
      for (const [gate, on] of Object.entries(isMap(value) ? value : {}))
        effective.feature_gates[gate] = { value: on, source: 'flag', ...place }
    } else {
      const key = known ? keyOf(known) : name
      effective.settings[key] = { value, source: 'flag', ...place }
    }
  }
}

function gateSettings(gates: Record<string, boolean>): Record<string, Setting> {
  return Object.fromEntries(
    Object.entries(gates).map(([gate, value]) => [gate, { value, source: 'default' as const }]),
  )
}

function keyOf(setting: KubeletSetting): string {
  return setting.path ?? setting.flag ?? ''
}

function toGate(text: string): Json {
  return parseBoolean(text) ?? text
}

function isMap(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isEmptyMap(value: Json): boolean {
  return isMap(value) && Object.keys(value).length === 0
}

/** So that the same settings are the same text. */
export function sortedByName<Value>(record: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}
