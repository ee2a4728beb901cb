/** What a generated pod may have beside the usual: everything that the Pod Security Standards look at. */

import type { Random } from './random.ts'
import { volumeSources } from './volume-sources.ts'

/** As in the manifest. A field that is set to undefined is not in the manifest. */
export type Fields = Record<string, unknown>

export interface Container extends Fields {
  name: string
  securityContext?: Fields
}

export interface PodSpec extends Fields {
  containers: Container[]
  initContainers?: Container[]
  securityContext?: Fields
  volumes?: Fields[]
}

export interface Pod {
  apiVersion: 'v1'
  kind: 'Pod'
  metadata: { name: string; annotations?: Record<string, string> }
  spec: PodSpec
}

type ContainerChange = (container: Container, random: Random, spec: PodSpec) => void
type PodChange = (pod: Pod, random: Random) => void

/** What a container and its pod both have. */
const profileChanges: ((context: Fields, random: Random) => void)[] = [
  (context, { pick }) => set(context, { runAsNonRoot: pick([true, false, undefined]) }),
  (context, { pick }) => set(context, { runAsUser: pick([0, 1000, undefined]) }),
  (context, { pick }) => set(context, { seccompProfile: pick(profiles) }),
  (context, { pick }) => set(context, { appArmorProfile: pick(profiles) }),
  (context, { pick }) => set(context, { seLinuxOptions: pick(seLinuxOptions) }),
  (context, { pick }) =>
    set(context, {
      windowsOptions: pick<Fields>([{}, { hostProcess: false }, { runAsUserName: 'u' }]),
    }),
]

const profiles: [Fields | undefined, ...Fields[]] = [
  undefined,
  { type: 'RuntimeDefault' },
  { type: 'Unconfined' },
  { type: 'Localhost', localhostProfile: 'profiles/own' },
]

const seLinuxOptions: [Fields, ...Fields[]] = [
  {},
  ...['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'].map(
    (type) => ({ type }),
  ),
  ...['spc_t', 'unconfined_t', 'Container_t'].map((type) => ({ type })),
  ...['', 'system_u'].map((user) => ({ user, level: 's0:c1,c2' })),
  ...['', 'system_r'].map((role) => ({ role, type: 'container_t' })),
]

const capabilities: [string, ...string[]] = [
  ...(['ALL', 'all', 'NET_BIND_SERVICE', 'CAP_NET_BIND_SERVICE', 'CAP_CHOWN'] as const),
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'SETFCAP'],
  ...['SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT', 'NET_RAW', 'NET_ADMIN', 'SYS_ADMIN', 'BPF'],
]

/** For containers of every kind. */
export const securityChanges: ContainerChange[] = [
  ...profileChanges.map(
    (change): ContainerChange =>
      (container, random) =>
        change(contextOf(container), random),
  ),
  (container, { pick }) =>
    set(contextOf(container), { allowPrivilegeEscalation: pick([true, false, undefined]) }),
  (container, { pick }) => {
    const privileged = pick([true, false])
    set(contextOf(container), { privileged })
    // The API refuses a privileged container that may not escalate, whatever the level.
    if (privileged) set(contextOf(container), { allowPrivilegeEscalation: undefined })
  },
  (container, { pick, some }) => {
    const add = pick([undefined, [], some(capabilities, 1), ['NET_BIND_SERVICE']])
    const drop = pick([undefined, ['ALL'], ['ALL'], some(capabilities, 3), ['all']])
    set(contextOf(container), { capabilities: { add, drop } })
  },
  (container, { some }) =>
    set(contextOf(container), { capabilities: { add: some(capabilities, 3), drop: ['ALL'] } }),
  (container, { pick }, spec) => {
    const procMount = pick(['Default', 'Unmasked'])
    set(contextOf(container), { procMount })
    if (procMount === 'Unmasked') set(spec, { hostUsers: false })
  },
  (container) => set(container, { securityContext: undefined }),
  (container) => set(container, { securityContext: {} }),
]

const hosts: [string | undefined, ...string[]] = [undefined, '', '127.0.0.1', '10.0.0.1', 'h']

function handler({ pick }: Random): Fields {
  const host = pick(hosts)
  return pick([{ httpGet: { port: 80, host } }, { tcpSocket: { port: 80, host } }])
}

