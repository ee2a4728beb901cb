/** The agent's configuration: flags before environment before file before defaults. */

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readConfigFile } from './config-file.ts'
import { agentSettings, type SettingName } from './settings.ts'

export { agentSettings } from './settings.ts'

export interface AgentConfig {
  /** Undefined: cycles are evaluated and counted, and nothing is sent. */
  server: string | undefined
  /** Holds the enrolment token. */
  tokenFile: string | undefined
  /** Where the agent's own credential is kept over restarts; undefined: in memory alone. */
  credentialFile: string | undefined
  /** Where cycles wait for the server over restarts; undefined: in memory alone. */
  spoolFolder: string | undefined
  /** Of each scope. */
  spoolBytesMax: number
  /** PEM of the authority that signed the server's certificate. */
  serverCaFile: string | undefined
  serverProxy: string | undefined
  /** Hosts that are reached without the proxy, with commas. */
  serverNoProxy: string | undefined
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
  /** Asks the kubelet what it runs with; needs get on nodes/proxy, which is a large right. */
  readsConfigz: boolean
  /** Of health and metrics; 0 for none. */
  port: number
  logLevel: 'debug' | 'info' | 'warn' | 'error'
  /** Identity among the agents. */
  podName: string | undefined
  /** The file that some of it came from; it is read again when it changes. */
  configFile: string | undefined
}

export type ConfigResult = { config: AgentConfig } | { mistakes: string[] }

/** By the names of `agentSettings`, as flags gave them: `{ period: '1h' }`. */
export type ConfigValues = Record<string, string | undefined>

export const defaultPort = 9464
const defaultPeriod = '4h'
const periodMinMs = 10_000
const defaultSpoolSize = '64Mi'
const sizeMin = 1024 * 1024
const accountNamespace = '/var/run/secrets/kubernetes.io/serviceaccount/namespace'
const defaultTokenFile = '/var/run/secrets/evenkeel/token'

/** A setting as it was found, with the place in the file that it came from. */
interface Found {
  name: SettingName
  text: string
  place?: string | undefined
}

/** All mistakes, each a sentence that names the setting and its place. */
export function readAgentConfig(
  flags: ConfigValues = {},
  env: NodeJS.ProcessEnv = process.env,
): ConfigResult {
  const mistakes: string[] = []
  const configFile = flags.config || env.EVENKEEL_CONFIG || undefined
  const found = findSettings({ flags, env, configFile }, mistakes)
  const value = (name: SettingName): string | undefined => found.get(name)?.text
  const or = (name: SettingName, text: string): Found => found.get(name) ?? { name, text }

  const config: AgentConfig = {
    server: readServer(found.get('server'), mistakes),
    tokenFile: value('token-file') ?? (existsSync(defaultTokenFile) ? defaultTokenFile : undefined),
    credentialFile: value('credential-file'),
    spoolFolder: value('spool-folder') ?? besideOf(value('credential-file')),
    spoolBytesMax: readSize(or('spool-size', defaultSpoolSize), mistakes),
    serverCaFile: value('server-ca-file'),
    serverProxy: value('server-proxy') ?? env.HTTPS_PROXY ?? env.https_proxy,
    serverNoProxy: value('server-no-proxy') ?? env.NO_PROXY ?? env.no_proxy,
    cluster: value('cluster'),
    nodeName: value('node-name'),
    hostRoot: value('host-root') ?? (existsSync('/host/proc') ? '/host' : '/'),
    periodMs: readPeriod(or('period', defaultPeriod), mistakes),
    isNodeScopeOn: readSwitch(or('node-scope', 'on'), mistakes),
    readsConfigz: readSwitch(or('kubelet-configz', 'off'), mistakes),
    kubeScope: readChoice(or('kube-scope', 'leader'), ['leader', 'always', 'never'], mistakes),
    kubeconfig: value('kubeconfig'),
    context: value('context'),
    namespace: value('namespace') ?? readOwnNamespace() ?? 'evenkeel',
    excludedNamespaces: readNames(found.get('exclude-namespaces'), mistakes),
    port: readPort(found.get('port'), mistakes),
    logLevel: readChoice(or('log-level', 'info'), ['debug', 'info', 'warn', 'error'], mistakes),
    podName: value('pod-name') ?? env.HOSTNAME,
    configFile,
  }
  return mistakes.length > 0 ? { mistakes } : { config }
}

