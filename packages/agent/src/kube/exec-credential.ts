/** Credentials from an exec plug-in (aws, gke-gcloud-auth-plugin, kubelogin, ...), kept until they expire. */

import { execFile } from 'node:child_process'
import { isAbsolute, resolve } from 'node:path'
import type { KubeConnection } from './connection.ts'
import { KubeError } from './errors.ts'

export interface ExecConfig {
  apiVersion: string
  command: string
  args: string[]
  env: Record<string, string>
  providesCluster: boolean
  installHint?: string
  /** The kubeconfig's file and line. */
  place: string
}

export interface ExecContext {
  cluster: Record<string, unknown>
  /** Of the kubeconfig: a relative command is relative to it. */
  folder: string
  env: NodeJS.ProcessEnv
}

const timeoutMs = 60_000
const outputBytesMax = 1024 * 1024
/** Renewed a little before the end, so that no request carries a dead token. */
const earlyMs = 30_000

/** Only tokens; a plug-in that gives client certificates is told so in the error. */
export function createExecCredential(
  config: ExecConfig,
  context: ExecContext,
): Pick<KubeConnection, 'headers' | 'refresh'> {
  let kept: { token: string; expiresAt: number } | undefined
  const token = async (): Promise<string> => {
    if (kept && Date.now() < kept.expiresAt - earlyMs) return kept.token
    kept = parseCredential(await run(config, context), config)
    return kept.token
  }
  return {
    headers: async () => ({ authorization: `Bearer ${await token()}` }),
    refresh: async () => {
      const had = kept !== undefined
      kept = undefined
      return had
    },
  }
}

function run(config: ExecConfig, { cluster, folder, env }: ExecContext): Promise<string> {
  const info = {
    apiVersion: config.apiVersion,
    kind: 'ExecCredential',
    spec: {
      interactive: false,
      ...(config.providesCluster ? { cluster: clusterInfo(cluster) } : {}),
    },
  }
  const isRelativePath = config.command.includes('/') && !isAbsolute(config.command)
  const command = isRelativePath ? resolve(folder, config.command) : config.command
  const options = {
    env: { ...env, ...config.env, KUBERNETES_EXEC_INFO: JSON.stringify(info) },
    timeout: timeoutMs,
    maxBuffer: outputBytesMax,
  }
  return new Promise((done, fail) => {
    execFile(command, config.args, options, (error, stdout, stderr) => {
      if (!error) done(stdout)
      else fail(runError(config, error, stderr))
    })
  })
}

function runError(config: ExecConfig, cause: Error, stderr: string): KubeError {
  const isMissing = 'code' in cause && cause.code === 'ENOENT'
  const last = stderr.trim().split('\n').at(-1) ?? ''
  const reason = isMissing
    ? `is not installed. ${config.installHint?.trim() ?? ''}`.trim()
    : `failed: ${last || cause.message}`
  const message = `${config.place}: the exec plug-in ${config.command} ${reason}`
  return new KubeError('unauthorized', message, { cause })
}

function parseCredential(output: string, config: ExecConfig): { token: string; expiresAt: number } {
  let status: unknown
  try {
    const answer: unknown = JSON.parse(output)
    status = isRecord(answer) ? answer.status : undefined
  } catch (cause) {
    throw new KubeError(
      'unauthorized',
      `${config.place}: the exec plug-in ${config.command} printed no JSON.`,
      { cause },
    )
  }
  if (!isRecord(status) || typeof status.token !== 'string')
    throw new KubeError(
      'unauthorized',
      `${config.place}: the exec plug-in ${config.command} gave no token; client certificates of a plug-in are not used.`,
    )
  const expires = Date.parse(String(status.expirationTimestamp ?? ''))
  return {
    token: status.token,
    expiresAt: Number.isNaN(expires) ? Number.POSITIVE_INFINITY : expires,
  }
}

function clusterInfo(cluster: Record<string, unknown>): Record<string, unknown> {
  const names = [
    'server',
    'tls-server-name',
    'insecure-skip-tls-verify',
    'certificate-authority-data',
  ]
  return Object.fromEntries(names.flatMap((it) => (it in cluster ? [[it, cluster[it]]] : [])))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
