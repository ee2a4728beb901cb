/** Signs people in at an identity provider: authorization code with PKCE, state and nonce. */

import type { GroupTrial } from '@evenkeel/model'
import * as client from 'openid-client'
import { type Grant, grantOf, type OwnRoles, readGroups, tryGroups } from './groups.ts'
import { isLocal, type OidcSettings } from './settings.ts'

/** What has to be remembered between sending the browser away and its return. */
export interface LoginAttempt {
  state: string
  nonce: string
  verifier: string
}

export interface Identity extends Grant {
  name: string
  /** How the provider calls the person for ever. */
  subject: string
}

export type OidcFailure = 'provider-unavailable' | 'login-refused' | 'no-role'

/** The only thing that a provider rejects with; its message is for people. */
export class OidcError extends Error {
  override name = 'OidcError'
  readonly failure: OidcFailure

  constructor(failure: OidcFailure, message: string, cause?: unknown) {
    super(message, { cause })
    this.failure = failure
  }
}

export interface OidcProvider {
  /** For the button. */
  name: string
  sessionMs: number
  begin(redirectUri: string): Promise<{ attempt: LoginAttempt; url: string }>
  /** `returned` is the address that the browser came back to. */
  finish(returned: URL, attempt: LoginAttempt, roles: OwnRoles): Promise<Identity>
  /** What somebody in these groups would get. */
  tryGroups(groups: readonly string[], roles: OwnRoles): GroupTrial
  /** The groups that have a role by the settings. */
  holders: readonly { role: string; holder: string }[]
  /** Undefined where the provider has no page for it, or does not answer. */
  logoutUrl(returnTo: string): Promise<string | undefined>
}

const timeoutSeconds = 10
const sessionHoursDefault = 12
const scopesDefault = ['openid', 'profile', 'email']
const groupsClaim = 'groups'
const nameClaim = 'email'
const nameLengthMax = 100

/** Asks nothing yet: a provider that is away does not keep the server from starting. */
export function createOidcProvider(settings: OidcSettings): OidcProvider {
  let known: client.Configuration | undefined
  const discover = async () => {
    known ??= await describe(settings)
    return known
  }
  return {
    name: settings.name ?? new URL(settings.issuer).hostname,
    sessionMs: (settings.session_hours ?? sessionHoursDefault) * 3_600_000,
    async begin(redirectUri) {
      const config = await discover()
      const attempt = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      }
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: (settings.scopes ?? scopesDefault).join(' '),
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
      })
      return { attempt, url: url.href }
    },
    async finish(returned, attempt, roles) {
      const claims = await redeem(await discover(), returned, { attempt, settings })
      const groups = readGroups(claims[settings.groups_claim ?? groupsClaim])
      const grant = grantOf(groups, settings, roles)
      if (grant) return { ...grant, name: nameOf(claims, settings), subject: subjectOf(claims) }
      throw new OidcError(
        'no-role',
        'None of your groups has a role here; ask an admin of Evenkeel for one.',
      )
    },
    tryGroups: (groups, roles) => tryGroups(groups, settings, roles),
    holders: holdersOf(settings),
    async logoutUrl(returnTo) {
      const config = await discover().catch(() => undefined)
      if (!config?.serverMetadata().end_session_endpoint) return undefined
      return client.buildEndSessionUrl(config, { post_logout_redirect_uri: returnTo }).href
    },
  }
}

function holdersOf({ groups = [], default_role: usual }: OidcSettings) {
  const mapped = groups.map(({ group, role }) => ({ role, holder: `the group "${group}"` }))
  return usual === undefined
    ? mapped
    : [...mapped, { role: usual, holder: 'everybody of the identity provider' }]
}

type Claims = { iss: string; sub: string } & Record<string, unknown>

async function describe(settings: OidcSettings): Promise<client.Configuration> {
  const issuer = new URL(settings.issuer)
  try {
    const config = await client.discovery(
      issuer,
      settings.client_id,
      undefined,
      authenticationOf(settings),
      { timeout: timeoutSeconds, execute: isLocal(issuer) ? [client.allowInsecureRequests] : [] },
    )
    // Signatures are held against the provider's keys, not only the connection trusted.
    client.enableNonRepudiationChecks(config)
    return config
  } catch (cause) {
    throw unavailable(settings, cause)
  }
}

function authenticationOf({ client_secret: secret, client_auth }: OidcSettings): client.ClientAuth {
  if (secret === undefined) return client.None()
  return client_auth === 'post' ? client.ClientSecretPost(secret) : client.ClientSecretBasic(secret)
}

/** Groups and names may stand in the token or be told on request only. */
async function redeem(
  config: client.Configuration,
  returned: URL,
  { attempt, settings }: { attempt: LoginAttempt; settings: OidcSettings },
): Promise<Claims> {
  try {
    const tokens = await client.authorizationCodeGrant(config, returned, {
      pkceCodeVerifier: attempt.verifier,
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (!claims) throw new Error('The provider sent no ID token.')
    const wanted = [settings.groups_claim ?? groupsClaim, settings.name_claim ?? nameClaim]
    const isTold = wanted.every((name) => claims[name] !== undefined)
    if (isTold || !config.serverMetadata().userinfo_endpoint) return claims
    return { ...(await client.fetchUserInfo(config, tokens.access_token, claims.sub)), ...claims }
  } catch (cause) {
    if (isAway(cause)) throw unavailable(settings, cause)
    throw new OidcError(
      'login-refused',
      'The identity provider did not confirm the login; sign in again.',
      cause,
    )
  }
}

/** What the network says, against what the provider or the checks of its answer say. */
function isAway(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false
  if (cause instanceof client.ResponseBodyError) return cause.status >= 500
  const code = 'code' in cause ? cause.code : undefined
  return cause.message === 'fetch failed' || code === 'OAUTH_TIMEOUT' || code === 'ECONNREFUSED'
}

function unavailable({ issuer }: OidcSettings, cause: unknown): OidcError {
  return new OidcError(
    'provider-unavailable',
    `The identity provider at ${issuer} does not answer; try again, or sign in with a password or a login link.`,
    cause,
  )
}

/** An address that the provider did not verify could be anybody's. */
function nameOf(claims: Claims, settings: OidcSettings): string {
  const wanted = settings.name_claim ?? nameClaim
  const isUsable = wanted !== nameClaim || claims.email_verified !== false
  const names = [isUsable && claims[wanted], claims.preferred_username, claims.sub]
  const name = names.find((it) => typeof it === 'string' && it.trim() !== '')
  return String(name).trim().replaceAll('\0', '').slice(0, nameLengthMax)
}

function subjectOf({ iss, sub }: Claims): string {
  return `${iss} ${sub}`
}
