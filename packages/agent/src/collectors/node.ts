/** Collects one node: its components' effective settings, and mode and owner of its files. */

import { hostname } from 'node:os'
import type { Component, ComponentKey, NodeData, Observation, ResourceType } from '@evenkeel/model'
import { minorVersion, plainVersion } from '../facts/versions.ts'
import { type Host, type Look, openHost } from '../host/host.ts'
import { readIdentities } from '../host/identities.ts'
import { listProcesses, type ProcessList } from '../host/processes.ts'
import { componentNames, readComponent, type SeenComponent } from '../node/components.ts'
import { containerdConfigFolder } from '../node/containerd.ts'
import { detectDistribution } from '../node/distribution.ts'
import { collectFiles } from '../node/files.ts'
import { namedFiles } from '../node/named-files.ts'

/** What the Kubernetes API knows of the node, where it was asked. */
export interface NodeOptions {
  nodeName?: string | undefined
  /** The kubelet's version as the API or the user says it. */
  kubernetesVersion?: string | undefined
  providerId?: string | undefined
  /** `config.conf` of the ConfigMap kube-system/kube-proxy. */
  proxyConfig?: string | undefined
  /** The annotation `k3s.io/node-args`: how K3s was started there. */
  k3sNodeArgs?: string | undefined
  /** What the kubelet answered to /configz, where it may be asked. */
  configz?: string | undefined
}

/**
 * `root` is `/`, the folder below which the host's paths are mounted, or a recorded node.
 * A node that is both control plane and worker yields a resource for each.
 */
export async function* collectNode(
  { root }: { root: string },
  options: NodeOptions = {},
): AsyncGenerator<Observation> {
  const host = await openHost(root)
  const processes = await listProcesses(host)
  const data = await readNode(host, processes, options)
  yield* processGaps(processes, data.name)
  if (!isKubernetesNode(data, processes)) {
    yield {
      gap: {
        collector: 'processes',
        source: '/proc',
        reason: `No Kubernetes component runs on ${data.name}, and no file of one is there.`,
        node: data.name,
      },
    }
    return
  }
  for (const type of resourceTypes(data))
    yield { resource: { id: `${type}/${data.name}`, type, name: data.name, node: data.name, data } }
}

async function readNode(
  host: Host,
  processes: Look<ProcessList>,
  options: NodeOptions,
): Promise<NodeData> {
  const said = options.kubernetesVersion ?? host.kubernetesVersion
  const distribution = await detectDistribution(host, {
    providerId: options.providerId,
    kubeletVersion: said,
  })
  const { proxyConfig, k3sNodeArgs, configz } = options
  const base = { host, distribution, processes, proxyConfig, k3sNodeArgs, configz }
  const apiserver = await readComponent(
    { ...base, kubernetesVersion: plainVersion(said) },
    'apiserver',
  )
  const version = plainVersion(said) ?? apiserver.component.version
  const context = { ...base, kubernetesVersion: version }
  const read = (key: ComponentKey): Promise<SeenComponent> => readComponent(context, key)
  const seen: Record<ComponentKey, SeenComponent> = {
    apiserver,
    controller_manager: await read('controller_manager'),
    scheduler: await read('scheduler'),
    etcd: await read('etcd'),
    kubelet: await read('kubelet'),
    proxy: await read('proxy'),
  }
  const files = await collectFiles(host, await readIdentities(host), {
    candidates: distribution.files,
    named: [...namedFiles(seen), ...(await containerdConfigFolder(host))],
  })
  const components = mapComponents(seen)
  return {
    name: options.nodeName ?? host.nodeName ?? (await nameOf(host, components.kubelet)),
    distribution: distribution.name,
    ...(minorVersion(version) !== undefined && version ? { kubernetes_version: version } : {}),
    control_plane: isControlPlane(components, files),
    components,
    files,
  }
}

function mapComponents(seen: Record<ComponentKey, SeenComponent>): Record<ComponentKey, Component> {
  return {
    apiserver: seen.apiserver.component,
    controller_manager: seen.controller_manager.component,
    scheduler: seen.scheduler.component,
    etcd: seen.etcd.component,
    kubelet: seen.kubelet.component,
    proxy: seen.proxy.component,
  }
}

const controlPlaneKeys: ComponentKey[] = ['apiserver', 'controller_manager', 'scheduler', 'etcd']
const manifestKeys = new Set(['apiserver_manifest', 'controllermanager_manifest', 'etcd_manifest'])

/** By a running component, else by a manifest: a control plane that crashed still is one. */
function isControlPlane(
  components: Record<ComponentKey, Component>,
  files: NodeData['files'],
): boolean {
  if (controlPlaneKeys.some((key) => components[key].state === 'running')) return true
  return files.some((file) => manifestKeys.has(file.key) && !('gap' in file))
}

function isKubernetesNode(data: NodeData, processes: Look<ProcessList>): boolean {
  if (processes.state !== 'seen') return true
  if (Object.values(data.components).some(({ state }) => state !== 'absent')) return true
  return data.distribution !== 'unknown'
}

const workerTypes: Record<string, ResourceType> = {
  eks: 'aws_eks_worker_node',
  aks: 'azure_aks_worker_node',
  gke: 'gcp_gke_worker_node',
}

function resourceTypes(data: NodeData): ResourceType[] {
  const worker = workerTypes[data.distribution] ?? 'kubernetes_worker_node'
  const isWorker = data.components.kubelet.state !== 'absent' || !data.control_plane
  return [
    ...(data.control_plane ? (['kubernetes_master_node'] as const) : []),
    ...(isWorker ? [worker] : []),
  ]
}

async function nameOf(host: Host, kubelet: Component): Promise<string> {
  const override = kubelet.settings['hostname-override']?.value
  if (typeof override === 'string' && override !== '') return override
  const file = await host.readText('/etc/hostname')
  const name = file.state === 'seen' ? file.value.trim() : ''
  return (name || hostname()).toLowerCase()
}

/** What no component could take over as its own reason. */
function* processGaps(processes: Look<ProcessList>, node: string): Generator<Observation> {
  const gap = (source: string, reason: string): Observation => ({
    gap: { collector: 'processes', source, reason, node },
  })
  if (processes.state === 'hidden') yield gap('/proc', processes.reason)
  if (processes.state !== 'seen') return
  for (const { path, reason } of processes.value.unreadable) yield gap(path, reason)
  for (const [key, name] of Object.entries(componentNames)) {
    const instances = processes.value.processes.filter(({ components }) =>
      components.some((it) => it === key),
    )
    if (instances.length > 1 && new Set(instances.map((it) => it.args.join('\0'))).size > 1)
      yield gap(
        '/proc',
        `${instances.length} processes named ${name} run with different flags; only the one with the most flags was evaluated.`,
      )
  }
}
