/** A whole OpenID Connect provider on this machine, and a browser that signs in at it. */

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type Configuration } from 'oidc-provider'
import type { OidcSettings } from '../oidc/settings.ts'

export interface Person {
  sub: string
  email?: string
  email_verified?: boolean
  groups?: unknown
}

export interface IdentityProvider {
  settings: OidcSettings
  /** Who signs in next. */
  person: Person
  close(): Promise<void>
}

export const publicUrl = 'https://evenkeel.example.org'
const client = {
  client_id: 'evenkeel',
  client_secret: 'a secret that only the two know',
  redirect_uris: [`${publicUrl}/login/oidc/callback`],
  post_logout_redirect_uris: [publicUrl],
}

/** Tells groups on request only, as providers do by default; `groupsInToken` puts them into the ID token. */
export async function startIdentityProvider(
  options: { port?: number; groupsInToken?: boolean; ttl?: Configuration['ttl'] } = {},
): Promise<IdentityProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const started: IdentityProvider = {
    settings: { issuer, client_id: client.client_id, client_secret: client.client_secret },
    person: { sub: 'nobody' },
    close: () => closeServer(server),
  }
  const provider = new Provider(issuer, {
    clients: [client],
    claims: { openid: ['sub'], profile: ['groups'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: !options.groupsInToken,
    cookies: { keys: ['a key of the tests'] },
    ...(options.ttl && { ttl: options.ttl }),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...started.person, sub }) }),
    // Nobody is asked whether the application may know them.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: client.client_id,
        accountId: oidc.session?.accountId ?? '',
      })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
  })
  const handle = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) {
      void handle(request, response)
      return
    }
    const login = { accountId: started.person.sub }
    provider.interactionFinished(request, response, { login }).catch((error: unknown) => {
      response.writeHead(500).end(String(error))
    })
  })
  return started
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

const stepsMax = 10

/** Follows the provider's pages until they lead back to the application. */
export async function signInAt(url: string): Promise<URL> {
  const cookies = new Map<string, string>()
  let next = url
  for (let step = 0; step < stepsMax; step += 1) {
    if (next.startsWith(publicUrl)) return new URL(next)
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(next, { redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (!location) throw new Error(`${next} answered ${response.status}: ${await response.text()}`)
    next = new URL(location, next).href
  }
  throw new Error(`The provider leads in circles: ${next}`)
}
