/** etcd's settings: a configuration file replaces the flags, the environment fills what they leave. */

import type { Component, Json, Setting } from '@evenkeel/model'
import { componentFacts } from '../facts/component-settings.ts'
import type { Host } from '../host/host.ts'
import type { Process } from '../host/processes.ts'
import type { StaticPod } from '../settings/static-pod.ts'
import { parseStructuredFile } from '../settings/structured-file.ts'
import { typedFlagValue } from '../settings/values.ts'

/** The nested keys of etcd's configuration file and the flags that they stand for. */
const fileKeys: Record<string, string> = {
  'client-transport-security.cert-file': 'cert-file',
  'client-transport-security.key-file': 'key-file',
  'client-transport-security.client-cert-auth': 'client-cert-auth',
  'client-transport-security.trusted-ca-file': 'trusted-ca-file',
  'client-transport-security.auto-tls': 'auto-tls',
  'peer-transport-security.cert-file': 'peer-cert-file',
  'peer-transport-security.key-file': 'peer-key-file',
  'peer-transport-security.client-cert-auth': 'peer-client-cert-auth',
  'peer-transport-security.trusted-ca-file': 'peer-trusted-ca-file',
  'peer-transport-security.auto-tls': 'peer-auto-tls',
}

/**
 * A static pod's manifest says its whole environment. Otherwise the process's own is read, which
 * needs SYS_PTRACE; where it may not be, any setting without a flag may come from it.
 */
export async function readEtcdSettings(
  host: Host,
  component: Component,
  seen: { process: Process; staticPod: StaticPod | undefined },
): Promise<Component> {
  const configFile = component.settings['config-file']?.value
  if (typeof configFile === 'string' && configFile !== '')
    return readConfigFile(host, component, configFile)
  if (seen.staticPod) {
    const { environment, path } = seen.staticPod
    return withVariables(component, environment, path)
  }
  const environ = await host.readText(`/proc/${seen.process.pid}/environ`)
  if (environ.state === 'seen')
    return withVariables(component, parseEnvironment(environ.value), undefined)
  const gap =
    'The environment of etcd may set ETCD_* variables and cannot be read without the capability SYS_PTRACE.'
  return { ...component, documents: { config: { path: 'environment of etcd', gap } } }
}

function withVariables(
  component: Component,
  environment: [string, string][],
  file: string | undefined,
): Component {
  const settings = { ...component.settings }
  for (const [name, value] of etcdVariables(environment)) {
    // A flag comes before a variable.
    if (settings[name]?.source === 'flag') continue
    const type = componentFacts.etcd.types[name]
    const typed = typedFlagValue([value], type)
    settings[name] = { value: typed, source: 'environment', ...(file ? { file } : {}) }
  }
  return { ...component, settings }
}

function parseEnvironment(text: string): [string, string][] {
  return text.split('\0').map((entry) => {
    const at = entry.indexOf('=')
    return [entry.slice(0, at), entry.slice(at + 1)]
  })
}

/** Only ETCD_* are kept: the rest of an environment may hold anything. */
function etcdVariables(environment: [string, string][]): [string, string][] {
  return environment.flatMap(([variable, value]): [string, string][] => {
    const name = /^ETCD_([A-Z0-9_]+)$/.exec(variable)?.[1]
    if (!name || /PASSWORD|TOKEN|SECRET/.test(name)) return []
    return [[name.toLowerCase().replaceAll('_', '-'), value]]
  })
}

async function readConfigFile(host: Host, component: Component, path: string): Promise<Component> {
  const text = await host.readText(path)
  if (text.state !== 'seen') {
    const gap = text.state === 'hidden' ? text.reason : `${path} is not there on the host.`
    return { ...component, documents: { 'config-file': { path, gap } } }
  }
  let leaves: Map<string, { value: Json; line: number }>
  try {
    leaves = (await parseStructuredFile(text.value, path)).leaves
  } catch (error) {
    const gap = error instanceof Error ? error.message : String(error)
    return { ...component, documents: { 'config-file': { path, gap } } }
  }
  const settings: Record<string, Setting> = {}
  for (const [name, value] of Object.entries(componentFacts.etcd.defaults(undefined)))
    settings[name] = { value, source: 'default' }
  settings['config-file'] = { value: path, source: 'flag' }
  for (const [key, { value, line }] of leaves) {
    const name = fileKeys[key] ?? key
    const type = componentFacts.etcd.types[name]
    const typed = typeof value === 'string' ? typedFlagValue([value], type) : value
    settings[name] = { value: typed, source: 'config-file', file: path, line }
  }
  return { ...component, settings }
}