interface Sources {
  flags: ConfigValues
  env: NodeJS.ProcessEnv
  configFile: string | undefined
}

/** An empty flag or variable says nothing. */
function findSettings(
  { flags, env, configFile }: Sources,
  mistakes: string[],
): Map<SettingName, Found> {
  const names = agentSettings.map(({ name }) => name)
  const file = configFile ? readConfigFile(configFile, names, mistakes) : undefined
  const found = new Map<SettingName, Found>()
  for (const { name, variable } of agentSettings) {
    const ofFile = file?.get(name)
    const text = flags[name] || env[variable]
    if (text) found.set(name, { name, text })
    else if (ofFile?.value) found.set(name, { name, text: ofFile.value, place: ofFile.place })
  }
  return found
}

/** `period is "4" (agent.yaml:1)` */
function shown({ name, text, place }: Found): string {
  return `${name} is "${text}"${place ? ` (${place})` : ''}`
}

function readServer(found: Found | undefined, mistakes: string[]): string | undefined {
  if (!found) return undefined
  if (/^https?:\/\/[^/\s]+/.test(found.text)) return found.text.replace(/\/+$/, '')
  mistakes.push(`${shown(found)}; it must be an address such as https://evenkeel.example.com.`)
  return undefined
}

const units: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function readPeriod(found: Found, mistakes: string[]): number {
  const { text } = found
  const match = /^((\d+)([smhd]))+$/.test(text) ? text.matchAll(/(\d+)([smhd])/g) : []
  let total = 0
  for (const [, amount, unit] of match) total += Number(amount) * (units[unit ?? ''] ?? 0)
  if (total < periodMinMs)
    mistakes.push(`${shown(found)}; it must be a duration such as 4h or 30m, at least 10s.`)
  return total
}

const sizeUnits: Record<string, number> = { Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3 }

/** As Kubernetes writes quantities, in bytes. */
function readSize(found: Found, mistakes: string[]): number {
  const [, amount, unit = ''] = /^(\d{1,9})([KMG]i)?$/.exec(found.text) ?? []
  const bytes = Number(amount ?? 0) * (sizeUnits[unit] ?? 1)
  if (bytes < sizeMin)
    mistakes.push(`${shown(found)}; it must be a size such as 64Mi or 1Gi, at least 1Mi.`)
  return bytes
}

function besideOf(file: string | undefined): string | undefined {
  return file && join(dirname(file), 'spool')
}

function readPort(found: Found | undefined, mistakes: string[]): number {
  if (!found) return defaultPort
  const port = Number(found.text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  mistakes.push(`${shown(found)}; it must be a number from 0 (none) to 65535.`)
  return 0
}

function readChoice<const Choice extends string>(
  asked: Found,
  choices: readonly [Choice, ...Choice[]],
  mistakes: string[],
): Choice {
  const found = choices.find((it) => it === asked.text)
  if (!found) mistakes.push(`${shown(asked)}; it must be one of ${choices.join(', ')}.`)
  return found ?? choices[0]
}

function readSwitch(asked: Found, mistakes: string[]): boolean {
  return readChoice(asked, ['on', 'off'], mistakes) === 'on'
}

/** Names of namespaces; the API takes nothing else in a field selector. */
function readNames(found: Found | undefined, mistakes: string[]): string[] {
  const names = (found?.text ?? '')
    .split(',')
    .map((it) => it.trim())
    .filter(Boolean)
  const wrong = names.find((it) => !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(it))
  if (found && wrong)
    mistakes.push(`${shown(found)}; "${wrong}" cannot be the name of a namespace.`)
  return names
}

function readOwnNamespace(): string | undefined {
  try {
    return readFileSync(accountNamespace, 'utf8').trim() || undefined
  } catch {
    // Outside a pod.
    return undefined
  }
}
