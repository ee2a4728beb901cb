/** Takes the secrets out of the configuration files that rules read. */

import type { Json } from '@evenkeel/model'
import { redactText } from './text.ts'

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
  'bearertoken',
  'authtoken',
])

export const redactedMark = '[redacted]'

/** Key names stay, so that a rule can count an encryption provider's keys. */
export function redactDocument(value: Json, name = ''): Json {
  if (typeof value === 'string') {
    if (secretNames.has(name.toLowerCase()) && value !== '') return redactedMark
    return redactText(value)
  }
  if (Array.isArray(value)) return value.map((it) => redactDocument(it, name))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, redactDocument(child, key)]),
  )
}
