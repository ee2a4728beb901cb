/** Which files the running components name themselves, by their flags and configuration. */

import { posix } from 'node:path'
import type { Component, ComponentKey, Setting } from '@evenkeel/model'
import type { FileKey } from '../facts/distributions.ts'
import type { SeenComponent } from './components.ts'
import type { NamedFile } from './files.ts'

interface Naming {
  component: ComponentKey
  setting: string
  key: FileKey
}

const namings: Naming[] = [
  { component: 'etcd', setting: 'data-dir', key: 'etcd_data_dir' },
  { component: 'etcd', setting: 'config-file', key: 'etcd_config' },
  { component: 'scheduler', setting: 'kubeconfig', key: 'scheduler_kubeconfig' },
  { component: 'controller_manager', setting: 'kubeconfig', key: 'controllermanager_kubeconfig' },
  { component: 'apiserver', setting: 'encryption-provider-config', key: 'encryption_config' },
  { component: 'kubelet', setting: 'kubeconfig', key: 'kubelet_kubeconfig' },
  { component: 'kubelet', setting: 'config', key: 'kubelet_config' },
  { component: 'kubelet', setting: 'config-dir', key: 'kubelet_config_dir' },
  { component: 'kubelet', setting: 'authentication.x509.clientCAFile', key: 'kubelet_client_ca' },
  { component: 'proxy', setting: 'clientConnection.kubeconfig', key: 'proxy_kubeconfig' },
  { component: 'proxy', setting: 'config', key: 'proxy_config' },
  ...keyFiles('apiserver', 'pki_certs', [
    'client-ca-file',
    'etcd-cafile',
    'etcd-certfile',
    'kubelet-client-certificate',
    'proxy-client-cert-file',
    'requestheader-client-ca-file',
    'tls-cert-file',
  ]),
  ...keyFiles('apiserver', 'pki_keys', [
    'etcd-keyfile',
    'kubelet-client-key',
    'proxy-client-key-file',
    'service-account-signing-key-file',
    'tls-private-key-file',
  ]),
  ...keyFiles('etcd', 'pki_certs', [
    'cert-file',
    'peer-cert-file',
    'peer-trusted-ca-file',
    'trusted-ca-file',
  ]),
  ...keyFiles('etcd', 'pki_keys', ['key-file', 'peer-key-file']),
  ...keyFiles('controller_manager', 'pki_certs', ['cluster-signing-cert-file', 'root-ca-file']),
  ...keyFiles('controller_manager', 'pki_keys', [
    'cluster-signing-key-file',
    'service-account-private-key-file',
  ]),
]

function keyFiles(component: ComponentKey, key: FileKey, settings: string[]): Naming[] {
  return settings.map((setting) => ({ component, setting, key }))
}

/** Paths on the host; a relative path, or one inside a container that is no static pod, is none. */
export function namedFiles(components: Record<ComponentKey, SeenComponent>): NamedFile[] {
  return namings.flatMap(({ component, setting, key }) => {
    const seen = components[component]
    const found = seen.component.settings[setting]
    if (!found || found.source === 'default' || typeof found.value !== 'string') return []
    if (!found.value.startsWith('/') || isInsidePod(found)) return []
    const path = seen.staticPod ? seen.staticPod.hostPath(found.value) : found.value
    const namedBy = `${seen.component.name} ${nameOf(seen.component, setting)}`
    return [{ key, path: posix.normalize(path), namedBy }]
  })
}

/** kube-proxy's configuration of its pod names paths of the pod, which the host does not have. */
function isInsidePod({ file = '' }: Setting): boolean {
  return file.startsWith('ConfigMap ') || file.startsWith('/var/lib/kubelet/pods/')
}

function nameOf(component: Component, setting: string): string {
  return component.settings[setting]?.source === 'flag' ? `--${setting}` : setting
}
