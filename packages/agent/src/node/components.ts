/** Puts together what is known of each component on a node: its process, settings and version. */

import type { Component, ComponentKey } from '@evenkeel/model'
import type { Distribution, FileKey } from '../facts/distributions.ts'
import type { Host, Look } from '../host/host.ts'
import type { Process, ProcessList } from '../host/processes.ts'
import { redactArguments } from '../redaction/arguments.ts'
import { redactSettings } from '../redaction/documents.ts'
import { effectiveComponent } from '../settings/component.ts'
import { flagPlacesIn } from '../settings/flag-places.ts'
import { readStaticPod, type StaticPod } from '../settings/static-pod.ts'
import { argumentFile } from './arguments-files.ts'
import { readDocuments } from './documents.ts'
import { readEtcdSettings } from './etcd.ts'
import { readKubelet } from './kubelet.ts'
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
  const args = await argumentsOf(context, key, process)
  if (args.state !== 'seen') {
    const reason = args.state === 'hidden' ? args.reason : `${name} has no arguments file.`
    return { component: { ...emptyComponent(name, 'unknown'), reason }, process }
  }
  const running = { ...process, args: redactArguments(args.value) }
  const read = await readRunning(context, key, { process: running, staticPod })
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

const embeddedData = '/var/lib/rancher/k3s/server/db/etcd'

/** K3s runs etcd inside its own process where it does not use SQLite or another database. */
async function embeddedEtcd({ host, distribution }: NodeContext): Promise<Component | undefined> {
  if (distribution.name !== 'k3s') return undefined
  if ((await host.stat(embeddedData)).state !== 'seen') return undefined
  const reason = `K3s runs etcd inside its own process (${embeddedData}); its settings stand on no command line.`
  return { ...emptyComponent('etcd', 'unknown'), reason }
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

/** A process that runs several components keeps their flags elsewhere. */
async function argumentsOf(
  context: NodeContext,
  key: ComponentKey,
  process: Process,
): Promise<Look<string[]>> {
  if (process.hasOwnFlags) return { state: 'seen', value: process.args }
  return argumentFile(context.host, key, process)
}

async function readRunning(
  context: NodeContext,
  key: ComponentKey,
  seen: { process: Process; staticPod: StaticPod | undefined },
): Promise<Component> {
  const { host, distribution } = context
  const { process, staticPod } = seen
  if (key === 'kubelet') return readKubelet(context, process)
  const version = staticPod?.version ?? (key === 'etcd' ? undefined : context.kubernetesVersion)
  const files = staticPod ? [staticPod.path] : []
  const placeOf = await flagPlacesIn(host, [...files, ...distribution.flagFiles])
  const effective = effectiveComponent({ key, args: process.args, version, placeOf })
  const component: Component = {
    ...emptyComponent(componentNames[key], 'running'),
    ...effective,
    ...(version ? { version } : {}),
  }
  if (key === 'proxy') return readProxy(context, component, process)
  const read = key === 'etcd' ? await readEtcdSettings(host, component, seen) : component
  const documents = await readDocuments(host, read.settings, (path) =>
    staticPod ? staticPod.hostPath(path) : path,
  )
  return { ...read, documents: { ...documents, ...read.documents } }
}
