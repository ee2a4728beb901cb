/** Finds the file in which a changed setting belongs, and what the file then says. */

import type { ComponentKey, FileFix, Json, NodeData } from '@evenkeel/model'
import { setField } from './config-text.ts'
import { takeFlagOff } from './flag-text.ts'
import { type FlagChange, setFlag } from './manifest-text.ts'
import type { NodeChanges, SettingChange } from './node-changes.ts'
import { unifiedDiff } from './unified-diff.ts'

/** The text of a file of the node; undefined where it cannot be read. */
export type ReadText = (path: string) => string | undefined

const manifestKeys: Partial<Record<ComponentKey, string>> = {
  apiserver: 'apiserver_manifest',
  controller_manager: 'controllermanager_manifest',
  scheduler: 'scheduler_manifest',
  etcd: 'etcd_manifest',
}

/** K3s and RKE2 make the command lines of their components out of this file, at every start. */
const argumentFiles: Readonly<Record<string, string>> = {
  k3s: '/etc/rancher/k3s/config.yaml',
  rke2: '/etc/rancher/rke2/config.yaml',
}

/** One entry a file. Several settings of one file are one diff. */
export function filesOf(data: NodeData, changes: NodeChanges, readText: ReadText): FileFix[] {
  const files = new Map<string, FileFix>()
  const fileAt = (path: string): FileFix => {
    const known = files.get(path) ?? { path, diff: null, settings: [], mode: null, owner: null }
    files.set(path, known)
    return known
  }
  const texts = new Map<string, string | undefined>()
  for (const change of changes.settings) {
    const overruling = overrulingFlag(data, change)
    if (overruling) {
      const { path, setting, line, value } = overruling
      fileAt(path).settings.push(setting)
      const text = texts.has(path) ? texts.get(path) : readText(path)
      texts.set(path, text === undefined ? undefined : takeFlagOff(text, line, value))
    }
    const target = targetOf(data, change)
    if (!target) continue
    fileAt(target.path).settings.push(printSetting(change, target.form))
    const text = texts.has(target.path) ? texts.get(target.path) : readText(target.path)
    texts.set(target.path, text === undefined ? undefined : edit(text, change, data, target.form))
  }
  for (const [path, after] of texts) {
    const before = readText(path)
    if (before !== undefined && after !== undefined) {
      fileAt(path).diff = unifiedDiff(path, before, after) || null
    }
  }
  for (const { path, mode, owner } of changes.files) {
    Object.assign(fileAt(path), { mode: mode ?? null, owner: owner ?? null })
  }
  return [...files.values()]
}

/** kube-proxy reads a ConfigMap, which is the same for all nodes. */
export function proxyCommands({ settings }: NodeChanges): string[] {
  const own = settings.filter((it) => it.component === 'proxy')
  if (own.length === 0) return []
  const lines = own.map((it) => printSetting(it, 'config')).join(', ')
  return [
    `kubectl -n kube-system edit configmap kube-proxy # ${lines}`,
    'kubectl -n kube-system rollout restart daemonset kube-proxy',
  ]
}

/** Paths that the fixes of a node may want to read: its manifests, and its configuration files. */
export function filesToRead(data: NodeData): string[] {
  const paths = new Set<string>()
  for (const fact of data.files) {
    if (/_manifest$|^kubelet_config$/.test(fact.key) && !('gap' in fact)) paths.add(fact.path)
  }
  for (const { settings } of Object.values(data.components)) {
    for (const { source, file } of Object.values(settings)) {
      if (file && source !== 'default' && source !== 'configz') paths.add(file)
    }
  }
  return [...paths].filter((path) => path.startsWith('/'))
}

type Form = 'manifest' | 'config' | 'flag' | 'arguments'

/** Flags of the kubelet that no configuration file has. */
const flagsAlone: Readonly<Record<string, true>> = { 'hostname-override': true }

/** A flag wins over the kubelet's file, so that it has to go. */
function overrulingFlag(
  data: NodeData,
  change: SettingChange,
): { path: string; setting: string; line: number; value: string } | undefined {
  if (change.component !== 'kubelet') return undefined
  const { source, file, line = 0, value } = placeOf(data, change)
  if (source !== 'flag' || !file) return undefined
  const setting = `without the flag on line ${line} that sets ${change.name}`
  return { path: file, setting, line, value: printValue(value ?? null) }
}

