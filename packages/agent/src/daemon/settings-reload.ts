/** Takes over changes of the configuration file while the agent runs. */

import { type FSWatcher, readFileSync, watch } from 'node:fs'
import { dirname } from 'node:path'
import type { CoverageGap } from '@evenkeel/model'
import type { Logger } from 'pino'
import type { AgentConfig, ConfigResult } from './config.ts'
import type { Metrics } from './metrics.ts'
import { pauseFor } from './pause.ts'
import { agentSettings, type SettingName } from './settings.ts'

export interface SettingsReload {
  /** Aborted when settings were taken over, or could not be; a new one each time. */
  next(): AbortSignal
  /** Why the file does not hold as it is, as sentences. */
  troubles(): string[]
  /** The same for the coverage of every scope. */
  gaps(): CoverageGap[]
  /** Until the signal. */
  run(signal: AbortSignal): Promise<void>
}

export interface ReloadOptions {
  /** The agent's own, which is changed in place. */
  config: AgentConfig
  /** Reads flags, environment and file anew; undefined where nobody can. */
  read: (() => ConfigResult) | undefined
  log: Logger
  metrics: Metrics
  pollMs?: number | undefined
}

const pollUsualMs = 10_000
/** Editors and the kubelet change a file in several steps. */
const settleMs = 200

/** Each field of the configuration that a file can say, with its setting. */
const fields = {
  server: 'server',
  tokenFile: 'token-file',
  credentialFile: 'credential-file',
  spoolFolder: 'spool-folder',
  spoolBytesMax: 'spool-size',
  serverCaFile: 'server-ca-file',
  serverProxy: 'server-proxy',
  serverNoProxy: 'server-no-proxy',
  cluster: 'cluster',
  nodeName: 'node-name',
  hostRoot: 'host-root',
  periodMs: 'period',
  isNodeScopeOn: 'node-scope',
  kubeScope: 'kube-scope',
  kubeconfig: 'kubeconfig',
  context: 'context',
  namespace: 'namespace',
  excludedNamespaces: 'exclude-namespaces',
  readsConfigz: 'kubelet-configz',
  port: 'port',
  logLevel: 'log-level',
  podName: 'pod-name',
} satisfies Record<Exclude<keyof AgentConfig, 'configFile'>, SettingName>

const fieldOf = new Map<SettingName, string>(
  Object.entries(fields).map(([field, name]) => [name, field]),
)

export function createSettingsReload(options: ReloadOptions): SettingsReload {
  const { config, log, metrics } = options
  let turn = new AbortController()
  let troubles: string[] = []
  let mistakes: string[] = []
  if (config.configFile) metrics.set('evenkeel_config_error', 0)

  function take(): void {
    const result = options.read?.()
    if (!result) return
    mistakes = 'mistakes' in result ? result.mistakes : []
    troubles = 'mistakes' in result ? [oldHolds(config, mistakes)] : takeOver(config, result.config)
    metrics.set('evenkeel_config_error', mistakes.length > 0 ? 1 : 0)
    metrics.count('evenkeel_config_reloads_total', { result: mistakes.length > 0 ? 'bad' : 'good' })
    for (const trouble of troubles) log.warn(trouble)
    if (mistakes.length === 0)
      log.info({ file: config.configFile }, 'The configuration was read anew.')
    turn.abort()
    turn = new AbortController()
  }

  return {
    next: () => turn.signal,
    troubles: () => troubles,
    gaps: () => mistakes.map((mistake) => toGap(config, mistake)),
    run: (signal) => followFile(options, take, signal),
  }
}

function oldHolds({ configFile }: AgentConfig, mistakes: string[]): string {
  return `The configuration ${configFile} was not taken over, the settings before it hold: ${mistakes.join(' ')}`
}

function toGap({ configFile = '', nodeName }: AgentConfig, mistake: string): CoverageGap {
  const [, rest = ''] = mistake.split(`${configFile}:`)
  const line = /^\d+/.exec(rest)?.[0]
  return {
    collector: 'configuration',
    source: line ? `${configFile}:${line}` : configFile,
    reason: `The settings before it hold: ${mistake}`,
    resource_type: null,
    sub_type: null,
    node: nodeName ?? null,
  }
}

/** Changes what can be changed, and says what cannot. */
function takeOver(config: AgentConfig, next: AgentConfig): string[] {
  const names: SettingName[] = []
  for (const { name, isReloadable } of agentSettings) {
    const field = fieldOf.get(name)
    if (field === undefined) continue
    const said: unknown = Reflect.get(next, field)
    if (isReloadable) Reflect.set(config, field, said)
    else if (JSON.stringify(Reflect.get(config, field)) !== JSON.stringify(said)) names.push(name)
  }
  if (names.length === 0) return []
  return [`What ${config.configFile} says of ${names.join(', ')} holds when the agent starts anew.`]
}

async function followFile(
  { config, read, pollMs = pollUsualMs }: ReloadOptions,
  take: () => void,
  signal: AbortSignal,
): Promise<void> {
  const { configFile } = config
  if (!configFile || !read) return
  let text = textOf(configFile)
  while (!signal.aborted) {
    await untilToldOf(dirname(configFile), pollMs, signal)
    if (signal.aborted || textOf(configFile) === text) continue
    await pauseFor(settleMs, signal)
    text = textOf(configFile)
    take()
  }
}

/** A ConfigMap is changed by turning a link beside the file, so its folder is watched. */
async function untilToldOf(folder: string, waitMs: number, signal: AbortSignal): Promise<void> {
  const told = new AbortController()
  let watcher: FSWatcher | undefined
  try {
    watcher = watch(folder, { persistent: false }, () => told.abort())
    watcher.on('error', () => undefined)
  } catch {
    // Nothing tells of changes there; the time passes, and the file is looked at.
    watcher = undefined
  }
  await pauseFor(waitMs, AbortSignal.any([signal, told.signal]))
  watcher?.close()
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Reading the settings says what is wrong with it.
    return undefined
  }
}
