/** Puts together what is known of each component on a node: its process, settings and version. */

import type { Component, ComponentKey, DocumentFact } from '@evenkeel/model'
import type { Distribution, FileKey } from '../facts/distributions.ts'
import type { Host, Look } from '../host/host.ts'
import type { Process, ProcessList } from '../host/processes.ts'
import { redactArguments } from '../redaction/arguments.ts'
import { redactSettings } from '../redaction/documents.ts'
import { effectiveComponent } from '../settings/component.ts'
import { type FlagPlace, flagPlacesIn } from '../settings/flag-places.ts'
import type { EffectiveSettings } from '../settings/kubelet.ts'
import { readStaticPod, type StaticPod } from '../settings/static-pod.ts'
import { type Arguments, kubeliteArguments } from './arguments-files.ts'
import { readDocuments } from './documents.ts'
import { readEtcdSettings } from './etcd.ts'
import { k3sArguments } from './k3s.ts'
import { readKubelet } from './kubelet.ts'
import { readOpenshiftConfig } from './openshift-config.ts'
import { readProxy } from './proxy.ts'

export const componentNames: Record<ComponentKey, string> = {
  apiserver: 'kube-apiserver',
  controller_manager: 'kube-controller-manager',
  scheduler: 'kube-scheduler',
  etcd: 'etcd',
  kubelet: 'kubelet',
  proxy: 'kube-proxy',
}

const manifestKeys: Partial<Record<ComponentKey, FileKey>> = {
  apiserver: 'apiserver_manifest',
  controller_manager: 'controllermanager_manifest',
  scheduler: 'scheduler_manifest',
  etcd: 'etcd_manifest',
}

export interface NodeContext {
  host: Host
  distribution: Distribution
  processes: Look<ProcessList>
  /** Of the node, as the Kubernetes API says it. */
  kubernetesVersion?: string | undefined
  /** `config.conf` of the ConfigMap kube-system/kube-proxy. */
  proxyConfig?: string | undefined
  /** The annotation `k3s.io/node-args` of the node. */
  k3sNodeArgs?: string | undefined
  /** What the kubelet answered to /configz. */
  configz?: string | undefined
}

export interface SeenComponent {
  component: Component
  process?: Process
  staticPod?: StaticPod
}

export async function readComponent(
  context: NodeContext,
  key: ComponentKey,
): Promise<SeenComponent> {
  const name = componentNames[key]
  const staticPod = await staticPodOf(context, key)
  const process = chooseProcess(context.processes, key)
  if (!process) {
    const embedded = key === 'etcd' ? await embeddedEtcd(context) : undefined
    return { component: embedded ?? withoutProcess(context, name, staticPod) }
  }
  const found = await argumentsOf(context, key, process)
  if (found.state === 'absent') return { component: emptyComponent(name, 'absent') }
  if (found.state === 'hidden')
    return { component: { ...emptyComponent(name, 'unknown'), reason: found.reason }, process }
  const { args, placeOf } = found.value
  const running = { ...process, args: redactArguments(args) }
  const read = await readRunning(context, key, { process: running, staticPod, placeOf })
  const component = { ...read, settings: redactSettings(read.settings) }
  return { component, process: running, ...(staticPod ? { staticPod } : {}) }
}

/** Of several instances the one with the most flags: a wrapper script has few. */
function chooseProcess(list: Look<ProcessList>, key: ComponentKey): Process | undefined {
  if (list.state !== 'seen') return undefined
  return list.value.processes
    .filter((it) => it.components.includes(key))
    .sort((a, b) => b.args.length - a.args.length || a.pid - b.pid)[0]
}

function withoutProcess(
  { processes }: NodeContext,
  name: string,
  staticPod: StaticPod | undefined,
): Component {
  if (processes.state !== 'seen') {
    const reason = processes.state === 'hidden' ? processes.reason : 'There is no /proc.'
    return { ...emptyComponent(name, 'unknown'), reason }
  }
  const unreadable = processes.value.unreadable[0]
  if (unreadable) {
    const reason = `Some command lines could not be read, ${name} may be among them: ${unreadable.reason}`
    return { ...emptyComponent(name, 'unknown'), reason }
  }
  if (staticPod) {
    const reason = `${staticPod.path} is there, but no process named ${name} runs; its settings are those of a process.`
    return { ...emptyComponent(name, 'unknown'), reason }
  }
  return emptyComponent(name, 'absent')
}

