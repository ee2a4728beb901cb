/**
 * Flags of the API server, controller manager, scheduler, etcd and kube-proxy: types and defaults.
 *
 * Defaults are those of Kubernetes 1.28 to 1.36 and etcd 3.4 to 3.6. A flag that has no default
 * here has none: unset means unset.
 */

import type { ComponentKey, Json } from '@evenkeel/model'
import type { SettingType } from './kubelet-settings.ts'
import { newestMinor } from './kubelet-settings.ts'

export interface FlagFacts {
  /** Flags not named here are typed by what their value looks like. */
  types: Record<string, SettingType>
  defaults(minor: number | undefined): Record<string, Json>
  /** Go's own flag package (etcd) takes one dash as well, pflag takes it for a shorthand. */
  singleDash: boolean
}

/** On without any flag, 1.28 to 1.36; --enable-admission-plugins adds to them. */
export const defaultAdmissionPlugins: string[] = [
  'CertificateApproval',
  'CertificateSigning',
  'CertificateSubjectRestriction',
  'DefaultIngressClass',
  'DefaultStorageClass',
  'DefaultTolerationSeconds',
  'LimitRanger',
  'MutatingAdmissionWebhook',
  'NamespaceLifecycle',
  'PersistentVolumeClaimResize',
  'PodSecurity',
  'Priority',
  'ResourceQuota',
  'RuntimeClass',
  'ServiceAccount',
  'StorageObjectInUseProtection',
  'TaintNodesByCondition',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionWebhook',
]

const flagsOf = (type: SettingType, ...names: string[]): Record<string, SettingType> =>
  Object.fromEntries(names.map((name) => [name, type]))

const common: Record<string, SettingType> = {
  ...flagsOf('list', 'tls-cipher-suites'),
  ...flagsOf('map', 'feature-gates', 'vmodule'),
  ...flagsOf('boolean', 'profiling', 'contention-profiling', 'leader-elect'),
  ...flagsOf('text', 'bind-address', 'kubeconfig', 'config', 'tls-min-version'),
}

const apiserver: FlagFacts = {
  singleDash: false,
  types: {
    ...common,
    ...flagsOf(
      'list',
      'admission-control',
      'api-audiences',
      'authorization-mode',
      'disable-admission-plugins',
      'enable-admission-plugins',
      'etcd-servers',
      'etcd-servers-overrides',
      'external-hostname',
      'kubelet-preferred-address-types',
      'requestheader-allowed-names',
      'requestheader-extra-headers-prefix',
      'requestheader-group-headers',
      'requestheader-username-headers',
      'service-account-issuer',
      'service-account-key-file',
      'tls-sni-cert-key',
      'cors-allowed-origins',
    ),
    ...flagsOf('map', 'runtime-config'),
    ...flagsOf(
      'boolean',
      'allow-privileged',
      'anonymous-auth',
      'audit-log-compress',
      'enable-aggregator-routing',
      'enable-bootstrap-token-auth',
      'enable-garbage-collector',
      'enable-priority-and-fairness',
      'encryption-provider-config-automatic-reload',
      'insecure-allow-any-token',
      'kubelet-https',
      'service-account-extend-token-expiration',
      'service-account-lookup',
    ),
    ...flagsOf('duration', 'request-timeout', 'service-account-max-token-expiration'),
  },
  defaults(minor) {
    const hasAuditLimits = (minor ?? newestMinor) >= 36
    return {
      'anonymous-auth': true,
      'audit-log-maxage': hasAuditLimits ? 366 : 0,
      'audit-log-maxbackup': hasAuditLimits ? 100 : 0,
      'audit-log-maxsize': hasAuditLimits ? 100 : 0,
      'authorization-mode': ['AlwaysAllow'],
      'bind-address': '0.0.0.0',
      'disable-admission-plugins': [],
      'enable-admission-plugins': defaultAdmissionPlugins,
      'enable-bootstrap-token-auth': false,
      profiling: true,
      'request-timeout': '1m0s',
      'secure-port': 6443,
      'service-account-extend-token-expiration': true,
      'service-account-lookup': true,
    }
  },
}

const controllerManager: FlagFacts = {
  singleDash: false,
  types: {
    ...common,
    ...flagsOf('list', 'controllers', 'requestheader-allowed-names'),
    ...flagsOf('boolean', 'allocate-node-cidrs', 'use-service-account-credentials'),
  },
  defaults: () => ({
    'bind-address': '0.0.0.0',
    profiling: true,
    'terminated-pod-gc-threshold': 12500,
    'use-service-account-credentials': false,
  }),
}

const scheduler: FlagFacts = {
  singleDash: false,
  types: common,
  defaults: () => ({ 'bind-address': '0.0.0.0', profiling: true }),
}

const etcd: FlagFacts = {
  singleDash: true,
  types: {
    ...flagsOf(
      'list',
      'listen-client-urls',
      'listen-peer-urls',
      'listen-metrics-urls',
      'advertise-client-urls',
      'initial-advertise-peer-urls',
      'cipher-suites',
      'cors',
      'host-whitelist',
    ),
    ...flagsOf('map', 'feature-gates'),
    ...flagsOf(
      'boolean',
      'auto-tls',
      'client-cert-auth',
      'enable-pprof',
      'enable-v2',
      'force-new-cluster',
      'peer-auto-tls',
      'peer-client-cert-auth',
      'pre-vote',
      'strict-reconfig-check',
    ),
    ...flagsOf('text', 'name', 'data-dir', 'wal-dir', 'initial-cluster', 'config-file'),
  },
  defaults: () => ({
    'auto-tls': false,
    'client-cert-auth': false,
    'peer-auto-tls': false,
    'peer-client-cert-auth': false,
    'listen-client-urls': ['http://localhost:2379'],
    'listen-peer-urls': ['http://localhost:2380'],
  }),
}

const proxy: FlagFacts = {
  singleDash: false,
  types: {
    ...common,
    ...flagsOf('text', 'metrics-bind-address', 'healthz-bind-address', 'proxy-mode'),
    ...flagsOf('boolean', 'cleanup', 'masquerade-all'),
  },
  defaults: () => ({}),
}

/** The kubelet has a table of its own. */
export const componentFacts: Record<Exclude<ComponentKey, 'kubelet'>, FlagFacts> = {
  apiserver,
  controller_manager: controllerManager,
  scheduler,
  etcd,
  proxy,
}

/** kube-proxy's flags and the fields of KubeProxyConfiguration that they stand for. */
export const proxyFields: Record<string, string> = {
  'metrics-bind-address': 'metricsBindAddress',
  'healthz-bind-address': 'healthzBindAddress',
  'hostname-override': 'hostnameOverride',
  'bind-address': 'bindAddress',
  'cluster-cidr': 'clusterCIDR',
  'proxy-mode': 'mode',
  profiling: 'enableProfiling',
  kubeconfig: 'clientConnection.kubeconfig',
}

export const proxyDefaults: Record<string, Json> = {
  metricsBindAddress: '127.0.0.1:10249',
  healthzBindAddress: '0.0.0.0:10256',
  bindAddress: '0.0.0.0',
  enableProfiling: false,
}
