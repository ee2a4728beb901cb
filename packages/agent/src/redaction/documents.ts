/** Takes the secrets out of the configuration files that rules read. */

import type { Json, Setting } from '@evenkeel/model'
import { isSecretFlag, redactText } from './text.ts'

/** Names under which configuration files keep a secret itself, not the path of one. */
const secretNames = new Set([
  'secret',
  'password',
  'passwd',
  'token',
  'clientsecret',
  'accesskey',
  'secretkey',
  'apikey',
  'privatekey',
  'client-key-data',
  'client-certificate-data',
  'certificate-authority-data',
  'auth',
  'authorization',
  'bearertoken',
  'authtoken',
])

function isSecretName(name: string): boolean {
  return secretNames.has(name.toLowerCase()) || isSecretFlag(name)
}

export const redactedMark = '[redacted]'

/** Key names stay, so that a rule can count an encryption provider's keys. */
export function redactDocument(value: Json, name = ''): Json {
  if (typeof value === 'string') {
    if (value !== '' && isSecretName(name)) return redactedMark
    return redactText(value)
  }
  if (Array.isArray(value)) return value.map((it) => redactDocument(it, name))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, redactDocument(child, key)]),
  )
}

/** The last line of defence for settings from files and the environment; arguments were redacted before. */
export function redactSettings(settings: Record<string, Setting>): Record<string, Setting> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => [
      name,
      { ...setting, value: redactDocument(setting.value, name.slice(name.lastIndexOf('.') + 1)) },
    ]),
  )
}
