/** What the Kubernetes API knows of the agent's own node; nothing of it is necessary. */

import type { KubeClient } from '../kube/client.ts'
import { isKubeError } from '../kube/errors.ts'

export interface NodeFacts {
  kubernetesVersion?: string
  providerId?: string
  nodeLabels?: Record<string, string>
  proxyConfig?: string
  k3sNodeArgs?: string
  configz?: string
}

const proxyConfigPath = '/api/v1/namespaces/kube-system/configmaps/kube-proxy'

/** What may not be asked, or is not there, is left out: the node's own files say the rest. */
export async function readNodeFacts(
  kube: KubeClient,
  node: string,
  options: { signal: AbortSignal; readsConfigz?: boolean },
): Promise<NodeFacts> {
  const { signal } = options
  const object = await tryGet(kube, `/api/v1/nodes/${encodeURIComponent(node)}`, signal)
  const version = field(field(field(object, 'status'), 'nodeInfo'), 'kubeletVersion')
  const providerId = field(field(object, 'spec'), 'providerID')
  const labels = field(field(object, 'metadata'), 'labels')
  const annotations = field(field(object, 'metadata'), 'annotations')
  const k3s = field(annotations, 'k3s.io/node-args')
  const config = field(field(await tryGet(kube, proxyConfigPath, signal), 'data'), 'config.conf')
  const configz = options.readsConfigz
    ? await tryGet(kube, `/api/v1/nodes/${encodeURIComponent(node)}/proxy/configz`, signal)
    : undefined
  return {
    ...(typeof version === 'string' ? { kubernetesVersion: version } : {}),
    ...(typeof providerId === 'string' ? { providerId } : {}),
    ...(isTextMap(labels) ? { nodeLabels: labels } : {}),
    ...(typeof config === 'string' ? { proxyConfig: config } : {}),
    ...(typeof k3s === 'string' ? { k3sNodeArgs: k3s } : {}),
    ...(configz === undefined ? {} : { configz: JSON.stringify(configz) }),
  }
}

async function tryGet(kube: KubeClient, path: string, signal: AbortSignal): Promise<unknown> {
  try {
    return await kube.get(path, { signal })
  } catch (error) {
    if (isKubeError(error)) return undefined
    throw error
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? Reflect.get(value, name)
    : undefined
}

function isTextMap(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((it) => typeof it === 'string')
  )
}
