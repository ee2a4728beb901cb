/** Which rule stands for the same thing as which rule of others, and why the two may differ. */

import type { Json } from '@evenkeel/model'

const ephemeral = 'Trivy does not look at ephemeral containers.'
const builtIn = 'Trivy counts the roles that Kubernetes makes itself.'

interface TrivyPair {
  rule: string
  checks: string[]
  why: string
}

const pair = (rule: string, checks: string, why = ''): TrivyPair => ({
  rule,
  checks: checks.split(' '),
  why,
})

export const trivyPairs: readonly TrivyPair[] = [
  pair('pod-privileged', 'KSV-0017', ephemeral),
  pair('pod-host-pid', 'KSV-0010'),
  pair('pod-host-ipc', 'KSV-0008'),
  pair('pod-host-network', 'KSV-0009'),
  pair('pod-host-port', 'KSV-0024', ephemeral),
  pair('pod-hostpath', 'KSV-0023'),
  pair(
    'pod-hostpath-sensitive',
    'KSV-0121',
    'Trivy compares whole paths, so a directory below /etc passes.',
  ),
  pair('pod-runtime-socket', 'KSV-0006'),
  pair('pod-windows-hostprocess', 'KSV-0103'),
  pair(
    'pod-allow-privilege-escalation',
    'KSV-0001',
    `Trivy fails pods for Windows, where the field does not exist. ${ephemeral}`,
  ),
  pair(
    'pod-run-as-non-root',
    'KSV-0012',
    'Trivy lets a true outweigh a false beside it, does not look at ephemeral containers, and fails pods in a user namespace, which the standards take since 1.35.',
  ),
  pair(
    'pod-run-as-user-zero',
    'KSV-0105',
    `Trivy fails pods in a user namespace, which the standards take since 1.35. ${ephemeral}`,
  ),
  pair('pod-readonly-rootfs', 'KSV-0014'),
  pair(
    'cap-added-dangerous',
    'KSV-0005 KSV-0119 KSV-0120',
    'Trivy looks for SYS_ADMIN, NET_RAW and SYS_MODULE alone, and not for ALL.',
  ),
  pair(
    'cap-added-beyond-default',
    'KSV-0022',
    `Trivy allows no added capability at all; the baseline level allows the usual ones. ${ephemeral}`,
  ),
  pair(
    'cap-drop-all',
    'KSV-0003 KSV-0106',
    `Trivy fails pods for Windows, and takes names in any case, which the API server does not. ${ephemeral}`,
  ),
  pair('cap-drop-any', 'KSV-0004', ephemeral),
  pair(
    'pod-seccomp-unconfined',
    'KSV-0104',
    'Trivy fails what is unset, which the baseline level takes, and lets an Unconfined on the pod pass beside a profile on the container.',
  ),
  pair(
    'pod-seccomp-runtime-default',
    'KSV-0030',
    `Trivy fails pods for Windows, reads annotations that are gone since 1.27, and lets an Unconfined pass beside another profile. ${ephemeral}`,
  ),
  pair(
    'pod-apparmor',
    'KSV-0002',
    'Trivy reads the annotations alone, and takes runtime/default only; the field has taken their place in 1.30.',
  ),
  pair(
    'pod-selinux',
    'KSV-0025',
    'Trivy does not know container_engine_t, which the standards take since 1.31, nor ephemeral containers.',
  ),
  pair(
    'pod-proc-mount',
    'KSV-0027',
    'Trivy fails whatever is set, Default too, and does not look at ephemeral containers.',
  ),
  pair('pod-sysctls', 'KSV-0026'),
  pair('pod-restricted-volumes', 'KSV-0028', 'Trivy leaves hostPath to another check.'),
  pair('sa-token-automount', 'KSV-0036', 'Trivy fails an explicit true alone; unset means true.'),
  pair('image-tag-latest', 'KSV-0013'),
  pair('resources-cpu-limit', 'KSV-0011'),
  pair('resources-cpu-request', 'KSV-0015'),
  pair('resources-memory-limit', 'KSV-0018'),
  pair('resources-memory-request', 'KSV-0016'),
  pair('ns-resource-quota', 'KSV-0040', 'Trivy counts the namespaces of the system.'),
  pair('ns-limit-range', 'KSV-0039', 'Trivy counts the namespaces of the system.'),
  pair('pod-privileged-ports', 'KSV-0117'),
  pair('pod-host-aliases', 'KSV-0007'),
  pair('default-namespace', 'KSV-0110'),
  pair('rbac-cluster-admin', 'KSV-0111', 'Trivy counts the binding that Kubernetes makes itself.'),
  pair('rbac-wildcards', 'KSV-0044 KSV-0045 KSV-0046 KSV-0112', builtIn),
  pair('rbac-secrets-access', 'KSV-0041 KSV-0113', builtIn),
  pair('rbac-exec-attach', 'KSV-0053 KSV-0054', builtIn),
  pair('rbac-create-pods', 'KSV-0048', builtIn),
  pair('rbac-escalate-bind', 'KSV-0050 KSV-0051 KSV-0052 KSV-0055', builtIn),
  pair('rbac-impersonate', 'KSV-0043', builtIn),
  pair('rbac-nodes-proxy', 'KSV-0047', builtIn),
  pair('rbac-webhook-config', 'KSV-0114', builtIn),
  pair('rbac-coredns', 'KSV-0049', builtIn),
  pair('rbac-networking', 'KSV-0056', builtIn),
  pair('rbac-anonymous', 'KSV-0122'),
  pair('rbac-system-masters', 'KSV-0123'),
]

