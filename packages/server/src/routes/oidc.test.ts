/** Signing in at a real identity provider, and everything that can go wrong with it. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sessionCookie } from '../http/access.ts'
import { createOidcProvider } from '../oidc/provider.ts'
import type { GroupMapping, OidcSettings } from '../oidc/settings.ts'
import {
  type IdentityProvider,
  type Person,
  signInAt,
  startIdentityProvider,
} from '../testing/identity-provider.ts'
import { openTestWorld, slowMs, type TestWorld } from '../testing/world.ts'

const ada: Person = {
  sub: 'u-1',
  email: 'ada@example.org',
  email_verified: true,
  groups: ['platform', 'everybody'],
}
const red = [{ cluster_labels: { team: 'red' }, namespaces: null }]
const groups: GroupMapping[] = [
  { group: 'platform', role: 'editor', reach: red },
  { group: 'owners', role: 'admin' },
]

let provider: IdentityProvider
let world: TestWorld

async function open(settings: Partial<OidcSettings> = {}, from = provider): Promise<TestWorld> {
  const oidc = createOidcProvider({ ...from.settings, groups, ...settings })
  return await openTestWorld('embedded', { oidc })
}

beforeAll(async () => {
  provider = await startIdentityProvider()
  world = await open()
}, slowMs)
beforeEach(() => {
  provider.person = ada
})
afterAll(async () => {
  await world.close()
  await provider.close()
})

interface Steps {
  in?: TestWorld
  search?: string
  /** Changes what the browser carries to the provider. */
  before?: (url: URL) => void
  /** Changes what the browser brings back. */
  after?: (url: URL) => void
  /** What happens while the person types the password. */
  meanwhile?: () => Promise<void> | void
  /** Of the browser that comes back. */
  cookies?: Record<string, string>
  accept?: string
}

async function signIn(steps: Steps = {}) {
  const { app } = steps.in ?? world
  const begun = await app.inject(`/login/oidc${steps.search ?? ''}`)
  expect(begun.statusCode, begun.body).toBe(302)
  const [cookie] = begun.cookies
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', secure: true })
  const there = new URL(String(begun.headers.location))
  steps.before?.(there)
  const back = await signInAt(there.href)
  steps.after?.(back)
  await steps.meanwhile?.()
  return await app.inject({
    url: `${back.pathname}${back.search}`,
    cookies: steps.cookies ?? { [cookie?.name ?? '']: cookie?.value ?? '' },
    headers: { accept: steps.accept ?? '*/*' },
  })
}

async function sessionOf(answer: Awaited<ReturnType<typeof signIn>>, { app } = world) {
  const token = answer.cookies.find((it) => it.name === sessionCookie)?.value ?? ''
  const cookies = { [sessionCookie]: token }
  return { cookies, session: await app.inject({ url: '/api/v1/session', cookies }) }
}

describe('signing in', () => {
  test('gives the role and the reach of the groups', async () => {
    const answer = await signIn({ search: '?return_to=%2Ffindings%3Fq%3Dx' })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/findings?q=x'])
    const { session } = await sessionOf(answer)
    expect(session.json().user).toEqual({
      name: 'ada@example.org',
      role: 'editor',
      reach: red,
      source: 'oidc',
    })
    const users = await world.app.inject({ url: '/api/v1/users', cookies: world.cookies })
    expect(users.json()).toMatchObject([{ name: 'ada@example.org', source: 'oidc' }])
    const changed = await world.app.inject({
      method: 'PATCH',
      url: '/api/v1/users/ada@example.org',
      payload: { role: 'admin', reach: null },
      cookies: world.cookies,
    })
    expect([changed.statusCode, changed.json().detail]).toEqual([
      409,
      '"ada@example.org" comes from the identity provider; what they may follows their groups.',
    ])
    const audit = await world.app.inject({ url: '/api/v1/audit', cookies: world.cookies })
    const login = { actor: 'ada@example.org', action: 'GET /login/oidc/callback', status: 303 }
    expect(audit.json().items).toContainEqual(expect.objectContaining(login))
    expect(audit.body).not.toMatch(/evk_|code=/)
  })

  test('reads groups from the token where they stand there', async () => {
    const other = await startIdentityProvider({ groupsInToken: true })
    const here = await open({}, other)
    other.person = ada
    const { session } = await sessionOf(await signIn({ in: here }), here)
    expect(session.json().user.role).toBe('editor')
    await here.close()
    await other.close()
  })

  test('a change of groups holds at once for the sessions that are open', async () => {
    const { cookies } = await sessionOf(await signIn())
    provider.person = { ...ada, groups: ['owners'] }
    await signIn()
    const session = await world.app.inject({ url: '/api/v1/session', cookies })
    expect(session.json().user).toMatchObject({ role: 'admin', reach: null })
  })

  test('signing out names the page that ends the provider’s session', async () => {
    const { cookies } = await sessionOf(await signIn())
    const out = await world.app.inject({ method: 'DELETE', url: '/api/v1/session', cookies })
    const url = new URL(out.json().provider_logout_url)
    expect(url.href).toMatch(`${provider.settings.issuer}/session/end?`)
    expect(url.searchParams.get('client_id')).toBe('evenkeel')
    const session = await world.app.inject({ url: '/api/v1/session', cookies })
    expect(session.statusCode).toBe(401)
  })

  test('the session ends by itself', async () => {
    const here = await open({ session_hours: 1 })
    const { cookies, session } = await sessionOf(await signIn({ in: here }), here)
    expect(session.statusCode).toBe(200)
    here.clock.now = new Date(here.clock.now.getTime() + 3_600_001)
    const later = await here.app.inject({ url: '/api/v1/session', cookies })
    expect(later.statusCode).toBe(401)
    await here.close()
  })

  test.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/a\r\nx: y'])(
    'does not lead to %j',
    async (path) => {
      const answer = await signIn({ search: `?return_to=${encodeURIComponent(path)}` })
      expect(answer.headers.location).toBe('/')
    },
  )
})