const embeddedConfig = '/var/lib/rancher/k3s/server/db/etcd/config'

/** K3s runs etcd inside its own process, by a file, where it does not use SQLite or another database. */
async function embeddedEtcd({ host, distribution }: NodeContext): Promise<Component | undefined> {
  if (distribution.name !== 'k3s') return undefined
  const folder = embeddedConfig.slice(0, embeddedConfig.lastIndexOf('/'))
  if ((await host.stat(folder)).state !== 'seen') return undefined
  const settings = { 'config-file': { value: embeddedConfig, source: 'default' as const } }
  const component: Component = { ...emptyComponent('etcd', 'running'), settings }
  const process = { pid: 0, binary: 'k3s', components: [], hasOwnFlags: false, args: [] }
  const read = await readEtcdSettings(host, component, { process, staticPod: undefined })
  const gap = read.documents['config-file']
  if (gap && 'gap' in gap)
    return {
      ...emptyComponent('etcd', 'unknown'),
      reason: `K3s runs etcd inside its own process: ${gap.gap}`,
    }
  const documents = await readDocuments(host, read.settings, (path) => path)
  return {
    ...read,
    settings: redactSettings(read.settings),
    documents: { ...documents, ...read.documents },
  }
}

function emptyComponent(name: string, state: Component['state']): Component {
  return { name, state, settings: {}, feature_gates: {}, documents: {} }
}

async function staticPodOf(
  { host, distribution }: NodeContext,
  key: ComponentKey,
): Promise<StaticPod | undefined> {
  const manifest = manifestKeys[key]
  const candidates = manifest ? (distribution.files[manifest] ?? []) : []
  const pods = candidates.filter((path) => /\.(ya?ml|manifest)$/.test(path))
  return readStaticPod(host, pods, componentNames[key])
}

/** A process that runs several components keeps their flags elsewhere. Absent: it does not run this one. */
async function argumentsOf(
  context: NodeContext,
  key: ComponentKey,
  process: Process,
): Promise<Look<Arguments>> {
  if (process.hasOwnFlags) return { state: 'seen', value: { args: process.args } }
  const nodeArgs = context.k3sNodeArgs
  return process.binary === 'k3s'
    ? k3sArguments(context.host, { key, process, nodeArgs })
    : kubeliteArguments(context.host, key, process)
}

interface Seen {
  process: Process
  staticPod: StaticPod | undefined
  /** Where the flags were found, when not on the command line. */
  placeOf: FlagPlace | undefined
}

async function readRunning(
  context: NodeContext,
  key: ComponentKey,
  seen: Seen,
): Promise<Component> {
  const { process, staticPod } = seen
  if (key === 'kubelet') return readKubelet(context, process, seen.placeOf)
  const version = staticPod?.version ?? (key === 'etcd' ? undefined : context.kubernetesVersion)
  const { effective, configGap } = await readEffective(context, key, { ...seen, version })
  const component: Component = {
    ...emptyComponent(componentNames[key], 'running'),
    ...effective,
    ...(version ? { version } : {}),
  }
  if (key === 'proxy') return readProxy(context, component, process)
  const { host } = context
  const read = key === 'etcd' ? await readEtcdSettings(host, component, seen) : component
  const documents = await readDocuments(host, read.settings, (path) =>
    staticPod ? staticPod.hostPath(path) : path,
  )
  return {
    ...read,
    documents: { ...documents, ...read.documents, ...(configGap ? { config: configGap } : {}) },
  }
}

async function readEffective(
  { host, distribution }: NodeContext,
  key: Exclude<ComponentKey, 'kubelet'>,
  { process, staticPod, version, ...seen }: Seen & { version: string | undefined },
): Promise<{ effective: EffectiveSettings; configGap: DocumentFact | undefined }> {
  const files = staticPod ? [staticPod.path] : []
  const places = seen.placeOf ?? (await flagPlacesIn(host, [...files, ...distribution.flagFiles]))
  const config = await readOpenshiftConfig(host, process, staticPod)
  const args = [...(config?.args ?? []), ...process.args]
  const placeOf: FlagPlace = (flag, value) => {
    const configured = config?.placeOf(flag, value)
    return configured?.source ? configured : places(flag, value)
  }
  const effective = effectiveComponent({ key, args, version, placeOf })
  return { effective, configGap: config?.document }
}
