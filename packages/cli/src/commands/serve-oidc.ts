/** Puts the identity provider's settings together: the file first, then what the command line says. */

import { readFileSync } from 'node:fs'
import { type OidcSettings, parseOidcSettings } from '@evenkeel/server'
import { parse } from 'yaml'
import { Failure } from '../failure.ts'

export interface OidcOptions {
  oidcConfig?: string
  oidcIssuer?: string
  oidcClientId?: string
  oidcClientSecretFile?: string
  /** `group=role`. */
  oidcGroup?: string[]
}

/** Undefined where no provider is named. Throws Failure with a sentence. */
export function readOidc(options: OidcOptions): OidcSettings | undefined {
  const { oidcConfig, oidcIssuer, oidcClientId, oidcClientSecretFile, oidcGroup = [] } = options
  const given = [oidcConfig, oidcIssuer, oidcClientId, oidcClientSecretFile, ...oidcGroup]
  if (given.every((it) => it === undefined)) return undefined
  const { client_secret_file: secretFile, ...file } = readFile(oidcConfig)
  const groups = [...(Array.isArray(file.groups) ? file.groups : []), ...oidcGroup.map(readGroup)]
  const settings = {
    ...file,
    ...(oidcIssuer !== undefined && { issuer: oidcIssuer }),
    ...(oidcClientId !== undefined && { client_id: oidcClientId }),
    ...(groups.length > 0 && { groups }),
    ...readSecret(oidcClientSecretFile ?? secretFile),
  }
  try {
    return parseOidcSettings(settings)
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error))
  }
}

function readFile(path: string | undefined): Record<string, unknown> {
  if (path === undefined) return {}
  let value: unknown
  try {
    value = parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Failure(`${path} cannot be read: ${error instanceof Error ? error.message : error}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Failure(`${path} holds no settings; write lines such as "issuer: https://...".`)
  }
  return { ...value }
}

function readSecret(path: unknown) {
  if (path === undefined) return {}
  try {
    return { client_secret: readFileSync(String(path), 'utf8').trim() }
  } catch (error) {
    const reason = error instanceof Error ? error.message : error
    throw new Failure(`The client secret cannot be read: ${reason}`)
  }
}

/** The last equals sign parts them: names of groups may hold some, as in LDAP. */
function readGroup(text: string) {
  const at = text.lastIndexOf('=')
  if (at < 1) throw new Failure(`"${text}" maps no group to a role; write platform=editor.`)
  return { group: text.slice(0, at), role: text.slice(at + 1) }
}