const refused = /did not confirm the login/
const notBegun = /not begun in this browser/

describe('a login is refused', () => {
  test.each<[string, Steps, number, RegExp]>([
    ['with another nonce', { before: (url) => url.searchParams.set('nonce', 'x') }, 401, refused],
    [
      'with another proof of the code',
      { before: (url) => url.searchParams.set('code_challenge', 'x'.repeat(43)) },
      401,
      refused,
    ],
    ['with another state', { after: (url) => url.searchParams.set('state', 'x') }, 401, notBegun],
    ['in another browser', { cookies: {} }, 401, notBegun],
    ['with another code', { after: (url) => url.searchParams.set('code', 'x') }, 401, refused],
    [
      'of another provider',
      { after: (url) => url.searchParams.set('iss', 'https://evil.example') },
      401,
      refused,
    ],
    [
      'after ten minutes',
      {
        meanwhile: () => {
          world.clock.now = new Date(world.clock.now.getTime() + 600_001)
        },
      },
      401,
      notBegun,
    ],
  ])('%s', async (_, steps, status, sentence) => {
    const answer = await signIn(steps)
    expect([answer.statusCode, answer.json().detail]).toEqual([
      status,
      expect.stringMatching(sentence),
    ])
    expect(answer.cookies.some((it) => it.name === sessionCookie && it.value !== '')).toBe(false)
  })

  test('when it is brought a second time', async () => {
    const { app } = world
    const begun = await app.inject('/login/oidc')
    const back = await signInAt(String(begun.headers.location))
    const cookies = { [begun.cookies[0]?.name ?? '']: begun.cookies[0]?.value ?? '' }
    const url = `${back.pathname}${back.search}`
    expect((await app.inject({ url, cookies })).statusCode).toBe(303)
    expect((await app.inject({ url, cookies })).statusCode).toBe(401)
  })

  test('to who has no group here, unless there is a default role', async () => {
    provider.person = { ...ada, groups: ['strangers'] }
    const answer = await signIn()
    expect([answer.statusCode, answer.json().detail]).toEqual([
      403,
      expect.stringMatching(/None of your groups has a role here/),
    ])
    const here = await open({ default_role: 'viewer' })
    const { session } = await sessionOf(await signIn({ in: here }), here)
    expect(session.json().user).toMatchObject({ role: 'viewer', reach: null })
    await here.close()
  })

  test('to who takes a name that belongs to somebody else', async () => {
    const body = { name: 'grace@example.org', role: 'viewer', password: 'a long password' }
    const { cookies } = world
    await world.app.inject({ method: 'POST', url: '/api/v1/users', payload: body, cookies })
    for (const email of ['grace@example.org', 'admin']) {
      provider.person = { ...ada, sub: 'u-2', email }
      const answer = await signIn()
      expect([answer.statusCode, answer.json().detail]).toEqual([
        409,
        `The name "${email}" belongs to another user of this server.`,
      ])
    }
    provider.person = { ...ada, sub: 'u-3' }
    expect((await signIn()).statusCode).toBe(409)
  })

  test('an address that nobody verified is no name', async () => {
    provider.person = { ...ada, sub: 'u-4', email: 'boss@example.org', email_verified: false }
    const { session } = await sessionOf(await signIn())
    expect(session.json().user.name).toBe('u-4')
  })

  test('a browser is led to the login page, which says why', async () => {
    provider.person = { ...ada, groups: [] }
    const answer = await signIn({ accept: 'text/html' })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/login?failure=no-role'])
  })
})

describe('the provider', () => {
  test('that is away is named, at the start and on the way back', async () => {
    const away = await startIdentityProvider()
    away.person = ada
    const here = await open({}, away)
    const second = await open({}, away)
    const late = await signIn({ in: here, meanwhile: () => away.close() })
    const early = await second.app.inject('/login/oidc')
    for (const answer of [late, early]) {
      expect([answer.statusCode, answer.json().detail]).toEqual([
        503,
        `The identity provider at ${away.settings.issuer} does not answer; try again, or sign in with a password or a login link.`,
      ])
    }
    // The rest of the server is there.
    expect((await second.app.inject('/api/v1/login-options')).statusCode).toBe(200)
    await here.close()
    await second.close()
  })

  test('is found again once it is back, with new keys too', async () => {
    const first = await startIdentityProvider()
    const port = Number(new URL(first.settings.issuer).port)
    first.person = ada
    const here = await open({}, first)
    await first.close()
    expect((await here.app.inject('/login/oidc')).statusCode).toBe(503)
    const again = await startIdentityProvider({ port })
    again.person = ada
    expect((await signIn({ in: here })).statusCode).toBe(303)
    await again.close()
    await here.close()
  })

  test('whose tokens are past their time is refused', async () => {
    const hasty = await startIdentityProvider({ ttl: { IdToken: () => -120 } })
    hasty.person = ada
    const here = await open({}, hasty)
    const answer = await signIn({ in: here })
    expect([answer.statusCode, answer.json().detail]).toEqual([401, expect.stringMatching(refused)])
    await here.close()
    await hasty.close()
  })

  test('without one there is no such login', async () => {
    const here = await openTestWorld()
    expect((await here.app.inject('/login/oidc')).statusCode).toBe(401)
    expect((await here.app.inject('/api/v1/login-options')).json()).toEqual({ oidc: null })
    await here.close()
  })
})
