/** Reads kubeconfig files as kubectl does and makes a connection of one context. */

import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import type { KubeConnection } from './connection.ts'
import { createExecCredential, type ExecConfig } from './exec-credential.ts'
import { createTokenReader } from './in-cluster.ts'

export type KubeconfigResult =
  | { state: 'found'; connection: KubeConnection; context: string; path: string }
  /** There is no kubeconfig, or it has no current context: normal on a machine without a cluster. */
  | { state: 'none'; reason: string }
  /** A sentence with the file and the line. */
  | { state: 'broken'; reason: string }

export interface KubeconfigOptions {
  path?: string | undefined
  context?: string | undefined
  env?: NodeJS.ProcessEnv
}

/** `path`, else KUBECONFIG (several files, the first that names a thing counts), else ~/.kube/config. */
export function loadKubeconfig(options: KubeconfigOptions = {}): KubeconfigResult {
  const env = options.env ?? process.env
  try {
    const files = readFiles(options.path, env)
    if (files.length === 0) {
      const reason = `There is no kubeconfig at ${pathsOf(options.path, env).join(', ')}.`
      return { state: options.path || options.context ? 'broken' : 'none', reason }
    }
    return connectionOf(files, options.context, env)
  } catch (error) {
    if (!(error instanceof KubeconfigError)) throw error
    return { state: 'broken', reason: error.message }
  }
}

/** A mistake in the file; its message is for people. */
class KubeconfigError extends Error {}

interface ConfigFile {
  path: string
  document: Record<string, unknown>
  /** The line of an entry of a list, for messages. */
  lineOf(list: string, name: string): string
}

interface Entry {
  value: Record<string, unknown>
  file: ConfigFile
  place: string
}

function pathsOf(path: string | undefined, env: NodeJS.ProcessEnv): string[] {
  if (path) return [path]
  if (env.KUBECONFIG) return env.KUBECONFIG.split(delimiter).filter(Boolean)
  return [join(env.HOME ?? homedir(), '.kube', 'config')]
}

function readFiles(path: string | undefined, env: NodeJS.ProcessEnv): ConfigFile[] {
  return pathsOf(path, env).flatMap((file) => {
    let text: string
    try {
      text = readFileSync(file, 'utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
      const reason = error instanceof Error ? error.message : String(error)
      throw new KubeconfigError(`The kubeconfig ${file} cannot be read: ${reason}`)
    }
    return [parseFile(text, file)]
  })
}

function parseFile(text: string, path: string): ConfigFile {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter })
  const error = document.errors[0]
  if (error) {
    const place = error.linePos?.[0]
    throw new KubeconfigError(
      `${path}:${place?.line ?? 1}:${place?.col ?? 1} is not YAML: ${error.message.split('\n')[0]}`,
    )
  }
  const content: unknown = document.toJS() ?? {}
  if (!isRecord(content))
    throw new KubeconfigError(
      `${path}:1 is no kubeconfig: it must be a map with clusters, users and contexts.`,
    )
  const lineOf = (list: string, name: string): string => {
    const entries = isRecord(content) && Array.isArray(content[list]) ? content[list] : []
    const index = entries.findIndex((it) => isRecord(it) && it.name === name)
    const node = document.getIn([list, index], true)
    const range = isRecord(node) && Array.isArray(node.range) ? Number(node.range[0]) : 0
    return `${path}:${counter.linePos(range).line}`
  }
  return { path, document: content, lineOf }
}

function connectionOf(
  files: ConfigFile[],
  wanted: string | undefined,
  env: NodeJS.ProcessEnv,
): KubeconfigResult {
  const current = files.map((it) => it.document['current-context']).find((it) => it)
  const context = wanted ?? (typeof current === 'string' ? current : undefined)
  const first = files[0]
  if (!context || !first)
    return {
      state: 'none',
      reason: `${first?.path} has no current-context; name one with --context.`,
    }
  const entry = find(files, 'contexts', 'context', context)
  if (!entry) {
    const known = namesOf(files, 'contexts').join(', ') || 'none'
    throw new KubeconfigError(`${first.path} has no context "${context}"; it has: ${known}.`)
  }
  const cluster = refer(files, entry, { list: 'clusters', field: 'cluster', context })
  const user = refer(files, entry, { list: 'users', field: 'user', context })
  const connection = {
    ...clusterPart(cluster),
    ...userPart(user, cluster, env),
    name: `context ${context} of ${entry.file.path}`,
    clusterName: String(entry.value.cluster),
    ...(typeof entry.value.namespace === 'string' ? { namespace: entry.value.namespace } : {}),
  }
  return { state: 'found', connection, context, path: entry.file.path }
}

function refer(
  files: ConfigFile[],
  context: Entry,
  by: { list: string; field: string; context: string },
): Entry {
  const name = context.value[by.field]
  if (typeof name !== 'string')
    throw new KubeconfigError(`${context.place}: the context "${by.context}" names no ${by.field}.`)
  const entry = find(files, by.list, by.field, name)
  if (!entry)
    throw new KubeconfigError(
      `${context.place}: the context "${by.context}" names the ${by.field} "${name}", which is not among the ${by.list}.`,
    )
  return entry
}