/** For containers that go on running: not for ephemeral ones, nor for those that only start a pod. */
export const serviceChanges: ContainerChange[] = [
  (container, { pick }) =>
    set(container, { ports: [{ containerPort: 80, hostPort: pick([0, 80]) }] }),
  (container) =>
    set(container, { ports: [{ containerPort: 81 }, { containerPort: 82, hostPort: 82 }] }),
  (container, random) => set(container, { livenessProbe: handler(random) }),
  (container, random) => set(container, { readinessProbe: handler(random) }),
  (container, random) => set(container, { startupProbe: handler(random) }),
  (container, random) => set(container, { lifecycle: { postStart: handler(random) } }),
  (container, random) => set(container, { lifecycle: { preStop: handler(random) } }),
]

const sysctls: [string, ...string[]] = [
  'kernel.shm_rmid_forced',
  ...[
    'net.ipv4.ip_local_port_range',
    'net.ipv4.ip_unprivileged_port_start',
    'net.ipv4.tcp_syncookies',
  ],
  ...[
    'net.ipv4.ping_group_range',
    'net.ipv4.ip_local_reserved_ports',
    'net.ipv4.tcp_keepalive_time',
  ],
  ...['net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes'],
  ...[
    'net.ipv4.tcp_rmem',
    'net.ipv4.tcp_wmem',
    'kernel.msgmax',
    'net.core.somaxconn',
    'vm.swappiness',
  ],
  ...['net/ipv4/tcp_rmem', 'net.ipv4.tcp_mem'],
]

export const podChanges: PodChange[] = [
  ...profileChanges.map(
    (change): PodChange =>
      ({ spec }, random) =>
        change(contextOf(spec), random),
  ),
  ({ spec }, { pick }) => set(spec, { hostNetwork: pick([true, false]) }),
  ({ spec }, { pick }) => set(spec, { hostPID: pick([true, false]) }),
  ({ spec }, { pick }) => set(spec, { hostIPC: pick([true, false]) }),
  ({ spec }, { pick }) => set(spec, { hostUsers: pick([true, false]) }),
  ({ spec }) => set(spec, { os: { name: 'linux' } }),
  ({ spec }, { some }) => {
    const names = [...new Set(some(sysctls, 2))]
    set(contextOf(spec), { sysctls: names.map((name) => ({ name, value: '1' })) })
  },
  ({ spec }, random) => addVolumes(spec, random),
  ({ spec }, random) => addVolumes(spec, random),
  ({ metadata }, { pick }) =>
    annotate(
      metadata,
      'container.apparmor.security.beta.kubernetes.io/c0',
      pick(['runtime/default', 'localhost/own', 'unconfined', 'localhost/', '']),
    ),
  ({ metadata }, { pick }) =>
    annotate(
      metadata,
      'seccomp.security.alpha.kubernetes.io/pod',
      pick(['runtime/default', 'docker/default', 'unconfined', 'localhost/own']),
    ),
]

/** For pods of Windows nodes, on which most fields are refused. */
export const windowsChanges: PodChange[] = [
  ({ spec }, { pick }) => set(contextOf(spec), { runAsNonRoot: pick([true, false]) }),
  ({ spec }) => set(contextOf(spec), { windowsOptions: { runAsUserName: 'ContainerUser' } }),
  ({ spec }, { pick }) => {
    const hostProcess = pick([true, true, false])
    set(contextOf(spec), { windowsOptions: { hostProcess } })
    if (hostProcess) set(spec, { hostNetwork: true })
  },
  ({ spec }, { pick }) =>
    set(contextOf(pick(asNonEmpty(spec.containers))), { runAsNonRoot: pick([true, false]) }),
  ({ spec }, { pick }) =>
    set(pick(asNonEmpty(spec.containers)), { ports: [{ containerPort: 80 }] }),
  ({ spec }, random) => addVolumes(spec, random),
]

export function asNonEmpty<T>(values: T[]): [T, ...T[]] {
  const [first, ...rest] = values
  if (first === undefined) throw new Error('A list to choose from is empty.')
  return [first, ...rest]
}

function addVolumes(spec: PodSpec, { some }: Random): void {
  const sources = some(volumeSources, 2)
  spec.volumes = sources.map((source, index) => ({ name: `v${index}`, ...source }))
}

function annotate(metadata: Pod['metadata'], name: string, value: string): void {
  metadata.annotations = { ...metadata.annotations, [name]: value }
}

function contextOf(holder: { securityContext?: Fields }): Fields {
  holder.securityContext ??= {}
  return holder.securityContext
}

function set(target: Fields, fields: Fields): void {
  Object.assign(target, fields)
}
