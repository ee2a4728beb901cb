/** kube-proxy's settings from its configuration file, its pod's volume, or the ConfigMap. */

import { posix } from 'node:path'
import type { Component, Json, Setting } from '@evenkeel/model'
import { proxyDefaults, proxyFields } from '../facts/component-settings.ts'
import { expandGlob } from '../host/glob.ts'
import type { Host } from '../host/host.ts'
import type { Process } from '../host/processes.ts'
import { parseStructuredFile, type StructuredFile } from '../settings/structured-file.ts'
import type { NodeContext } from './components.ts'

/** With --config nearly every flag is ignored, as kube-proxy does. */
const flagsBesideConfig = new Set(['hostname-override', 'config', 'v', 'kubeconfig'])

export async function readProxy(
  context: NodeContext,
  component: Component,
  process: Process,
): Promise<Component> {
  const config = component.settings.config?.value
  const settings = defaultsOf()
  const hasConfig = typeof config === 'string' && config !== ''
  if (hasConfig) {
    const found = await findConfig(context, process, config)
    // Whatever no flag says may stand in the file that was not seen.
    if ('reason' in found)
      return { ...component, settings, documents: { config: { path: config, gap: found.reason } } }
    for (const [path, { value, line }] of found.parsed.leaves)
      if (!isEmpty(value)) settings[path] = { value, source: 'config-file', file: found.path, line }
  }
  for (const [flag, setting] of Object.entries(component.settings)) {
    if (setting.source !== 'flag' || (hasConfig && !flagsBesideConfig.has(flag))) continue
    settings[proxyFields[flag] ?? flag] = setting
  }
  return { ...component, settings }
}

/** kube-proxy fills an empty field with its default. */
function isEmpty(value: Json): boolean {
  return value === '' || value === null
}

function defaultsOf(): Record<string, Setting> {
  return Object.fromEntries(
    Object.entries(proxyDefaults).map(([path, value]) => [path, { value, source: 'default' }]),
  )
}

type Found = { path: string; parsed: StructuredFile } | { reason: string }

async function findConfig(context: NodeContext, process: Process, config: string): Promise<Found> {
  const { host } = context
  for (const path of await configPaths(host, process, config)) {
    const text = await host.readText(path)
    if (text.state === 'seen') return parse(text.value, path)
  }
  if (context.proxyConfig !== undefined)
    return parse(context.proxyConfig, 'ConfigMap kube-system/kube-proxy config.conf')
  return {
    reason: `${config}, which kube-proxy was started with, cannot be seen on the host; let the agent read the ConfigMap kube-system/kube-proxy.`,
  }
}

async function parse(text: string, path: string): Promise<Found> {
  try {
    return { path, parsed: await parseStructuredFile(text, path) }
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) }
  }
}

/** The path itself, or the same file name in a ConfigMap volume of the pod that the process is in. */
async function configPaths(host: Host, process: Process, config: string): Promise<string[]> {
  const cgroup = await host.readText(`/proc/${process.pid}/cgroup`)
  const uid = cgroup.state === 'seen' ? podUid(cgroup.value) : undefined
  if (!uid) return pathOnHost(host, process, config)
  const folder = `/var/lib/kubelet/pods/${uid}/volumes/kubernetes.io~configmap`
  const volumes = await expandGlob(host, `${folder}/*/${posix.basename(config)}`)
  return volumes.paths
}

/** A relative path is relative to the folder of the process, which only some may see. */
async function pathOnHost(host: Host, { pid }: Process, config: string): Promise<string[]> {
  if (config.startsWith('/')) return [config]
  const folder = await host.readLink(`/proc/${pid}/cwd`)
  return folder.state === 'seen' ? [posix.resolve(folder.value, config)] : []
}

/** The uid in a cgroup path: `.../kubepods-besteffort-pod1b2c_....slice/...` or `/kubepods/pod1b2c-.../`. */
export function podUid(cgroup: string): string | undefined {
  const match =
    /pod([0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12})/.exec(cgroup)
  return match?.[1]?.replaceAll('_', '-')
}