type Constraint = Record<string, Json>

interface GatekeeperPair {
  template: string
  rules: readonly string[]
  /** The rule's parameters out of the constraint's. */
  parameters?: (constraint: Constraint) => Record<string, Record<string, Json>>
  why: string
}

const admission =
  'The library exempts images by name and updates by the operation; a posture has neither.'
const configured =
  'The constraint names what is allowed; the rule goes by the Pod Security Standards.'

export const gatekeeperPairs: readonly GatekeeperPair[] = [
  {
    template: 'pod-security-policy/privileged-containers',
    rules: ['pod-privileged'],
    why: admission,
  },
  {
    template: 'pod-security-policy/host-namespaces',
    rules: ['pod-host-pid', 'pod-host-ipc'],
    why: admission,
  },
  {
    template: 'pod-security-policy/allow-privilege-escalation',
    rules: ['pod-allow-privilege-escalation'],
    why: admission,
  },
  {
    template: 'pod-security-policy/read-only-root-filesystem',
    rules: ['pod-readonly-rootfs'],
    why: admission,
  },
  {
    template: 'pod-security-policy/host-network-ports',
    rules: ['pod-host-network', 'pod-host-port'],
    why: `${configured} ${admission}`,
  },
  {
    template: 'pod-security-policy/proc-mount',
    rules: ['pod-proc-mount'],
    why: `The standards take any value in a user namespace since 1.35. ${admission}`,
  },
  {
    template: 'pod-security-policy/host-filesystem',
    rules: ['pod-hostpath'],
    why: `${configured} ${admission}`,
  },
  { template: 'pod-security-policy/volumes', rules: ['pod-restricted-volumes'], why: admission },
  {
    template: 'pod-security-policy/forbidden-sysctls',
    rules: ['pod-sysctls'],
    why: `${configured} ${admission}`,
  },
  {
    template: 'pod-security-policy/seccompv2',
    rules: ['pod-seccomp-runtime-default'],
    why: `${configured} ${admission}`,
  },
  {
    template: 'pod-security-policy/apparmor',
    rules: ['pod-apparmor'],
    why: `A profile of the container does not outweigh an Unconfined on the pod in the standards. ${admission}`,
  },
  {
    template: 'pod-security-policy/capabilities',
    rules: ['cap-drop-all'],
    why: `${configured} ${admission}`,
  },
  { template: 'pod-security-policy/selinux', rules: ['pod-selinux'], why: admission },
  {
    template: 'pod-security-policy/users',
    rules: ['pod-run-as-non-root'],
    why: `${configured} ${admission}`,
  },
  { template: 'general/disallowedtags', rules: ['image-tag-latest'], why: admission },
  { template: 'general/imagedigests', rules: ['image-digest'], why: admission },
  {
    template: 'general/externalip',
    rules: ['service-external-ip'],
    why: 'The constraint names addresses that are allowed.',
  },
  {
    template: 'general/automount-serviceaccount-token',
    rules: ['sa-token-automount'],
    why: admission,
  },
  {
    template: 'general/containerlimits',
    rules: ['resources-cpu-limit', 'resources-memory-limit'],
    why: 'The constraint bounds the limits; the rules ask that there are any.',
  },
  {
    template: 'general/requiredprobes',
    rules: ['probe-liveness', 'probe-readiness'],
    why: admission,
  },
  {
    template: 'general/httpsonly',
    rules: ['ingress-tls'],
    why: 'The constraint may take an annotation instead.',
  },
  {
    template: 'general/allowedrepos',
    rules: ['image-registry-allowlist'],
    parameters: ({ repos = [] }) => ({ 'image-registry-allowlist': { registries: repos } }),
    why: 'The case counts violations of one list of containers.',
  },
  {
    template: 'general/disallowedrepos',
    rules: ['image-registry-blocklist'],
    parameters: ({ repos = [] }) => ({ 'image-registry-blocklist': { registries: repos } }),
    why: 'The case counts violations of one list of containers.',
  },
]
