/** The agent's configuration: flags before environment before file before defaults. */

import { existsSync, readFileSync } from 'node:fs'

export interface AgentConfig {
  /** Undefined: cycles are evaluated and counted, and nothing is sent. */
  server: string | undefined
  /** Holds the enrolment token. */
  tokenFile: string | undefined
  /** Where the agent's own credential is kept over restarts; undefined: in memory alone. */
  credentialFile: string | undefined
  /** PEM of the authority that signed the server's certificate. */
  serverCaFile: string | undefined
  serverProxy: string | undefined
  /** The cluster's name; the server's enrolment says it as well. */
  cluster: string | undefined
  nodeName: string | undefined
  /** Below it the host's paths are mounted. */
  hostRoot: string
  periodMs: number
  /** Look at this node's processes and files. */
  isNodeScopeOn: boolean
  /** `leader`: only while this agent holds the Lease. */
  kubeScope: 'leader' | 'always' | 'never'
  kubeconfig: string | undefined
  context: string | undefined
  namespace: string
  excludedNamespaces: string[]
  /** Health and metrics; 0 for none. */
  /** Asks the kubelet what it runs with; needs get on nodes/proxy, which is a large right. */
  readsConfigz: boolean
  port: number
  logLevel: 'debug' | 'info' | 'warn' | 'error'
  /** Identity among the agents. */
  podName: string | undefined
}

export type ConfigResult = { config: AgentConfig } | { mistakes: string[] }

/** By the names of `settings`, as flags gave them: `{ period: '1h' }`. */
export type ConfigValues = Record<string, string | undefined>

interface SettingNames {
  flag: string
  variable: string
}

const settings = {
  server: 'EVENKEEL_SERVER',
  'token-file': 'EVENKEEL_TOKEN_FILE',
  'credential-file': 'EVENKEEL_CREDENTIAL_FILE',
  'server-ca-file': 'EVENKEEL_SERVER_CA_FILE',
  'server-proxy': 'EVENKEEL_SERVER_PROXY',
  cluster: 'EVENKEEL_CLUSTER',
  'node-name': 'NODE_NAME',
  'host-root': 'HOST_ROOT',
  period: 'EVENKEEL_PERIOD',
  'node-scope': 'EVENKEEL_NODE_SCOPE',
  'kubelet-configz': 'EVENKEEL_KUBELET_CONFIGZ',
  'kube-scope': 'EVENKEEL_KUBE_SCOPE',
  kubeconfig: 'EVENKEEL_KUBECONFIG',
  context: 'EVENKEEL_CONTEXT',
  namespace: 'POD_NAMESPACE',
  'exclude-namespaces': 'EVENKEEL_EXCLUDE_NAMESPACES',
  port: 'EVENKEEL_PORT',
  'log-level': 'EVENKEEL_LOG_LEVEL',
  'pod-name': 'POD_NAME',
} as const

export const agentSettings: SettingNames[] = Object.entries(settings).map(([flag, variable]) => ({
  flag,
  variable,
}))

export const defaultPort = 9464
const defaultPeriod = '4h'
const periodMinMs = 10_000
const accountNamespace = '/var/run/secrets/kubernetes.io/serviceaccount/namespace'
const defaultTokenFile = '/var/run/secrets/evenkeel/token'