function find(files: ConfigFile[], list: string, field: string, name: string): Entry | undefined {
  for (const file of files) {
    const entries = Array.isArray(file.document[list]) ? file.document[list] : []
    const entry: unknown = entries.find((it: unknown) => isRecord(it) && it.name === name)
    if (!isRecord(entry)) continue
    const value = isRecord(entry[field]) ? entry[field] : {}
    return { value, file, place: file.lineOf(list, name) }
  }
  return undefined
}

function namesOf(files: ConfigFile[], list: string): string[] {
  return files
    .flatMap((file) => (Array.isArray(file.document[list]) ? file.document[list] : []))
    .flatMap((it: unknown) => (isRecord(it) && typeof it.name === 'string' ? [it.name] : []))
}

function clusterPart({ value, file, place }: Entry) {
  const server = value.server
  if (typeof server !== 'string' || !/^https?:\/\/[^/]/.test(server))
    throw new KubeconfigError(`${place}: the cluster has no server of the form https://host:port.`)
  const ca = material(value, file, 'certificate-authority', place)
  const proxyUrl = value['proxy-url']
  return {
    server: server.replace(/\/+$/, ''),
    ...(ca ? { ca } : {}),
    ...(value['insecure-skip-tls-verify'] === true ? { isInsecure: true } : {}),
    ...(typeof value['tls-server-name'] === 'string'
      ? { tlsServerName: value['tls-server-name'] }
      : {}),
    ...(typeof proxyUrl === 'string' && proxyUrl !== '' ? { proxyUrl } : {}),
  }
}

function userPart(
  { value, file, place }: Entry,
  cluster: Entry,
  env: NodeJS.ProcessEnv,
): Partial<KubeConnection> {
  const clientCertificate = material(value, file, 'client-certificate', place)
  const clientKey = material(value, file, 'client-key', place)
  const certificate = {
    ...(clientCertificate ? { clientCertificate } : {}),
    ...(clientKey ? { clientKey } : {}),
  }
  if (value['auth-provider'])
    throw new KubeconfigError(
      `${place}: the user has an auth-provider, which Kubernetes took out in 1.26; use an exec plug-in.`,
    )
  if (isRecord(value.exec)) {
    const exec = createExecCredential(toExec(value.exec, place), {
      cluster: cluster.value,
      folder: dirname(file.path),
      env,
    })
    return { ...certificate, ...exec }
  }
  if (typeof value.tokenFile === 'string') {
    const reader = createTokenReader(absolute(value.tokenFile, file))
    const headers = async () => ({ authorization: `Bearer ${await reader.read()}` })
    return { ...certificate, headers, refresh: async () => reader.forget() }
  }
  const authorization = staticAuthorization(value)
  if (!authorization) return certificate
  return { ...certificate, headers: async () => ({ authorization }) }
}

function staticAuthorization(value: Record<string, unknown>): string | undefined {
  if (typeof value.token === 'string' && value.token !== '') return `Bearer ${value.token}`
  if (typeof value.username !== 'string' || typeof value.password !== 'string') return undefined
  return `Basic ${Buffer.from(`${value.username}:${value.password}`).toString('base64')}`
}

function toExec(exec: Record<string, unknown>, place: string): ExecConfig {
  if (typeof exec.command !== 'string' || exec.command === '')
    throw new KubeconfigError(`${place}: the user's exec plug-in has no command.`)
  const version = String(exec.apiVersion ?? '')
  if (!/^client\.authentication\.k8s\.io\/v1(beta1)?$/.test(version))
    throw new KubeconfigError(
      `${place}: the exec plug-in's apiVersion is "${version}"; client.authentication.k8s.io/v1 and v1beta1 are known.`,
    )
  const entries = Array.isArray(exec.env) ? exec.env.filter(isRecord) : []
  return {
    apiVersion: version,
    command: exec.command,
    args: Array.isArray(exec.args) ? exec.args.map(String) : [],
    env: Object.fromEntries(entries.map((it) => [String(it.name), String(it.value)])),
    providesCluster: exec.provideClusterInfo === true,
    ...(typeof exec.installHint === 'string' ? { installHint: exec.installHint } : {}),
    place,
  }
}

/** `<name>-data` in base64, else the file of `<name>`, relative to the kubeconfig. */
function material(
  value: Record<string, unknown>,
  file: ConfigFile,
  name: string,
  place: string,
): string | undefined {
  const data = value[`${name}-data`]
  if (typeof data === 'string' && data !== '') {
    const text = Buffer.from(data, 'base64').toString('utf8')
    if (!text.includes('-----BEGIN'))
      throw new KubeconfigError(`${place}: ${name}-data is not a PEM file in base64.`)
    return text
  }
  const path = value[name]
  if (typeof path !== 'string' || path === '') return undefined
  try {
    return readFileSync(absolute(path, file), 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new KubeconfigError(`${place}: ${name} cannot be read: ${reason}`)
  }
}

function absolute(path: string, file: ConfigFile): string {
  return isAbsolute(path) ? path : resolve(dirname(file.path), path)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
