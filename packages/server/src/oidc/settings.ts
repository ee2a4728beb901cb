/** How an identity provider is reached, and what its groups may here. */

import { Reach } from '@evenkeel/model'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

/** One of the four, or one that people made here. */
const RoleName = Type.String({ minLength: 1, maxLength: 60 })

export const GroupMapping = Type.Object(
  { group: Type.String({ minLength: 1 }), role: RoleName, reach: Type.Optional(Reach) },
  { additionalProperties: false },
)
export type GroupMapping = Static<typeof GroupMapping>

export const OidcSettings = Type.Object(
  {
    /** As the provider calls itself: `https://login.example.org/realms/main`. */
    issuer: Type.String({ minLength: 1 }),
    client_id: Type.String({ minLength: 1 }),
    /** Left out by public clients, which PKCE alone protects. */
    client_secret: Type.Optional(Type.String({ minLength: 1 })),
    client_auth: Type.Optional(Type.Union([Type.Literal('basic'), Type.Literal('post')])),
    /** Stands on the button: `Sign in with <name>`. */
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
    scopes: Type.Optional(Type.Array(Type.String({ minLength: 1 }))),
    groups_claim: Type.Optional(Type.String({ minLength: 1 })),
    name_claim: Type.Optional(Type.String({ minLength: 1 })),
    groups: Type.Optional(Type.Array(GroupMapping)),
    /** Of people none of whose groups is listed; they are refused without it. */
    default_role: Type.Optional(RoleName),
    session_hours: Type.Optional(Type.Number({ minimum: 0.1, maximum: 720 })),
  },
  { additionalProperties: false },
)
export type OidcSettings = Static<typeof OidcSettings>

/** Rejects with a sentence that names the setting. */
export function parseOidcSettings(value: unknown): OidcSettings {
  if (!Value.Check(OidcSettings, value)) {
    const [first] = Value.Errors(OidcSettings, value)
    const place = first?.instancePath.slice(1).replaceAll('/', '.') || 'the settings'
    throw new Error(`OpenID Connect: ${place} ${first?.message ?? 'is not valid'}.`)
  }
  const issuer = URL.canParse(value.issuer) ? new URL(value.issuer) : undefined
  if (!issuer || (issuer.protocol !== 'https:' && !isLocal(issuer))) {
    throw new Error(`OpenID Connect: the issuer "${value.issuer}" is no https:// address.`)
  }
  for (const { group, role, reach } of value.groups ?? []) {
    if (role === 'admin' && reach) {
      throw new Error(
        `OpenID Connect: the group "${group}" makes admins, who see everything; give it another role or no reach.`,
      )
    }
  }
  if (!value.groups?.length && !value.default_role) {
    throw new Error(
      'OpenID Connect: nobody could log in; map a group to a role, or name a default role.',
    )
  }
  return value
}

/** Without TLS only on this machine, for trials. */
export function isLocal({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}