/** All mistakes, each a sentence that names the setting. */
export function readAgentConfig(
  flags: ConfigValues = {},
  env: NodeJS.ProcessEnv = process.env,
): ConfigResult {
  const mistakes: string[] = []
  const path = flags.config ?? env.EVENKEEL_CONFIG
  const file = path ? readConfigFile(path, mistakes) : {}
  const value = (name: keyof typeof settings): string | undefined =>
    flags[name] || env[settings[name]] || file[name] || undefined

  const config: AgentConfig = {
    server: readServer(value('server'), mistakes),
    tokenFile: value('token-file') ?? (existsSync(defaultTokenFile) ? defaultTokenFile : undefined),
    credentialFile: value('credential-file'),
    serverCaFile: value('server-ca-file'),
    serverProxy: value('server-proxy') ?? env.HTTPS_PROXY ?? env.https_proxy,
    cluster: value('cluster'),
    nodeName: value('node-name'),
    hostRoot: value('host-root') ?? (existsSync('/host/proc') ? '/host' : '/'),
    periodMs: readPeriod(value('period') ?? defaultPeriod, mistakes),
    isNodeScopeOn:
      readChoice('node-scope', value('node-scope') ?? 'on', ['on', 'off'], mistakes) === 'on',
    readsConfigz:
      readChoice('kubelet-configz', value('kubelet-configz') ?? 'off', ['on', 'off'], mistakes) ===
      'on',
    kubeScope: readChoice(
      'kube-scope',
      value('kube-scope') ?? 'leader',
      ['leader', 'always', 'never'],
      mistakes,
    ),
    kubeconfig: value('kubeconfig'),
    context: value('context'),
    namespace: value('namespace') ?? readOwnNamespace() ?? 'evenkeel',
    excludedNamespaces: (value('exclude-namespaces') ?? '')
      .split(',')
      .map((it) => it.trim())
      .filter(Boolean),
    port: readPort(value('port'), mistakes),
    logLevel: readChoice(
      'log-level',
      value('log-level') ?? 'info',
      ['debug', 'info', 'warn', 'error'],
      mistakes,
    ),
    podName: value('pod-name') ?? env.HOSTNAME,
  }
  return mistakes.length > 0 ? { mistakes } : { config }
}

/** One `name: value` a line. The YAML parser would take more memory than the agent has to spare. */
function readConfigFile(path: string, mistakes: string[]): ConfigValues {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    mistakes.push(`The configuration ${path} cannot be read: ${reason}.`)
    return {}
  }
  const known = new Set<string>(Object.keys(settings))
  const values: ConfigValues = {}
  for (const [index, line] of text.split('\n').entries()) {
    const content = line.replace(/(^|\s)#.*$/, '').trim()
    if (content === '' || content === '---') continue
    const match = /^([a-z-]+):\s*(?:"([^"]*)"|'([^']*)'|(.*))$/.exec(content)
    const name = match?.[1] ?? ''
    if (known.has(name)) values[name] = match?.[2] ?? match?.[3] ?? match?.[4] ?? ''
    else
      mistakes.push(
        `${path}:${index + 1} is no setting: "${content}"; known: ${[...known].join(', ')}.`,
      )
  }
  return values
}

function readServer(text: string | undefined, mistakes: string[]): string | undefined {
  if (text === undefined) return undefined
  if (/^https?:\/\/[^/\s]+/.test(text)) return text.replace(/\/+$/, '')
  mistakes.push(`server is "${text}"; it must be an address such as https://evenkeel.example.com.`)
  return undefined
}

const units: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function readPeriod(text: string, mistakes: string[]): number {
  const match = /^((\d+)([smhd]))+$/.test(text) ? text.matchAll(/(\d+)([smhd])/g) : []
  let total = 0
  for (const [, amount, unit] of match) total += Number(amount) * (units[unit ?? ''] ?? 0)
  if (total < periodMinMs)
    mistakes.push(`period is "${text}"; it must be a duration such as 4h or 30m, at least 10s.`)
  return total
}

function readPort(text: string | undefined, mistakes: string[]): number {
  if (text === undefined) return defaultPort
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  mistakes.push(`port is "${text}"; it must be a number from 0 (none) to 65535.`)
  return 0
}

function readChoice<const Choice extends string>(
  name: string,
  text: string,
  choices: readonly [Choice, ...Choice[]],
  mistakes: string[],
): Choice {
  const found = choices.find((it) => it === text)
  if (!found) mistakes.push(`${name} is "${text}"; it must be one of ${choices.join(', ')}.`)
  return found ?? choices[0]
}

function readOwnNamespace(): string | undefined {
  try {
    return readFileSync(accountNamespace, 'utf8').trim() || undefined
  } catch {
    // Outside a pod.
    return undefined
  }
}
