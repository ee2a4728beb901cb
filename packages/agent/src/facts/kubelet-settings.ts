/**
 * The kubelet's settings: flag, path in KubeletConfiguration, type and defaults.
 *
 * From the configuration's Go types and defaults of Kubernetes 1.28 to 1.36 and the kubelet's
 * legacy defaults, which apply when it is started without --config.
 */

import type { Json } from '@evenkeel/model'

export type SettingType = 'boolean' | 'number' | 'text' | 'duration' | 'list' | 'map'

export interface KubeletSetting {
  /** Undefined where the setting has no flag. */
  flag?: string
  /** The path in the configuration; undefined for settings that only a flag can set. */
  path?: string
  type: SettingType
  default?: Json
  /** Without --config. */
  legacyDefault?: Json
  /** The field is no pointer, so that a zero in the file means the default: kubeadm writes `0s`. */
  zeroIsDefault?: boolean
  /** The first minor version with this default; below it the setting does not exist. */
  since?: number
}

export const kubeletSettings: KubeletSetting[] = [
  {
    flag: 'anonymous-auth',
    path: 'authentication.anonymous.enabled',
    type: 'boolean',
    default: false,
    legacyDefault: true,
  },
  {
    flag: 'authentication-token-webhook',
    path: 'authentication.webhook.enabled',
    type: 'boolean',
    default: true,
    legacyDefault: false,
  },
  {
    flag: 'authentication-token-webhook-cache-ttl',
    path: 'authentication.webhook.cacheTTL',
    type: 'duration',
    default: '2m0s',
    zeroIsDefault: true,
  },
  { flag: 'client-ca-file', path: 'authentication.x509.clientCAFile', type: 'text' },
  {
    flag: 'authorization-mode',
    path: 'authorization.mode',
    type: 'text',
    default: 'Webhook',
    legacyDefault: 'AlwaysAllow',
    zeroIsDefault: true,
  },
  {
    flag: 'authorization-webhook-cache-authorized-ttl',
    path: 'authorization.webhook.cacheAuthorizedTTL',
    type: 'duration',
    default: '5m0s',
    zeroIsDefault: true,
  },
  {
    flag: 'authorization-webhook-cache-unauthorized-ttl',
    path: 'authorization.webhook.cacheUnauthorizedTTL',
    type: 'duration',
    default: '30s',
    zeroIsDefault: true,
  },
  {
    flag: 'read-only-port',
    path: 'readOnlyPort',
    type: 'number',
    default: 0,
    legacyDefault: 10255,
  },
  {
    flag: 'streaming-connection-idle-timeout',
    path: 'streamingConnectionIdleTimeout',
    type: 'duration',
    default: '4h0m0s',
    zeroIsDefault: true,
  },
  {
    flag: 'make-iptables-util-chains',
    path: 'makeIPTablesUtilChains',
    type: 'boolean',
    default: true,
  },
  { flag: 'event-qps', path: 'eventRecordQPS', type: 'number', default: 50 },
  {
    flag: 'event-burst',
    path: 'eventBurst',
    type: 'number',
    default: 100,
    zeroIsDefault: true,
  },
  { flag: 'tls-cert-file', path: 'tlsCertFile', type: 'text' },
  { flag: 'tls-private-key-file', path: 'tlsPrivateKeyFile', type: 'text' },
  { flag: 'tls-cipher-suites', path: 'tlsCipherSuites', type: 'list' },
  { flag: 'tls-min-version', path: 'tlsMinVersion', type: 'text' },
  { path: 'tlsCurvePreferences', type: 'list', since: 36 },
  { flag: 'rotate-certificates', path: 'rotateCertificates', type: 'boolean', default: false },
  {
    flag: 'rotate-server-certificates',
    path: 'serverTLSBootstrap',
    type: 'boolean',
    default: false,
  },
  { flag: 'pod-max-pids', path: 'podPidsLimit', type: 'number', default: -1 },
  { flag: 'seccomp-default', path: 'seccompDefault', type: 'boolean', default: false },
  {
    flag: 'protect-kernel-defaults',
    path: 'protectKernelDefaults',
    type: 'boolean',
    default: false,
  },
  { flag: 'allowed-unsafe-sysctls', path: 'allowedUnsafeSysctls', type: 'list', default: [] },
  {
    flag: 'enable-debugging-handlers',
    path: 'enableDebuggingHandlers',
    type: 'boolean',
    default: true,
  },
  { flag: 'contention-profiling', path: 'enableContentionProfiling', type: 'boolean' },
  { path: 'enableProfilingHandler', type: 'boolean', default: true },
  { path: 'enableDebugFlagsHandler', type: 'boolean', default: true },
  { path: 'enableSystemLogHandler', type: 'boolean', default: true },
  { path: 'enableSystemLogQuery', type: 'boolean', default: false },
  { flag: 'enable-server', path: 'enableServer', type: 'boolean', default: true },
  { flag: 'fail-swap-on', path: 'failSwapOn', type: 'boolean', default: true },
  { flag: 'pod-manifest-path', path: 'staticPodPath', type: 'text' },
  { flag: 'manifest-url', path: 'staticPodURL', type: 'text' },
  { flag: 'port', path: 'port', type: 'number', default: 10250, zeroIsDefault: true },
  { flag: 'address', path: 'address', type: 'text', default: '0.0.0.0', zeroIsDefault: true },
  { flag: 'healthz-port', path: 'healthzPort', type: 'number', default: 10248 },
  {
    flag: 'healthz-bind-address',
    path: 'healthzBindAddress',
    type: 'text',
    default: '127.0.0.1',
    zeroIsDefault: true,
  },
  { flag: 'max-pods', path: 'maxPods', type: 'number', default: 110, zeroIsDefault: true },
  { flag: 'cgroup-driver', path: 'cgroupDriver', type: 'text', default: 'cgroupfs' },
  { flag: 'cluster-dns', path: 'clusterDNS', type: 'list' },
  { flag: 'cluster-domain', path: 'clusterDomain', type: 'text' },
  { flag: 'register-node', path: 'registerNode', type: 'boolean', default: true },
  {
    flag: 'container-runtime-endpoint',
    path: 'containerRuntimeEndpoint',
    type: 'text',
    default: 'unix:///run/containerd/containerd.sock',
    zeroIsDefault: true,
  },
  ...[
    ['cpuManagerReconcilePeriod', '10s'],
    ['evictionPressureTransitionPeriod', '5m0s'],
    ['fileCheckFrequency', '20s'],
    ['httpCheckFrequency', '20s'],
    ['imageMinimumGCAge', '2m0s'],
    ['nodeStatusReportFrequency', '5m0s'],
    ['nodeStatusUpdateFrequency', '10s'],
    ['runtimeRequestTimeout', '2m0s'],
    ['syncFrequency', '1m0s'],
    ['volumeStatsAggPeriod', '1m0s'],
  ].map(
    ([path = '', value = '']): KubeletSetting => ({
      path,
      type: 'duration',
      default: value,
      zeroIsDefault: true,
    }),
  ),
  { path: 'containerLogMaxWorkers', type: 'number', default: 1, since: 30 },
  { path: 'containerLogMonitorInterval', type: 'duration', default: '10s', since: 30 },
  { path: 'failCgroupV1', type: 'boolean', since: 31 },
  { path: 'imageMaximumGCAge', type: 'duration', default: '0s', since: 29 },
  { path: 'memoryReservationPolicy', type: 'text', default: 'None', since: 36 },
  { path: 'mergeDefaultEvictionSettings', type: 'boolean', default: false, since: 33 },
  { path: 'podLogsDir', type: 'text', default: '/var/log/pods', since: 30 },
  { flag: 'feature-gates', path: 'featureGates', type: 'map' },
  { flag: 'cert-dir', type: 'text', default: '/var/lib/kubelet/pki' },
  { flag: 'root-dir', type: 'text', default: '/var/lib/kubelet' },
  { flag: 'hostname-override', type: 'text' },
  { flag: 'kubeconfig', type: 'text' },
  { flag: 'bootstrap-kubeconfig', type: 'text' },
  { flag: 'config', type: 'text' },
  { flag: 'config-dir', type: 'text' },
  { flag: 'node-ip', type: 'text' },
  { flag: 'node-labels', type: 'map' },
  { flag: 'cloud-provider', type: 'text' },
  { flag: 'image-credential-provider-config', type: 'text' },
  { flag: 'image-credential-provider-bin-dir', type: 'text' },
  { flag: 'containerized', type: 'boolean' },
  { flag: 'runonce', type: 'boolean' },
  { flag: 'exit-on-lock-contention', type: 'boolean' },
  { flag: 'log-flush-frequency', type: 'duration' },
  { flag: 'v', type: 'number' },
]

/** The default of a setting that changed with a version, where the table has no single one. */
export function kubeletDefault(
  setting: KubeletSetting,
  minor: number | undefined,
): Json | undefined {
  const version = minor ?? newestMinor
  if (setting.since !== undefined && version < setting.since) return undefined
  if (setting.path === 'failCgroupV1') return version >= 35
  return setting.default
}

/** The newest version the tables know; an unknown version is taken for it. */
export const newestMinor = 36

/** Gates of the kubelet that rules ask for, on or off when nothing sets them. */
export function kubeletGateDefaults(minor: number | undefined): Record<string, boolean> {
  const version = minor ?? newestMinor
  return {
    RotateKubeletServerCertificate: version >= 12,
    ...(version < 27 ? { SeccompDefault: version >= 25 } : {}),
    KubeletFineGrainedAuthz: version >= 33,
  }
}
