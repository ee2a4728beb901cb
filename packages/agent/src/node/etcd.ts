/** etcd's settings: a configuration file replaces the flags, the environment fills what they leave. */

import type { Component, Json, Setting } from '@evenkeel/model'
import { componentFacts } from '../facts/component-settings.ts'
import type { Host } from '../host/host.ts'
import type { Process } from '../host/processes.ts'
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
 * Without the right to read another process's environment, ETCD_* variables stay unseen; then
 * the settings that they might set are kept as they are, and the component says so.
 */
export async function readEtcdSettings(
  host: Host,
  component: Component,
  process: Process,
): Promise<Component> {
  const configFile = component.settings['config-file']?.value
  if (typeof configFile === 'string' && configFile !== '')
    return readConfigFile(host, component, configFile)
  const environment = await host.readText(`/proc/${process.pid}/environ`)
  if (environment.state !== 'seen') return component
  const settings = { ...component.settings }
  for (const [name, value] of etcdVariables(environment.value)) {
    if (settings[name]?.source === 'flag') continue
    const type = componentFacts.etcd.types[name]
    settings[name] = { value: typedFlagValue([value], type), source: 'environment' }
  }
  return { ...component, settings }
}

/** Only ETCD_* are read: the rest of an environment may hold anything. */
function etcdVariables(text: string): [string, string][] {
  return text.split('\0').flatMap((entry): [string, string][] => {
    const match = /^ETCD_([A-Z0-9_]+)=([\s\S]*)$/.exec(entry)
    if (!match?.[1] || /PASSWORD|TOKEN|SECRET/.test(match[1])) return []
    return [[match[1].toLowerCase().replaceAll('_', '-'), match[2] ?? '']]
  })
}

async function readConfigFile(host: Host, component: Component, path: string): Promise<Component> {
  const text = await host.readText(path)
  if (text.state !== 'seen') {
    const reason = text.state === 'hidden' ? text.reason : `${path} is not there on the host.`
    return { ...component, state: 'unknown', reason, settings: {} }
  }
  let leaves: Map<string, { value: Json; line: number }>
  try {
    leaves = (await parseStructuredFile(text.value, path)).leaves
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { ...component, state: 'unknown', reason, settings: {} }
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