/** A sentence where a flag wins over what is changed, and no diff takes it off. */
export function findOverruled(
  data: NodeData,
  { settings }: NodeChanges,
  files: readonly FileFix[],
): string | null {
  for (const change of settings) {
    const { source, file } = placeOf(data, change)
    if (change.component !== 'kubelet' || source !== 'flag') continue
    if (files.some((it) => it.path === file && it.diff !== null)) continue
    const place = file ?? 'where the kubelet is started'
    return `A flag of the kubelet sets ${change.name}, and wins over its file: take it off (${place}).`
  }
  return null
}

/** Undefined where no file is known in which the setting could stand. */
function targetOf(data: NodeData, change: SettingChange): { path: string; form: Form } | undefined {
  const { component, name } = change
  // Its configuration is a ConfigMap; the file on the node is a copy.
  if (component === 'proxy') return undefined
  const argumentFile = argumentFiles[data.distribution]
  if (argumentFile && manifestKeys[component]) return { path: argumentFile, form: 'arguments' }
  const { source, file } = placeOf(data, change)
  if (source === 'config-file' || source === 'drop-in') {
    return file ? { path: file, form: 'config' } : undefined
  }
  if (source === 'flag' && file && component !== 'kubelet') {
    return { path: file, form: isManifestPath(data, file) ? 'manifest' : 'flag' }
  }
  // Its flags are deprecated, so that the file is where a setting belongs.
  if (component === 'kubelet' && !(name in flagsAlone)) {
    const path = pathOf(data, 'kubelet_config')
    return path ? { path, form: 'config' } : undefined
  }
  const path = pathOf(data, manifestKeys[component] ?? '')
  return path ? { path, form: isManifestPath(data, path) ? 'manifest' : 'flag' } : undefined
}

function placeOf({ components }: NodeData, { component, name }: SettingChange) {
  const { settings, feature_gates } = components[component]
  const gate = name.startsWith('featureGates.')
    ? feature_gates[name.slice('featureGates.'.length)]
    : undefined
  const setting = gate ?? settings[name]
  return {
    source: setting?.source,
    file: setting?.file,
    line: setting?.line,
    value: setting?.value,
  }
}

function pathOf({ files }: NodeData, key: string): string | undefined {
  return files.find((it) => it.key === key && !('gap' in it))?.path
}

function isManifestPath({ files }: NodeData, path: string): boolean {
  return (
    /\.(ya?ml|manifest)$/.test(path) &&
    files.some((it) => it.path === path && /_manifest$/.test(it.key))
  )
}

function edit(text: string, change: SettingChange, data: NodeData, form: Form): string | undefined {
  const { component, name, value } = change
  if (form === 'manifest') {
    return setFlag(text, data.components[component].name, asFlag(change, data))
  }
  // The file of etcd has its fields in sections, under other names than the flags.
  if (form !== 'config' || component === 'etcd' || value === undefined) return undefined
  return setField(text, name, value)
}

/** All gates that are set share one flag. */
function asFlag({ component, name, value }: SettingChange, data: NodeData): FlagChange {
  if (!name.startsWith('featureGates.')) {
    return { flag: name, value: value === undefined ? undefined : printValue(value) }
  }
  const set = Object.entries(data.components[component].feature_gates)
    .filter(([, gate]) => gate.source === 'flag')
    .map(([gate, { value: on }]) => [gate, on] as const)
  const gates = new Map<string, Json>([...set, [name.slice('featureGates.'.length), value ?? null]])
  return {
    flag: 'feature-gates',
    value: [...gates].map(([gate, on]) => `${gate}=${String(on)}`).join(','),
  }
}

function printSetting({ component, name, value }: SettingChange, form: Form): string {
  if (form === 'arguments') {
    const key =
      component === 'controller_manager' ? 'kube-controller-manager' : argumentName(component)
    return value === undefined
      ? `without ${name} in ${key}-arg`
      : `${key}-arg: ${name}=${printValue(value)}`
  }
  if (form === 'config')
    return value === undefined ? `without ${name}` : `${name}: ${JSON.stringify(value)}`
  return value === undefined ? `without --${name}` : `--${name}=${printValue(value)}`
}

function argumentName(component: ComponentKey): string {
  return component === 'etcd' ? 'etcd' : `kube-${component}`
}

function printValue(value: Json): string {
  return Array.isArray(value) ? value.map(String).join(',') : String(value)
}
