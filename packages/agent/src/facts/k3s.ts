/**
 * The flags that K3s sets for its components by itself.
 *
 * From K3s 1.27 to 1.34: pkg/daemons/control/server.go and pkg/daemons/agent of k3s-io/k3s.
 */

import type { ComponentKey } from '@evenkeel/model'

export const k3sFolder = '/var/lib/rancher/k3s'

export interface K3sFeatures {
  /** `--secrets-encryption`. */
  encryptsSecrets: boolean
  /** `--protect-kernel-defaults`. */
  protectsKernel: boolean
  /** The kubelet gets its settings from drop-ins that K3s writes, not from flags. */
  hasDropIns: boolean
}

const tls = `${k3sFolder}/server/tls`
const cred = `${k3sFolder}/server/cred`

/** By the flag's name, without dashes. */
export function k3sBuiltIn(key: ComponentKey, features: K3sFeatures): Record<string, string> {
  if (key === 'apiserver') return apiserver(features)
  if (key === 'kubelet') return kubelet(features)
  return { controller_manager: controllerManager, scheduler, proxy, etcd: {} }[key]
}

function apiserver({ encryptsSecrets }: K3sFeatures): Record<string, string> {
  return {
    'allow-privileged': 'true',
    'anonymous-auth': 'false',
    'authorization-mode': 'Node,RBAC',
    'bind-address': '127.0.0.1',
    'cert-dir': `${tls}/temporary-certs`,
    'client-ca-file': `${tls}/client-ca.crt`,
    'enable-admission-plugins': 'NodeRestriction',
    'enable-bootstrap-token-auth': 'true',
    'etcd-cafile': `${tls}/etcd/server-ca.crt`,
    'etcd-certfile': `${tls}/etcd/client.crt`,
    'etcd-keyfile': `${tls}/etcd/client.key`,
    'kubelet-certificate-authority': `${tls}/server-ca.crt`,
    'kubelet-client-certificate': `${tls}/client-kube-apiserver.crt`,
    'kubelet-client-key': `${tls}/client-kube-apiserver.key`,
    profiling: 'false',
    'proxy-client-cert-file': `${tls}/client-auth-proxy.crt`,
    'proxy-client-key-file': `${tls}/client-auth-proxy.key`,
    'requestheader-allowed-names': 'system:auth-proxy',
    'requestheader-client-ca-file': `${tls}/request-header-ca.crt`,
    'secure-port': '6444',
    'service-account-key-file': `${tls}/service.key`,
    'service-account-signing-key-file': `${tls}/service.current.key`,
    'storage-backend': 'etcd3',
    'tls-cert-file': `${tls}/serving-kube-apiserver.crt`,
    'tls-private-key-file': `${tls}/serving-kube-apiserver.key`,
    ...(encryptsSecrets ? { 'encryption-provider-config': `${cred}/encryption-config.json` } : {}),
  }
}

const controllerManager: Record<string, string> = {
  'bind-address': '127.0.0.1',
  'cluster-signing-kubelet-client-cert-file': `${tls}/client-ca.crt`,
  'cluster-signing-kubelet-client-key-file': `${tls}/client-ca.key`,
  kubeconfig: `${cred}/controller.kubeconfig`,
  profiling: 'false',
  'root-ca-file': `${tls}/server-ca.crt`,
  'secure-port': '10257',
  'service-account-private-key-file': `${tls}/service.current.key`,
  'use-service-account-credentials': 'true',
}

const scheduler: Record<string, string> = {
  'bind-address': '127.0.0.1',
  kubeconfig: `${cred}/scheduler.kubeconfig`,
  profiling: 'false',
  'secure-port': '10259',
}

const proxy: Record<string, string> = { kubeconfig: `${k3sFolder}/agent/kubeproxy.kubeconfig` }

function kubelet({ protectsKernel, hasDropIns }: K3sFeatures): Record<string, string> {
  const always: Record<string, string> = {
    kubeconfig: `${k3sFolder}/agent/kubelet.kubeconfig`,
    ...(protectsKernel ? { 'protect-kernel-defaults': 'true' } : {}),
  }
  if (hasDropIns) return always
  return {
    'anonymous-auth': 'false',
    'authorization-mode': 'Webhook',
    'client-ca-file': `${k3sFolder}/agent/client-ca.crt`,
    'read-only-port': '0',
    'tls-cert-file': `${k3sFolder}/agent/serving-kubelet.crt`,
    'tls-private-key-file': `${k3sFolder}/agent/serving-kubelet.key`,
    ...always,
  }
}
