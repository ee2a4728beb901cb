/** Credentials of agents: given, renewed, shown, revoked, and told from copies. */
import { afterEach, expect, test } from 'vitest'
import { openTestApi, type TestApi } from '../testing/api.ts'
import { slowMs } from '../testing/world.ts'

let api: TestApi | undefined
afterEach(() => api?.world.close())

const hourMs = 3_600_000
const credentialMs = 30 * 24 * hourMs

async function start() {
  const { call, world, clusterId, enrolmentToken } = await openTestApi({ credentialMs })
  api = { call, world, clusterId, enrolmentToken } as TestApi
  const body = { node: 'node-1', version: '1.2.3' }
  const post = (path: string, bearer: string) =>
    call(`POST /api/v1/agent/${path}`, { bearer, body })
  const enrol = async (token = enrolmentToken): Promise<string> =>
    (await post('enrol', token)).json().credential
  const renew = (credential: string) => post('credential', credential)
  /** 400 is what a credential that is let in gets for an empty body. */
  const use = (bearer: string) => call('POST /api/v1/agent/diff', { bearer, body: {} })
  const passes = (ms: number) => {
    world.clock.now = new Date(world.clock.now.getTime() + ms)
  }
  const agents = async () => {
    const all: { id: string; node: string | null }[] = (
      await call(`GET /api/v1/clusters/${clusterId}/agents`)
    ).json()
    return all.filter(({ node }) => node === 'node-1')
  }
  const revoke = async () =>
    await call(`DELETE /api/v1/clusters/${clusterId}/agents/${(await agents())[0]?.id}`)
  const newToken = async (): Promise<string> =>
    (await call(`POST /api/v1/clusters/${clusterId}/enrolment-token`)).json().enrolment_token
  return {
    call,
    clusterId,
    enrolmentToken,
    enrol,
    renew,
    use,
    passes,
    agents,
    revoke,
    newToken,
    post,
  }
}

test(
  'a credential ends, is renewed before that, and its successor serves',
  async () => {
    const it = await start()
    const first = await it.enrol()
    it.passes(credentialMs - hourMs)
    const answer = await it.renew(first)
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({
      cluster: { id: it.clusterId, name: 'prod' },
      expires_at: expect.stringMatching(/^2026-05-09T09/),
    })
    const second = answer.json().credential
    // Requests that are under way still pass.
    expect((await it.use(first)).statusCode).toBe(400)
    it.passes(2 * hourMs)
    expect((await it.use(first)).json().detail).toMatch(/^The credential ended at 2026-04-09/)
    expect((await it.use(second)).statusCode).toBe(400)
  },
  slowMs,
)

test(
  'shows one agent a node, however often it enrolled',
  async () => {
    const it = await start()
    const credential = await it.enrol()
    it.passes(hourMs)
    await it.enrol()
    it.passes(hourMs)
    await it.use(credential)
    expect(await it.agents()).toMatchObject([
      {
        node: 'node-1',
        version: '1.2.3',
        credential_created_at: '2026-03-10T11:00:00.000Z',
        last_seen_at: '2026-03-10T12:00:00.000Z',
        revoked_at: null,
      },
    ])
  },
  slowMs,
)

test(
  'one that was revoked is told so, and comes back with a later enrolment token alone',
  async () => {
    const it = await start()
    const credential = await it.enrol()
    it.passes(hourMs)
    expect((await it.revoke()).statusCode).toBe(204)
    const sentence =
      /^The agent was revoked \(node-1\) at 2026-03-10T11:00:00.000Z\. Only an enrolment token/
    for (const refused of [await it.use(credential), await it.renew(credential)]) {
      expect(refused.statusCode).toBe(401)
      expect(refused.json().detail).toMatch(sentence)
    }
    const again = await it.post('enrol', it.enrolmentToken)
    expect([again.statusCode, again.json().detail]).toEqual([403, expect.stringMatching(sentence)])
    expect(await it.agents()).toMatchObject([{ revoked_because: 'asked' }])
    it.passes(hourMs)
    const later = await it.enrol(await it.newToken())
    expect((await it.use(later)).statusCode).toBe(400)
    expect((await it.use(credential)).statusCode).toBe(401)
    expect(await it.agents()).toMatchObject([{ revoked_at: null }])
  },
  slowMs,
)

test(
  'a new enrolment token ends the earlier ones and no agent',
  async () => {
    const it = await start()
    const credential = await it.enrol()
    const token = await it.newToken()
    expect((await it.post('enrol', it.enrolmentToken)).statusCode).toBe(401)
    expect((await it.post('enrol', token)).statusCode).toBe(200)
    expect((await it.use(credential)).statusCode).toBe(400)
  },
  slowMs,
)

test(
  'an answer that got lost is given anew, but two holders of a credential are shut out',
  async () => {
    const it = await start()
    const first = await it.enrol()
    const lost = (await it.renew(first)).json().credential
    const second = (await it.renew(first)).json().credential
    expect((await it.use(lost)).statusCode).toBe(401)
    await it.use(second)
    const copied = await it.renew(first)
    expect(copied.statusCode).toBe(401)
    expect(copied.json().detail).toMatch(/two holders/)
    expect((await it.use(second)).json().detail).toMatch(/two holders.*Only an enrolment token/)
    expect(await it.agents()).toMatchObject([{ revoked_because: 'two-holders' }])
    expect((await it.call('GET /api/v1/audit')).body).toContain('One credential had two holders')
  },
  slowMs,
)
