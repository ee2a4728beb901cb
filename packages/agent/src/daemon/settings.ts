/** Every setting of the agent: its flag, its variable, what holds without it, what it does. */

export interface AgentSetting {
  /** Of the flag (`--period`) and in the configuration file. */
  name: SettingName
  /** Of the environment. */
  variable: string
  /** How its value is written, for people. */
  form: string
  /** What holds where nobody says anything, for people. */
  initial: string
  about: string
  /** A change in the file is taken over while the agent runs. */
  isReloadable?: boolean
}

const rows = {
  server: [
    'EVENKEEL_SERVER',
    'url',
    'none',
    'the server to report to; without one nothing is sent',
  ],
  'token-file': [
    'EVENKEEL_TOKEN_FILE',
    'file',
    '`/var/run/secrets/evenkeel/token`',
    'holds the enrolment token',
  ],
  'credential-file': [
    'EVENKEEL_CREDENTIAL_FILE',
    'file',
    'in memory',
    "keeps the agent's own credential over restarts",
  ],
  'spool-folder': [
    'EVENKEEL_SPOOL_FOLDER',
    'folder',
    'beside the credential',
    'keeps what the server cannot take yet over restarts',
  ],
  'spool-size': [
    'EVENKEEL_SPOOL_SIZE',
    'size',
    '64Mi',
    'what the spool of a scope may take, such as 64Mi or 1Gi; beyond it the oldest is lost and said to be so',
  ],
  'server-ca-file': [
    'EVENKEEL_SERVER_CA_FILE',
    'file',
    'the public authorities',
    "PEM of the authority that signed the server's certificate; then no other is trusted",
  ],
  'server-proxy': [
    'EVENKEEL_SERVER_PROXY',
    'url',
    '`$HTTPS_PROXY`',
    'the HTTP proxy on the way to the server',
  ],
  'server-no-proxy': [
    'EVENKEEL_SERVER_NO_PROXY',
    'hosts',
    '`$NO_PROXY`',
    'hosts, domains and address ranges, with commas, that are reached without the proxy',
  ],
  cluster: [
    'EVENKEEL_CLUSTER',
    'name',
    'what the server calls it',
    'the name of the cluster, where no server says it',
  ],
  'node-name': ['NODE_NAME', 'name', 'the host name', 'the name of this node'],
  'host-root': [
    'HOST_ROOT',
    'folder',
    '`/host` where that has a `proc`, else `/`',
    'below it the paths of the host are mounted',
  ],
  period: [
    'EVENKEEL_PERIOD',
    'duration',
    '4h',
    'time between full cycles, such as 4h or 30m; a tenth earlier or later, so that nodes do not report all at once',
  ],
  'node-scope': [
    'EVENKEEL_NODE_SCOPE',
    'on or off',
    'on',
    'look at the processes and files of this node',
  ],
  'kubelet-configz': [
    'EVENKEEL_KUBELET_CONFIGZ',
    'on or off',
    'off',
    'ask the kubelet what it runs with; needs get on nodes/proxy, which is a large right',
  ],
  'kube-scope': [
    'EVENKEEL_KUBE_SCOPE',
    'leader, always or never',
    'leader',
    'collect from the Kubernetes API: while this agent holds the Lease, always, or never',
  ],
  kubeconfig: ['EVENKEEL_KUBECONFIG', 'file', 'the service account', 'the kubeconfig to use'],
  context: ['EVENKEEL_CONTEXT', 'name', 'the current one', 'the context of the kubeconfig'],
  namespace: ['POD_NAMESPACE', 'name', "the pod's own, else evenkeel", 'where the Lease is'],
  'exclude-namespaces': [
    'EVENKEEL_EXCLUDE_NAMESPACES',
    'names',
    'none',
    'namespaces, with commas, that are not listed; the server shows them as excluded',
  ],
  port: ['EVENKEEL_PORT', 'number', '9464', 'of health and metrics; 0 for none'],
  'log-level': ['EVENKEEL_LOG_LEVEL', 'debug, info, warn or error', 'info', 'what is logged'],
  'pod-name': ['POD_NAME', 'name', 'the host name', 'who this agent is among the agents'],
} as const satisfies Record<string, [string, string, string, string]>

export type SettingName = keyof typeof rows

const reloadable: ReadonlySet<string> = new Set<SettingName>([
  'period',
  'node-scope',
  'exclude-namespaces',
  'log-level',
])

export const agentSettings: AgentSetting[] = Object.entries(rows).map(
  ([name, [variable, form, initial, about]]) => ({
    // The keys of `rows` are the names.
    name: name as SettingName,
    variable,
    form,
    initial,
    about,
    ...(reloadable.has(name) ? { isReloadable: true } : {}),
  }),
)
