/** Which process is which component: by the base name of argv[0], never by a part of the line. */

import type { ComponentKey } from '@evenkeel/model'

export interface ComponentBinary {
  /** Several for a process that runs several components, like k3s. */
  components: ComponentKey[]
  /** `kubelet`, `k3s`, `kubelite`, ... */
  binary: string
  /** The flags of the command line are the component's own. False for k3s, kubelite and the like. */
  hasOwnFlags: boolean
}

const controlPlane: ComponentKey[] = ['apiserver', 'controller_manager', 'scheduler']

const single: Record<string, ComponentKey> = {
  'kube-apiserver': 'apiserver',
  'kube-controller-manager': 'controller_manager',
  'kube-scheduler': 'scheduler',
  etcd: 'etcd',
  kubelet: 'kubelet',
  'kube-proxy': 'proxy',
}

/** Binaries that run the component named by their first argument. */
const multiCall: Record<string, Record<string, ComponentKey>> = {
  hyperkube: {
    ...single,
    apiserver: 'apiserver',
    'controller-manager': 'controller_manager',
    scheduler: 'scheduler',
    proxy: 'proxy',
  },
  hypershift: {
    'openshift-kube-apiserver': 'apiserver',
    'openshift-controller-manager': 'controller_manager',
  },
}

/** Binaries that run several components in one process. */
const together: Record<string, ComponentKey[]> = {
  kubelite: [...controlPlane, 'kubelet', 'proxy'],
  'k3s-server': [...controlPlane, 'kubelet', 'proxy'],
  'k3s-agent': ['kubelet', 'proxy'],
}

/** Undefined when the process is no component. */
export function matchBinary(
  argv: string[],
): { binary: ComponentBinary; argsStart: number } | undefined {
  const binary = baseName(argv[0] ?? '')
  const component = single[binary]
  if (component)
    return { binary: { components: [component], binary, hasOwnFlags: true }, argsStart: 1 }

  const called = multiCall[binary]?.[argv[1] ?? '']
  if (called) return { binary: { components: [called], binary, hasOwnFlags: true }, argsStart: 2 }

  // K3s rewrites its title: `/usr/local/bin/k3s server`, as one argument or as two.
  const k3s = /^k3s(?:[ -](server|agent))?$/.exec(binary)
  const role = k3s?.[1] ?? argv[1]
  const name = k3s && (role === 'server' || role === 'agent') ? `k3s-${role}` : binary
  const components = together[name]
  if (!components) return undefined
  const argsStart = k3s && !k3s[1] ? 2 : 1
  return { binary: { components, binary: k3s ? 'k3s' : binary, hasOwnFlags: false }, argsStart }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
