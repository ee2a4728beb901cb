/** What a fix changes of a node: settings of components, modes and owners of files. */

import type { ComponentKey, Evidence, Json, NodeData } from '@evenkeel/model'
import { type FixSpec, type FixStep, stepsOf } from '../library/fix-spec.ts'
import type { Fill } from './propose.ts'

export interface SettingChange {
  component: ComponentKey
  /** As the component's settings are called, or `featureGates.<name>`. */
  name: string
  /** Undefined: the setting is taken out. */
  value: Json | undefined
}

export interface FileChange {
  path: string
  mode?: string
  owner?: string
}

export interface NodeChanges {
  settings: SettingChange[]
  files: FileChange[]
}

/** The folder of a rule says which component it looks at. */
const components: Readonly<Record<string, ComponentKey>> = {
  apiserver: 'apiserver',
  kcm: 'controller_manager',
  scheduler: 'scheduler',
  etcd: 'etcd',
  kubelet: 'kubelet',
  kube_proxy: 'proxy',
}

/** Evidence that no step is about stays out: of several ways one is enough. */
export function proposeNodeChanges(
  spec: FixSpec,
  evidence: readonly Evidence[],
  { file, data, fill }: { file: string; data: NodeData; fill: Fill },
): NodeChanges {
  const changes: NodeChanges = { settings: [], files: [] }
  const component = components[file.split('/')[1] ?? '']
  for (const one of evidence) {
    for (const step of stepsOf(spec)) {
      if (step.match && !new RegExp(step.match).test(one.path)) continue
      if ('mode' in step || 'owner' in step) addFile(changes, step, one)
      else if (component) addSetting(changes, { step, component, evidence: one, data, fill })
    }
  }
  return changes
}

function addFile({ files }: NodeChanges, step: FixStep, { path, actual, expected }: Evidence) {
  const known = files.find((it) => it.path === path)
  const change = known ?? { path }
  if (!known) files.push(change)
  if ('owner' in step) {
    const [owner] = String(expected).split(' or ')
    if (owner) change.owner = owner
    return
  }
  // The bits that are too many go; a file that is stricter elsewhere stays so.
  const limit = Number.parseInt(/^[0-7]+/.exec(String(expected))?.[0] ?? '', 8)
  const now = Number.parseInt(String(actual), 8)
  if (Number.isNaN(limit) || Number.isNaN(now)) return
  change.mode = ((now & 0o7000) | (now & limit)).toString(8).padStart(4, '0')
}

interface SettingStep {
  step: FixStep
  component: ComponentKey
  evidence: Evidence
  data: NodeData
  fill: Fill
}

function addSetting({ settings }: NodeChanges, it: SettingStep): void {
  const { step, component, evidence, data, fill } = it
  const name = step.at ?? evidence.path.replace(/^--/, '')
  const known = settings.find((change) => change.component === component && change.name === name)
  const present = known ? known.value : data.components[component].settings[name]?.value
  const value = newValue(step, present, (text) => fill(text, evidence))
  if (value === 'unchanged') return
  if (known) known.value = value.to
  else settings.push({ component, name, value: value.to })
}

function newValue(
  step: FixStep,
  present: Json | undefined,
  fill: (value: unknown) => unknown,
): { to: Json | undefined } | 'unchanged' {
  if ('remove' in step) return { to: undefined }
  // Values out of YAML are JSON.
  if ('set' in step) return { to: fill(step.set) as Json }
  const items = wordsOf(present)
  if ('include' in step) return { to: [...new Set([...items, String(fill(step.include))])] }
  if ('exclude' in step) {
    const kept = items.filter((word) => word !== fill(step.exclude))
    return { to: kept.length > 0 ? kept : undefined }
  }
  return 'unchanged'
}

function wordsOf(value: Json | undefined): string[] {
  if (typeof value === 'string') return value.split(',').filter(Boolean)
  return Array.isArray(value) ? value.map(String) : []
}

/** A copy of the node's facts as they would be. The value of a setting that is taken out is unset. */
export function applyNodeChanges(data: NodeData, { settings, files }: NodeChanges): NodeData {
  const changed = structuredClone(data)
  for (const { component, name, value } of settings) {
    const { settings: known, feature_gates: gates } = changed.components[component]
    const [holder, key] = name.startsWith('featureGates.')
      ? [gates, name.slice('featureGates.'.length)]
      : [known, name]
    const place = holder[key] ?? {}
    if (value === undefined) Reflect.deleteProperty(holder, key)
    else holder[key] = { source: 'flag', ...withoutDefault(place), value }
  }
  for (const { path, mode, owner } of files) {
    for (const fact of changed.files) {
      if (fact.path !== path || 'gap' in fact) continue
      if (mode !== undefined) fact.mode = mode
      if (owner !== undefined) Object.assign(fact, ownerFields(owner))
    }
  }
  return changed
}

/** Where it stood by default it stands in a file then. */
function withoutDefault(place: object): object {
  return 'source' in place && place.source !== 'default' ? place : {}
}

function ownerFields(owner: string): object {
  const [user = '', group = ''] = owner.split(':')
  const isRoot = user === 'root' && group === 'root'
  return { owner: user, group, ...(isRoot ? { uid: 0, gid: 0 } : {}) }
}
