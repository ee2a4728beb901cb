/** Holds what the kubelet says it runs with (/configz) against what its files and flags say. */

import type { Json, Setting } from '@evenkeel/model'
import { kubeletSettings, type SettingType } from '../facts/kubelet-settings.ts'
import { type EffectiveSettings, sortedByName } from './kubelet.ts'

/** A setting that runs with another value than its files and flags give it. */
export interface ConfigzDifference {
  setting: string
  configured: Json
  running: Json
}

export interface ConfigzResult extends EffectiveSettings {
  differences: ConfigzDifference[]
}

/** The kubelet asks the container runtime for these and changes them while it runs. */
const changedAtRun = new Set(['cgroupDriver', 'containerRuntimeEndpoint', 'imageServiceEndpoint'])

/**
 * What runs counts. `isFileHidden`: a file that may hold settings was not read, so that every value
 * is taken from the kubelet. Throws a sentence where the text is no answer of /configz.
 */
export function applyConfigz(
  effective: EffectiveSettings,
  text: string,
  isFileHidden: boolean,
): ConfigzResult {
  const config = parseConfigz(text)
  const settings = { ...effective.settings }
  const gates = { ...effective.feature_gates }
  const differences: ConfigzDifference[] = []
  for (const { path, type } of kubeletSettings) {
    if (path === undefined || path === 'featureGates' || changedAtRun.has(path)) continue
    const known = settings[path]
    const configured = known?.value ?? zeroOf(type)
    const running = withoutOwnCertificate(valueAt(config, path) ?? zeroOf(type), settings)
    const isSame = isEqual(configured, running, type)
    if (!isSame) differences.push({ setting: path, configured, running })
    if (!isSame || (isFileHidden && known?.source !== 'flag'))
      settings[path] = { value: running, source: 'configz' }
  }
  applyGates(gates, config, differences)
  // A difference says nothing about files that nobody read.
  const found = isFileHidden ? [] : differences
  return {
    settings: sortedByName(settings),
    feature_gates: sortedByName(gates),
    differences: found,
  }
}

function applyGates(
  gates: Record<string, Setting>,
  config: Record<string, unknown>,
  differences: ConfigzDifference[],
): void {
  const running = isRecord(config.featureGates) ? config.featureGates : {}
  for (const [gate, value] of Object.entries(running)) {
    if (typeof value !== 'boolean') continue
    const configured = gates[gate]?.value ?? null
    if (configured === value) continue
    differences.push({ setting: `featureGates.${gate}`, configured, running: value })
    gates[gate] = { value, source: 'configz' }
  }
}

function parseConfigz(text: string): Record<string, unknown> {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch (error) {
    throw new Error(`The answer of /configz is not JSON: ${String(error)}`)
  }
  const config = isRecord(document) ? document.kubeletconfig : undefined
  if (!isRecord(config)) throw new Error('The answer of /configz holds no kubeletconfig.')
  return config
}

function valueAt(config: Record<string, unknown>, path: string): Json | undefined {
  let value: unknown = config
  for (const name of path.split('.')) value = isRecord(value) ? value[name] : undefined
  return value === undefined || value === null ? undefined : toJson(value)
}

/** A kubelet without a certificate makes one for itself and says so; it is still without. */
function withoutOwnCertificate(value: Json, settings: Record<string, Setting>): Json {
  const folder = settings['cert-dir']?.value
  const own = ['kubelet.crt', 'kubelet.key'].map((name) => `${folder}/${name}`)
  return typeof value === 'string' && own.includes(value) ? '' : value
}

/** The answer leaves out what is zero. */
function zeroOf(type: SettingType): Json {
  if (type === 'boolean') return false
  if (type === 'number') return 0
  if (type === 'list') return []
  if (type === 'map') return {}
  return type === 'duration' ? '0s' : ''
}

function isEqual(one: Json, other: Json, type: SettingType): boolean {
  if (type === 'duration') return secondsOf(one) === secondsOf(other)
  return JSON.stringify(one) === JSON.stringify(other)
}

const unitSeconds: Record<string, number> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  ns: 1e-9,
}

/** `4h0m0s` and `240m` are one. */
function secondsOf(value: Json): number | string {
  if (typeof value !== 'string') return JSON.stringify(value)
  if (value === '' || value === '0') return 0
  const parts = [...value.matchAll(/([\d.]+)(h|ms|us|µs|ns|m|s)/g)]
  if (parts.map(([whole]) => whole).join('') !== value) return value
  return parts.reduce((sum, [, n, unit]) => sum + Number(n) * (unitSeconds[unit ?? ''] ?? 0), 0)
}

/** Out of JSON.parse. */
function toJson(value: unknown): Json {
  return value as Json
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
